"""Who signs in which order, and who may give which signature."""

from collections.abc import Callable

import pytest

from govopen.organs.models import Membership, Role, User
from reports.models import Move, Report, ReviewStep, State, Transition
from reports.services.chain import objection_to_signing, signatures_of, steps_of
from reports.services.errors import NotAllowedError
from reports.services.history import break_of
from reports.services.workflow import report_move
from tests import records

from .conftest import Case
from .moving import CELL, lead_to, move, type_in

pytestmark = pytest.mark.django_db


def test_three_different_people_sign(case: Case) -> None:
    third = records.person(Role.SIGNER, case.report.organ, name="third")
    lead_to(case, State.SUBMITTED)
    move(case, Move.SIGN, "signer")  # who signs for the house may also stand in for the reviewer
    for user in ("signer", "reviewer"):  # signed already; not of the second step's role
        with pytest.raises(NotAllowedError):
            move(case, Move.SIGN, user)
    move(case, Move.SIGN, "signer2")
    for user in ("signer", "signer2"):
        with pytest.raises(NotAllowedError):
            move(case, Move.SIGN, user)
    made = report_move(report=case.report, move=Move.SIGN, user=third)
    assert (case.report.state, made.step) == (State.SIGNED, "终审（主要领导）")
    assert [one.given.by for one in signatures_of(report=case.report)] == [case.signer, case.signer2, third]


def test_the_last_editor_never_signs(case: Case) -> None:
    records.Membership.objects.create(user=case.clerk2, organ=case.report.organ, role=Role.SIGNER)
    both = User.objects.get(pk=case.clerk2.pk)
    case.settled()
    type_in(case.report, both, **{CELL: 9})
    move(case, Move.SUBMIT)
    with pytest.raises(NotAllowedError):
        report_move(report=case.report, move=Move.SIGN, user=both)
    move(case, Move.WITHDRAW)
    type_in(case.report, case.clerk, **{CELL: 8})
    move(case, Move.SUBMIT)
    report_move(report=case.report, move=Move.SIGN, user=both)


def test_a_superuser_signs_once_like_everybody(case: Case) -> None:
    root = User.objects.create_superuser("root", password=records.PASSWORD)
    lead_to(case, State.SUBMITTED)
    report_move(report=case.report, move=Move.SIGN, user=root)
    with pytest.raises(NotAllowedError):
        report_move(report=case.report, move=Move.SIGN, user=root)


def test_the_chain_is_the_nearest_organs_and_the_years(case: Case) -> None:
    city = records.organ("西安市人民政府")
    county = case.report.organ
    county.parent = city
    county.save()

    def chain() -> list[str]:
        return [step.name for step in steps_of(report=Report.objects.get(pk=case.report.pk))]

    def step(name: str, position: int = 1, **scope: object) -> None:
        ReviewStep.objects.create(name=name, title="领导", position=position, role=Role.SIGNER, **scope)

    assert chain() == ["初审", "复审", "终审"]
    step("各处")
    assert chain() == ["各处"]
    step("各处当年", year=case.report.year)
    step("各处另年", year=records.year(2024))
    assert chain() == ["各处当年"]
    step("市", organ=city)
    assert chain() == ["市"]
    step("县二审", position=2, organ=county)
    step("县一审", organ=county)
    assert chain() == ["县一审", "县二审"]
    step("县当年", organ=county, year=case.report.year)
    assert chain() == ["县当年"]
    step("别处", organ=records.organ("沭阳县人民政府"))
    assert chain() == ["县当年"]


def test_a_chain_of_one_named_person(case: Case) -> None:
    ReviewStep.objects.create(
        organ=case.report.organ, position=1, name="签发", title="局长", role=Role.SIGNER, person=case.signer2
    )
    lead_to(case, State.SUBMITTED)
    for user in ("signer", "reviewer"):
        with pytest.raises(NotAllowedError):
            move(case, Move.SIGN, user)
    assert move(case, Move.SIGN, "signer2").after == State.SIGNED


def set_up(case: Case, *names: str) -> None:
    """A chain of signers for the case's organ, in the place of the one before."""
    ReviewStep.objects.filter(organ=case.report.organ).delete()
    for position, name in enumerate(names, start=1):
        ReviewStep.objects.create(organ=case.report.organ, position=position, name=name, title="局长", role=Role.SIGNER)


@pytest.mark.parametrize("names", [("签发",), ("一审", "二审"), ("一", "二", "三", "四")])
def test_the_chain_of_a_round_is_the_one_it_began_with(case: Case, names: tuple[str, ...]) -> None:
    lead_to(case, State.SUBMITTED)
    move(case, Move.SIGN, "reviewer")
    set_up(case, *names)
    signatures = signatures_of(report=case.report)
    assert [one.step.name for one in signatures] == ["初审", "复审", "终审"]
    assert (signatures[0].given.step, signatures[1].is_next) == ("初审（单位主要领导）", True)
    move(case, Move.SIGN, "signer")
    assert move(case, Move.SIGN, "signer2").after == State.SIGNED
    assert [one.step.name for one in signatures_of(report=case.report)] == ["初审", "复审", "终审"]
    assert break_of(report=case.report) is None


