"""A table of many reports to import, and which reports to export how."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.exchange.opendata import Headings
from reports.services.open_data import OpenFormat


class FiguresUploadForm(forms.Form):
    file = forms.FileField(label=_("Table (.xlsx or .csv)"), allow_empty_file=True)


class OpenDataForm(forms.Form):
    """The format, and the words of the headings where there is a choice."""

    format = forms.ChoiceField(
        label=_("File"),
        choices=(
            (OpenFormat.WORKBOOK.value, _("Excel workbook, one row a report")),
            (OpenFormat.WIDE.value, _("CSV, one row a report")),
            (OpenFormat.LONG.value, _("CSV, one line a cell")),
            (OpenFormat.LINES.value, _("JSON, one report a line")),
        ),
        widget=forms.Select(attrs={"class": "fld"}),
    )
    headings = forms.ChoiceField(
        label=_("Headings"),
        required=False,
        choices=(
            (Headings.LABELS.value, _("The form's own words")),
            (Headings.KEYS.value, _("Short names for programs")),
        ),
        widget=forms.Select(attrs={"class": "fld"}),
    )
