"""What a coordinator sets up for review: the causes to choose from, and who signs in which order."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from govopen.organs.access import Action, may, may_everywhere, reach
from govopen.organs.admin.scope import Managed
from govopen.organs.models import User
from reports.forms.review_setup import ReviewStepForm
from reports.models import ExplanationCause, ReviewStep
from reports.services.chain import USUAL_STEPS


@admin.register(ExplanationCause)
class ExplanationCauseAdmin(Managed, ModelAdmin):
    """The list holds for every organ: a township's coordinator may read it, but not change it."""

    list_display = ("name", "hint", "position", "is_active")
    fields = ("name", "hint", "example", "position", "is_active")
    actions = None

    def within(self, request: HttpRequest, record: Model) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_everywhere(request.user, Action.MANAGE)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_everywhere(request.user, Action.MANAGE)

    def has_delete_permission(self, request: HttpRequest, obj: ExplanationCause | None = None) -> bool:
        """One that was ever given stays, and can be taken off the list instead."""
        return may_everywhere(request.user, Action.MANAGE) and (obj is None or not obj.explanations.exists())


@admin.register(ReviewStep)
class ReviewStepAdmin(Managed, ModelAdmin):
    """Steps for every organ at once are the administrator's; a coordinator's begin at the top of their own part."""

    form = ReviewStepForm
    list_display = ("scope", "of_year", "position", "name", "title", "role", "person")
    list_display_links = ("name",)
    list_filter = ("year",)
    list_select_related = ("organ", "year", "person")
    empty_list_template = "reports/review/usual_steps.html"
    usual_steps = USUAL_STEPS
    actions = None

    @admin.display(description=ReviewStep._meta.get_field("organ").verbose_name, ordering="organ")
    def scope(self, step: ReviewStep) -> str:
        return str(step.organ or _("Every organ"))

    @admin.display(description=ReviewStep._meta.get_field("year").verbose_name, ordering="year")
    def of_year(self, step: ReviewStep) -> str:
        return str(step.year or _("Every year"))

    def within(self, request: HttpRequest, record: ReviewStep) -> bool:
        if record.organ is None:
            return bool(request.user.is_superuser)
        return may(request.user, Action.MANAGE, record.organ)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewStep]:
        steps = super().get_queryset(request)
        return steps if request.user.is_superuser else steps.filter(organ__in=reach(request.user, Action.MANAGE))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField:
        if db_field.name == "person":
            kwargs["queryset"] = self.admin_site.get_model_admin(User).get_queryset(request)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "year":
            field.empty_label = _("Every year")
        if db_field.name == "organ":
            field.required = not request.user.is_superuser
        return field
