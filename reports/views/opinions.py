"""Opinions at a cell or section while a report is reviewed, and the answers to those of an earlier return."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from govopen.organs.access import Action
from reports.models import Rectification
from reports.services import rectifying
from reports.services.access import report_get

from .answers import answered
from .files import file_response


@never_cache
@require_POST
def opinion_add(request: HttpRequest, pk: int) -> HttpResponse:
    """``key`` is a cell, a text or a section."""
    report = report_get(user=request.user, pk=pk, action=Action.REVIEW)
    return answered(
        request,
        _review_page(pk),
        lambda: rectifying.opinion_add(
            report=report, key=request.POST.get("key", ""), text=request.POST.get("text", ""), user=request.user
        ),
        _("The opinion is written down; it goes along when the report is returned."),
    )


@never_cache
@require_POST
def opinion_drop(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    dropped = _rectification(request, pk, opinion, Action.REVIEW)
    return answered(
        request,
        _review_page(pk),
        lambda: rectifying.opinion_drop(rectification=dropped, user=request.user),
        _("The opinion is dropped."),
    )


@never_cache
@require_POST
def opinion_close(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """What was objected to is put right."""
    closed = _rectification(request, pk, opinion, Action.REVIEW)
    return answered(
        request,
        _review_page(pk),
        lambda: rectifying.rectification_close(rectification=closed, user=request.user),
        _("The objection is closed."),
    )


@never_cache
@require_POST
def opinion_reopen(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """The answer does not do; ``reason`` says why."""
    reopened = _rectification(request, pk, opinion, Action.REVIEW)
    return answered(
        request,
        _review_page(pk),
        lambda: rectifying.rectification_reopen(
            rectification=reopened, user=request.user, reason=request.POST.get("reason", "")
        ),
        _("The objection is open again."),
    )


@require_safe
def opinion_proof(request: HttpRequest, pk: int, opinion: int) -> FileResponse:
    """The file that was handed in with the answer, always as a download: whoever sent it decides its content."""
    answer = _rectification(request, pk, opinion, Action.VIEW)
    if not answer.proof_name:
        raise Http404
    return file_response(bytes(answer.proof_data or b""), "application/octet-stream", answer.proof_name)


def _rectification(request: HttpRequest, report: int, pk: int, action: Action) -> Rectification:
    reached = report_get(user=request.user, pk=report, action=action)
    found = Rectification.objects.filter(report=reached, pk=pk).first()
    if found is None:
        raise Http404
    found.report = reached
    return found


def _review_page(report: int) -> str:
    return reverse("admin:reports_report_review", args=(report,))
