"""Where a report was published, and a page of it to read back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .importing import UploadForm


class AddressForm(forms.Form):
    """The address is judged by the service, which says what is wrong with it."""

    url = forms.CharField(
        label=_("Address of the page"),
        widget=forms.TextInput(attrs={"class": "fld", "inputmode": "url", "placeholder": "https://"}),
    )
    published_on = forms.DateField(
        label=_("Published on"), required=False, widget=forms.DateInput(attrs={"class": "fld", "type": "date"})
    )


class PageForm(UploadForm):
    """The published page as a browser saves it, or any file a reader takes, or its text pasted."""
