"""The list of reports."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Level, Organ, OrganAlias, OrganKind, ReportingYear, Role, User
from reports.models import Report, State
from reports.services.reporting import report_start
from reports.value import Scope

LIST = "/reports/report/"


@pytest.fixture
def reviewer(person: Callable[[str, Organ], User], county: Organ, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(person(Role.REVIEWER, county))


@pytest.fixture
def second(bureau: Organ, years: dict[int, ReportingYear]) -> Report:
    OrganAlias.objects.create(organ=bureau, name="县教育局")
    return report_start(organ=bureau, year=years[2022], scope=Scope.OWN, user=None)[0]


def listed(response: Any) -> list[Report]:
    return [row.record for row in response.context["table"].rows]


def test_newest_year_first(reviewer: Client, report: Report, second: Report) -> None:
    assert listed(reviewer.get(LIST)) == [report, second]
    assert listed(reviewer.get(LIST, {"sort": "year"})) == [second, report]


@pytest.mark.parametrize(
    "narrowed", [{"year": 2022}, {"kind": OrganKind.DEPARTMENT}, {"search": "教育局"}, {"search": "县教育"}]
)
def test_filters(narrowed: dict[str, Any], reviewer: Client, report: Report, second: Report) -> None:
    assert listed(reviewer.get(LIST, narrowed)) == [second]


def test_filter_by_state_and_a_list_left_empty_by_it(reviewer: Client, report: Report, second: Report) -> None:
    response = reviewer.get(LIST, {"state": State.PUBLISHED})
    assert listed(response) == []
    assert 'class="emp' in response.content.decode()
    Report.objects.filter(pk=second.pk).update(state=State.PUBLISHED)
    assert listed(reviewer.get(LIST, {"state": State.PUBLISHED})) == [second]


@pytest.mark.parametrize("narrowed", [{"year": "9999"}, {"state": "x"}, {"kind": "x"}, {"year": "abc"}])
def test_a_choice_that_does_not_exist_finds_nothing_and_says_so(
    narrowed: dict[str, str], reviewer: Client, report: Report
) -> None:
    response = reviewer.get(LIST, narrowed)
    assert listed(response) == []
    assert "没有这样的筛选条件" in response.content.decode()


def test_open_findings_are_counted(reviewer: Client, report: Report, second: Report) -> None:
    counts = {one: one.errors + one.explains for one in listed(reviewer.get(LIST))}
    assert counts[second] > 0
    assert counts[second] == second.findings.exclude(level="hint").count()


def test_only_who_fills_in_may_start(
    reviewer: Client, clerk: User, years: dict[int, ReportingYear], signed_in: Callable[[User], Client]
) -> None:
    start = reverse("admin:reports_report_start")
    assert start not in reviewer.get(LIST).content.decode()
    assert reviewer.post(start).status_code == 403
    assert start in signed_in(clerk).get(LIST).content.decode()


def test_a_report_that_exists_is_opened_instead_of_made_twice(
    clerk: User, report: Report, signed_in: Callable[[User], Client]
) -> None:
    posted = {"organ": report.organ_id, "year": report.year_id, "scope": report.scope}
    response = signed_in(clerk).post(reverse("admin:reports_report_start"), posted)
    assert response["Location"] == reverse("admin:reports_report_change", args=(report.pk,))
    assert Report.objects.count() == 1


def test_a_department_cannot_be_started_with_the_aggregate(
    bureau: Organ, county: Organ, person: Callable[[str, Organ], User], years: dict[int, ReportingYear],
    signed_in: Callable[[User], Client],
) -> None:  # fmt: skip
    client = signed_in(person(Role.CLERK, bureau))
    start = reverse("admin:reports_report_start")
    page = client.get(start)
    assert page.context["form"]["scope"].initial == Scope.OWN
    assert 'data-scopes="own"' in page.content.decode()
    response = client.post(start, {"organ": bureau.pk, "year": 2023, "scope": Scope.AGGREGATE.value})
    assert "scope" in response.context["form"].errors
    assert not Report.objects.exists()


def test_queries_do_not_grow_with_the_list(
    reviewer: Client, county: Organ, years: dict[int, ReportingYear], django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        organ = Organ.objects.create(
            name=f"蓝田县第{number}局", kind=OrganKind.DEPARTMENT, level=Level.COUNTY, parent=county
        )
        Report.objects.create(organ=organ, year=years[2023], schema="2021")
    with django_assert_max_num_queries(10):
        response = reviewer.get(LIST)
    assert len(response.context["table"].page.object_list) == 25
    assert "page=2" in response.content.decode()
