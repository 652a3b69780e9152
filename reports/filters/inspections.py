"""What the list of published pages can be narrowed by."""

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import Organ, ReportingYear
from reports.models import Report

_AT_ONCE = {"class": "fld", "data-submits": ""}
STATES = (
    ("nowhere", _("No address entered")),
    ("unseen", _("Not inspected yet")),
    ("differs", _("Differs from the approved version")),
    ("same", _("As approved")),
)
_DIFFERENT = F("cells_different") + F("cells_unread") + F("texts_different")


class InspectionFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        label=_("Search"),
        method="search_words",
        widget=forms.TextInput(attrs={"class": "fld", "placeholder": _("Organ"), "type": "search"}),
    )
    year = django_filters.ModelChoiceFilter(
        label=_("Year"),
        queryset=ReportingYear.objects.all(),
        empty_label=_("All"),
        widget=forms.Select(attrs=_AT_ONCE),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=_("All"), method="of_state", widget=forms.Select(attrs=_AT_ONCE)
    )

    class Meta:
        model = Report
        fields = ("search", "year", "state")

    def filter_queryset(self, reports: QuerySet[Report]) -> QuerySet[Report]:
        """An address that asks for what does not exist finds nothing, instead of silently everything."""
        return super().filter_queryset(reports) if self.form.is_valid() else reports.none()

    def search_words(self, found: QuerySet[Report], name: str, text: str) -> QuerySet[Report]:
        words = text.strip()
        named = Organ.objects.without_tree_fields().filter(Q(name__icontains=words) | Q(aliases__name__icontains=words))
        return found.filter(organ__in=named.values("pk"))

    def of_state(self, found: QuerySet[Report], name: str, state: str) -> QuerySet[Report]:
        match state:
            case "nowhere":
                return found.filter(places=0)
            case "unseen":
                return found.filter(last_inspection=None)
            case "differs":
                return (
                    found.filter(last_inspection__isnull=False).annotate(different=_DIFFERENT).filter(different__gt=0)
                )
            case _:
                return found.filter(last_inspection__isnull=False).annotate(different=_DIFFERENT).filter(different=0)
