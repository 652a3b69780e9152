"""The home page of each role: one next click, and a number of queries that does not grow with the data."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govopen.organs.models import Organ, ReportingYear, Role, User
from reports.models import ChangeSource, Move, Report, Settlement, State, StoredFinding
from reports.services import rectifying
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move
from reports.value import Scope
from tests import records
from tests.builders import filled

HOME = "/"
Person = Callable[[str, Organ], User]
SignedIn = Callable[[User], Client]


def primary(page: str) -> int:
    return len(re.findall(r'class="btn pri', page))


@time_machine.travel(date(2025, 2, 6))
def test_a_clerk_without_a_report_is_offered_the_newest_open_year(
    clerk: User, county: Organ, years: dict[int, ReportingYear], signed_in: SignedIn
) -> None:
    response = signed_in(clerk).get(HOME)
    assert response.context["beginning"].year == years[2024]
    assert primary(response.content.decode()) == 1
    posted = {"organ": county.pk, "year": 2024, "scope": response.context["beginning"].scope.value}
    started = signed_in(clerk).post(reverse("admin:reports_report_start"), posted)
    report = Report.objects.get(organ=county, year=2024, scope="aggregate")
    assert started["Location"] == reverse("admin:reports_report_change", args=(report.pk,))


@time_machine.travel(date(2024, 2, 6))
def test_a_clerk_sees_what_blocks_the_report_and_the_working_days_left(
    clerk: User, report: Report, signed_in: SignedIn
) -> None:
    value = report_load(report=report)
    total = next(iter(value.schema.totals))
    wrong = value.replace({total: value[total] + 1})
    report_save(report=report, value=wrong, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    response = signed_in(clerk).get(HOME)
    page = response.content.decode()
    assert response.context["report"] == report
    assert response.context["findings"][0].level == "error"
    assert response.context["findings"][0].message in page
    assert response.context["deadline"].days == 24  # to the county's own date, 15 March 2024
    assert response.context["deadline"].breaks[0].name == "春节"
    assert primary(page) == 1


@time_machine.travel(date(2025, 2, 6))
def test_a_draft_overtaken_by_a_later_report_does_not_stand_in_front(
    clerk: User, county: Organ, years: dict[int, ReportingYear], report: Report, signed_in: SignedIn
) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    old, _is_new = report_start(organ=county, year=years[2022], scope=Scope.OWN, user=None)
    response = signed_in(clerk).get(HOME)
    assert "report" not in response.context
    assert response.context["beginning"].year == years[2024]
    assert response.context["others"] == [old]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SIGNER, Role.COORDINATOR, Role.VIEWER])
def test_the_others_see_their_reports_by_state_with_one_next_click(
    role: str, county: Organ, bureau: Organ, report: Report, person: Person, signed_in: SignedIn
) -> None:
    response = signed_in(person(role, county)).get(HOME)
    overview = response.context["overview"]
    assert (overview.organs, overview.started, overview.not_started) == (2, 1, 1)
    assert overview.reports == [report]
    assert primary(response.content.decode()) == 1
    assert response.context["next"]["link"] == reverse("admin:reports_report_change", args=(report.pk,))


@pytest.mark.parametrize("role", Role.values)
def test_pages_without_any_data_say_what_comes_next(
    role: str, county: Organ, person: Person, signed_in: SignedIn
) -> None:
    response = signed_in(person(role, county)).get(HOME)
    assert response.status_code == 200
    assert 'class="emp' in response.content.decode()


@pytest.mark.parametrize(("role", "queries"), [(Role.CLERK, 12), (Role.REVIEWER, 14)])
def test_queries_do_not_grow_with_reports(
    role: str, queries: int, county: Organ, years: dict[int, ReportingYear], report: Report, person: Person,
    signed_in: SignedIn, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    user = person(role, county)
    for year in (2020, 2021, 2022, 2024):
        report_start(organ=county, year=years[year], scope=Scope.OWN, user=user)
        report_start(organ=county, year=years[year], scope=Scope.AGGREGATE, user=user)
    client = signed_in(user)
    with django_assert_max_num_queries(queries):
        client.get(HOME)


def under_review(signatures: int = 0) -> Report:
    """A complete report, submitted, with so many of its three signatures."""
    report = records.stored(filled())
    hands = records.hands(report)
    for move, user in list(zip((Move.SUBMIT, Move.SIGN, Move.SIGN, Move.SIGN), hands, strict=True))[: signatures + 1]:
        report_move(report=report, move=move, user=user)
    return report


def test_a_signer_publishes_next_what_is_signed_though_a_later_year_has_begun(
    county: Organ, years: dict[int, ReportingYear], person: Person, signed_in: SignedIn
) -> None:
    complete = under_review(signatures=3)
    report_start(organ=county, year=years[2024], scope=Scope.OWN, user=None)
    signer = signed_in(person(Role.SIGNER, county)).get(HOME)
    assert signer.context["next"]["link"] == reverse("admin:reports_report_publish", args=(complete.pk,))
    assert f"{county.name} {complete.year_id}" in signer.context["next"]["text"]
    for role in (Role.REVIEWER, Role.COORDINATOR, Role.VIEWER):
        others = signed_in(person(role, county)).get(HOME)
        assert "publish" not in others.context["next"]["link"]


def test_a_reviewer_signs_next_what_is_settled(county: Organ, person: Person, signed_in: SignedIn) -> None:
    waiting = under_review()
    response = signed_in(person(Role.REVIEWER, county)).get(HOME)
    assert response.context["next"]["link"] == reverse("admin:reports_report_review", args=(waiting.pk,))
    (row,) = lxml.html.document_fromstring(response.content).cssselect("[aria-labelledby=waiting] tbody tr")
    assert "初审" in row.text_content()
    viewer = signed_in(person(Role.VIEWER, county)).get(HOME)
    assert not lxml.html.document_fromstring(viewer.content).cssselect("[aria-labelledby=waiting]")


def test_explanations_that_wait_come_before_signatures(county: Organ, person: Person, signed_in: SignedIn) -> None:
    waiting = under_review()
    StoredFinding.objects.create(
        report=waiting, position=0, code="Y-1", level="explain", message="相差 3", settlement=Settlement.EXPLAINED
    )
    response = signed_in(person(Role.REVIEWER, county)).get(HOME)
    assert response.context["undecided"] == 1
    assert response.context["next"]["link"] == reverse("admin:findings_queue")


def test_a_returned_report_leads_to_its_objections(
    clerk: User, report: Report, county: Organ, person: Person, signed_in: SignedIn
) -> None:
    reviewer = person(Role.REVIEWER, county)
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    report.refresh_from_db()
    opinion = rectifying.opinion_add(report=report, key=report.form.cells[0], text="台账为37件。", user=reviewer)
    due = timezone.localdate() + timedelta(days=5)
    report_move(report=report, move=Move.RETURN, user=reviewer, due_on=due)
    response = signed_in(clerk).get(HOME)
    page = lxml.html.document_fromstring(response.content)
    assert response.context["deadline"].due == due
    assert page.cssselect(".next .tag.amb")
    assert page.cssselect(".btn.pri")[0].get("href").endswith(f"#objection-{opinion.pk}")
    assert "台账为37件。" in page.cssselect(".blk li")[0].text_content()


def test_what_is_handed_in_stays_in_sight(clerk: User, county: Organ, signed_in: SignedIn) -> None:
    waiting = under_review()
    response = signed_in(clerk).get(HOME)
    assert response.context["handed_in"] == [waiting]
    assert "report" not in response.context


def test_a_report_with_nothing_open_is_submitted_next(clerk: User, county: Organ, signed_in: SignedIn) -> None:
    complete = records.stored(filled())
    page = lxml.html.document_fromstring(signed_in(clerk).get(HOME).content)
    assert page.cssselect(".btn.pri")[0].get("href") == reverse("admin:reports_report_submit", args=(complete.pk,))


@time_machine.travel(date(2025, 2, 6))
def test_a_cut_list_of_findings_says_how_many_more(
    clerk: User, county: Organ, years: dict[int, ReportingYear], signed_in: SignedIn
) -> None:
    report, _is_new = report_start(organ=county, year=years[2024], scope=Scope.OWN, user=clerk)
    must = report.findings.exclude(level="hint").count()
    response = signed_in(clerk).get(HOME)
    assert must > len(response.context["findings"])
    assert f"还有{must - len(response.context['findings'])}项" in response.content.decode()


def test_the_feed_says_who_did_what_to_which_report(
    clerk: User, county: Organ, report: Report, signed_in: SignedIn
) -> None:
    feed = lxml.html.document_fromstring(signed_in(clerk).get(HOME).content).cssselect(".feed a")[0]
    changes = report.changes.count()
    assert " ".join(feed.text_content().split()) == f"系统 在“{county.name} 2023年度报告”导入 {changes} 项"


def test_the_side_bar_says_for_how_many_organs_a_person_files(person: Person, signed_in: SignedIn) -> None:
    organs = [records.organ(f"蓝田县第{number}局", kind="department") for number in range(3)]
    user = records.person(Role.CLERK, *organs, name="经办")
    page = lxml.html.fromstring(signed_in(user).get(HOME).content)
    assert "3" in page.cssselect(".brand .s")[0].text_content()
    single = records.person(Role.CLERK, organs[0], name="单办")
    page = lxml.html.fromstring(signed_in(single).get(HOME).content)
    assert page.cssselect(".brand .s")[0].text_content() == organs[0].name
