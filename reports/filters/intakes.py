"""What the files of a batch can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from reports.models import FileState, IntakeFile


class IntakeFileFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        label=_("Search"),
        method="search_words",
        widget=forms.TextInput(attrs={"class": "fld", "placeholder": _("File or organ"), "type": "search"}),
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=FileState.choices, widget=forms.HiddenInput())

    class Meta:
        model = IntakeFile
        fields = ("search", "state")

    def filter_queryset(self, files: QuerySet[IntakeFile]) -> QuerySet[IntakeFile]:
        """An address that asks for what does not exist finds nothing, instead of silently everything."""
        return super().filter_queryset(files) if self.form.is_valid() else files.none()

    def search_words(self, files: QuerySet[IntakeFile], name: str, text: str) -> QuerySet[IntakeFile]:
        words = text.strip()
        return files.filter(Q(path__icontains=words) | Q(organ__name__icontains=words) | Q(organ_said__icontains=words))
