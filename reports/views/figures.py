"""Yearly figures of many reports: one table in, looked over first; and out again as open data."""

import tempfile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from govopen.organs.access import Action, may_somewhere
from govopen.organs.models import ReportingYear
from reports.exchange.base import UnreadableFileError
from reports.exchange.opendata import Headings
from reports.filters.reports import ReportFilter
from reports.forms.figures import FiguresUploadForm, OpenDataForm
from reports.models import FiguresImport
from reports.services.access import reports_visible
from reports.services.errors import RefusedError
from reports.services.figures_bulk import (
    LARGEST_TABLE,
    figures_apply,
    figures_drop,
    figures_preview,
    figures_withdraw,
    is_theirs,
)
from reports.services.open_data import CONTENT_TYPES, OpenFormat, open_data_write, sheet_to_fill_in, values_of

from .files import file_response

PER_PAGE = 50
SHOWN = ("faulty", "replaced", "new", "changed", "same")  # what the preview can be narrowed to


def _for_clerks(request: HttpRequest) -> None:
    if not may_somewhere(request.user, Action.TAKE_IN):
        raise PermissionDenied


def _record(request: HttpRequest, pk: int) -> FiguresImport:
    _for_clerks(request)
    record = get_object_or_404(FiguresImport.objects.select_related("job", "user").defer("data"), pk=pk)
    if not is_theirs(record, request.user):
        raise Http404
    return record


@require_http_methods(["GET", "HEAD", "POST"])
def figures_upload(request: HttpRequest) -> HttpResponse:
    """Choose a table; what was imported before is listed."""
    _for_clerks(request)
    form = FiguresUploadForm(request.POST or None, request.FILES or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST_TABLE:
                raise UnreadableFileError(f"文件超过{LARGEST_TABLE // 1024 // 1024}MB的上限，请分成几个文件导入")
            record = figures_preview(filename=file.name, data=file.read(), user=request.user)
            return redirect("admin:figures_import", record.pk)
        except UnreadableFileError as error:
            refusal = str(error)
    recent = FiguresImport.objects.filter(user=request.user, applied_at__isnull=False).defer("data", "summary")
    context = {
        **admin.site.each_context(request),
        "title": _("Import yearly figures"),
        "form": form,
        "refusal": refusal,
        "years": ReportingYear.objects.order_by("-year")[:6],
        "recent": recent[:5],
    }
    return TemplateResponse(request, "reports/figures/upload.html", context)


@require_safe
def figures_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The sheet to fill in, with a row for every report of the year that is this person's."""
    _for_clerks(request)
    data = sheet_to_fill_in(user=request.user, year=get_object_or_404(ReportingYear, pk=year))
    name = _("Figures %(year)d to fill in") % {"year": year}
    return file_response(data, CONTENT_TYPES[OpenFormat.WORKBOOK], f"{name}.xlsx")


@require_safe
def figures_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of a table, then how far the import is, then what it did."""
    record = _record(request, pk)
    if record.job is not None:
        context = {**admin.site.each_context(request), "title": _("Import yearly figures"), "record": record}
        return TemplateResponse(request, "reports/figures/done.html", context)
    summary = record.summary
    shown = request.GET.get("show", "")
    if shown not in SHOWN:
        shown = next((name for name in SHOWN[:-1] if summary[name]), "same")
    page = Paginator([line for line in summary["rows"] if _is(line, shown)], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Import yearly figures"),
        "record": record,
        "summary": summary,
        "counts": _counts(summary, shown),
        "page": page,
        "shown": shown,
    }
    return TemplateResponse(request, "reports/figures/preview.html", context)


def _is(line: dict[str, Any], shown: str) -> bool:
    if line["errors"] or shown == "faulty":
        return bool(line["errors"]) and shown == "faulty"
    match shown:
        case "replaced":
            return bool(line["replaced"])
        case "new":
            return bool(line["is_new"])
        case "changed":
            return bool(line["count"]) and not line["is_new"]
        case _:
            return not line["count"] and not line["is_new"]


def _counts(summary: dict[str, Any], shown: str) -> list[dict[str, Any]]:
    words = {
        "faulty": _("Rows with errors"),
        "replaced": _("Reports with figures replaced"),
        "new": _("Reports to be started"),
        "changed": _("Reports that change"),
        "same": _("Nothing changes"),
    }
    return [
        {
            "name": name,
            "label": words[name],
            "count": sum(_is(line, name) for line in summary["rows"]),
            "is_shown": name == shown,
        }
        for name in SHOWN
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def figures_apply_view(request: HttpRequest, pk: int) -> HttpResponse:
    record = _record(request, pk)
    if request.method == "POST":
        try:
            figures_apply(record=record, user=request.user)
        except RefusedError as error:
            messages.error(request, str(error))
    return redirect("admin:figures_import", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def figures_withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    record = _record(request, pk)
    if request.method == "POST":
        try:
            taken = figures_withdraw(record=record, user=request.user)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            said = _("The import is withdrawn: %(count)d contents are as before; %(kept)d changed since and stay.")
            messages.success(request, said % {"count": taken.restored, "kept": taken.kept})
    return redirect("admin:figures_import", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def figures_drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    record = _record(request, pk)
    if request.method == "POST":
        figures_drop(record=record)
        messages.info(request, _("The file is dropped. Nothing was changed."))
    return redirect("admin:figures_upload")


@require_safe
def open_data(request: HttpRequest) -> HttpResponse | FileResponse:
    """The reports this person may see, narrowed as the list of reports is, as one file; without a format the choice.

    ``report`` in the address, any number of times, names single reports.
    """
    if not may_somewhere(request.user, Action.VIEW):
        raise PermissionDenied
    reports = reports_visible(request.user)
    if chosen := [pk for pk in request.GET.getlist("report") if pk.isdecimal()]:
        reports = reports.filter(pk__in=chosen)
    narrowed = ReportFilter(request.GET, queryset=reports)
    form = OpenDataForm(request.GET if "format" in request.GET else None)
    if form.is_bound and form.is_valid():
        kind = OpenFormat(form.cleaned_data["format"])
        file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
        ordered = narrowed.qs.order_by("-year_id", "organ_id", "scope")
        headings = Headings(form.cleaned_data["headings"] or Headings.LABELS)
        open_data_write(values=values_of(ordered), file=file, kind=kind, headings=headings)
        file.seek(0)
        name = _("Annual reports, data of %(day)s") % {"day": timezone.localdate().isoformat()}
        return FileResponse(
            file, as_attachment=True, filename=f"{name}.{kind.extension}", content_type=CONTENT_TYPES[kind]
        )
    context = {
        **admin.site.each_context(request),
        "title": _("Export figures"),
        "filter": narrowed,
        "form": form,
        "chosen": chosen,
        "count": narrowed.qs.count(),
    }
    return TemplateResponse(request, "reports/figures/export.html", context)
