"""Forms of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Organ, OrganAlias


class OrganForm(forms.ModelForm):
    class Meta:
        model = Organ
        fields = ("name", "kind", "level", "parent", "is_demo")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].label = _("organ above")
        # A parent beyond this person's reach is not among the choices; leaving the field empty keeps it.
        self._keeps_parent = (
            self.instance.parent_id is not None
            and "parent" in self.fields
            and not self.fields["parent"].queryset.filter(pk=self.instance.parent_id).exists()
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if OrganAlias.objects.filter(name=name).exclude(organ=self.instance.pk).exists():
            raise forms.ValidationError(_("Another organ has this name as an alias."))
        return name

    def clean_parent(self) -> Organ | None:
        parent: Organ | None = self.cleaned_data["parent"]
        if parent is None and self._keeps_parent:
            return self.instance.parent
        own = self.instance.pk
        if parent is not None and own is not None and parent.ancestors(include_self=True).filter(pk=own).exists():
            raise forms.ValidationError(_("An organ cannot stand below itself."))
        return parent
