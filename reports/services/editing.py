"""What a person types, cell by cell: everything that can be saved is, only a cell in conflict waits."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.models import User
from reports.checks.base import Level
from reports.exchange.number import read_number
from reports.models import CellChange, ChangeSource, Explanation, Report, StoredFinding
from reports.schema import Kind
from reports.value import Number, ReportValue, number_text

from .errors import StaleRevisionError
from .finding_words import difference_text
from .findings import findings_current, is_with_clerk
from .store import report_pair, report_save
from .texts import marks_json

ATTEMPTS = 5  # between loading and the guarded UPDATE another save can slip in; then everything is compared afresh
TEXT_LIMIT = 100_000  # characters of one section
TYPED_SOURCES = {
    source.value
    for source in (
        ChangeSource.TYPED,
        ChangeSource.PASTED,
        ChangeSource.TOTAL,
        ChangeSource.UNDONE,
        ChangeSource.SUGGESTED,
        ChangeSource.ZEROED,
    )
}


class Edit(TypedDict, total=False):
    """A new content and the one it was typed over (``base``), both as text; ``detail`` says which suggestion it is."""

    value: str
    base: str
    source: Literal["typed", "pasted", "total", "undone", "suggested", "zeroed"]
    detail: str


@dataclass(frozen=True)
class Conflict:
    yours: str
    theirs: str
    original: str
    who: str
    at: str


@dataclass(frozen=True)
class Changed:
    value: str
    who: str
    at: str


@dataclass
class EditResult:
    """The answer to a save; keys are cells and texts."""

    revision: int = 0
    saved_at: str = ""
    saved: dict[str, str] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    changed: dict[str, Changed] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    marks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    filled: int = 0
    errors: int = 0
    explains: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def edits_apply(
    *, report: Report, revision: int, cells: Mapping[str, Edit], texts: Mapping[str, Edit], user: User
) -> EditResult:
    """Save every edit whose cell still holds ``base``; ``revision`` is the one the person last saw.

    A content that cannot be read is rejected with a sentence, one that somebody else changed in the meantime comes
    back as a conflict; neither is written, and neither keeps the others from being written.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _apply(report, revision, cells, texts, user)
        except StaleRevisionError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")


def _apply(
    report: Report, revision: int, cells: Mapping[str, Edit], texts: Mapping[str, Edit], user: User
) -> EditResult:
    result = EditResult()
    current, previous = report_pair(report=report)
    stored = contents(current)
    new_cells: dict[str, Number | None] = {}
    new_texts: dict[str, str] = {}
    for key, edit in {**cells, **texts}.items():
        content, problem = _content(current, key, edit.get("value", ""))
        if problem:
            result.rejected[key] = problem
        elif stored[key] not in (edit.get("base", ""), content):
            result.conflicts[key] = _conflict(report, key, edit, stored[key], user)
        else:
            result.saved[key] = content
            if key in current.cells:
                new_cells[key] = read_number(content, current.schema.specs[key].kind).number
            else:
                new_texts[key] = content
    filled = {key for key in new_cells if cells[key].get("source") == ChangeSource.TOTAL}
    sums = _sums(current.replace(new_cells), filled)
    new_cells |= sums
    result.saved |= {key: number_text(number) for key, number in sums.items()}
    seen = report.revision
    value = current.replace(new_cells, new_texts)
    if value != current:
        report_save(
            report=report,
            value=value,
            revision=seen,
            user=user,
            source=ChangeSource.TYPED,
            sources={key: edit["source"] for key, edit in cells.items() if edit.get("source") in TYPED_SOURCES},
            details={key: edit["detail"] for key, edit in cells.items() if edit.get("detail")},
        )
    result.changed = _changed_by_others(report, revision, seen, value, skip={*cells, *texts})
    _describe(result, report, value, previous)
    return result


def _sums(value: ReportValue, filled: set[str]) -> dict[str, int | None]:
    """The totals that filled themselves, over what is stored: the page may have counted a part that has to wait."""
    sums: dict[str, int | None] = {}
    for total, parts in value.schema.totals.items():
        if total in filled:
            numbers = [sums.get(part, value[part]) for part in parts]
            sums[total] = None if None in numbers else int(sum(number or 0 for number in numbers))
    return sums


def contents(value: ReportValue) -> dict[str, str]:
    """Every cell and text as the page shows it."""
    return {key: number_text(number) for key, number in value.cells.items()} | dict(value.texts)


