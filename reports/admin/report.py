"""The report in the portal: a list and work pages of our own, behind django-admin's addresses and log-in."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.module_loading import import_string
from unfold.admin import ModelAdmin

from govopen.organs.access import Action, may, may_somewhere
from reports.models import Report
from reports.services.access import reports_visible
from reports.views.lists import report_list, report_start

# The workspace's own script asks for these: it is told that the session is over (401), not sent to the login page.
FOR_SCRIPTS = {"workspace_save", "history", "state"}

# Address below /reports/report/<pk>/, name after admin:reports_report_, view.
PAGES = (
    ("save/", "workspace_save", "reports.views.workspace.workspace_save"),
    ("changes/", "history", "reports.views.workspace.workspace_history"),
    ("state/", "state", "reports.views.workspace.workspace_state"),
    ("import/", "import", "reports.views.importing.upload"),
    ("import/<int:draft>/", "import_preview", "reports.views.importing.preview"),
    ("import/<int:draft>/apply/", "import_apply", "reports.views.importing.apply"),
    ("import/<int:draft>/drop/", "import_drop", "reports.views.importing.drop"),
    ("import/<int:draft>/withdraw/", "import_withdraw", "reports.views.importing.withdraw"),
    ("preview/", "preview", "reports.views.preview.preview"),
    ("pdf/", "pdf", "reports.views.preview.pdf"),
    ("publish/", "publish", "reports.views.preview.publish"),
)


def _late(dotted: str) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, **kwargs: int) -> HttpResponseBase:
        return import_string(dotted)(request, **kwargs)

    return view


@admin.register(Report)
class ReportAdmin(ModelAdmin):
    """Who sees which report is decided in :mod:`govopen.organs.access`; Django's model permissions play no part."""

    def get_urls(self) -> list[URLPattern]:
        def page(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            guarded = view if name in FOR_SCRIPTS else self.admin_site.admin_view(view)
            return path(address, guarded, name=f"reports_report_{name}")

        return [
            page("start/", report_start, "start"),
            *(page(f"<int:pk>/{address}", _late(dotted), name) for address, name, dotted in PAGES),
            page("", report_list, "changelist"),
            page("<int:pk>/change/", _late("reports.views.workspace.workspace"), "change"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return reports_visible(request.user).select_related("organ", "year")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_somewhere(request.user, Action.VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return may_somewhere(request.user, Action.VIEW) if obj is None else may(request.user, Action.VIEW, obj.organ)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a report is started, not added: see report_start

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return may_somewhere(request.user, Action.EDIT) if obj is None else may(request.user, Action.EDIT, obj.organ)

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False
