"""Forms of the register."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.schema import SCHEMAS

from .models import FIRST_YEAR, LAST_YEAR, Organ, OrganAlias, ReportingYear


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
