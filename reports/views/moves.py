"""Moving a report on: a page that asks once more, with what stands against it, and the move itself.

Signing and returning are asked for on the review page; their addresses only take the answer.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from govopen.organs.access import Action, may
from reports.models import Move, Report, State
from reports.services.access import report_get
from reports.services.editing import findings_json
from reports.services.errors import ReasonError, RefusedError
from reports.services.store import report_load
from reports.services.workflow import (
    MOVES,
    differing_from_published,
    findings_against,
    moves_possible,
    objections_against,
    objections_unconfirmed,
    report_move,
)

from .move_words import move_words
from .places import places_of
from .review_looks import look_over
from .workspace_panel import remarks_on

# Asked for on the review page, where the report can be read.
ON_REVIEW_PAGE = frozenset({Move.SIGN, Move.RETURN})
NEED_SETTLED = frozenset({Move.SUBMIT, Move.PUBLISH})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make_move(request: HttpRequest, pk: int, move: Move) -> HttpResponse:
    """GET asks, or says what stands against the move with the way to each place; POST makes it."""
    report = report_get(user=request.user, pk=pk, action=MOVES[move].action)
    if request.method == "POST":
        return _make(request, report, move)
    if move not in moves_possible(report=report, user=request.user):
        return redirect("admin:reports_report_change", pk)
    if move in ON_REVIEW_PAGE:
        return redirect("admin:reports_report_review", pk)
    return _ask(request, report, move)


def view_of(move: Move) -> Callable[..., HttpResponse]:
    """The view of one move."""
    return partial(make_move, move=move)


def _make(request: HttpRequest, report: Report, move: Move) -> HttpResponse:
    back = "admin:reports_report_review" if move in ON_REVIEW_PAGE else f"admin:reports_report_{move.value}"
    try:
        report_move(
            report=report,
            move=move,
            user=request.user,
            revision=_whole(request.POST.get("revision", "")),
            reason=request.POST.get("reason", ""),
            due_on=_day(request.POST.get("due_on", "")),
        )
    except RefusedError as refused:
        messages.error(request, f"{refused}{refused.example}" if isinstance(refused, ReasonError) else str(refused))
        if isinstance(refused, ReasonError):
            return _ask(request, report, move)  # the page again, with what was typed
        return redirect(back, report.pk)  # which lists what stands against the move
    messages.success(request, move_words(move).done)
    if move in ON_REVIEW_PAGE:
        look_over(request, report)
    if move is Move.PUBLISH:
        return redirect("admin:reports_report_preview", report.pk)
    if move in ON_REVIEW_PAGE:
        return redirect("admin:reports_report_review", report.pk)
    return redirect("admin:reports_report_change", report.pk)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _ask(request: HttpRequest, report: Report, move: Move) -> HttpResponse:
    standing = findings_against(report=report, move=move) if move in NEED_SETTLED else []
    value = report_load(report=report)
    places = places_of(value.schema)
    differing = differing_from_published(report=report) if move is Move.CANCEL else []
    answered = objections_unconfirmed(report=report) if move is Move.SUBMIT else []
    remarks = remarks_on(report, answered)
    anchors = {section.number: f"part-{section.key}" for section in value.schema.sections}
    context = {
        **admin.site.each_context(request),
        "title": move_words(move).title,
        "words": move_words(move),
        "report": report,
        "move": move.value,
        "needs_reason": MOVES[move].needs_reason,
        "reason": request.POST.get("reason", ""),
        "findings": [
            finding | {"anchor": anchors.get(finding["section"], next(iter(anchors.values())))}
            for finding in findings_json(value, standing)
        ],
        "objections": objections_against(report=report, move=move),
        "remarks": [{"objection": one, "text": remarks[one.pk]} for one in answered if one.pk in remarks],
        "differing": [{"key": key, "label": places[key].label} for key in differing],
        "filled": value.filled,
        "cell_count": len(value.cells),
        "is_correction": report.published_at is not None and report.state != State.PUBLISHED,
        "may_edit": may(request.user, Action.EDIT, report.organ),
    }
    return render(request, "reports/move.html", context)
