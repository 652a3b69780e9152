"""The finished page before it is public: look at it, take it along, publish it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from govopen.organs.access import Action, may
from reports.models import Report, State
from reports.render.document import Document, document
from reports.services.access import report_get
from reports.services.errors import RefusedError
from reports.services.publishing import report_publish
from reports.services.store import report_load

from .files import pdf_response


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_get(user=request.user, pk=pk)
    draft = report.state != State.PUBLISHED
    return render(
        request,
        "reports/preview.html",
        {
            "report": report,
            "document": _document(report),
            "draft": draft,
            "links": [{"label": "PDF", "url": reverse("admin:reports_report_pdf", args=(pk,))}],
            "may_publish": draft and may(request.user, Action.PUBLISH, report.organ),
            "public_site": settings.PUBLIC_SITE,
        },
    )


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf_response(_document(report_get(user=request.user, pk=pk)))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, then show the finished page; what stands against it is said on the report's own page."""
    report = report_get(user=request.user, pk=pk, action=Action.PUBLISH)
    try:
        report_publish(report=report, user=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("admin:reports_report_change", pk)
    messages.success(request, _("The report is published."))
    return redirect("admin:reports_report_preview", pk)


def _document(report: Report) -> Document:
    issued_on = timezone.localdate(report.published_at) if report.published_at else None
    return document(report_load(report=report), issued_on)
