"""The home page of each role: one next click, and a number of queries that does not grow with the data."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import lxml.html
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Organ, ReportingYear, Role, User
from reports.models import ChangeSource, Report, State
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
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


@pytest.mark.parametrize(("role", "queries"), [(Role.CLERK, 9), (Role.REVIEWER, 10)])
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


def test_a_signer_publishes_next_what_is_complete_though_a_later_year_has_begun(
    county: Organ, years: dict[int, ReportingYear], person: Person, signed_in: SignedIn
) -> None:
    complete = records.stored(filled())
    report_start(organ=county, year=years[2024], scope=Scope.OWN, user=None)
    signer = signed_in(person(Role.SIGNER, county)).get(HOME)
    assert signer.context["next"]["link"] == reverse("admin:reports_report_publish", args=(complete.pk,))
    assert f"{county.name} {complete.year_id}" in signer.context["next"]["text"]
    for role in (Role.REVIEWER, Role.COORDINATOR, Role.VIEWER):
        others = signed_in(person(role, county)).get(HOME)
        assert "publish" not in others.context["next"]["link"]
        assert "下一步" not in others.content.decode()


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
