"""What the report's pages need beyond Django's own tags."""

from datetime import date
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

from reports.render import document

register = template.Library()


@register.filter
def chinese_date(day: date) -> str:
    """2024年3月28日."""
    return document.chinese_date(day)


@register.filter
def short_digest(digest: str) -> str:
    """The first 16 hexadecimal digits, in fours, as people compare them."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


@register.simple_tag
def has_public_site() -> bool:
    """Whether there is a public page to lead to."""
    return bool(settings.PUBLIC_SITE)


@register.simple_tag
def inline_static(path: str) -> SafeString:
    """One of our own static files, whole: for a page that has to stand alone."""
    found = finders.find(path)
    if found is None:
        raise FileNotFoundError(path)
    return mark_safe(Path(found).read_text("utf-8"))  # noqa: S308 (a file of the program, nothing a person wrote)
