"""What the panel beside the tables is drawn from, besides the findings: causes, suggestions, objections."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.checks.base import Context, Level
from reports.checks.localise import Suggestion, suggestions
from reports.checks.localise.likelihood import slip_of
from reports.models import ExplanationCause, Rectification, Report, StoredFinding
from reports.services.editing import findings_json
from reports.services.findings import findings_current, is_with_clerk
from reports.services.rectifying import unaltered
from reports.services.store import report_pair
from reports.value import ReportValue, number_text

from .places import places_of

CAUSES_KEPT = 60  # seconds until a cause that the coordinator has added or taken away is offered or not


def panel_answer(report: Report) -> dict[str, Any]:
    """The whole panel afresh, as every answer to the page has it."""
    value, previous = report_pair(report=report)
    return panel_json(report, value, findings_current(report=report, value=value, previous=previous), previous)


def panel_json(
    report: Report, value: ReportValue, found: list[StoredFinding], previous: ReportValue | None
) -> dict[str, Any]:
    is_open = any(is_with_clerk(finding) for finding in found)
    return {
        "findings": findings_json(value, found),
        **open_counts(found),
        **_proposed(report, value if is_open else None, previous),
        **_spoken(report),
    }


def beside_findings(report: Report, *, is_open: bool) -> dict[str, Any]:
    """What a save's answer has beside its findings; ``is_open``: one of them waits for a correction or a reason."""
    value, previous = report_pair(report=report) if is_open else (None, None)
    return _proposed(report, value, previous) | _spoken(report)


def open_counts(found: Iterable[StoredFinding]) -> dict[str, int]:
    """How many findings the clerk still has to settle before the report can be submitted."""
    levels = [finding.level for finding in found if is_with_clerk(finding)]
    return {"errors": levels.count(Level.ERROR), "explains": levels.count(Level.EXPLAIN)}


def causes_json() -> list[dict[str, Any]]:
    return cache.get_or_set("explanation-causes", _causes_stored, CAUSES_KEPT)


def _causes_stored() -> list[dict[str, Any]]:
    return list(ExplanationCause.objects.filter(is_active=True).values("id", "name", "hint"))


def objections_json(report: Report) -> list[dict[str, Any]]:
    """What a return asked to be put right, what is still open first."""
    found = Rectification.objects.filter(report=report, handed_over_at__isnull=False).defer("proof_data")
    handed_over = list(found.select_related("by", "done_by", "closed_by", "transition").order_by("done_at", "pk"))
    remarks = remarks_on(report, handed_over)
    return [
        {
            "id": objection.pk,
            "key": objection.key,
            "code": objection.code,
            "subject": objection.subject,
            "text": objection.text,
            "by": objection.by.get_full_name(),
            "at": _day(timezone.localdate(objection.at)),
            "due": _day(objection.due_on),
            "is_late": bool(objection.due_on and objection.due_on < timezone.localdate()),
            "proof": objection.proof,
            "proof_name": objection.proof_name,
            "proof_url": reverse("admin:reports_report_opinion_proof", args=[report.pk, objection.pk])
            if objection.proof_name
            else "",
            "done_by": objection.done_by.get_full_name() if objection.done_by else "",
            "closed_by": objection.closed_by.get_full_name() if objection.closed_by else "",
            "remark": remarks.get(objection.pk, ""),
        }
        for objection in handed_over
    ]


def remarks_on(report: Report, objections: Iterable[Rectification]) -> dict[int, str]:
    """What is to be said of answered objections whose place was not changed, by primary key."""
    objections = list(objections)
    keys = unaltered(report=report, objections=objections)
    places = places_of(report.form) if keys else {}
    return {
        one.pk: _("%(place)s is the same as when it was returned; if it is right, the answer has to say why.")
        % {"place": places[one.key].label}
        for one in objections
        if one.pk in keys
    }


def said(report: Report) -> str:
    """Changes whenever somebody explains, decides, objects or answers, which leaves the report's revision alone."""
    return _said(_marks(report))


def _said(marks: dict[str, Any]) -> str:
    return " ".join(str(mark or "-") for mark in marks.values())


def _marks(report: Report) -> dict[str, Any]:
    return Report.objects.filter(pk=report.pk).aggregate(
        handed_over=Max("rectifications__handed_over_at"),
        done=Max("rectifications__done_at"),
        closed=Max("rectifications__closed_at"),
        explained=Max("explanations__pk"),
        decided=Max("explanations__decided_at"),
    )


def _spoken(report: Report) -> dict[str, Any]:
    """The objections, and :func:`said`."""
    marks = _marks(report)
    return {
        "objections": objections_json(report) if marks["handed_over"] else [],
        "said": _said(marks),
    }


def _proposed(report: Report, value: ReportValue | None, previous: ReportValue | None) -> dict[str, Any]:
    """The suggestions for the page's script; ``suspect`` is the best where it changes one wrong figure.

    ``apart`` marks one that settles something else than those before it; the others are other ways.
    """
    known = Context(previous=previous, level=report.organ.level, kind=report.organ.kind)
    made = suggestions(value, known) if value is not None else []
    listed = []
    for place, one in enumerate(made):
        is_apart = not any(one.settled & other.settled for other in made[:place])
        listed.append(_suggestion_json(one) | {"apart": is_apart})
    return {"suspect": _suspect(made), "suggestions": listed}


def suspect_cell(value: ReportValue, previous: ReportValue | None) -> str:
    """The cell whose figure is most likely the wrong one, or empty."""
    suspect = _suspect(suggestions(value, Context(previous=previous)))
    return suspect["cell"] if suspect else ""


def _suspect(made: list[Suggestion]) -> dict[str, Any] | None:
    if not made or len(made[0].typed) != 1 or made[0].typed[0].before is None:
        return None
    (change,) = made[0].typed
    return {"cell": change.cell, "value": str(change.after), "count": made[0].equations}


def _suggestion_json(one: Suggestion) -> dict[str, Any]:
    return {
        "changes": [
            {"cell": change.cell, "before": number_text(change.before), "after": str(change.after)}
            for change in one.changes
        ],
        "equations": one.equations,
        "sentence": one.sentence,
        "reasons": [_reason(reason, one) for reason in one.reasons],
    }


def _reason(reason: str, suggestion: Suggestion) -> str:
    """A slip of the fingers says which figure it made out of which; other reasons speak for themselves."""
    for change in suggestion.changes:
        if isinstance(change.before, int) and slip_of(change.before, change.after)[0] == reason:
            return f"可能是{reason}：{number_text(change.before)} 应为 {change.after}"
    return reason


def panel_urls(report: Report) -> dict[str, str]:
    return {name: reverse(f"admin:reports_report_{name}", args=[report.pk]) for name in ("explain", "answer", "zeroes")}


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""
