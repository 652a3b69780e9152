"""The finished page before it is public: look at it, take it along."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from govopen.organs.access import Action, may
from reports.models import Move, Report, State
from reports.render.document import Document, document
from reports.services.access import report_get
from reports.services.texts import value_shown
from reports.services.workflow import moves_possible

from .files import docx_response, pdf_response, xlsx_response


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
            "links": [
                {"label": "PDF", "url": reverse("admin:reports_report_pdf", args=(pk,))},
                {"label": "Word", "url": reverse("admin:reports_report_docx", args=(pk,))},
                {"label": "Excel", "url": reverse("admin:reports_report_xlsx", args=(pk,))},
            ],
            "may_publish": Move.PUBLISH in moves_possible(report=report, user=request.user),
            "may_edit": report.is_editable and may(request.user, Action.EDIT, report.organ),
            "public_site": settings.PUBLIC_SITE,
        },
    )


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf_response(_document(report_get(user=request.user, pk=pk)))


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    return docx_response(_document(report_get(user=request.user, pk=pk)))


@require_safe
def xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    return xlsx_response(value_shown(report=report_get(user=request.user, pk=pk)))


def _document(report: Report) -> Document:
    issued_on = timezone.localdate(report.published_at) if report.published_at else None
    return document(value_shown(report=report), issued_on)