def _content(value: ReportValue, key: str, typed: str) -> tuple[str, str]:
    """What would be stored, and why it cannot be."""
    if (spec := value.schema.specs.get(key)) is not None:
        reading = read_number(typed, spec.kind)
        if spec.kind is Kind.MONEY and spec.unit and reading.unit not in ("", spec.unit):
            return "", _("This cell is in %(unit)s: convert the amount, and type it without a unit.") % {
                "unit": spec.unit
            }
        return number_text(reading.number), reading.problem
    if key not in value.texts:
        return "", _("This form has no such cell.")
    text = "\n".join(line.rstrip() for line in typed.replace("\r\n", "\n").replace("\0", "").split("\n")).strip("\n")
    if len(text) > TEXT_LIMIT:
        return "", _("A section may have at most %(limit)d characters.") % {"limit": TEXT_LIMIT}
    return text, ""


def _conflict(report: Report, key: str, edit: Edit, theirs: str, user: User) -> Conflict:
    last = CellChange.objects.select_related("user").filter(report=report, key=key).first()
    return Conflict(
        yours=edit.get("value", ""),
        theirs=theirs,
        original=edit.get("base", ""),
        who=_("you, in another window") if last and last.user_id == user.pk else _who(last),
        at=_clock(last.at) if last else "",
    )


def _changed_by_others(
    report: Report, since: int, until: int, value: ReportValue, skip: set[str]
) -> dict[str, Changed]:
    if since >= until:
        return {}
    now = contents(value)
    changes = CellChange.objects.select_related("user").filter(report=report, revision__gt=since, revision__lte=until)
    return {
        change.key: Changed(now[change.key], _who(change), _clock(change.at))
        for change in reversed(changes)
        if change.key not in skip and change.key in now
    }


def _who(change: CellChange | None) -> str:
    return change.user.get_full_name() if change and change.user else _("Somebody")


def _clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%H:%M")


def _describe(result: EditResult, report: Report, value: ReportValue, previous: ReportValue | None) -> None:
    found = findings_current(report=report, value=value, previous=previous)
    result.revision = report.revision
    result.saved_at = _clock(report.saved_at) if report.saved_at else ""
    result.findings = findings_json(value, found)
    result.marks = marks_json(value=value, previous=previous, found=found)
    result.filled = value.filled
    open_levels = [finding.level for finding in found if is_with_clerk(finding)]
    result.errors = open_levels.count(Level.ERROR)
    result.explains = open_levels.count(Level.EXPLAIN)


def findings_json(value: ReportValue, found: Iterable[StoredFinding]) -> list[dict[str, Any]]:
    """Findings as the page takes them, the gravest first and otherwise in the order of the paper."""
    order = list(Level)
    return [_finding_json(value, finding) for finding in sorted(found, key=lambda finding: order.index(finding.level))]


def _finding_json(value: ReportValue, finding: StoredFinding) -> dict[str, Any]:
    """``section`` is the number of the part the finding's first cell or its text stands in."""
    specs, first = value.schema.specs, next(iter(finding.cells), finding.params.get("text", ""))
    texts = {section.key: section.number for section in value.schema.sections if section.text}
    return {
        "code": finding.code,
        "level": finding.level,
        "cells": finding.cells,
        "message": finding.message,
        "cause": finding.cause,
        "expected": finding.expected,
        "filed": finding.filed,
        "params": _params_json(finding),
        "section": specs[first].section.number if first in specs else texts.get(first, ""),
        "subject": finding.subject,
        "settlement": finding.settlement,
        "explanation": _explanation_json(finding.explanation) if finding.explanation else None,
    }


def _params_json(finding: StoredFinding) -> dict[str, str]:
    """With the difference as every page shows it: what was filed less what it is compared with."""
    if not finding.params.get("difference"):
        return finding.params
    return {**finding.params, "difference": difference_text(finding)}


def _explanation_json(explanation: Explanation) -> dict[str, str]:
    decided = explanation.decided_at
    return {
        "cause": explanation.cause.name if explanation.cause else "",
        "text": explanation.text,
        "by": explanation.by.get_full_name(),
        "at": _day(explanation.at),
        "decision": explanation.decision,
        "decided_by": explanation.decided_by.get_full_name() if explanation.decided_by else "",
        "decided_at": _day(decided) if decided else "",
        "reason": explanation.reason,
        "expires_on": explanation.expires_on.isoformat() if explanation.expires_on else "",
    }


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
