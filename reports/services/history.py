"""The chained history of a report: frozen values, transitions that vouch for one another, and the proof of it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from reports.exchange.jsonfile import JsonFile
from reports.models import Move, Report, Snapshot, State, Transition
from reports.value import ReportValue


def freeze(*, report: Report, value: ReportValue) -> Snapshot:
    """The snapshot of ``value``; the last one again while nothing has changed since."""
    body = JsonFile().write(value).decode()
    last = report.snapshots.first()
    if last is not None and last.body == body:
        return last
    return Snapshot.objects.create(
        report=report, number=last.number + 1 if last else 1, body=body, digest=_sha256(body)
    )


def snapshot_value(*, snapshot: Snapshot) -> ReportValue:
    return JsonFile().read(snapshot.body.encode()).value


def record(transition: Transition) -> Transition:
    """Store a transition as the next link of its report's chain."""
    last = Transition.objects.filter(report=transition.report).first()
    transition.number = last.number + 1 if last else 1
    transition.previous_digest = last.digest if last else ""
    transition.digest = digest_of(transition)
    transition.save(force_insert=True)
    return transition


def digest_of(transition: Transition) -> str:
    """SHA-256 of the canonical JSON of the record, its snapshot's digest and the link before."""
    line = {
        "report": transition.report_id,
        "number": transition.number,
        "move": str(transition.move),
        "before": str(transition.before),
        "after": str(transition.after),
        "stage": transition.stage,
        "step": transition.step,
        "version": transition.version,
        "reason": transition.reason,
        "by": transition.by_id,
        "at": transition.at.astimezone(UTC).isoformat(),
        "snapshot": transition.snapshot.digest,
        "previous": transition.previous_digest,
    }
    return _sha256(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def publications_of(*, report: Report) -> list[Transition]:
    """Every published version, newest first, with its snapshot."""
    return list(report.transitions.filter(move=Move.PUBLISH).select_related("snapshot", "by").order_by("-number"))


@dataclass(frozen=True)
class Break:
    """The first link of a chain that does not hold; ``number`` is the transition's, 0 for the report itself."""

    report: Report
    number: int
    problem: str


def break_of(*, report: Report) -> Break | None:
    """Prove the chain of one report: every frozen value, every record, their order, and the state they lead to."""
    previous, state, stage, expected = "", State.DRAFT.value, 0, 1
    versions = 0
    for transition in report.transitions.select_related("snapshot", "by").order_by("number"):
        if transition.number != expected:
            return Break(report, expected, "这一步的记录缺失")
        if _sha256(transition.snapshot.body) != transition.snapshot.digest:
            return Break(report, expected, "冻结的报告内容被改动过")
        if transition.previous_digest != previous:
            return Break(report, expected, "与上一步的摘要接不上")
        if digest_of(transition) != transition.digest:
            return Break(report, expected, "记录的人员、时间、理由或状态被改动过")
        previous, state, expected = transition.digest, transition.after, expected + 1
        stage, versions = transition.stage, versions + (transition.move == Move.PUBLISH)
    if report.state != state:
        return Break(report, 0, f"报告现在的状态与最后一步记录不一致（记录为“{State(state).label}”）")
    # What was cut off at the end leaves no gap between the links, but a trace beside them.
    if bool(report.published_at) != bool(versions) or report.stage != stage:
        return Break(report, 0, "报告的发布时间或签字数与最后一步记录不一致")
    if report.snapshots.filter(transitions=None).exists():
        return Break(report, expected, "有冻结的报告内容，却没有这一步的记录")
    return None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
