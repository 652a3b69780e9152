"""The list of reports, and starting one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from govopen.organs.access import Action, may_somewhere
from reports.filters.reports import ReportFilter
from reports.forms.starting import StartForm
from reports.services import reporting
from reports.services.agenda import reports_listed
from reports.services.intake.batches import may_take_in
from reports.tables.reports import ReportTable
from reports.value import Scope

PER_PAGE = 25


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports this person may see, to filter and sort."""
    reports = reports_listed(request.user)
    narrowed = ReportFilter(request.GET, queryset=reports)
    table = ReportTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        **admin.site.each_context(request),
        "title": _("Annual reports"),
        "filter": narrowed,
        "table": table,
        "is_narrowed": any(request.GET.get(name) for name in narrowed.filters),
        "may_start": may_somewhere(request.user, Action.EDIT),
        "may_import": may_somewhere(request.user, Action.TAKE_IN),
        "may_take_in": may_take_in(request.user),
    }
    return TemplateResponse(request, "portal/report_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_start(request: HttpRequest) -> HttpResponse:
    """A form to start a report; one that exists already is opened instead."""
    if not may_somewhere(request.user, Action.EDIT):
        raise PermissionDenied
    form = StartForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        report, is_new = reporting.report_start(
            organ=form.cleaned_data["organ"],
            year=form.cleaned_data["year"],
            scope=Scope(form.cleaned_data["scope"]),
            user=request.user,
        )
        if is_new:
            messages.success(request, _("The report is started. What is typed is saved by itself."))
            if reporting.carries_unpublished(report=report):
                messages.warning(
                    request,
                    _(
                        "Last year's report is not published yet; what was carried in is to follow it as it is "
                        "published. The checks say so when it changes."
                    ),
                )
        else:
            messages.info(request, _("This report was started before; here it is."))
        return redirect("admin:reports_report_change", report.pk)
    context = {**admin.site.each_context(request), "title": _("Start a report"), "form": form}
    return TemplateResponse(request, "portal/report_start.html", context)
