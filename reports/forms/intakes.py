"""A drop of files, and saying whose report a file is."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from govopen.organs.access import Action, reach
from govopen.organs.models import Organ, ReportingYear, User
from reports.models import ScopeLabel
from reports.services.intake.matching import plain


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """All the files chosen, empty ones too: they become entries that say they are empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFilesInput(), allow_empty_file=True, max_length=None, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in sent]


class DropForm(forms.Form):
    """``paths`` is JSON: for each file in their order its path in the folder that was dropped."""

    files = ManyFilesField(label=_("Files"), required=False)
    folder = ManyFilesField(label=_("Folder"), required=False)
    paths = forms.CharField(required=False, widget=forms.HiddenInput())
    title = forms.CharField(label=_("Name of the batch"), max_length=100, required=False)
    year = forms.ModelChoiceField(
        label=_("Year, where a file says none"),
        queryset=ReportingYear.objects.all(),
        required=False,
        empty_label=_("None: ask me"),
    )
    scope = forms.ChoiceField(label=_("Governments report for"), choices=ScopeLabel.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = [*cleaned.get("files", ()), *cleaned.get("folder", ())]
        if not sent and not self.errors:
            raise forms.ValidationError(_("Choose files, a zip or a folder first."))
        cleaned["named"] = [(name, one.file) for name, one in zip(self._names(sent), sent, strict=True)]
        return cleaned

    def _names(self, sent: list[Any]) -> list[str]:
        """With their folders where the page told them for these very files."""
        names = [one.name for one in sent]
        try:
            paths = json.loads(self.cleaned_data.get("paths") or "[]")
        except ValueError:
            return names
        fits = isinstance(paths, list) and [str(path).rsplit("/", 1)[-1] for path in paths] == names
        return [str(path) for path in paths] if fits else names


class MatchForm(forms.Form):
    """The organ by its name or alias, among those that are open to the person by ``action``."""

    organ = forms.CharField(
        label=_("Organ"), widget=forms.TextInput(attrs={"class": "fld", "list": "organs", "autocomplete": "off"})
    )
    year = forms.ModelChoiceField(
        label=_("Year"), queryset=ReportingYear.objects.all(), widget=forms.Select(attrs={"class": "fld"})
    )
    scope = forms.ChoiceField(
        label=_("Reports for"), choices=ScopeLabel.choices, widget=forms.Select(attrs={"class": "fld"})
    )

    def __init__(self, *args: Any, user: User, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organs = reach(user, action)

    def clean_organ(self) -> Organ:
        name = self.cleaned_data["organ"].strip()
        for wanted in (name, plain(name)):
            if found := self._organs.filter(name=wanted).first() or self._organs.filter(aliases__name=wanted).first():
                return found
        raise forms.ValidationError(_("You fill in no organ of this name. Choose one from the list."))