def test_the_next_round_takes_the_chain_set_up_meanwhile(case: Case) -> None:
    set_up(case, "一审", "二审")
    lead_to(case, State.SUBMITTED)
    set_up(case, "签发")
    assert len(signatures_of(report=case.report)) == 2
    move(case, Move.WITHDRAW)
    assert [one.step.name for one in signatures_of(report=case.report)] == ["签发"]
    move(case, Move.SUBMIT)
    assert move(case, Move.SIGN, "signer").after == State.SIGNED


def test_a_named_person_stays_named_for_the_round(case: Case) -> None:
    step = ReviewStep.objects.create(
        organ=case.report.organ, position=1, name="签发", title="局长", role=Role.SIGNER, person=case.signer2
    )
    lead_to(case, State.SUBMITTED)
    step.delete()
    assert case.signer2.get_full_name() in objection_to_signing(report=case.report, user=case.signer)
    assert objection_to_signing(report=case.report, user=case.signer2) == ""


def test_the_chain_kept_is_part_of_the_proof(case: Case) -> None:
    lead_to(case, State.SUBMITTED)
    submitted = case.report.transitions.get()
    Transition.objects.filter(pk=submitted.pk).update(steps=submitted.steps[:1])
    assert break_of(report=case.report).number == 1


def test_a_round_begun_before_chains_were_kept_is_still_signed_and_proved(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.services.workflow.steps_frozen", lambda **given: [])
    lead_to(case, State.SUBMITTED)
    move(case, Move.SIGN, "reviewer")
    assert [one.step.name for one in signatures_of(report=case.report)] == ["初审", "复审", "终审"]
    assert break_of(report=case.report) is None


def test_nobody_takes_the_step_that_leaves_a_later_one_without_a_signer(case: Case) -> None:
    lead_to(case, State.SUBMITTED)
    objection = objection_to_signing(report=case.report, user=case.signer)
    assert "终审" in objection
    with pytest.raises(NotAllowedError, match="终审"):
        move(case, Move.SIGN, "signer")
    for user in (case.reviewer, case.reviewer2):
        assert objection_to_signing(report=case.report, user=user) == ""
    move(case, Move.SIGN, "reviewer")
    move(case, Move.SIGN, "signer")
    move(case, Move.SIGN, "signer2")


def test_a_superuser_counts_only_where_the_others_cannot_do_it_among_themselves(case: Case) -> None:
    User.objects.create_superuser("root", password=records.PASSWORD)
    lead_to(case, State.SUBMITTED)
    assert "终审" in objection_to_signing(report=case.report, user=case.signer)
    Membership.objects.filter(user__in=[case.reviewer, case.reviewer2]).delete()
    assert objection_to_signing(report=case.report, user=case.signer) == ""


def test_where_the_chain_cannot_be_finished_anyway_nobody_is_kept_from_signing(case: Case) -> None:
    Membership.objects.filter(user=case.signer2).delete()
    lead_to(case, State.SUBMITTED)
    assert objection_to_signing(report=case.report, user=case.reviewer) == ""


def test_a_signer_who_is_needed_at_a_step_named_for_them_signs_nothing_before(case: Case) -> None:
    for position, person in ((1, None), (2, case.signer)):
        ReviewStep.objects.create(
            organ=case.report.organ, position=position, name=f"第{position}审", title="局长", role=Role.SIGNER,
            person=person,
        )  # fmt: skip
    lead_to(case, State.SUBMITTED)
    assert "第2审" in objection_to_signing(report=case.report, user=case.signer)
    assert objection_to_signing(report=case.report, user=case.signer2) == ""


def test_whether_somebody_is_left_costs_few_queries(case: Case, django_assert_max_num_queries: Callable) -> None:
    lead_to(case, State.SUBMITTED)
    report = Report.objects.select_related("organ").get(pk=case.report.pk)
    signatures = signatures_of(report=report)
    user = User.objects.get(pk=case.reviewer.pk)
    with django_assert_max_num_queries(7):
        assert objection_to_signing(report=report, user=user, signatures=signatures) == ""


def test_the_words_count_the_signatures_there_are(case: Case) -> None:
    set_up(case, "一审", "二审")
    lead_to(case, State.SUBMITTED)
    move(case, Move.SIGN, "signer")
    objection = objection_to_signing(report=case.report, user=case.signer)
    assert ("2" in objection, "3" in objection, "三" in objection) == (True, False, False)
