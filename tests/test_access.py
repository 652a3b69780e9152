"""Who may open what: every address of the project, for every role, with a record of one's own and a foreign one.

A new address fails :func:`test_every_address_is_declared` until it is declared in ``PAGES`` here.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from govopen.organs.access import ROLES, Action
from govopen.organs.models import Membership, Organ, ReportingYear, Role, User
from reports.exchange.jsonfile import JsonFile
from reports.models import (
    CellChange,
    Explanation,
    ExplanationCause,
    FiguresImport,
    ImportDraft,
    Inspection,
    Intake,
    IntakeFile,
    IssuedWorkbook,
    Move,
    PublishedAddress,
    Rectification,
    Report,
    ReviewStep,
    State,
    StoredFinding,
    Transition,
)
from reports.services.history import freeze
from reports.services.reporting import report_start
from reports.services.store import report_load
from reports.value import Scope

PUBLIC = frozenset(
    {
        "public/",
        "public/<int:organ>/<int:year>/",
        "public/<int:organ>/<int:year>/report.pdf",
        "public/<int:organ>/<int:year>/report.docx",
        "public/<int:organ>/<int:year>/report.xlsx",
        "public/<int:organ>/<int:year>/report.json",
        "public/<int:organ>/<int:year>/report.csv",
        "public/<int:organ>/<int:year>/report.png",
        "schema/report-<str:schema>.json",
        "login/",
    }
)


@dataclass(frozen=True)
class Page:
    """An address below the portal: what one may do to open it, what it is about, how it is asked for.

    ``about`` names a record of :class:`Side`; without one the page is the same for everybody who may open it.
    """

    action: Action
    about: str = ""
    method: str = "get"
    body: str = ""
    leads_on: bool = False  # answers with a redirect by its nature
    needs_more: bool = False  # asked as the test asks, it says with 400, 409 or 422 what is missing


VIEW, EDIT, REVIEW, PUBLISH, MANAGE = Action.VIEW, Action.EDIT, Action.REVIEW, Action.PUBLISH, Action.MANAGE
INSPECT, TAKE_IN = Action.INSPECT, Action.TAKE_IN
NOTHING_TO_SAVE = json.dumps({"revision": 0, "cells": {}, "texts": {}})

PAGES: dict[str, Page] = {
    "": Page(VIEW),
    "logout/": Page(VIEW, method="post", leads_on=True),
    "password_change/": Page(VIEW),
    "password_change/done/": Page(VIEW),
    "jsi18n/": Page(VIEW),
    "^(?P<app_label>organs|reports)/$": Page(VIEW, leads_on=True),
    "organs/organ/": Page(MANAGE),
    "organs/organ/add/": Page(MANAGE),
    "organs/organ/import/": Page(MANAGE),
    "organs/organ/process_import/": Page(MANAGE, method="post", leads_on=True),
    "organs/organ/export/": Page(MANAGE),
    "organs/organ/import/example/": Page(MANAGE),
    "organs/membership/import/": Page(MANAGE),
    "organs/membership/process_import/": Page(MANAGE, method="post", leads_on=True),
    "organs/membership/export/": Page(MANAGE),
    "organs/membership/import/example/": Page(MANAGE),
    "organs/organ/<path:object_id>/": Page(MANAGE, "organ", leads_on=True),
    "organs/organ/<path:object_id>/change/": Page(MANAGE, "organ"),
    "organs/organ/<path:object_id>/history/": Page(MANAGE, "organ"),
    "organs/organ/<path:object_id>/delete/": Page(MANAGE, "organ", leads_on=True),
    "organs/user/": Page(MANAGE),
    "organs/user/add/": Page(MANAGE),
    "organs/user/<id>/password/": Page(MANAGE, "person"),
    "organs/user/<path:object_id>/": Page(MANAGE, "person", leads_on=True),
    "organs/user/<path:object_id>/change/": Page(MANAGE, "person"),
    "organs/user/<path:object_id>/history/": Page(MANAGE, "person"),
    "organs/user/<path:object_id>/delete/": Page(MANAGE, "person", leads_on=True),
    "organs/membership/": Page(MANAGE),
    "organs/membership/add/": Page(MANAGE),
    "organs/membership/<path:object_id>/": Page(MANAGE, "membership", leads_on=True),
    "organs/membership/<path:object_id>/change/": Page(MANAGE, "membership"),
    "organs/membership/<path:object_id>/history/": Page(MANAGE, "membership"),
    "organs/membership/<path:object_id>/delete/": Page(MANAGE, "membership"),
    "organs/reportingyear/": Page(MANAGE),
    "organs/reportingyear/add/": Page(MANAGE),
    "organs/reportingyear/<path:object_id>/": Page(MANAGE, "year", leads_on=True),
    "organs/reportingyear/<path:object_id>/change/": Page(MANAGE, "year"),
    "organs/reportingyear/<path:object_id>/history/": Page(MANAGE, "year"),
    "organs/reportingyear/<path:object_id>/delete/": Page(MANAGE, "year"),
    "figures/": Page(TAKE_IN),
    "figures/sheet/<int:year>/": Page(TAKE_IN, "figures_year"),
    "figures/<int:pk>/": Page(TAKE_IN, "figures"),
    "figures/<int:pk>/apply/": Page(TAKE_IN, "figures", "post", leads_on=True),
    "figures/<int:pk>/withdraw/": Page(TAKE_IN, "figures", "post", leads_on=True),
    "figures/<int:pk>/drop/": Page(TAKE_IN, "figures", "post", leads_on=True),
    "figures/export/": Page(VIEW),
    "reports/explanationcause/": Page(MANAGE),
    "reports/explanationcause/add/": Page(MANAGE),
    "reports/explanationcause/<path:object_id>/": Page(MANAGE, "cause", leads_on=True),
    "reports/explanationcause/<path:object_id>/change/": Page(MANAGE, "cause"),
    "reports/explanationcause/<path:object_id>/history/": Page(MANAGE, "cause"),
    "reports/explanationcause/<path:object_id>/delete/": Page(MANAGE, "cause"),
    "reports/reviewstep/": Page(MANAGE),
    "reports/reviewstep/add/": Page(MANAGE),
    "reports/reviewstep/<path:object_id>/": Page(MANAGE, "step", leads_on=True),
    "reports/reviewstep/<path:object_id>/change/": Page(MANAGE, "step"),
    "reports/reviewstep/<path:object_id>/history/": Page(MANAGE, "step"),
    "reports/reviewstep/<path:object_id>/delete/": Page(MANAGE, "step"),
    "reports/report/": Page(VIEW),
    "reports/report/start/": Page(EDIT),
    "reports/report/<int:pk>/change/": Page(VIEW, "report"),
    "reports/report/<int:pk>/save/": Page(EDIT, "report", "post", NOTHING_TO_SAVE),
    "reports/report/<int:pk>/changes/": Page(VIEW, "report"),
    "reports/report/<int:pk>/state/": Page(VIEW, "report"),
    "reports/report/<int:pk>/bindings/": Page(EDIT, "report", "post", json.dumps({"text": "新收申请1件"})),
    "reports/report/<int:pk>/explain/": Page(EDIT, "report", "post", NOTHING_TO_SAVE, needs_more=True),
    "reports/report/<int:pk>/answer/": Page(EDIT, "report", "post", needs_more=True),
    "reports/report/<int:pk>/zeroes/": Page(EDIT, "report", "post", NOTHING_TO_SAVE, needs_more=True),
    "reports/report/<int:pk>/import/": Page(EDIT, "report"),
    "reports/report/<int:pk>/import/<int:draft>/": Page(EDIT, "draft"),
    "reports/report/<int:pk>/import/<int:draft>/page/<int:page>.png": Page(EDIT, "draft", leads_on=True),
    "reports/report/<int:pk>/import/<int:draft>/apply/": Page(EDIT, "draft", "post", leads_on=True),
    "reports/report/<int:pk>/import/<int:draft>/drop/": Page(EDIT, "draft", "post", leads_on=True),
    "reports/report/<int:pk>/import/<int:draft>/withdraw/": Page(EDIT, "draft", "post", leads_on=True),
    "reports/report/<int:pk>/preview/": Page(VIEW, "report"),
    "reports/report/<int:pk>/pdf/": Page(VIEW, "report"),
    "reports/report/<int:pk>/docx/": Page(VIEW, "report"),
    "reports/report/<int:pk>/xlsx/": Page(VIEW, "report"),
    "reports/report/<int:pk>/submit/": Page(EDIT, "report"),
    "reports/report/<int:pk>/withdraw/": Page(EDIT, "report", leads_on=True),
    "reports/report/<int:pk>/sign/": Page(REVIEW, "report", leads_on=True),
    "reports/report/<int:pk>/return/": Page(REVIEW, "report", leads_on=True),
    "reports/report/<int:pk>/review/": Page(VIEW, "report"),
    "reports/report/<int:pk>/log/": Page(VIEW, "report"),
    "intakes/": Page(VIEW),
    "intakes/new/": Page(TAKE_IN),
    "intakes/<int:pk>/": Page(MANAGE, "intake"),
    "intakes/<int:pk>/progress/": Page(MANAGE, "intake"),
    "intakes/<int:pk>/apply/": Page(MANAGE, "intake", "post", leads_on=True),
    "intakes/<int:pk>/withdraw/": Page(MANAGE, "intake", "post", leads_on=True),
    "intakes/<int:pk>/stop/": Page(MANAGE, "intake", "post", leads_on=True),
    "intakes/<int:pk>/resume/": Page(MANAGE, "intake", "post", leads_on=True),
    "intakes/<int:pk>/files/<int:number>/": Page(MANAGE, "intake_file"),
    "intakes/<int:pk>/files/<int:number>/content/": Page(MANAGE, "intake_file"),
    "intakes/<int:pk>/files/<int:number>/match/": Page(MANAGE, "intake_file", "post", needs_more=True),
    "intakes/<int:pk>/files/<int:number>/skip/": Page(MANAGE, "intake_file", "post", leads_on=True),
    "reports/report/<int:pk>/hand-on/": Page(VIEW, "report"),
    "reports/report/<int:pk>/hand-on/site/": Page(MANAGE, "report", "post", needs_more=True),
    "reports/report/<int:pk>/hand-on/<slug:kind>/": Page(VIEW, "report"),
    "filings/": Page(MANAGE, leads_on=True),
    "filings/<int:year>/": Page(MANAGE, "figures_year"),
    "filings/<int:year>/issue/": Page(MANAGE, "figures_year", "post", needs_more=True),
    "filings/<int:year>/take-in/": Page(MANAGE, "figures_year", "post", needs_more=True),
    "filings/<int:year>/receipts/": Page(MANAGE, "figures_year"),
    "filings/<int:year>/<int:organ>/receipt/": Page(MANAGE, "filing"),
    "filings/<int:year>/<int:organ>/submit/": Page(MANAGE, "filing", "post", leads_on=True),
    "filings/workbooks/<int:pk>/": Page(MANAGE, "workbook"),
    "inspections/": Page(VIEW),
    "reports/report/<int:pk>/pages/": Page(VIEW, "report"),
    "reports/report/<int:pk>/pages/add/": Page(INSPECT, "report", "post", needs_more=True),
    "reports/report/<int:pk>/pages/<int:address>/remove/": Page(INSPECT, "address", "post", leads_on=True),
    "reports/report/<int:pk>/pages/<int:address>/fetch/": Page(INSPECT, "address", "post", needs_more=True),
    "reports/report/<int:pk>/inspect/": Page(INSPECT, "report", "post", needs_more=True),
    "reports/report/<int:pk>/inspections/<int:inspection>/": Page(VIEW, "inspection"),
    "reports/report/<int:pk>/inspections/<int:inspection>/page/": Page(VIEW, "inspection"),
    "reports/report/<int:pk>/waive/": Page(REVIEW, "report", "post", leads_on=True),
    "reports/report/<int:pk>/opinions/": Page(REVIEW, "report", "post", leads_on=True),
    "reports/report/<int:pk>/opinions/<int:opinion>/drop/": Page(REVIEW, "opinion", "post", leads_on=True),
    "reports/report/<int:pk>/opinions/<int:opinion>/close/": Page(REVIEW, "opinion", "post", leads_on=True),
    "reports/report/<int:pk>/opinions/<int:opinion>/reopen/": Page(REVIEW, "opinion", "post", leads_on=True),
    "reports/report/<int:pk>/opinions/<int:opinion>/proof/": Page(VIEW, "opinion"),
    "explanations/<int:pk>/accept/": Page(REVIEW, "explanation", "post", leads_on=True),
    "explanations/<int:pk>/refuse/": Page(REVIEW, "explanation", "post", leads_on=True),
    "explanations/<int:pk>/undo/": Page(REVIEW, "explanation", "post", leads_on=True),
    "reports/report/<int:pk>/publish/": Page(PUBLISH, "report", leads_on=True),
    "reports/report/<int:pk>/correct/": Page(PUBLISH, "report", leads_on=True),
    "reports/report/<int:pk>/cancel/": Page(PUBLISH, "report", leads_on=True),
    "findings/": Page(VIEW),
    "findings/<int:pk>/": Page(VIEW, "finding"),
    "findings/bulk/": Page(REVIEW, method="post", leads_on=True),
    "findings/bulk/finish/": Page(REVIEW, method="post", leads_on=True),
    "findings/bulk/cancel/": Page(REVIEW, method="post", leads_on=True),
    "rules/": Page(VIEW),
    "rules/<str:code>/": Page(VIEW),
    "rules/<str:code>/switch/": Page(MANAGE, method="post", leads_on=True),
    "rectifications/": Page(VIEW),
    "rectifications/<int:opinion>/done/": Page(EDIT, "opinion", "post", leads_on=True),
    "reviewers/": Page(MANAGE),
}
# What every organ shares: nobody's more than another's.
SHARED = frozenset({"year", "figures_year", "cause"})
# Django-admin's own helpers: no page of ours calls them, so they must not answer anybody.
DEAD = frozenset({"autocomplete/", "search/", "r/<path:content_type_id>/<path:object_id>/", "(?P<url>.*)$"})


@dataclass
class Side:
    """What stands on one side of the fence: an organ with its report, a person, a file being imported."""

    organ: Organ
    person: User
    membership: Membership
    report: Report
    draft: ImportDraft
    year: ReportingYear
    opinion: Rectification
    explanation: Explanation
    finding: StoredFinding
    step: ReviewStep
    cause: ExplanationCause
    address: PublishedAddress
    inspection: Inspection
    figures: FiguresImport
    intake: Intake
    workbook: IssuedWorkbook

    def arguments(self, about: str) -> dict[str, Any]:
        if about == "report":
            return {"pk": self.report.pk}
        if about == "draft":
            return {"pk": self.report.pk, "draft": self.draft.pk, "page": 1}
        if about == "intake":
            return {"pk": self.intake.pk}
        if about == "intake_file":
            return {"pk": self.intake.pk, "number": 1}
        if about in ("address", "inspection"):
            return {"pk": self.report.pk, about: getattr(self, about).pk}
        if about == "opinion":
            return {"pk": self.report.pk, "opinion": self.opinion.pk}
        if about == "figures_year":
            return {"year": self.report.year_id}
        if about == "filing":
            return {"year": self.report.year_id, "organ": self.organ.pk}
        if about in ("explanation", "finding", "figures", "workbook"):
            return {"pk": getattr(self, about).pk}
        return {"object_id": getattr(self, about).pk} if about else {}


def addresses() -> Iterator[str]:
    def walk(resolver: Any, before: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, route)
            else:
                yield route

    return walk(get_resolver(), "")


def url_of(route: str, side: Side) -> str:
    """The address with this side's records; written by hand, since several routes have no name."""
    page = PAGES[route]
    if route.startswith("^"):
        return "/organs/"
    url = route.replace("<str:code>", "T2-5").replace("<slug:kind>", "fragment")
    for name, number in side.arguments(page.about).items():
        for form in (f"<int:{name}>", f"<path:{name}>", "<id>" if name == "object_id" else ""):
            url = url.replace(form, str(number)) if form else url
    return f"/{url}"


