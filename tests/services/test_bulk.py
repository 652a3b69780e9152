"""Accepting many explanations together, after a sample of them."""

from collections.abc import Callable

import pytest

from govopen.organs.models import Role, User
from reports.models import BulkSettlement, Decision, Explanation, ExplanationCause, Settlement
from reports.services.bulk import bulk_cancel
from reports.services.errors import NotAllowedError, NotPossibleError
from reports.services.settling import (
    bulk_begin,
    bulk_finish,
    bulk_open,
    explanation_accept,
    explanation_refuse,
    waiver_grant,
)
from tests import records

from .conftest import CARRIED_IN, GOOD, Case
from .test_settling import change, report_sum, tomorrow

pytestmark = pytest.mark.django_db


def explanations_of(make_case: Callable[..., Case], count: int) -> tuple[list[Case], list[Explanation]]:
    """So many explained findings of bodies below one county, which share its reviewer."""
    county = records.organ()
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(count)]
    return cases, [case.explained() for case in cases]


def accept_sample(bulk: BulkSettlement, user: User) -> None:
    for explanation in Explanation.objects.filter(pk__in=bulk.sample):
        explanation_accept(explanation=explanation, user=user)


@pytest.fixture
def supervisor(db: None) -> User:
    return records.person(Role.REVIEWER, records.organ(), name="supervisor")


def test_many_are_accepted_after_a_sample_of_them(make_case: Callable[..., Case], supervisor: User) -> None:
    cases, given = explanations_of(make_case, 5)
    bulk = bulk_begin(explanations=given, user=supervisor)
    assert (len(bulk.sample), set(bulk.chosen)) == (3, {one.pk for one in given})
    assert set(bulk.sample) < set(bulk.chosen)
    assert bulk_open(user=supervisor) == bulk
    with pytest.raises(NotPossibleError):
        bulk_finish(bulk=bulk, user=supervisor)
    accept_sample(bulk, supervisor)
    lapsed = next(case for case, one in zip(cases, given, strict=True) if one.pk not in bulk.sample)
    change(lapsed.report, **{CARRIED_IN: 5})
    assert bulk_finish(bulk=bulk, user=supervisor) == 1
    in_bulk = Explanation.objects.get(bulk=bulk)
    assert in_bulk.pk not in bulk.sample
    assert in_bulk.decided_by == supervisor
    assert [case.finding.settlement for case in cases if case is not lapsed] == [Settlement.ACCEPTED] * 4
    assert bulk_open(user=supervisor) is None
    with pytest.raises(NotPossibleError):
        bulk_finish(bulk=bulk, user=supervisor)


def test_the_sample_is_one_in_five_and_drawn_by_chance(make_case: Callable[..., Case], supervisor: User) -> None:
    _cases, given = explanations_of(make_case, 16)
    assert len(bulk_begin(explanations=given, user=supervisor).sample) == 4
    samples = set()
    for _round in range(6):
        BulkSettlement.objects.all().delete()
        samples.add(tuple(bulk_begin(explanations=given, user=supervisor).sample))
    assert len(samples) > 1


@pytest.mark.parametrize("end", ["refused", "waived"])
def test_one_of_the_sample_not_accepted_ends_it(make_case: Callable[..., Case], supervisor: User, end: str) -> None:
    _cases, given = explanations_of(make_case, 4)
    bulk = bulk_begin(explanations=given, user=supervisor)
    first = next(one for one in given if one.pk in bulk.sample)
    if end == "refused":
        explanation_refuse(explanation=first, user=supervisor, reason="请写明是哪一件")
    else:
        waiver_grant(
            report=first.report, subject=first.subject, user=supervisor, reason=GOOD + "，同意", expires_on=tomorrow()
        )
    assert bulk_open(user=supervisor) is None
    with pytest.raises(NotPossibleError):
        bulk_finish(bulk=bulk, user=supervisor)
    assert not Explanation.objects.filter(decision=Decision.ACCEPTED).exists()


def test_beginning_again_keeps_what_was_drawn(make_case: Callable[..., Case], supervisor: User) -> None:
    _cases, given = explanations_of(make_case, 6)
    first = bulk_begin(explanations=given, user=supervisor)
    second = bulk_begin(explanations=given, user=supervisor)
    first.refresh_from_db()
    assert first.ended_at is not None
    assert second.sample == first.sample


