"""Starting a report: whose, for which year, for whom it speaks."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govopen.organs.access import Action, reach
from govopen.organs.models import Organ, ReportingYear, User
from reports.models import ScopeLabel
from reports.services.reporting import scopes_of


class OrganSelect(forms.Select):
    """Every organ with the scopes it may report for, from which the page offers those of the organ chosen."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if organ := getattr(value, "instance", None):
            option["attrs"]["data-scopes"] = " ".join(scopes_of(organ))
        return option


class StartForm(forms.Form):
    organ = forms.ModelChoiceField(
        label=_("organ"), queryset=Organ.objects.none(), empty_label=None, widget=OrganSelect
    )
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
            self.fields["scope"].initial = scopes_of(first)[0].value
        for field in self.fields.values():
            field.widget.attrs["class"] = "fld"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        organ, scope = cleaned.get("organ"), cleaned.get("scope")
        if organ and scope and scope not in scopes_of(organ):
            self.add_error("scope", _("Only a people's government reports the aggregate of its level."))
        return cleaned
