"""The finished page as it stands, for those who work on the report."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.models import Report, State
from reports.render.document import Document, document
from reports.services.access import report_get
from reports.services.store import report_load

from .files import pdf_response


@login_required
@require_safe
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_get(user=request.user, pk=pk)
    return render(
        request,
        "reports/preview.html",
        {
            "document": _document(report),
            "draft": report.state != State.PUBLISHED,
            "links": [{"label": "PDF", "url": reverse("report_preview_pdf", args=(pk,))}],
            "back": reverse("admin:reports_report_change", args=(pk,)),
        },
    )


@login_required
@require_safe
def report_preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf_response(_document(report_get(user=request.user, pk=pk)))


def _document(report: Report) -> Document:
    issued_on = timezone.localdate(report.published_at) if report.published_at else None
    return document(report_load(report=report), issued_on)
