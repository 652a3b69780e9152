"""The portal: django-admin for everybody who has a part in a report, with our navigation."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from govopen.organs.access import Action, may_somewhere


class PortalSite(UnfoldAdminSite):
    """Anyone who may see something may come in; what they see inside is decided in :mod:`govopen.organs.access`."""

    index_title = _("Home")

    def has_permission(self, request: HttpRequest) -> bool:
        return may_somewhere(request.user, Action.VIEW)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar for this person."""
    return [
        {"title": _("Fill in"), "items": [{"title": _("Home"), "icon": "home", "link": reverse_lazy("admin:index")}]}
    ]
