"""The chained history of a report: frozen values, transitions that vouch for one another, and the proof of it."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from reports.bound import Form, resolve, resolved_value
from reports.exchange.jsonfile import JsonFile
from reports.models import Move, Report, Snapshot, State, Transition
from reports.value import ReportValue, number_text

from .store import report_pairs

BATCH = 100  # reports proved together
NAMED = 3  # places named of those that were altered


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
    if transition.steps:  # left out where there are none, as in the records made before there were any
        line["steps"] = transition.steps
    return _sha256(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def publications_of(*, report: Report) -> list[Transition]:
    """Every published version, newest first, with its snapshot."""
    return list(report.transitions.filter(move=Move.PUBLISH).select_related("snapshot", "by").order_by("-number"))


def published_before(*, publication: Transition) -> ReportValue | None:
    """Last year's report of the same organ and scope as it stood published when ``publication`` was made."""
    report = publication.report
    last = (
        Transition.objects.filter(
            move=Move.PUBLISH,
            report__organ=report.organ_id,
            report__scope=report.scope,
            report__year=report.year_id - 1,
            at__lte=publication.at,
        )
        .select_related("snapshot")
        .order_by("-number")
        .first()
    )
    return snapshot_value(snapshot=last.snapshot) if last is not None else None


def altered_since(*, transition: Transition, value: ReportValue) -> list[str]:
    """The cells and texts in which ``value``, its bound figures shown, is not what the transition froze."""
    frozen, now = _contents(transition.snapshot), _shown_contents(value)
    return [key for key in (frozen | now) if frozen.get(key, "") != now.get(key, "")]


def is_intact(transition: Transition) -> bool:
    """Whether the record and the value it froze are as they were written."""
    snapshot = transition.snapshot
    return _sha256(snapshot.body) == snapshot.digest and digest_of(transition) == transition.digest


@dataclass(frozen=True)
class Break:
    """The first link of a chain that does not hold; ``number`` is the transition's, 0 for the report itself."""

    report: Report
    number: int
    problem: str


def break_of(*, report: Report) -> Break | None:
    """Prove the chain of one report."""
    return next(breaks_of(reports=[report]), None)


def breaks_of(*, reports: Iterable[Report]) -> Iterator[Break]:
    """Prove the chain of each report: every frozen value, every record, their order, and what they lead to.

    That is the report's state, and while it is locked its figures and texts. Reports are read in batches.
    """
    waiting = iter(reports)
    while batch := list(islice(waiting, BATCH)):
        snapshots = Snapshot.objects.filter(report__in=batch).in_bulk()
        links: dict[int, list[Transition]] = defaultdict(list)
        for transition in Transition.objects.filter(report__in=batch).order_by("number"):
            if (snapshot := snapshots.get(transition.snapshot_id)) is not None:
                transition.snapshot = snapshot
            links[transition.report_id].append(transition)
        linked = {transition.snapshot_id for chain in links.values() for transition in chain}
        loose = {snapshot.report_id for key, snapshot in snapshots.items() if key not in linked}
        locked = [report for report in batch if not report.is_editable]
        pairs = dict(zip((report.pk for report in locked), report_pairs(reports=locked), strict=True))
        for report in batch:
            found = _chain_break(report, links[report.pk], has_loose=report.pk in loose)
            if found is None and report.pk in pairs and links[report.pk]:
                found = _content_break(report, links[report.pk][-1], *pairs[report.pk])
            if found is not None:
                yield found


def _chain_break(report: Report, links: Sequence[Transition], *, has_loose: bool) -> Break | None:
    previous, state, stage, expected = "", State.DRAFT.value, 0, 1
    versions = 0
    for transition in links:
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
    if has_loose:
        return Break(report, expected, "有冻结的报告内容，却没有这一步的记录")
    return None


def _content_break(report: Report, last: Transition, value: ReportValue, previous: ReportValue | None) -> Break | None:
    """A locked report says what its last step froze."""
    altered = altered_since(transition=last, value=resolved_value(value, previous))
    frozen = _contents(last.snapshot)
    specs = value.schema.specs
    altered = [
        key
        for key in altered
        if key in specs or not _may_have_said(frozen.get(key, ""), value.texts.get(key, ""), value, previous)
    ]
    if not altered:
        return None
    return Break(report, 0, f"报告现在的内容与最后一步冻结的不一致：{altered_words(value, altered)}")


def altered_words(value: ReportValue, keys: Sequence[str]) -> str:
    """The names of some cells and texts, of many the first ones."""
    schema = value.schema
    texts = {section.key: section.title for section in schema.sections if section.text}
    names = [schema.specs[key].label if key in schema.specs else texts.get(key, key) for key in keys[:NAMED]]
    return "、".join(names) + (f"等{len(keys)}处" if len(keys) > NAMED else "")


def _may_have_said(frozen: str, stored: str, value: ReportValue, previous: ReportValue | None) -> bool:
    """Whether the stored text differs only in figures bound to last year's report, which has a life of its own."""
    resolved = resolve(stored, value, previous)
    pattern = "".join(
        ".{0,40}?"
        if piece.field is not None and piece.field.form in (Form.CHANGE, Form.DIFFERENCE)
        else re.escape(resolved.text[piece.start : piece.end])
        for piece in resolved.pieces
    )
    return re.fullmatch(pattern, frozen, re.DOTALL) is not None


def _contents(snapshot: Snapshot) -> dict[str, str]:
    """Every cell and text of a frozen value that is not blank, to the last digit."""
    document = json.loads(snapshot.body)
    cells = {key: str(number) for key, number in document["cells"].items() if number is not None}
    return cells | {key: text for key, text in document["texts"].items() if text}


def _shown_contents(value: ReportValue) -> dict[str, str]:
    cells = {key: number_text(number) for key, number in value.cells.items() if number is not None}
    return cells | {key: text for key, text in value.texts.items() if text}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