def ask(client: Client, page: Page, url: str) -> HttpResponse:
    if page.method == "post":
        return client.post(url, page.body, content_type="application/json") if page.body else client.post(url)
    return client.get(url)


@pytest.fixture
def make_side(person: Callable[[str, Organ], User], years: dict[int, ReportingYear]) -> Callable[[Organ], Side]:
    def make(organ: Organ) -> Side:
        someone = person(Role.VIEWER, organ)
        report, _is_new = report_start(organ=organ, year=years[2023], scope=Scope.OWN, user=None)
        draft = ImportDraft.objects.create(
            report=report,
            user=someone,
            filename="报告.json",
            data=JsonFile().write(report_load(report=report).replace({report.form.cells[0]: 7})),
        )
        # Handed over and answered with a file, so that every address about it has something to show or to do.
        opinion = Rectification.objects.create(
            report=report,
            key=report.form.cells[0],
            text="请核对",
            by=someone,
            handed_over_at=timezone.now(),
            done_at=timezone.now(),
            done_by=someone,
            proof_name="证明.txt",
            proof_data=b"proof",
        )
        explanation = Explanation.objects.create(
            report=report, code="Y-1", subject="0", digest="0", message="", text="说明", by=someone
        )
        address = PublishedAddress.objects.create(report=report, url=f"https://example.gov.cn/{report.pk}.html")
        approved = Transition.objects.create(
            report=report,
            number=1,
            move=Move.PUBLISH,
            at=timezone.now(),
            version=1,
            snapshot=freeze(report=report, value=report_load(report=report)),
        )
        inspection = Inspection.objects.create(
            report=report,
            publication=approved,
            data=b"<p>",
            result={"cells": [], "unread": [], "texts": [], "head": [], "problems": []},
        )
        intake = Intake.objects.create(title=f"{organ.name}一批")
        IntakeFile.objects.create(intake=intake, number=1, path="报告.json", data=b"{}", organ=organ, state="refused")
        handed = Intake.objects.create(title="报送", year=years[2023], is_filing=True)
        IntakeFile.objects.create(
            intake=handed, number=1, path="报告.xlsx", data=b"", organ=organ, year=years[2023], state="refused"
        )
        return Side(
            organ,
            someone,
            someone.memberships.get(),
            report,
            draft,
            years[2023],
            opinion=opinion,
            explanation=explanation,
            finding=report.findings.all()[0],
            step=ReviewStep.objects.create(organ=organ, position=1, name="初审", title="单位主要领导"),
            cause=ExplanationCause.objects.get(position=1),
            address=address,
            inspection=inspection,
            figures=FiguresImport.objects.create(
                user=someone,
                filename="一览表.csv",
                data=b"",
                summary=dict.fromkeys(("faulty", "new", "changed", "same", "cells", "replaced", "arithmetic"), 0)
                | {"organs": [organ.pk], "rows": [], "unknown": [], "columns": 2},
            ),
            intake=intake,
            workbook=IssuedWorkbook.objects.create(number=f"2023-{organ.pk}", organ=organ, year=years[2023]),
        )

    return make


