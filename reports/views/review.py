"""The review page: one report read side by side with last year, its explanations decided, signed or sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from govopen.organs.calendar import working_days_until
from reports.checks.base import Level
from reports.models import CellChange, Move, Rectification, State
from reports.schema import Schema
from reports.services.access import report_get
from reports.services.reviewing import Alteration, Review, mark_seen, review_of
from reports.services.text_changes import changes_between
from reports.services.workflow import due_usual

from .answers import TYPED
from .places import Place, places_of
from .review_cards import cards_of
from .review_form import read_parts
from .review_looks import look_of
from .review_marks import marks_of
from .review_words import words

CHANGES_A_PAGE = 50
SHOWN_EDITS = 3  # of a text, in the list beside the report


@dataclass(frozen=True)
class Placed:
    """A record about a place: an alteration, an opinion; ``edits`` are the first words of a text that changed."""

    place: Place
    about: Any
    edits: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class LoggedChange:
    """A line of the change record; ``edits`` are of a text: words that went and words that came."""

    place: Place
    change: CellChange
    edits: Sequence[tuple[str, str]] = ()


@never_cache
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading it marks it as seen; what changed stays marked while the person reads (:mod:`.review_looks`)."""
    report = report_get(user=request.user, pk=pk)
    look = look_of(request, report)
    read = review_of(report=report, user=request.user, since=look.since)
    compares_published = _compares_published(request, read)
    altered = read.corrections if compares_published else read.alterations
    places = places_of(report.form)
    cards = cards_of(read)
    typed = request.session.pop(TYPED, {})
    due = report.due_on or report.year.due(report.organ)
    usual_due = due_usual(report=report)
    days_left = working_days_until(due, timezone.localdate())
    context = {
        "title": _("Review · %(organ)s %(year)s") % {"organ": report.organ.name, "year": report.year_id},
        "report": report,
        "organ": report.organ,
        "review": read,
        "parts": read_parts(read, marks_of(read), altered),
        "cards": cards,
        "undecided": [card for card in cards if card.is_to_decide and card.found.level != Level.HINT],
        "standing": [card for card in cards if card.found in read.standing],
        "altered": [
            replace(placed, edits=_edits(placed.about.before, placed.about.after)[:SHOWN_EDITS])
            if placed.about.key in read.value.texts
            else placed
            for placed in _placed(places, altered.values())
        ],
        "compares_published": compares_published,
        "seen_at": look.at,
        "opinions": _placed(places, read.opinions),
        "going_along": _placed(places, read.objections_unsettled),
        "to_confirm": _placed(places, read.objections_unconfirmed) if read.is_last_signature else [],
        "objections": _placed(places, [one for one in read.objections if one.closed_at is None]),
        "closed_objections": _placed(places, [one for one in read.objections if one.closed_at is not None]),
        "sections": report.form.sections,
        "chosen": request.GET.get("at", typed.get("key", "")),
        "typed": typed,
        "due": due,
        "days_left": days_left,
        "days_late": -(days_left or 0),
        "submitted": next((one for one in read.transitions if one.move == Move.SUBMIT), None),
        "next_signature": next((one for one in read.signatures if one.is_next), None),
        "is_too_early": bool(
            read.objection
            or read.standing
            or read.objections_unsettled
            or (read.is_last_signature and read.objections_unconfirmed)
        ),
        "may_sign": read.may_make(Move.SIGN),
        "may_return": read.may_make(Move.RETURN),
        "may_publish": read.may_make(Move.PUBLISH),
        "is_correction": report.published_at is not None and report.state != State.PUBLISHED,
        "usual_due": usual_due,
        "usual_due_days": working_days_until(usual_due, timezone.localdate()),
        "today": timezone.localdate(),
        "previous_year": report.year_id - 1,
        "data": {
            "history": reverse("admin:reports_report_history", args=(pk,)),
            "log": reverse("admin:reports_report_log", args=(pk,)),
            "login": reverse("admin:login"),
            "words": words(),
        },
    }
    response = render(request, "reports/review.html", context)
    mark_seen(report=report, user=request.user)
    return response


@never_cache
@require_safe
def change_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of a report, newest first, or those of one cell or text (``?key=``)."""
    report = report_get(user=request.user, pk=pk)
    places = places_of(report.form)
    changes = CellChange.objects.filter(report=report)
    changed = set(changes.order_by().values_list("key", flat=True).distinct())
    key = request.GET.get("key", "")
    if key:
        changes = changes.filter(key=key)
    page = Paginator(changes.select_related("user"), CHANGES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Change record"),
        "report": report,
        "organ": report.organ,
        "page": page,
        "key": key,
        "rows": [_logged(report.form, places, change) for change in page],
        "choices": [(key, place.label) for key, place in places.items() if key in changed],
    }
    return render(request, "reports/review/log.html", context)


def _logged(schema: Schema, places: Mapping[str, Place], change: CellChange) -> LoggedChange:
    place = places.get(change.key, Place(change.key, ""))
    if change.key not in schema.text_keys:
        return LoggedChange(place, change)
    return LoggedChange(place, change, _edits(change.old, change.new))


def _edits(before: str, after: str) -> list[tuple[str, str]]:
    return [(edit.gone, after[edit.start : edit.end]) for edit in changes_between(before, after)]


def _placed(places: Mapping[str, Place], records: Any) -> list[Placed]:
    """In the order of the paper."""
    order = {key: number for number, key in enumerate(places)}
    known: list[Alteration | Rectification] = sorted(records, key=lambda one: order.get(one.key, len(order)))
    return [Placed(places.get(one.key, Place(one.key, "main")), one) for one in known]


def _compares_published(request: HttpRequest, read: Review) -> bool:
    """A correction is measured by its published version, unless the reader asks what is new to them."""
    if read.published is None:
        return False
    asked = request.GET.get("compare", "")
    return asked == "published" or (asked != "seen" and not read.alterations)
