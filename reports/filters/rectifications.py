"""What the list of rectifications can be narrowed by."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import Organ, ReportingYear
from reports.models import Rectification

_AT_ONCE = {"class": "fld", "data-submits": ""}
STATES = (
    ("open", _("To be done")),
    ("done", _("Done, to be confirmed")),
    ("closed", _("Closed")),
    ("waiting", _("Goes along when the report is returned")),
)


class RectificationFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        label=_("Search"),
        method="search_words",
        widget=forms.TextInput(attrs={"class": "fld", "placeholder": _("Organ or objection"), "type": "search"}),
    )
    year = django_filters.ModelChoiceFilter(
        label=_("Year"),
        field_name="report__year",
        queryset=ReportingYear.objects.all(),
        empty_label=_("All"),
        widget=forms.Select(attrs=_AT_ONCE),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=STATES,
        empty_label=_("All"),
        method="of_state",
        widget=forms.Select(attrs=_AT_ONCE),
    )
    late = django_filters.BooleanFilter(
        label=_("Only late ones"), method="only_late", widget=forms.CheckboxInput(attrs={"data-submits": ""})
    )

    class Meta:
        model = Rectification
        fields = ("search", "year", "state", "late")

    def filter_queryset(self, rectifications: QuerySet[Rectification]) -> QuerySet[Rectification]:
        """An address that asks for what does not exist finds nothing, instead of silently everything."""
        return super().filter_queryset(rectifications) if self.form.is_valid() else rectifications.none()

    def search_words(self, found: QuerySet[Rectification], name: str, text: str) -> QuerySet[Rectification]:
        words = text.strip()
        named = Organ.objects.without_tree_fields().filter(Q(name__icontains=words) | Q(aliases__name__icontains=words))
        return found.filter(Q(report__organ__in=named.values("pk")) | Q(text__icontains=words))

    def of_state(self, found: QuerySet[Rectification], name: str, state: str) -> QuerySet[Rectification]:
        return found.filter(_STATE_IS[state])

    def only_late(self, found: QuerySet[Rectification], name: str, is_asked: bool) -> QuerySet[Rectification]:
        return late(found, timezone.localdate()) if is_asked else found


_HANDED_OVER = Q(handed_over_at__isnull=False)
_STATE_IS = {
    "open": _HANDED_OVER & Q(done_at=None, closed_at=None),
    "done": Q(done_at__isnull=False, closed_at=None),
    "closed": Q(closed_at__isnull=False),
    "waiting": Q(handed_over_at=None, closed_at=None),
}


def late(found: QuerySet[Rectification], today: date) -> QuerySet[Rectification]:
    """Past their date and not answered yet."""
    return found.filter(due_on__lt=today, done_at=None, closed_at=None)
