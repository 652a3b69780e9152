"""Starting a report: whose, for which year, for whom it speaks."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govopen.organs.access import Action, reach
from govopen.organs.models import Organ, ReportingYear, User
from reports.models import ScopeLabel
from reports.services.agenda import usual_scope


class StartForm(forms.Form):
    organ = forms.ModelChoiceField(label=_("organ"), queryset=Organ.objects.none(), empty_label=None)
    year = forms.ModelChoiceField(label=_("year"), queryset=ReportingYear.objects.none(), empty_label=None)
    scope = forms.ChoiceField(
        label=_("scope"),
        choices=ScopeLabel.choices,
        help_text=_("A government reports the aggregate of its level; a department or township reports for itself."),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = reach(user, Action.EDIT).order_by("pk")
        self.fields["year"].queryset = ReportingYear.objects.filter(opens_on__lte=timezone.localdate())
        if first := self.fields["organ"].queryset.first():
            self.fields["scope"].initial = usual_scope(first).value
        for field in self.fields.values():
            field.widget.attrs["class"] = "fld"
