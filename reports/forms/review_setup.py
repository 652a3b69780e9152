"""The form of one signature of a chain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from govopen.organs.access import roles_in
from govopen.organs.models import Organ, Role, User
from reports.models import ReviewStep


class ReviewStepForm(forms.ModelForm):
    class Meta:
        model = ReviewStep
        fields = ("organ", "year", "position", "name", "title", "role", "person")

    def clean_position(self) -> int:
        position: int = self.cleaned_data["position"]
        if position < 1:
            raise forms.ValidationError(_("The first place is 1."))
        return position

    def clean(self) -> dict[str, Any]:
        """Also the uniqueness that a database does not see to where the organ or the year is empty."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            organ, year, position = cleaned["organ"], cleaned["year"], cleaned["position"]
            same = ReviewStep.objects.filter(organ=organ, year=year, position=position).exclude(pk=self.instance.pk)
            if same.exists():
                self.add_error("position", _("This place in the chain is taken."))
            person: User | None = cleaned["person"]
            if person is not None and organ is not None and not _may_sign(person, organ, cleaned["role"]):
                self.add_error("person", _("%(person)s has no such role there.") % {"person": person})
        return cleaned


def _may_sign(person: User, organ: Organ, role: str) -> bool:
    roles = roles_in(person, organ)
    return role in roles or (role == Role.REVIEWER and Role.SIGNER in roles)
