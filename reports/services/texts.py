"""A report's texts with their bound figures shown, and what is marked in them."""

from collections.abc import Iterable
from typing import Any

from reports.bound import Resolved, resolve, resolved_value
from reports.checks.base import Context, Level
from reports.checks.prose import marks
from reports.models import Report, StoredFinding
from reports.value import ReportValue

from .store import report_load, report_previous


def value_shown(
    *, report: Report, value: ReportValue | None = None, previous: ReportValue | None = None
) -> ReportValue:
    """The report as it leaves the house; ``value`` and last year's are loaded where they are needed and not given.

    What cannot be shown stands there as 【未填】, and the checks report it.
    """
    value = report_load(report=report) if value is None else value
    is_bound = any("{{" in text for text in value.texts.values())
    if is_bound and previous is None and (last := report_previous(report=report)) is not None:
        previous = report_load(report=last)
    return resolved_value(value, previous)


def previous_shown(*, report: Report, previous: ReportValue | None) -> ReportValue | None:
    """Last year's report, ``previous``, as it was read."""
    if previous is None or not any("{{" in text for text in previous.texts.values()):
        return previous
    last = report_previous(report=report)
    return previous if last is None else value_shown(report=last, value=previous)


def marks_json(
    *, value: ReportValue, previous: ReportValue | None, found: Iterable[StoredFinding]
) -> dict[str, list[dict[str, Any]]]:
    """What the page marks in each stored text: ``start``, ``end``, ``state`` and ``label``, a sentence.

    ``state`` is ``disagrees`` or ``doubtful`` where a finding is about the figure, ``agrees`` where the tables hold it,
    ``same`` for a passage of last year's report. Places are counted in units of UTF-16.
    """
    shown = resolved_value(value, previous)
    last = resolved_value(previous) if previous is not None else None
    resolved = {key: resolve(text, value, previous) for key, text in value.texts.items() if text}
    marked: dict[str, dict[tuple[int, int], dict[str, Any]]] = {key: {} for key in resolved}

    def mark(key: str, start: int, end: int, state: str, label: str) -> None:
        if key in resolved and start < end and not (state == "agrees" and _is_field(resolved[key], start, end)):
            first, until = resolved[key].stored(start, end)
            place = units(value.texts[key], first), units(value.texts[key], until)
            marked[key][place] = {"start": place[0], "end": place[1], "state": state, "label": label}

    for one in marks(shown, Context(previous=last)):
        if one.kind == "same":
            mark(one.text, one.start, one.end, "same", one.note)
        elif one.agrees:
            mark(one.text, one.start, one.end, "agrees", one.note)
    for finding in found:
        places = finding.params
        if places.get("start", "").isdigit() and places.get("end", "").isdigit():
            state = "doubtful" if finding.level == Level.HINT else "disagrees"
            mark(places.get("text", ""), int(places["start"]), int(places["end"]), state, finding.message)
    return {key: list(places.values()) for key, places in marked.items() if places}


def _is_field(resolved: Resolved, start: int, end: int) -> bool:
    return any(piece.field and piece.start <= start and end <= piece.end for piece in resolved.pieces)


def units(text: str, at: int) -> int:
    """A place in a text as scripts count it."""
    return len(text[:at].encode("utf-16-le")) // 2
