"""Workbooks to be issued, for chosen organs and a date."""

from django import forms
from django.utils.translation import gettext_lazy as _

from govopen.organs.access import Action, reach
from govopen.organs.models import ReportingYear, User


class IssueForm(forms.Form):
    organs = forms.ModelMultipleChoiceField(queryset=None, error_messages={"required": _("Choose at least one organ.")})
    due_on = forms.DateField(
        label=_("To be handed in by"),
        required=False,
        widget=forms.DateInput(attrs={"class": "fld", "type": "date", "form": "issue"}),
    )

    def __init__(self, *args: object, user: User, year: ReportingYear, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["organs"].queryset = reach(user, Action.MANAGE).select_related("parent")
