"""The marks of the website that publishes an organ's reports."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import SiteProfile

_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}|[\w.-]*[\u4e00-\u9fff][\w.\u4e00-\u9fff-]*"
)


class SiteMarkForm(forms.ModelForm):
    class Meta:
        model = SiteProfile
        fields = (
            "site_name",
            "site_domain",
            "site_code",
            "column_name",
            "column_description",
            "column_keywords",
            "content_source",
        )
        help_texts = {  # noqa: RUF012  (Django reads a plain dict)
            "site_domain": _("Without http://, like www.example.gov.cn"),
            "site_code": _("Ten digits, at the foot of every page of the site"),
            "column_name": _("As the site has it, where the report is to stand"),
            "content_source": _("Empty: the organ that issues the report"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "fld"

    def clean_site_domain(self) -> str:
        domain: str = self.cleaned_data["site_domain"].strip()
        if not _DOMAIN.fullmatch(domain):
            raise forms.ValidationError(
                _("“%(domain)s” is no domain; write it without http:// and without a path.") % {"domain": domain}
            )
        return domain

    def clean_site_code(self) -> str:
        code: str = self.cleaned_data["site_code"].strip()
        if not re.fullmatch(r"[0-9a-zA-Z]{10}", code):
            raise forms.ValidationError(_("The code of a site has ten digits."))
        return code
