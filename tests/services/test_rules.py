"""Rules switched per year, tried on stored reports, and their track record."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from govopen.organs.models import Organ, Role, User
from reports.models import Explanation, FixedFinding, RuleSwitch, StoredFinding
from reports.services.errors import NotAllowedError, NotPossibleError, OpenFindingsError
from reports.services.reviewing import review_of
from reports.services.rules import (
    BATCH,
    TrackRecord,
    reviewers_pace,
    rule_preview,
    rule_switch,
    track_records,
)
from reports.services.settling import (
    bulk_begin,
    bulk_finish,
    explanation_accept,
    explanation_refuse,
    waiver_grant,
)
from reports.services.workflow import Move, findings_against
from tests import records

from .conftest import GOOD, Case
from .moving import move

pytestmark = pytest.mark.django_db

YEAR = 2023


@pytest.fixture
def coordinator(db: None) -> User:
    return records.person(Role.COORDINATOR, records.organ(), name="coordinator")


def switch(case: Case, user: User, is_on: bool, code: str = "", reason: str = "本年度口径调整") -> RuleSwitch:
    return rule_switch(code=code or case.finding.code, year=YEAR, is_on=is_on, reason=reason, user=user)


def test_a_rule_switched_off_finds_nothing_in_that_year_and_finds_it_again(case: Case, coordinator: User) -> None:
    code = case.finding.code
    off = switch(case, coordinator, False)
    assert (off.is_on, off.by, off.reason) == (False, coordinator, "本年度口径调整")
    assert not case.report.findings.filter(code=code).exists()
    assert findings_against(report=case.report, move=Move.SUBMIT) == []
    assert not FixedFinding.objects.exists()  # not asking is not putting right
    switch(case, coordinator, True, code=code)
    assert case.finding.code == code
    assert RuleSwitch.objects.count() == 1


def test_another_year_is_not_touched(case: Case, coordinator: User) -> None:
    records.year(2024)
    rule_switch(code=case.finding.code, year=2024, is_on=False, reason="口径调整", user=coordinator)
    assert [found.code for found in findings_against(report=case.report, move=Move.SUBMIT)] == [case.finding.code]


def test_what_was_said_holds_when_the_rule_is_back(case: Case, coordinator: User) -> None:
    given, code = case.settled(), case.finding.code
    switch(case, coordinator, False)
    switch(case, coordinator, True, code=code)
    assert case.finding.explanation == given
    assert case.finding.settlement == "accepted"


def test_a_rule_of_errors_stays_in_use(case: Case, coordinator: User) -> None:
    with pytest.raises(NotPossibleError):
        switch(case, coordinator, False, code="T3-1")
    for refused in ({"code": "X-9"}, {"reason": " "}):
        with pytest.raises(NotPossibleError):
            switch(case, coordinator, False, **refused)
    with pytest.raises(NotPossibleError):
        rule_switch(code=case.finding.code, year=2030, is_on=False, reason="口径", user=coordinator)
    assert not RuleSwitch.objects.exists()


def test_only_who_looks_after_the_whole_tree_switches(case: Case) -> None:
    below = records.person(Role.COORDINATOR, records.organ("蓝田县教育局", parent=case.report.organ), name="below")
    for user in (below, case.reviewer, case.signer, case.clerk):
        with pytest.raises(NotAllowedError):
            switch(case, user, False)


def test_a_preview_says_what_a_rule_would_flag_also_while_it_is_off(
    make_case: Callable[..., Case], coordinator: User, elsewhere: Organ
) -> None:
    county = records.organ()
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(3)]
    make_case(elsewhere)
    code = cases[0].finding.code
    for is_on in (True, False):
        switch(cases[0], coordinator, is_on, code=code)
        preview = rule_preview(code=code, year=YEAR, user=coordinator)
        assert preview.checked == 3
        assert [report for report, _found in preview.flagged] == [case.report for case in cases]
        assert {finding.code for _report, found in preview.flagged for finding in found} == {code}
    assert rule_preview(code=code, year=YEAR, user=cases[1].clerk).checked == 1
    assert rule_preview(code=code, year=2022, user=coordinator).flagged == []
    assert rule_preview(code="T3-1", year=YEAR, user=coordinator).flagged == []


def test_a_preview_costs_queries_by_the_batch(
    make_case: Callable[..., Case], coordinator: User, django_assert_max_num_queries: Callable
) -> None:
    county = records.organ()
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(6)]
    code = cases[0].finding.code
    rule_preview(code=code, year=YEAR, user=coordinator)  # fills the cache with the peers' figures
    with django_assert_max_num_queries(40):
        assert rule_preview(code=code, year=YEAR, user=coordinator).checked == 6
    assert BATCH >= 100


def test_the_track_record_of_a_rule(make_case: Callable[..., Case], coordinator: User, elsewhere: Organ) -> None:
    county = records.organ()
    supervisor = records.person(Role.REVIEWER, county, name="supervisor")
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(5)]
    foreign = make_case(elsewhere)
    foreign.settled()
    code = foreign.finding.code
    assert track_records(coordinator)[code] == TrackRecord(raised=5)
    assert track_records(coordinator)[code].precision is None
    accepted, refused, waived = (case.explained() for case in cases[:3])
    explanation_accept(explanation=accepted, user=supervisor)
    explanation_refuse(explanation=refused, user=supervisor, reason="请写明文号")
    until = timezone.localdate() + timedelta(days=9)
    waiver_grant(report=waived.report, subject=waived.subject, user=supervisor, reason=GOOD, expires_on=until)
    fixed = cases[3].finding
    FixedFinding.objects.create(
        report=fixed.report, code=code, level=fixed.level, subject=fixed.subject, raised_at=timezone.now(),
        fixed_at=timezone.now(),
    )  # fmt: skip
    fixed.delete()
    record = track_records(coordinator)[code]
    assert record == TrackRecord(raised=5, fixed=1, explained=3, accepted=1, refused=1, waived=1)
    assert record.precision == 0.5
    assert track_records(cases[4].clerk)[code] == TrackRecord(raised=1)


def test_the_track_record_stays_whole_when_the_rule_is_switched_off(case: Case, coordinator: User) -> None:
    code = case.finding.code
    given = case.explained()
    explanation_refuse(explanation=given, user=case.reviewer, reason="请写明文号")
    case.explained("县档案局2023年3月清查时发现2022年漏统信函申请1件，已补录")
    before = track_records(coordinator)[code]
    assert before == TrackRecord(raised=1, explained=1, refused=1)
    switch(case, coordinator, False)
    assert track_records(coordinator)[code] == before


def test_a_rule_nobody_decided_about_has_no_precision(case: Case, coordinator: User) -> None:
    code = case.finding.code
    case.explained()
    switch(case, coordinator, False)
    assert track_records(coordinator)[code] == TrackRecord(raised=1, explained=1)
    assert track_records(coordinator)[code].precision is None


def test_what_a_rule_switched_on_under_review_finds_stands_against_the_next_signature(
    case: Case, coordinator: User
) -> None:
    code = case.finding.code
    switch(case, coordinator, False)
    move(case, Move.SUBMIT)
    move(case, Move.SIGN, "reviewer")
    switch(case, coordinator, True, code=code)
    with pytest.raises(OpenFindingsError):
        move(case, Move.SIGN, "signer")
    read = review_of(report=case.report, user=case.signer)
    assert [found.code for found in read.standing] == [code]
    assert ([one.given is not None for one in read.signatures], case.report.stage) == ([True, False, False], 1)


def test_the_track_record_takes_few_queries(
    case: Case, coordinator: User, django_assert_max_num_queries: Callable
) -> None:
    with django_assert_max_num_queries(7):
        track_records(coordinator)


def test_who_settles_how_many_how_fast(make_case: Callable[..., Case], coordinator: User) -> None:
    county = records.organ()
    supervisor = records.person(Role.REVIEWER, county, name="supervisor")
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(5)]
    given = [case.explained() for case in cases]
    refused = given.pop()
    bulk = bulk_begin(explanations=given, user=supervisor)
    for one in Explanation.objects.filter(pk__in=bulk.sample):
        explanation_accept(explanation=one, user=supervisor)
    bulk_finish(bulk=bulk, user=supervisor)
    explanation_refuse(explanation=refused, user=supervisor, reason="请写明文号")
    start = timezone.now()
    singly = Explanation.objects.filter(bulk=None).order_by("pk")
    # Ten and thirty seconds, then an hour's pause; all after two days.
    for one, second in zip(singly, (0, 10, 40, 3640), strict=True):
        moment = start + timedelta(seconds=second)
        Explanation.objects.filter(pk=one.pk).update(decided_at=moment, at=moment - timedelta(days=2))
    Explanation.objects.filter(bulk=bulk).update(decided_at=start, at=start - timedelta(days=2))
    (pace,) = reviewers_pace(coordinator)
    assert (pace.person, pace.accepted, pace.refused, pace.waived, pace.in_bulk) == (supervisor, 4, 1, 0, 1)
    assert (pace.seconds_between, pace.days_waited) == (20, 2)
    assert reviewers_pace(supervisor) == []  # for the coordinator's eyes


def test_nothing_stored_no_record(coordinator: User) -> None:
    assert track_records(coordinator) == {}
    assert not StoredFinding.objects.exists()
