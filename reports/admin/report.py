"""The report in the portal: a list and work pages of our own, behind django-admin's addresses and log-in."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin

from govopen.organs.access import Action, may, may_somewhere
from reports.models import Move, Report
from reports.services.access import reports_visible
from reports.views import bindings, explaining, importing, lists, moves, preview, workspace, workspace_history

# The workspace's own script asks for these: it is told that the session is over (401), not sent to the login page.
FOR_SCRIPTS = {"workspace_save", "history", "state", "explain", "answer", "zeroes", "bindings"}

# Address below /reports/report/<pk>/, name after admin:reports_report_, view.
PAGES: tuple[tuple[str, str, Callable[..., HttpResponseBase]], ...] = (
    ("change/", "change", workspace.workspace),
    ("save/", "workspace_save", workspace.workspace_save),
    ("changes/", "history", workspace_history.workspace_history),
    ("state/", "state", workspace.workspace_state),
    ("explain/", "explain", explaining.explain),
    ("answer/", "answer", explaining.answer),
    ("zeroes/", "zeroes", explaining.zeroes),
    ("bindings/", "bindings", bindings.bindings),
    ("import/", "import", importing.upload),
    ("import/<int:draft>/", "import_preview", importing.preview),
    ("import/<int:draft>/page/<int:page>.png", "import_page", importing.page),
    ("import/<int:draft>/apply/", "import_apply", importing.apply),
    ("import/<int:draft>/drop/", "import_drop", importing.drop),
    ("import/<int:draft>/withdraw/", "import_withdraw", importing.withdraw),
    ("preview/", "preview", preview.preview),
    ("pdf/", "pdf", preview.pdf),
    ("docx/", "docx", preview.docx),
    ("xlsx/", "xlsx", preview.xlsx),
    *((f"{move.value}/", move.value, moves.view_of(move)) for move in Move),
)


@admin.register(Report)
class ReportAdmin(ModelAdmin):
    """Who sees which report is decided in :mod:`govopen.organs.access`; Django's model permissions play no part."""

    def get_urls(self) -> list[URLPattern]:
        def page(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            guarded = view if name in FOR_SCRIPTS else self.admin_site.admin_view(view)
            return path(address, guarded, name=f"reports_report_{name}")

        return [
            page("", lists.report_list, "changelist"),
            page("start/", lists.report_start, "start"),
            *(page(f"<int:pk>/{address}", view, name) for address, name, view in PAGES),
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
