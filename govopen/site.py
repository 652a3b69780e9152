"""The portal: django-admin for everybody who has a part in a report, with our navigation."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from govopen.organs.access import Action, may_somewhere
from reports.portal import PAGES
from reports.views.home import home


class PortalSite(UnfoldAdminSite):
    """Anyone who may see something may come in; what they see inside is decided in :mod:`govopen.organs.access`."""

    index_title = _("Home")
    login_form = AuthenticationForm  # django-admin's own lets nobody in but "staff", a mark that decides nothing here

    def has_permission(self, request: HttpRequest) -> bool:
        return may_somewhere(request.user, Action.VIEW)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = [path(address, self.admin_view(view), name=name) for address, name, view in PAGES]
        return [*own, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Each person's own page instead of a list of tables."""
        return home(request)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is no page between the home page and the lists."""
        return redirect("admin:index")

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The theme's search over all tables: no page of ours offers it."""
        raise Http404


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar for this person: groups of links, each with its sign (an icon of static/portal/tokens.css)."""
    groups: list[dict[str, Any]] = [
        {"title": "", "items": [_link(_("Home"), "home", "admin:index")]},
        {"title": _("Reports"), "items": [_link(_("Annual reports"), "doc", "admin:reports_report_changelist")]},
    ]
    if may_somewhere(request.user, Action.MANAGE):
        groups.append(
            {
                "title": _("Settings"),
                "items": [
                    _link(_("Organs"), "tree", "admin:organs_organ_changelist"),
                    _link(_("People"), "people", "admin:organs_user_changelist"),
                    _link(_("Years and dates"), "clock", "admin:organs_reportingyear_changelist"),
                ],
            }
        )
    return groups


def _link(title: Any, sign: str, url: str) -> dict[str, Any]:
    return {"title": title, "sign": sign, "link": reverse_lazy(url)}
