"""Forms of the register."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.schema import SCHEMAS

from .models import FIRST_YEAR, LAST_YEAR, Membership, Organ, OrganAlias, ReportingYear, Role, User

ONE_ROLE_ONCE = _("In one organ, somebody can have the same role only once.")
OWN_ROLE_STAYS = _("You cannot take your own coordinator's role away; ask another coordinator or the administrator.")


class OrganForm(forms.ModelForm):
    class Meta:
        model = Organ
        fields = ("name", "kind", "level", "parent", "is_demo")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].label = _("organ above")
        # A parent beyond this person's reach is not among the choices; leaving the field empty keeps it.
        self._keeps_parent = (
            self.instance.parent_id is not None
            and "parent" in self.fields
            and not self.fields["parent"].queryset.filter(pk=self.instance.parent_id).exists()
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if OrganAlias.objects.filter(name=name).exclude(organ=self.instance.pk).exists():
            raise forms.ValidationError(_("Another organ has this name as an alias."))
        return name

    def clean_parent(self) -> Organ | None:
        parent: Organ | None = self.cleaned_data["parent"]
        if parent is None and self._keeps_parent:
            return self.instance.parent
        own = self.instance.pk
        if parent is not None and own is not None and parent.ancestors(include_self=True).filter(pk=own).exists():
            raise forms.ValidationError(_("An organ cannot stand below itself."))
        return parent


class ReportingYearForm(forms.ModelForm):
    class Meta:
        model = ReportingYear
        fields = ("year", "schema", "opens_on", "department_due", "government_due")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        known = {name: getattr(self.instance, name) for name in self._meta.fields} | cleaned
        # A year out of bounds has no dates at all; the model says so by itself, later.
        if all(known.values()) and FIRST_YEAR <= known["year"] <= LAST_YEAR and not self.errors:
            for name, problem in ReportingYear(**known).problems().items():
                self.add_error(name if name in self.fields else None, problem)
        return cleaned


def next_year_initial() -> dict[str, object]:
    """The year to set up next, the newest form and the dates usual for counties."""
    newest = ReportingYear.objects.order_by("-year").values_list("year", flat=True).first()
    year = min(newest + 1 if newest else timezone.localdate().year, LAST_YEAR)
    return {
        "year": year,
        "schema": max(SCHEMAS),
        "opens_on": date(year + 1, 1, 1),
        "department_due": date(year + 1, 1, 26),
        "government_due": date(year + 1, 2, 20),
    }


class PersonForm(forms.ModelForm):
    """The admin page sets ``editor``, who fills it in: nobody locks themselves out."""

    editor: User | None = None

    class Meta:
        model = User
        fields = ("username", "full_name", "is_active")

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if not is_active and self.instance == self.editor:
            raise forms.ValidationError(_("You cannot deactivate yourself; ask another coordinator."))
        return is_active


def is_own_lead(editor: User | None, membership: Membership) -> bool:
    """Whether it is the role by which ``editor`` may be on the register's pages at all."""
    return (
        editor is not None
        and not editor.is_superuser
        and membership.user_id == editor.pk
        and membership.role == Role.COORDINATOR
    )


class MembershipForm(forms.ModelForm):
    """The admin page sets ``editor``, see :class:`PersonForm`."""

    editor: User | None = None

    class Meta:
        model = Membership
        fields = ("user", "organ", "role")
        error_messages: ClassVar = {NON_FIELD_ERRORS: {"unique_together": ONE_ROLE_ONCE}}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # The stored row: the form's own instance takes over what was posted.
        stored = Membership.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        if stored is not None and self.has_changed() and is_own_lead(self.editor, stored):
            raise forms.ValidationError(OWN_ROLE_STAYS)
        return cleaned


class MembershipFormSet(forms.BaseInlineFormSet):
    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        return str(ONE_ROLE_ONCE)

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk and is_own_lead(form.editor, Membership.objects.get(pk=form.instance.pk)):
                raise forms.ValidationError(OWN_ROLE_STAYS)