@pytest.fixture
def own(make_side: Callable[[Organ], Side], county: Organ) -> Side:
    return make_side(county)


@pytest.fixture
def foreign(make_side: Callable[[Organ], Side], elsewhere: Organ) -> Side:
    return make_side(elsewhere)


def is_refusal(response: HttpResponse) -> bool:
    """Not found, forbidden, or sent away to the log-in or home page without being shown anything."""
    if response.status_code == 302:
        return response["Location"].split("?")[0] in (reverse("admin:index"), reverse("admin:login"))
    return response.status_code in (401, 403, 404, 405)


def test_every_address_is_declared() -> None:
    declared = PUBLIC | PAGES.keys() | DEAD
    assert set(addresses()) == declared


@pytest.mark.parametrize("route", sorted(PAGES))
def test_strangers_are_sent_to_the_log_in_page(route: str, own: Side, client: Client) -> None:
    page = PAGES[route]
    url = url_of(route, own)
    for response in (client.get(url), client.post(url)):
        if response.status_code == 302:
            assert response["Location"].startswith((reverse("admin:login"), reverse("admin:index")))
        else:
            assert response.status_code in (401, 405), f"{url}: {response.status_code}"
    if not page.leads_on:
        assert ask(client, page, url).status_code in (302, 401)


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_public_addresses_ask_nobody_to_log_in(route: str, own: Side, client: Client) -> None:
    url = "/" + route.replace("<int:organ>", str(own.organ.pk)).replace("<int:year>", "2023")
    assert client.get(url).status_code in (200, 404)  # 404: nothing is published yet


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("route", sorted(key for key, page in PAGES.items() if page.about and page.about not in SHARED))
def test_nothing_foreign_opens(
    route: str, role: str, own: Side, foreign: Side, person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    client, page = signed_in(person(role, own.organ)), PAGES[route]
    url = url_of(route, foreign)
    before = CellChange.objects.count()
    for response in (client.get(url), client.post(url), ask(client, page, url)):
        # An address of django-admin without a page behind it only adds "change/"; what comes next refuses.
        if response.status_code == 302 and response["Location"].endswith("/change/"):
            response = client.get(response["Location"])
        assert is_refusal(response), f"{url}: {response.status_code}"
    foreign.report.refresh_from_db()
    assert foreign.report.state == State.DRAFT
    assert CellChange.objects.count() == before
    foreign.opinion.refresh_from_db()
    foreign.explanation.refresh_from_db()
    assert (foreign.opinion.closed_at, foreign.explanation.decision) == (None, "")
    assert ImportDraft.objects.get(pk=foreign.draft.pk).applied_at is None
    assert Organ.objects.filter(pk=foreign.organ.pk).exists()


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("route", sorted(PAGES))
def test_a_role_opens_its_own_pages_and_no_others(
    route: str, role: str, own: Side, person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    client, page = signed_in(person(role, own.organ)), PAGES[route]
    response = ask(client, page, url_of(route, own))
    if role not in ROLES[page.action]:
        if response.status_code == 302 and response["Location"].endswith("/change/"):
            response = client.get(response["Location"])
        assert is_refusal(response), f"{response.status_code}"
    elif page.leads_on:
        assert response.status_code in (200, 302)
    elif page.needs_more:
        assert response.status_code in (400, 409, 422)
    elif page.about == "year" and route.endswith("delete/"):
        assert response.status_code == 403  # a report was started in it
    else:
        assert response.status_code == 200


@pytest.mark.parametrize("route", sorted(DEAD))
@pytest.mark.parametrize("role", Role.values)
def test_helpers_nobody_calls_answer_nobody(
    route: str, role: str, own: Side, foreign: Side, person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(person(role, own.organ))
    url = f"/r/1/{foreign.organ.pk}/" if route.startswith("r/") else "/x/y" if "(" in route else f"/{route}?s=沭阳"
    assert client.get(url).status_code in (403, 404)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/reports/report/",
        "/organs/organ/",
        "/organs/user/",
        "/organs/membership/",
        "/findings/?tab=all",
        "/rectifications/",
        "/intakes/",
    ],
)
def test_lists_name_nothing_foreign(
    url: str, role: str, own: Side, foreign: Side, person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    page = signed_in(person(role, own.organ)).get(url).content.decode()
    assert foreign.organ.name not in page
    assert foreign.person.username not in page


def test_roles_other_than_the_clerks_reach_what_stands_below(
    bureau: Organ, own: Side, make_side: Callable[[Organ], Side], person: Callable[..., User],
    signed_in: Callable[..., Client],
) -> None:  # fmt: skip
    url = url_of("reports/report/<int:pk>/change/", make_side(bureau))
    statuses = {role: signed_in(person(role, own.organ)).get(url).status_code for role in Role.values}
    assert statuses == {role: 404 if role == Role.CLERK else 200 for role in Role.values}


def test_a_superuser_opens_everything(own: Side, foreign: Side, signed_in: Callable[..., Client]) -> None:
    client = signed_in(User.objects.create_superuser("root", password="correct horse battery"))
    for route, page in PAGES.items():
        if page.method == "get" and not page.leads_on and not (page.about == "year" and "delete" in route):
            assert client.get(url_of(route, foreign)).status_code == 200, route


def test_someone_without_a_role_or_switched_off_does_not_come_in(
    own: Side, person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    nobody = User.objects.create_user("nobody", password="correct horse battery", is_staff=True)
    gone = person(Role.COORDINATOR, own.organ)
    client = signed_in(gone)
    gone.is_active = False
    gone.save()
    for visitor in (signed_in(nobody), client):
        assert visitor.get("/")["Location"].startswith(reverse("admin:login"))
        assert visitor.get(f"/reports/report/{own.report.pk}/change/").status_code == 302


def test_a_report_cannot_be_started_for_a_foreign_organ(
    own: Side, foreign: Side, years: dict[int, ReportingYear], person: Callable[..., User],
    signed_in: Callable[..., Client],
) -> None:  # fmt: skip
    client = signed_in(person(Role.CLERK, own.organ))
    posted = {"organ": foreign.organ.pk, "year": 2024, "scope": "own"}
    response = client.post(reverse("admin:reports_report_start"), posted)
    assert response.status_code == 200  # the form again, with the choice refused
    assert not Report.objects.filter(organ=foreign.organ, year=2024).exists()
    client.post(reverse("admin:reports_report_start"), {**posted, "organ": own.organ.pk})
    assert Report.objects.filter(organ=own.organ, year=2024).exists()