def test_what_is_cancelled_ends_without_effect_and_is_no_way_round_the_sample(
    make_case: Callable[..., Case], supervisor: User
) -> None:
    _cases, given = explanations_of(make_case, 6)
    first = bulk_begin(explanations=given, user=supervisor)
    with pytest.raises(NotAllowedError):
        bulk_cancel(bulk=first, user=records.person(Role.REVIEWER, records.organ(), name="other"))
    explanation_accept(explanation=Explanation.objects.get(pk=first.sample[0]), user=supervisor)
    bulk_cancel(bulk=first, user=supervisor)
    assert bulk_open(user=supervisor) is None
    assert Explanation.objects.filter(decision=Decision.ACCEPTED).count() == 1
    for refused in (bulk_cancel, bulk_finish):
        with pytest.raises(NotPossibleError):
            refused(bulk=first, user=supervisor)
    waiting = list(Explanation.objects.filter(decision=Decision.NONE))
    assert set(first.sample[1:]) <= set(bulk_begin(explanations=waiting, user=supervisor).sample)


def test_what_is_decided_before_or_by_another_does_not_count_for_the_sample(
    make_case: Callable[..., Case], supervisor: User
) -> None:
    _cases, given = explanations_of(make_case, 4)
    other = records.person(Role.REVIEWER, records.organ(), name="other")
    bulk = bulk_begin(explanations=given, user=supervisor)
    accept_sample(bulk, other)
    with pytest.raises(NotPossibleError):
        bulk_finish(bulk=bulk, user=supervisor)
    with pytest.raises(NotAllowedError):
        bulk_finish(bulk=bulk, user=other)
    left = next(one for one in given if one.pk not in bulk.sample)
    with pytest.raises(NotPossibleError):
        explanation_accept(explanation=left, user=supervisor, bulk=bulk)


def test_only_alike_undecided_explanations_of_others_go_together(
    make_case: Callable[..., Case], supervisor: User
) -> None:
    cases, given = explanations_of(make_case, 3)
    other_cause = make_case(records.organ("蓝田县另一局", parent=records.organ())).explained(cause="跨年办理")
    for chosen in ([], [*given, other_cause]):
        with pytest.raises(NotPossibleError):
            bulk_begin(explanations=chosen, user=supervisor)
    with pytest.raises(NotAllowedError):
        bulk_begin(explanations=given, user=cases[0].reviewer)  # of the first body alone
    Explanation.objects.filter(pk=given[0].pk).update(code="X-1")
    with pytest.raises(NotPossibleError):
        bulk_begin(explanations=given, user=supervisor)
    Explanation.objects.filter(pk=given[0].pk).update(code=given[1].code)
    explanation_accept(explanation=given[0], user=supervisor)
    with pytest.raises(NotPossibleError):
        bulk_begin(explanations=given, user=supervisor)
    Explanation.objects.filter(pk=given[1].pk).update(by=supervisor)
    with pytest.raises(NotAllowedError):
        bulk_begin(explanations=given[1:], user=supervisor)
    assert not BulkSettlement.objects.exists()


def test_thirty_at_a_time(case: Case, supervisor: User) -> None:
    given = case.explained()
    many = [
        Explanation(report=case.report, code=given.code, subject=str(n), cause=given.cause, by=case.clerk)
        for n in range(31)
    ]
    Explanation.objects.bulk_create(many)
    with pytest.raises(NotPossibleError, match="30"):
        bulk_begin(explanations=list(Explanation.objects.exclude(pk=given.pk)), user=supervisor)


def test_an_error_is_never_accepted(case: Case, supervisor: User) -> None:
    """Even a record that somebody made look like an explanation of one."""
    case.settled()
    change(case.report, **{"applications.granted.total": report_sum(case) + 1})
    error = case.report.findings.filter(level="error").first()
    forged = Explanation.objects.create(
        report=case.report,
        code=error.code,
        subject=error.subject,
        digest=error.digest,
        message=error.message,
        cause=ExplanationCause.objects.first(),
        text=GOOD,
        by=case.clerk,
    )
    with pytest.raises(NotPossibleError):
        explanation_accept(explanation=forged, user=supervisor)
    with pytest.raises(NotPossibleError):
        bulk_begin(explanations=[forged], user=supervisor)
