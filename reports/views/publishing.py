"""Publishing cannot be taken back, so it is asked for once more on a page of its own; nothing of it needs a script."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from govopen.organs.access import Action, may
from reports.checks.base import Level
from reports.models import Report, State
from reports.services.access import report_get
from reports.services.editing import findings_json
from reports.services.errors import OpenFindingsError, RefusedError
from reports.services.findings import report_check
from reports.services.publishing import report_publish
from reports.services.store import report_load


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what will be published, or what stands against it with the way to each place; POST publishes."""
    report = report_get(user=request.user, pk=pk, action=Action.PUBLISH)
    if request.method == "POST":
        return _publish(request, report)
    if report.state != State.DRAFT:
        return redirect("admin:reports_report_preview", pk)
    return _ask(request, report)


def _publish(request: HttpRequest, report: Report) -> HttpResponse:
    try:
        report_publish(report=report, user=request.user)
    except OpenFindingsError:
        return redirect("admin:reports_report_publish", report.pk)  # the page lists them
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("admin:reports_report_change", report.pk)
    messages.success(request, _("The report is published."))
    return redirect("admin:reports_report_preview", report.pk)


def _ask(request: HttpRequest, report: Report) -> HttpResponse:
    value = report_load(report=report)
    anchors = {section.number: f"part-{section.key}" for section in value.schema.sections}
    found = [finding for finding in report_check(report=report, value=value) if finding.level is not Level.HINT]
    context = {
        **admin.site.each_context(request),
        "title": _("Publish the report"),
        "report": report,
        "findings": [
            finding | {"anchor": anchors.get(finding["section"], next(iter(anchors.values())))}
            for finding in findings_json(value, found)
        ],
        "filled": value.filled,
        "cell_count": len(value.cells),
        "may_edit": may(request.user, Action.EDIT, report.organ),
    }
    return render(request, "reports/publish.html", context)
