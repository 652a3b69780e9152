"""The catalogue of rules, their switches, what they would find, and how fast people decide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Organ, Role, User
from reports import checks
from reports.models import RuleSwitch
from reports.services import settling
from tests import records
from tests.services.conftest import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(db: None) -> User:
    return records.person(Role.COORDINATOR, records.organ(), name="王芳")


def said(response: Any) -> str:
    return response.content.decode()


def test_every_rule_says_what_it_is(case: Case, coordinator: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(coordinator)
    listed = said(client.get(reverse("admin:rules")))
    for entry in checks.CHECKS:
        assert entry.title in listed
        assert reverse("admin:rule", args=(entry.code,)) in listed
    entry = next(entry for entry in checks.CHECKS if entry.code == "Y-1")
    page = said(client.get(reverse("admin:rule", args=("Y-1",))))
    for words in (entry.statement, entry.basis, entry.where, entry.example, *entry.causes):
        assert words in page
    assert client.get("/rules/X-9/").status_code == 404


def test_one_level_at_a_time(coordinator: User, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(coordinator).get(reverse("admin:rules"), {"level": "hint"})
    assert {rule["check"]["level"] for rule in response.context["rules"]} == {"hint"}


def test_the_track_record_is_that_of_what_one_sees(case: Case, signed_in: Callable[[User], Client]) -> None:
    case.settled()
    elsewhere = records.person(Role.VIEWER, records.organ("沭阳县人民政府"))
    counted = {
        user: {rule["check"]["code"]: rule["record"] for rule in signed_in(user).get("/rules/").context["rules"]}["Y-1"]
        for user in (case.reviewer, elsewhere)
    }
    assert (counted[case.reviewer].explained, counted[case.reviewer].accepted) == (1, 1)
    assert counted[elsewhere] is None
    assert "0%" in said(signed_in(case.reviewer).get("/rules/Y-1/"))


def test_a_coordinator_switches_a_rule_of_a_year_with_a_reason(
    case: Case, coordinator: User, signed_in: Callable[[User], Client]
) -> None:
    client, switch = signed_in(coordinator), reverse("admin:rule_switch", args=("Y-1",))
    client.post(switch, {"year": "2023", "is_on": "0", "reason": ""})
    assert not RuleSwitch.objects.exists()
    client.post(switch, {"year": "2023", "is_on": "0", "reason": "2023年度机构改革，上年口径不可比"})
    assert RuleSwitch.objects.get().is_on is False
    page = said(client.get("/rules/Y-1/"))
    assert "2023年度机构改革，上年口径不可比" in page
    assert coordinator.get_full_name() in page
    client.post(switch, {"year": "2023", "is_on": "1"})
    assert RuleSwitch.objects.get().is_on is True


@pytest.mark.parametrize("who", ["clerk", "reviewer", "signer"])
def test_others_only_read(who: str, case: Case, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(getattr(case, who))
    assert "<form" not in said(client.get("/rules/Y-1/")).split('<main id="main"')[1]
    posted = {"year": "2023", "is_on": "0", "reason": "2023年度机构改革，上年口径不可比"}
    assert client.post(reverse("admin:rule_switch", args=("Y-1",)), posted).status_code == 403
    assert not RuleSwitch.objects.exists()


def test_a_rule_of_errors_offers_no_switch(case: Case, coordinator: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(coordinator)
    assert "rule_switch" not in said(client.get("/rules/T3-1/"))
    assert reverse("admin:rule_switch", args=("T3-1",)) not in said(client.get("/rules/T3-1/"))
    client.post(reverse("admin:rule_switch", args=("T3-1",)), {"year": "2023", "is_on": "0", "reason": "不再使用"})
    assert not RuleSwitch.objects.exists()


def test_what_a_rule_would_find_before_it_is_used(
    case: Case, coordinator: User, signed_in: Callable[[User], Client]
) -> None:
    RuleSwitch.objects.create(code="Y-1", year_id=2023, is_on=False)
    message = case.finding.message
    case.report.findings.all().delete()
    response = signed_in(coordinator).get("/rules/Y-1/", {"preview": "2023"})
    assert (response.context["preview"].checked, len(response.context["flagged"])) == (1, 1)
    page = said(response)
    assert message in page
    assert "放假" not in page  # a rule that is switched off is not on holiday
    assert reverse("admin:reports_report_change", args=(case.report.pk,)) in page
    assert signed_in(coordinator).get("/rules/Y-1/", {"preview": "1999"}).context["preview"] is None


def test_the_coordinator_sees_how_fast_people_decide(
    case: Case, make_case: Callable[[Organ], Case], coordinator: User, signed_in: Callable[[User], Client]
) -> None:
    case.settled()
    other = make_case(records.organ("沭阳县人民政府"))
    settling.explanation_accept(explanation=other.explained(), user=other.reviewer)
    paces = signed_in(coordinator).get(reverse("admin:reviewers")).context["paces"]
    assert [(pace.person, pace.accepted) for pace in paces] == [(case.reviewer, 1)]
    assert signed_in(case.reviewer).get(reverse("admin:reviewers")).status_code == 403
