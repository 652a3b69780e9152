"""Accepting together from the queue: its bar, giving it up, and what a decision changes outside the list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Organ, Role, User
from reports.models import BulkSettlement, Explanation, StoredFinding
from reports.services import settling
from tests import records
from tests.services.conftest import Case

QUEUE = "/findings/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def county(db: None) -> Organ:
    return records.organ()


@pytest.fixture
def reviewer(county: Organ) -> User:
    return records.person(Role.REVIEWER, county, name="张志强")


@pytest.fixture
def cases(county: Organ, make_case: Callable[..., Case]) -> list[Case]:
    """Three bodies below the county, each with one finding to explain; their last year's reports are left out."""
    made = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(3)]
    StoredFinding.objects.exclude(report__in=[case.report for case in made]).delete()
    return made


@pytest.fixture
def given(cases: list[Case]) -> list[Explanation]:
    return [case.explained() for case in cases]


def numbers(client: Client, finding: StoredFinding, query: str = "") -> dict[str, Any]:
    address = f"{reverse('admin:finding', args=(finding.pk,))}?numbers{query}"
    answer: dict[str, Any] = client.get(address, headers=JSON).json()
    return answer


def test_the_bar_names_all_that_belongs_to_it_and_leads_back_to_the_list(
    given: list[Explanation], cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    settling.bulk_begin(explanations=given, user=reviewer)
    bar = numbers(signed_in(reviewer), cases[0].finding, "&by=organ")["bulk"]
    assert f'data-chosen="{" ".join(str(one.pk) for one in given)}"' in bar
    assert f'value="{QUEUE}?by=organ"' in bar
    assert reverse("admin:bulk_cancel") in bar


def test_accepting_together_is_given_up(
    given: list[Explanation], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    settling.bulk_begin(explanations=given, user=reviewer)
    client = signed_in(reviewer)
    assert "message" in client.post(reverse("admin:bulk_cancel"), headers=JSON).json()
    assert BulkSettlement.objects.get().ended_at is not None
    assert not Explanation.objects.exclude(decision="").exists()
    assert 'class="bulk"' not in client.get(QUEUE).content.decode()
    assert client.post(reverse("admin:bulk_cancel")).status_code == 302  # nothing is open: back to the list


def test_rows_can_be_chosen_only_where_they_can_be_accepted_together(
    given: list[Explanation], cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    def boxes(user: User, **asked: str) -> int:
        return signed_in(user).get(QUEUE, asked).content.decode().count('name="explanation"')

    assert boxes(reviewer) == 3
    assert boxes(reviewer, tab="all") == 0
    assert boxes(cases[0].clerk, tab="undecided") == 0


def test_a_decision_changes_the_numbers_of_the_side_bar_whatever_the_list_is_narrowed_to(
    given: list[Explanation], cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(reviewer)
    settling.explanation_refuse(explanation=given[0], user=reviewer, reason="请附上2022年度台账，说明漏统的是哪一件")
    answer = numbers(client, cases[0].finding, "&tab=refused&level=grave&organ=第0局")
    assert answer["work"] == {QUEUE: 2, "/rectifications/": 0}  # the objection is with nobody yet


def test_who_comes_second_is_told_who_decided_when_and_how(
    given: list[Explanation], cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    settling.explanation_accept(explanation=given[0], user=reviewer)
    second = signed_in(cases[0].reviewer)
    refused = second.post(reverse("admin:explanation_accept", args=(given[0].pk,)), headers=JSON)
    assert refused.status_code == 409
    assert reviewer.get_full_name() in refused.json()["message"]
    row = numbers(second, cases[0].finding)["row"]
    assert 'data-settlement="accepted"' in row


def test_last_years_carry_over_stands_beside_what_is_carried_in(
    given: list[Explanation], cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    found = cases[0].finding
    detail = signed_in(reviewer).get(reverse("admin:finding", args=(found.pk,))).context["detail"]
    assert [(bar.year, bar.figure) for bar in detail.bars] == [(2022, found.expected), (2023, found.filed)]
    form = found.report.form
    assert [bar.label for bar in detail.bars] == [
        form.specs[form.carries[found.cells[0]]].row.label,
        form.specs[found.cells[0]].row.label,
    ]


def test_the_side_bar_shows_the_number_of_the_list(
    given: list[Explanation], cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    for person, asked, shown in (
        (reviewer, {}, 3),
        (reviewer, {"organ": "第0局"}, 3),
        (reviewer, {"level": "error"}, 3),
        (reviewer, {"tab": "accepted"}, 3),
    ):
        page = signed_in(person).get(QUEUE, asked).content.decode()
        assert page.count(f'<b class="n">{shown}</b>') == 1
