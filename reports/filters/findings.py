"""What the queue of findings can be narrowed by."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import Organ, ReportingYear
from reports import checks
from reports.checks.base import Level
from reports.models import ExplanationCause, Settlement, StoredFinding
from reports.services.queue import with_since

AT_ONCE = {"data-submits": ""}
AGES = (3, 7, 14, 30)
USUAL = ("organ", "year", "level", "rule")  # shown at once; the others behind a button
GRAVE = "grave"  # what has to be settled: errors and what needs an explanation
LEVELS = (
    (GRAVE, _("Errors, to be explained")),
    *((level.value, level.label) for level in Level),
    ("all", _("All")),
)


def rule_choices() -> list[tuple[str, str]]:
    return [(entry.code, f"{entry.code} {entry.title}") for entry in checks.CHECKS]


def age_choices() -> list[tuple[str, str]]:
    return [(str(days), _("%(days)d days or longer") % {"days": days}) for days in AGES]


class FindingFilter(django_filters.FilterSet):
    """Without a level, errors and what is to be explained."""

    organ = django_filters.CharFilter(
        label=_("Organ"),
        method="search_organs",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or alias")}),
    )
    year = django_filters.ModelChoiceFilter(
        label=_("Year"),
        field_name="report__year",
        queryset=ReportingYear.objects.all(),
        empty_label=_("All"),
        widget=forms.Select(attrs=AT_ONCE),
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=LEVELS, empty_label=None, method="of_level", widget=forms.Select(attrs=AT_ONCE)
    )
    rule = django_filters.ChoiceFilter(
        label=_("Rule"),
        field_name="code",
        choices=rule_choices,
        empty_label=_("All"),
        widget=forms.Select(attrs=AT_ONCE),
    )
    cause = django_filters.ModelChoiceFilter(
        label=_("Cause"),
        field_name="explanation__cause",
        queryset=ExplanationCause.objects.all(),
        empty_label=_("All"),
        widget=forms.Select(attrs=AT_ONCE),
    )
    settlement = django_filters.ChoiceFilter(
        label=_("State"), choices=Settlement.choices, empty_label=_("All"), widget=forms.Select(attrs=AT_ONCE)
    )
    age = django_filters.ChoiceFilter(
        label=_("Waiting"),
        choices=age_choices,
        empty_label=_("All"),
        method="waiting_for",
        widget=forms.Select(attrs=AT_ONCE),
    )

    class Meta:
        model = StoredFinding
        fields = ("organ", "year", "level", "rule", "cause", "settlement", "age")

    def __init__(self, data: dict[str, object] | None = None, *args: object, **kwargs: object) -> None:
        super().__init__({"level": GRAVE, **{name: data.get(name) for name in data or {}}}, *args, **kwargs)

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters if name != "level") or self.data["level"] != GRAVE

    @property
    def narrows_by_others(self) -> bool:
        """Whether one of those behind the button is set, which its button has to show."""
        return any(self.data.get(name) for name in self.filters if name not in USUAL)

    def filter_queryset(self, findings: QuerySet[StoredFinding]) -> QuerySet[StoredFinding]:
        """An address that asks for what does not exist finds nothing, instead of silently everything."""
        return super().filter_queryset(findings) if self.form.is_valid() else findings.none()

    def search_organs(self, findings: QuerySet[StoredFinding], name: str, text: str) -> QuerySet[StoredFinding]:
        words = text.strip()
        named = Organ.objects.without_tree_fields().filter(Q(name__icontains=words) | Q(aliases__name__icontains=words))
        return findings.filter(report__organ__in=named.values("pk"))

    def of_level(self, findings: QuerySet[StoredFinding], name: str, level: str) -> QuerySet[StoredFinding]:
        if level == GRAVE:
            return findings.filter(level__in=[Level.ERROR.value, Level.EXPLAIN.value])
        return findings if level == "all" else findings.filter(level=level)

    def waiting_for(self, findings: QuerySet[StoredFinding], name: str, days: str) -> QuerySet[StoredFinding]:
        return with_since(findings).filter(since__lte=timezone.now() - timedelta(days=int(days)))
