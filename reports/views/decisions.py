"""Decisions on explanations: accept, refuse, take back, and let a finding stand for a time (豁免)."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from govopen.organs.access import Action
from reports.models import Explanation
from reports.services import settling
from reports.services.access import report_get

from .answers import answered


@never_cache
@require_POST
def explanation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    explanation = _explanation(request, pk)
    return answered(
        request,
        _review_page(explanation.report_id),
        lambda: settling.explanation_accept(explanation=explanation, user=request.user),
        _("The explanation is accepted."),
    )


@never_cache
@require_POST
def explanation_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """``reason`` becomes an opinion that goes along when the report is returned, ``due_on`` its date."""
    explanation = _explanation(request, pk)
    return answered(
        request,
        _review_page(explanation.report_id),
        lambda: settling.explanation_refuse(
            explanation=explanation,
            user=request.user,
            reason=request.POST.get("reason", ""),
            due_on=day_of(request.POST.get("due_on", "")),
        ),
        _("The explanation is refused; the reason goes along when the report is returned."),
    )


@never_cache
@require_POST
def explanation_undo(request: HttpRequest, pk: int) -> HttpResponse:
    explanation = _explanation(request, pk)
    return answered(
        request,
        _review_page(explanation.report_id),
        lambda: settling.decision_undo(explanation=explanation, user=request.user),
        _("The decision is taken back."),
    )


@never_cache
@require_POST
def finding_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """``subject`` says which finding of the report: its record is made anew with every change, its subject stays."""
    report = report_get(user=request.user, pk=pk, action=Action.REVIEW)
    return answered(
        request,
        _review_page(pk),
        lambda: settling.waiver_grant(
            report=report,
            subject=request.POST.get("subject", ""),
            user=request.user,
            reason=request.POST.get("reason", ""),
            expires_on=day_of(request.POST.get("expires_on", "")),
        ),
        _("The finding is waived."),
    )


def day_of(text: str) -> date | None:
    """A date as a form sends it; ``None`` where it is empty or none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _explanation(request: HttpRequest, pk: int) -> Explanation:
    """One that this person may decide on; any other does not exist for them."""
    explanation = Explanation.objects.filter(pk=pk).first()
    if explanation is None:
        raise Http404
    explanation.report = report_get(user=request.user, pk=explanation.report_id, action=Action.REVIEW)
    return explanation


def _review_page(report: int) -> str:
    return reverse("admin:reports_report_review", args=(report,))
