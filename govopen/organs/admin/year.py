"""Reporting years and their dates, for the whole installation."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from govopen.organs.access import Action, may_everywhere
from govopen.organs.forms import ReportingYearForm, next_year_initial
from govopen.organs.models import ReportingYear

from .scope import Managed


@admin.register(ReportingYear)
class ReportingYearAdmin(Managed, ModelAdmin):
    form = ReportingYearForm
    list_display = ("year", "schema", "opens_on", "department_due", "government_due")
    actions = None

    def within(self, request: HttpRequest, record: Model) -> bool:
        return self._may(request)

    # The dates hold for every organ, so a township's coordinator may read them but not move them.
    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_everywhere(request.user, Action.MANAGE)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_everywhere(request.user, Action.MANAGE)

    def has_delete_permission(self, request: HttpRequest, obj: ReportingYear | None = None) -> bool:
        return may_everywhere(request.user, Action.MANAGE) and (obj is None or not obj.reports.exists())

    def get_readonly_fields(self, request: HttpRequest, obj: ReportingYear | None = None) -> tuple[str, ...]:
        """The form of a year in which reports were started stays; another number would be another year."""
        if obj is None:
            return ()
        return ("year", "schema") if obj.reports.exists() else ("year",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        return next_year_initial() | super().get_changeform_initial_data(request)
