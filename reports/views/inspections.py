"""Where reports were published, and what was found when the published pages were read back."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from govopen.organs.access import Action, may
from reports.exchange.base import UnreadableFileError
from reports.filters.inspections import InspectionFilter
from reports.forms.inspecting import AddressForm, PageForm
from reports.models import Inspection, PublishedAddress, Report
from reports.services import inspecting
from reports.services.access import report_get, reports_visible
from reports.services.errors import RefusedError
from reports.services.fetching import fetch_is_on
from reports.services.history import publications_of
from reports.tables.inspections import InspectionTable

from .files import file_response

PER_PAGE = 25


@never_cache
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Every published report this person may see, with where it stands and how the last inspection went."""
    found = inspected_reports(reports_visible(request.user))
    narrowed = InspectionFilter(request.GET, queryset=found)
    table = InspectionTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        **admin.site.each_context(request),
        "title": _("Published pages"),
        "table": table,
        "filter": narrowed,
        "is_narrowed": any(request.GET.get(name) for name in narrowed.filters),
    }
    return TemplateResponse(request, "reports/inspections/list.html", context)


def inspected_reports(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Published reports with the number of their addresses (``places``) and what the last inspection found."""
    last = Inspection.objects.filter(report=OuterRef("pk")).order_by("-pk")
    return (
        reports.filter(published_at__isnull=False)
        .select_related("organ")
        .annotate(
            places=Count("addresses", distinct=True),
            last_inspection=Subquery(last.values("pk")[:1]),
            inspected_at=Subquery(last.values("at")[:1]),
            cells_different=Subquery(last.values("cells_different")[:1]),
            cells_unread=Subquery(last.values("cells_unread")[:1]),
            texts_different=Subquery(last.values("texts_different")[:1]),
        )
    )


@never_cache
@require_safe
def published_pages(request: HttpRequest, pk: int) -> HttpResponse:
    """The addresses of one report, a page to read back, and all inspections."""
    return _pages(request, report_get(user=request.user, pk=pk))


def _pages(
    request: HttpRequest,
    report: Report,
    *,
    refusal: str = "",
    address_form: AddressForm | None = None,
    page_form: PageForm | None = None,
) -> HttpResponse:
    versions = publications_of(report=report)
    context = {
        **admin.site.each_context(request),
        "title": _("Published pages"),
        "report": report,
        "current": versions[0] if versions else None,
        "addresses": report.addresses.select_related("user"),
        "inspections": report.inspections.defer("data", "result").select_related("user", "publication"),
        "may_inspect": may(request.user, Action.INSPECT, report.organ),
        "fetch_is_on": fetch_is_on(),
        "address_form": address_form or AddressForm(),
        "page_form": page_form or PageForm(),
        "refusal": refusal,
    }
    return TemplateResponse(request, "reports/inspections/report.html", context, status=422 if refusal else 200)


@never_cache
@require_POST
def address_add(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_get(user=request.user, pk=pk, action=Action.INSPECT)
    form = AddressForm(request.POST)
    if not form.is_valid():
        said = " ".join(f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items())
        return _pages(request, report, refusal=said, address_form=form)
    try:
        inspecting.address_add(report=report, user=request.user, **form.cleaned_data)
    except RefusedError as error:
        return _pages(request, report, refusal=str(error), address_form=form)
    messages.success(request, _("The address is entered. Read the page back to see whether it says what was approved."))
    return redirect("admin:reports_report_pages", report.pk)


def _address(request: HttpRequest, pk: int, address: int) -> PublishedAddress:
    report = report_get(user=request.user, pk=pk, action=Action.INSPECT)
    return get_object_or_404(PublishedAddress.objects.select_related("report__organ"), pk=address, report=report)


@never_cache
@require_POST
def address_remove(request: HttpRequest, pk: int, address: int) -> HttpResponse:
    inspecting.address_remove(address=_address(request, pk, address))
    messages.info(request, _("The address is taken out. Inspections made there stay."))
    return redirect("admin:reports_report_pages", pk)


@never_cache
@require_POST
def address_fetch(request: HttpRequest, pk: int, address: int) -> HttpResponse:
    """Fetch the page from its address, where the installation allows it."""
    place = _address(request, pk, address)
    try:
        made = inspecting.inspection_fetch(address=place, user=request.user)
    except (RefusedError, UnreadableFileError) as error:
        return _pages(request, place.report, refusal=str(error))
    return redirect("admin:reports_report_inspection", pk, made.pk)


@never_cache
@require_POST
def inspection_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Read an uploaded page or file, or pasted text; ``address`` says where it was saved from."""
    report = report_get(user=request.user, pk=pk, action=Action.INSPECT)
    form = PageForm(request.POST, request.FILES)
    if not form.is_valid():
        said = " ".join(error for errors in form.errors.values() for error in errors)
        return _pages(request, report, refusal=said, page_form=form)
    filename, data = form.content()
    asked = request.POST.get("address", "")
    address = report.addresses.filter(pk=asked).first() if asked.isascii() and asked.isdigit() else None
    try:
        made = inspecting.inspection_make(
            report=report, user=request.user, filename=filename, data=data, address=address
        )
    except (RefusedError, UnreadableFileError) as error:
        return _pages(request, report, refusal=str(error), page_form=form)
    return redirect("admin:reports_report_inspection", report.pk, made.pk)


def _inspection(request: HttpRequest, pk: int, inspection: int) -> Inspection:
    report = report_get(user=request.user, pk=pk)
    found = Inspection.objects.select_related("publication", "user").filter(pk=inspection, report=report)
    if (made := found.first()) is None:
        raise Http404
    made.report = report
    return made


@never_cache
@require_safe
def inspection(request: HttpRequest, pk: int, inspection: int) -> HttpResponse:
    """What one inspection found."""
    made = _inspection(request, pk, inspection)
    versions = publications_of(report=made.report)
    result: dict[str, Any] = made.result
    context = {
        **admin.site.each_context(request),
        "title": _("Inspection of the published page"),
        "report": made.report,
        "inspection": made,
        "result": result,
        "is_outdated": inspecting.is_outdated(made, versions[0] if versions else None),
        "is_same": not (result["cells"] or result["unread"] or result["texts"] or result["head"]),
        "total": len(made.report.form.specs),
    }
    return TemplateResponse(request, "reports/inspections/inspection.html", context)


@never_cache
@require_safe
def inspection_page(request: HttpRequest, pk: int, inspection: int) -> HttpResponse:
    """The page that was read, as a file to keep; never shown by this site itself."""
    made = _inspection(request, pk, inspection)
    name = made.filename or f"{made.report.organ.name}{made.report.year_id}-{timezone.localdate(made.at)}.html"
    return file_response(bytes(made.data), "application/octet-stream", name)
