"""The portal: django-admin for everybody who has a part in a report, with our navigation."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from govopen.organs.access import Action, may_somewhere
from govopen.organs.models import User
from reports.models import State
from reports.portal import PAGES
from reports.services.intake.batches import may_take_in
from reports.services.queue import Tab, tab_first, work_of
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


def navigation(request: HttpRequest, *, findings: int | None = None) -> list[dict[str, Any]]:
    """The side bar for this person: groups of links, each with its sign (an icon of static/portal/tokens.css).

    ``findings`` is how many this person has to settle, where the page knows.
    """
    groups: list[dict[str, Any]] = [
        {"title": "", "items": [_link(_("Home"), "home", "admin:index")]},
        _work(request.user, findings),
        {
            "title": _("Look up"),
            "items": [
                _link(_("Annual reports"), "doc", "admin:reports_report_changelist"),
                _link(_("Published pages"), "globe", "admin:inspections"),
                _link(_("Rules of the checks"), "book", "admin:rules"),
            ],
        },
    ]
    if may_somewhere(request.user, Action.MANAGE):
        groups.append(
            {
                "title": _("Settings"),
                "items": [
                    _link(_("Organs"), "tree", "admin:organs_organ_changelist"),
                    _link(_("People"), "people", "admin:organs_user_changelist"),
                    _link(_("Years and dates"), "clock", "admin:organs_reportingyear_changelist"),
                    _link(_("Chain of signatures"), "sign", "admin:reports_reviewstep_changelist"),
                    _link(_("Causes to choose from"), "book", "admin:reports_explanationcause_changelist"),
                ],
            }
        )
    return groups


def _work(user: User, known: int | None) -> dict[str, Any]:
    """What there is to do, with its numbers; a clerk's reports stand on the home page."""
    work = work_of(user, findings=known)
    findings = _("My findings") if tab_first(user) is Tab.CLERK else _("Findings")
    items = [_link(findings, "flag", "admin:findings_queue", count=work.findings)]
    if tab_first(user) is not Tab.CLERK:
        reports = "admin:reports_report_changelist"
        items += [
            _link(_("Reports to review"), "sign", reports, count=work.submitted, query=f"?state={State.SUBMITTED}"),
            _link(_("Returned reports"), "back", reports, count=work.returned, query=f"?state={State.RETURNED}"),
        ]
    items.append(_link(_("Rectifications"), "pen", "admin:rectifications", count=work.rectifications))
    if may_take_in(user):
        items.append(_link(_("Batch import"), "up", "admin:intakes"))
    if may_somewhere(user, Action.MANAGE):
        items.append(_link(_("Handing in without an account"), "doc", "admin:filings"))
        items.append(_link(_("Progress of review"), "clock", "admin:reviewers"))
    return {"title": _("To fill in") if tab_first(user) is Tab.CLERK else _("Reviewing"), "items": items}


def _link(title: Any, sign: str, url: str, *, count: int = 0, query: str = "") -> dict[str, Any]:
    return {"title": title, "sign": sign, "link": format_lazy("{}{}", reverse_lazy(url), query), "count": count}
