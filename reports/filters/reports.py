"""What the list of reports can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import OrganKind, ReportingYear
from reports.models import Report, State

_AT_ONCE = {"class": "fld", "data-submits": ""}


class ReportFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        label=_("Search"),
        method="search_organs",
        widget=forms.TextInput(
            attrs={"class": "fld", "placeholder": _("Name or alias of the organ"), "type": "search"}
        ),
    )
    year = django_filters.ModelChoiceFilter(
        label=_("Year"),
        queryset=ReportingYear.objects.all(),
        empty_label=_("All"),
        widget=forms.Select(attrs=_AT_ONCE),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, empty_label=_("All"), widget=forms.Select(attrs=_AT_ONCE)
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of organ"),
        field_name="organ__kind",
        choices=OrganKind.choices,
        empty_label=_("All"),
        widget=forms.Select(attrs=_AT_ONCE),
    )

    class Meta:
        model = Report
        fields = ("search", "year", "state", "kind")

    def filter_queryset(self, reports: QuerySet[Report]) -> QuerySet[Report]:
        """An address that asks for what does not exist finds nothing, instead of silently everything."""
        return super().filter_queryset(reports) if self.form.is_valid() else reports.none()

    def search_organs(self, reports: QuerySet[Report], name: str, text: str) -> QuerySet[Report]:
        words = text.strip()
        return reports.filter(Q(organ__name__icontains=words) | Q(organ__aliases__name__icontains=words)).distinct()
