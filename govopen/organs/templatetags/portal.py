"""The frame of the portal in templates: side bar, signs."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from govopen.organs.access import memberships_of
from govopen.organs.models import Membership
from govopen.site import navigation

register = template.Library()

# The signs of the cell grammar: never colour alone.
SIGNS = {"error": ("e", "!"), "explain": ("w", "?"), "hint": ("h", "i")}


@register.inclusion_tag("portal/side.html", takes_context=True)
def portal_side(context: Context) -> dict[str, Any]:
    """The side bar for the person of ``context["request"]``; needs no other context, so error pages may use it."""
    request = context["request"]
    memberships = memberships_of(request.user)
    groups = [
        {
            "title": group["title"],
            "items": [{**item, "current": _is_current(request.path, str(item["link"]))} for item in group["items"]],
        }
        for group in navigation(request, findings=context.get("findings_to_do"))
    ]
    if memberships:
        role, organ = memberships[0].get_role_display(), _organs_named(memberships)
    else:
        role, organ = _("Administrator"), _("All organs")
    return {"request": request, "groups": groups, "user": request.user, "role": role, "organ": organ}


def _organs_named(memberships: Sequence[Membership]) -> str:
    """The person's organ; of several the first one and how many they are."""
    name, count = memberships[0].organ.name, len({membership.organ_id for membership in memberships})
    return name if count == 1 else _("%(organ)s and others, %(count)d organs") % {"organ": name, "count": count}


def _is_current(path: str, link: str) -> bool:
    return path == link if link == reverse("admin:index") else path.startswith(link)


@register.simple_tag
def sign(level: str) -> SafeString:
    """The sign of a finding's level, with its name for those who do not see it."""
    css, mark = SIGNS[level]
    names = {"error": _("Error"), "explain": _("To be explained"), "hint": _("Hint")}
    return format_html('<i class="sg {}" role="img" aria-label="{}">{}</i>', css, names[level], mark)
