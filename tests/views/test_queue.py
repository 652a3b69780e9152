"""The queue of findings: who sees which, in which list, in which order, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from govopen.organs.models import Organ, Role, User
from reports.models import BulkSettlement, Explanation, Settlement, StoredFinding
from reports.services import settling
from tests import records
from tests.services.conftest import Case

QUEUE = "/findings/"
JSON = {"Accept": "application/json"}
REASON = "请附上2022年度台账，说明漏统的是哪一件"


@pytest.fixture
def county(db: None) -> Organ:
    return records.organ()


@pytest.fixture
def reviewer(county: Organ) -> User:
    return records.person(Role.REVIEWER, county, name="张志强")


@pytest.fixture
def make(make_case: Callable[..., Case]) -> Callable[[Organ], Case]:
    """A case whose one finding is the only one of its organ: last year's report is left out."""

    def made(organ: Organ) -> Case:
        case = make_case(organ)
        StoredFinding.objects.filter(report__organ=organ).exclude(report=case.report).delete()
        return case

    return made


@pytest.fixture
def cases(county: Organ, make: Callable[[Organ], Case]) -> list[Case]:
    """Three bodies below the county, each with one finding to explain."""
    return [make(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(3)]


def listed(response: Any) -> list[StoredFinding]:
    return [row.record for row in response.context["table"].rows]


def counts(response: Any) -> dict[str, int]:
    return {str(tab["key"]): tab["count"] for tab in response.context["tabs"]}


def test_only_findings_in_reach(
    cases: list[Case], make: Callable[[Organ], Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    foreign = make(records.organ("沭阳县人民政府"))
    shown = listed(signed_in(reviewer).get(QUEUE, {"tab": "all"}))
    assert {found.report for found in shown} == {case.report for case in cases}
    assert {found.report for found in listed(signed_in(foreign.reviewer).get(QUEUE, {"tab": "all"}))} == {
        foreign.report
    }
    assert signed_in(reviewer).get(reverse("admin:finding", args=(foreign.finding.pk,))).status_code == 404


def test_lists_by_whose_turn_it_is(cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]) -> None:
    explained, refused, open_one = cases
    explained.explained()
    settling.explanation_refuse(explanation=refused.explained(), user=reviewer, reason=REASON)
    client = signed_in(reviewer)
    response = client.get(QUEUE)
    assert listed(response) == [explained.finding]
    assert counts(response) == {"undecided": 1, "clerk": 2, "accepted": 0, "refused": 1, "all": 3}
    assert set(listed(client.get(QUEUE, {"tab": "clerk"}))) == {refused.finding, open_one.finding}
    assert listed(client.get(QUEUE, {"tab": "refused"})) == [refused.finding]


def test_a_clerk_finds_their_own_work_first(cases: list[Case], signed_in: Callable[[User], Client]) -> None:
    response = signed_in(cases[0].clerk).get(QUEUE)
    assert (str(response.context["tab"]), listed(response)) == ("clerk", [cases[0].finding])
    page = response.content.decode()
    assert "data-decision" not in page
    assert "bulk-begin" not in page.replace('form="bulk-begin"', "")


def raised(case: Case, **fields: Any) -> StoredFinding:
    """The stored finding with other contents, as if the checks had found them."""
    key = case.finding.pk
    StoredFinding.objects.filter(pk=key).update(**fields)
    return StoredFinding.objects.get(pk=key)


def test_errors_then_the_oldest_then_the_largest_difference(
    cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    now = timezone.now()
    large = raised(cases[0], raised_at=now, filed="900", expected="1")
    small = raised(cases[1], raised_at=now, filed="3", expected="2")
    old = raised(cases[2], raised_at=now - timedelta(days=9), filed="3", expected="2")
    extra = StoredFinding.objects.create(
        report=cases[1].report, position=9, code="T3-1", level="error", raised_at=now, subject="e", message="不等"
    )
    client = signed_in(reviewer)
    asked = {"tab": "all", "by": "none", "level": "grave"}
    assert listed(client.get(QUEUE, asked)) == [extra, old, large, small]
    by_rule = client.get(QUEUE, asked | {"by": "rule"})
    assert listed(by_rule)[0] == extra
    assert [(group["key"], group["items"]) for group in by_rule.context["groups"]] == [("T3-1", 1), ("Y-1", 3)]
    by_organ = client.get(QUEUE, asked | {"by": "organ"})
    assert [group["items"] for group in by_organ.context["groups"]] == [1, 2, 1]


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, 3),
        ({"organ": "第1局"}, 1),
        ({"rule": "Y-1"}, 3),
        ({"rule": "T3-1"}, 0),
        ({"level": "error"}, 0),
        ({"year": "2022"}, 0),
        ({"settlement": "open"}, 3),
        ({"age": "7"}, 1),
    ],
)
def test_filters(
    narrowed: dict[str, str], left: int, cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    raised(cases[0], raised_at=timezone.now() - timedelta(days=8))
    response = signed_in(reviewer).get(QUEUE, {"tab": "all", **narrowed})
    assert len(listed(response)) == left
    assert counts(response)["all"] == left
    assert ('class="emp' in response.content.decode()) == (left == 0)


@pytest.mark.parametrize("narrowed", [{"year": "x"}, {"rule": "x"}, {"level": "x"}, {"cause": "0"}])
def test_a_choice_that_does_not_exist_finds_nothing_and_says_so(
    narrowed: dict[str, str], cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(reviewer).get(QUEUE, {"tab": "all", **narrowed})
    assert listed(response) == []
    assert "没有这样的筛选条件" in response.content.decode()


def test_hints_are_shown_when_asked_for(cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]) -> None:
    hint = raised(cases[0], level="hint")
    client = signed_in(reviewer)
    assert hint not in listed(client.get(QUEUE, {"tab": "all"}))
    assert hint in listed(client.get(QUEUE, {"tab": "all", "level": "all"}))


def test_a_list_that_has_become_shorter_opens_at_its_last_page(
    cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    assert len(listed(signed_in(reviewer).get(QUEUE, {"tab": "all", "page": "7"}))) == 3


def test_a_finding_in_detail(cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]) -> None:
    case = cases[0]
    given = case.explained()
    response = signed_in(reviewer).get(reverse("admin:finding", args=(case.finding.pk,)))
    page = response.content.decode()
    for said in (case.finding.message, given.text, case.report.organ.name, "上年漏统"):
        assert said in page
    detail = response.context["detail"]
    assert [figure for _label, figure in detail.sides] == [case.finding.filed, case.finding.expected]
    assert [(bar.year, bar.is_current) for bar in detail.bars] == [(2022, False), (2023, True)]
    assert 'data-decision="accept"' in page
    assert 'data-decision="undo"' not in page


def test_decisions_are_offered_to_those_who_may_make_them(
    cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    case = cases[0]
    settling.explanation_accept(explanation=case.explained(), user=reviewer)
    address = reverse("admin:finding", args=(case.finding.pk,))
    assert 'data-decision="undo"' in signed_in(reviewer).get(address).content.decode()
    assert "data-decision" not in signed_in(case.reviewer).get(address).content.decode()  # another one's decision
    assert "data-decision" not in signed_in(case.clerk).get(address).content.decode()


def test_the_script_gets_the_panel_and_what_a_decision_changed(
    cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    given = cases[0].explained()
    cases[1].explained()
    client = signed_in(reviewer)
    accept = reverse("admin:explanation_accept", args=(given.pk,))
    assert "message" in client.post(accept, headers=JSON).json()
    address = f"{reverse('admin:finding', args=(cases[0].finding.pk,))}?numbers"
    answer = client.get(address, headers=JSON).json()
    assert answer["counts"] == {"undecided": 1, "clerk": 1, "accepted": 1, "refused": 0, "all": 3}
    assert (answer["group"]["key"], answer["group"]["items"]) == ("Y-1", 1)
    assert f'data-finding="{cases[0].finding.pk}"' in answer["row"]
    assert answer["bulk"] == ""


def test_a_sample_is_decided_before_the_rest_is_accepted(
    county: Organ, make: Callable[[Organ], Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    cases = [make(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(5)]
    given = [case.explained() for case in cases]
    client = signed_in(reviewer)
    client.post(reverse("admin:bulk_begin"), {"explanation": [one.pk for one in given]})
    bulk = BulkSettlement.objects.get()
    page = client.get(QUEUE).content.decode()
    assert page.count("data-open=") == len(bulk.sample) == 3
    client.post(reverse("admin:bulk_finish"))
    assert not Explanation.objects.exclude(decision="").exists()
    for key in bulk.sample:
        client.post(reverse("admin:explanation_accept", args=(key,)))
    client.post(reverse("admin:bulk_finish"))
    assert set(Explanation.objects.values_list("decision", flat=True)) == {"accepted"}
    assert 'class="bulk"' not in client.get(QUEUE).content.decode()


def test_only_explanations_in_reach_are_chosen_together(
    cases: list[Case], make: Callable[[Organ], Case], reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    foreign = make(records.organ("沭阳县人民政府")).explained()
    keys = [foreign.pk, *(case.explained().pk for case in cases)]
    signed_in(reviewer).post(reverse("admin:bulk_begin"), {"explanation": keys})
    assert foreign.pk not in BulkSettlement.objects.get().chosen
    clerk = signed_in(cases[0].clerk)
    assert clerk.post(reverse("admin:bulk_begin"), {"explanation": keys}).status_code == 403


def read_csv(response: Any) -> list[str]:
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def test_the_filtered_list_as_a_file(cases: list[Case], reviewer: User, signed_in: Callable[[User], Client]) -> None:
    formula = '=HYPERLINK("http://example.invalid","2022年漏统1件")'
    given = cases[0].explained()
    Explanation.objects.filter(pk=given.pk).update(text=formula)
    client = signed_in(reviewer)
    lines = read_csv(client.get(QUEUE, {"file": "csv"}))
    assert len(lines) == 2
    assert f"'{formula}".replace('"', '""') in lines[1]
    assert cases[0].report.organ.name in lines[1]
    assert len(read_csv(client.get(QUEUE, {"file": "csv", "tab": "clerk"}))) == 3
    response = client.get(QUEUE, {"file": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
    assert "填报" in "".join(heads) or "Filed" in heads
    assert f"'{formula}" in row.values()
    assert int(cases[0].finding.filed) in row.values()
    assert all(cell.data_type != "f" for cell in sheet[2])


def test_queries_do_not_grow_with_the_list(
    county: Organ, make: Callable[[Organ], Case], reviewer: User, signed_in: Callable[[User], Client],
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    case = make(county)
    given = case.explained()
    found = case.finding
    StoredFinding.objects.bulk_create(
        StoredFinding(
            report=case.report, position=number + 10, code="Y-1", level="explain", cells=found.cells, message="不等",
            subject=str(number), settlement=Settlement.EXPLAINED, explanation=given, raised_at=timezone.now(),
        )
        for number in range(120)
    )  # fmt: skip
    client = signed_in(reviewer)
    # Session, person, memberships, the tree below in two, all organs; years and causes of the filters; counts of the
    # lists and of the groups; keys and rows of the page; what is begun together; the numbers of the side bar.
    with django_assert_num_queries(14):
        response = client.get(QUEUE)
    assert len(listed(response)) == 50
    assert "page=2" in response.content.decode()
    with django_assert_num_queries(14):
        client.get(QUEUE, {"tab": "all", "by": "organ"})


def test_the_side_bar_counts_in_one_query(
    cases: list[Case], reviewer: User, signed_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    cases[0].explained()
    settling.explanation_refuse(explanation=cases[1].explained(), user=reviewer, reason=REASON)
    client = signed_in(reviewer)
    with django_assert_num_queries(7):
        page = client.get("/password_change/").content.decode()
    assert page.count('<b class="n">1</b>') == 1  # a finding to decide on; the objection waits for the clerk
