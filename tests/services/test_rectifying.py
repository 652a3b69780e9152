"""Objections: written, handed over, put right by one person and closed by another."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from govopen.organs.models import Membership, Organ, Role, User
from reports.models import ChangeSource, Move, Rectification
from reports.services.errors import NotAllowedError, NotPossibleError, ReasonError
from reports.services.rectifying import (
    LARGEST_FILE,
    opinion_add,
    opinion_drop,
    rectification_close,
    rectification_done,
    rectification_reopen,
    rectifications_visible,
    unaltered,
)
from reports.services.reviewing import review_of
from reports.services.settling import explanation_refuse
from reports.services.store import report_load, report_save
from reports.services.workflow import objections_open, objections_unconfirmed, report_move
from reports.value import ReportValue
from tests import records

from .conftest import Case

pytestmark = pytest.mark.django_db

CELL = "applications.granted.total"
TOMORROW = timezone.localdate() + timedelta(days=1)


def move(case: Case, what: Move, user: str = "clerk", **details: object) -> None:
    report_move(report=case.report, move=what, user=getattr(case, user), **details)


@pytest.fixture
def reviewed(case: Case) -> Case:
    """Under review, nothing left to settle."""
    case.settled()
    move(case, Move.SUBMIT)
    return case


def object_to(case: Case, user: str = "reviewer", key: str = CELL, **details: object) -> Rectification:
    return opinion_add(report=case.report, key=key, text="请核对与台账是否一致", user=getattr(case, user), **details)


def test_it_waits_under_review_and_goes_along_with_the_return(reviewed: Case) -> None:
    item = object_to(reviewed)
    assert (item.handed_over_at, item.owner, item.due_on) == (None, None, None)
    assert objections_open(report=reviewed.report) == []
    with pytest.raises(NotPossibleError):  # nobody signs what stands objected to
        move(reviewed, Move.SIGN, "reviewer2")
    move(reviewed, Move.RETURN, "reviewer", due_on=TOMORROW)
    item.refresh_from_db()
    assert (item.owner, item.due_on) == (reviewed.clerk, TOMORROW)
    with pytest.raises(NotPossibleError):  # not answered
        move(reviewed, Move.SUBMIT)
    rectification_done(rectification=item, user=reviewed.clerk, proof="已与台账逐件核对，改为38件")
    move(reviewed, Move.SUBMIT)
    move(reviewed, Move.SIGN, "reviewer2")
    rectification_close(rectification=item, user=reviewed.reviewer)
    assert item.closed_by == reviewed.reviewer


def test_an_answer_is_confirmed_before_the_last_signature(reviewed: Case) -> None:
    item = object_to(reviewed)
    move(reviewed, Move.RETURN, "reviewer", due_on=TOMORROW)
    rectification_done(rectification=item, user=reviewed.clerk, proof="已与台账逐件核对，改为38件")
    move(reviewed, Move.SUBMIT)
    for user in ("reviewer", "signer"):
        move(reviewed, Move.SIGN, user)
    assert objections_unconfirmed(report=reviewed.report) == [item]
    assert review_of(report=reviewed.report, user=reviewed.signer2).objections_unconfirmed == [item]
    with pytest.raises(NotPossibleError, match="1"):
        move(reviewed, Move.SIGN, "signer2")
    rectification_close(rectification=item, user=reviewed.signer)
    move(reviewed, Move.SIGN, "signer2")


def test_a_hollow_proof_is_refused_with_an_example(case: Case) -> None:
    item = object_to(case)
    with pytest.raises(ReasonError) as refused:
        rectification_done(rectification=item, user=case.clerk, proof="核实无误")
    assert refused.value.example
    item.refresh_from_db()
    assert item.done_at is None


def test_a_withdrawn_report_takes_its_objections_along(reviewed: Case) -> None:
    item = object_to(reviewed)
    move(reviewed, Move.WITHDRAW)
    assert objections_open(report=reviewed.report) == [item]
    item.refresh_from_db()
    assert item.owner == reviewed.clerk
    assert item.due_on >= timezone.localdate()


def test_in_a_draft_it_is_handed_over_at_once(case: Case) -> None:
    item = object_to(case)
    assert objections_open(report=case.report) == [item]
    assert (item.owner, item.transition) == (case.clerk, None)
    assert item.due_on == timezone.localdate() + timedelta(days=7)  # the year's date is long over
    assert object_to(case, due_on=TOMORROW, owner=case.clerk2).owner == case.clerk2


def test_what_is_reopened_during_review_keeps_it_from_being_signed(reviewed: Case) -> None:
    item = object_to(reviewed)
    move(reviewed, Move.RETURN, "reviewer", due_on=TOMORROW)
    rectification_done(rectification=item, user=reviewed.clerk, proof="已改为38件")
    move(reviewed, Move.SUBMIT)
    rectification_reopen(rectification=item, user=reviewed.reviewer, reason="台账仍是39件")
    assert (item.done_at, item.done_by, item.proof) == (None, None, "已改为38件")
    assert "台账仍是39件" in item.text
    with pytest.raises(NotPossibleError):
        move(reviewed, Move.SIGN, "reviewer2")
    move(reviewed, Move.RETURN, "reviewer2", due_on=TOMORROW)
    with pytest.raises(NotPossibleError):
        move(reviewed, Move.SUBMIT)


@pytest.mark.parametrize(
    "details",
    [
        {"key": "no.such.cell"},
        {"text": "  "},
        {"due_on": timezone.localdate() - timedelta(days=1)},
        {"owner": "signer"},
    ],
)
def test_an_objection_has_a_place_a_text_and_somebody_to_answer_it(case: Case, details: dict[str, object]) -> None:
    if "owner" in details:
        details = {"owner": getattr(case, str(details["owner"]))}
    with pytest.raises(NotPossibleError):
        opinion_add(**{"report": case.report, "key": CELL, "text": "请核对", "user": case.reviewer, **details})
    assert not Rectification.objects.exists()


@pytest.mark.parametrize("key", [CELL, "problems", "", "applications"])
def test_cells_texts_sections_and_the_whole_are_places(case: Case, key: str) -> None:
    assert object_to(case, key=key).key == key


def test_only_reviewers_object_and_only_the_author_takes_it_back(case: Case) -> None:
    for user in ("clerk", "clerk2"):
        with pytest.raises(NotAllowedError):
            object_to(case, user)
    item = object_to(case)
    for user in (case.clerk, case.reviewer2):
        with pytest.raises(NotAllowedError):
            opinion_drop(rectification=item, user=user)
    opinion_drop(rectification=item, user=case.reviewer)
    assert not Rectification.objects.exists()
    with pytest.raises(NotPossibleError):
        opinion_drop(rectification=item, user=case.reviewer)


def test_what_is_answered_returned_or_from_a_refusal_is_not_taken_back(case: Case) -> None:
    answered = object_to(case)
    rectification_done(rectification=answered, user=case.clerk, proof="已改为38件")
    refusal = explanation_refuse(explanation=case.explained(), user=case.reviewer, reason="请写明文号")
    for item in (answered, refusal):
        with pytest.raises(NotPossibleError):
            opinion_drop(rectification=item, user=case.reviewer)


def test_who_did_it_never_closes_it(case: Case) -> None:
    item = object_to(case)
    with pytest.raises(NotPossibleError):  # not answered
        rectification_close(rectification=item, user=case.reviewer)
    Membership.objects.create(user=case.clerk, organ=case.report.organ, role=Role.REVIEWER)
    both = User.objects.get(pk=case.clerk.pk)
    rectification_done(rectification=item, user=both, proof="已改为38件")
    for user in (both, case.clerk2):
        with pytest.raises(NotAllowedError):
            rectification_close(rectification=item, user=user)
    rectification_close(rectification=item, user=case.reviewer)
    with pytest.raises(NotPossibleError):
        rectification_close(rectification=item, user=case.reviewer2)
    with pytest.raises(NotPossibleError):
        rectification_done(rectification=item, user=case.clerk2, proof="又改为39件")


def test_an_answer_says_what_was_done_and_may_bring_a_file(case: Case) -> None:
    item = object_to(case)
    with pytest.raises(ReasonError):
        rectification_done(
            rectification=item, user=case.clerk, proof="核实无误", file_name="台账.pdf", file_data=b"%PDF"
        )
    with pytest.raises(NotPossibleError, match="5"):
        rectification_done(rectification=item, user=case.clerk, proof="见台账", file_data=b"0" * (LARGEST_FILE + 1))
    with pytest.raises(NotAllowedError):
        rectification_done(rectification=item, user=case.reviewer, proof="已改为38件")
    rectification_done(rectification=item, user=case.clerk, proof="见台账", file_name="台账.pdf", file_data=b"%PDF")
    item.refresh_from_db()
    assert (item.proof, item.proof_name, bytes(item.proof_data)) == ("见台账", "台账.pdf", b"%PDF")
    assert (item.done_by, item.done_at is not None) == (case.clerk, True)


def test_an_answer_waits_for_the_hand_over(reviewed: Case) -> None:
    item = object_to(reviewed)
    with pytest.raises(NotPossibleError):
        rectification_done(rectification=item, user=reviewed.clerk, proof="已改为38件")


def test_reopening_needs_an_answer_and_a_reason(case: Case) -> None:
    item = object_to(case)
    with pytest.raises(NotPossibleError):
        rectification_reopen(rectification=item, user=case.reviewer, reason="不对")
    rectification_done(rectification=item, user=case.clerk, proof="已改为38件")
    with pytest.raises(NotPossibleError):
        rectification_reopen(rectification=item, user=case.reviewer, reason="")
    with pytest.raises(NotAllowedError):
        rectification_reopen(rectification=item, user=case.clerk, reason="不对")


def test_who_sees_which(reviewed: Case, elsewhere: Organ, make_case: Callable[..., Case]) -> None:
    foreign = make_case(elsewhere)
    object_to(foreign)
    item = object_to(reviewed)
    viewer = records.person(Role.VIEWER, reviewed.report.organ, name="viewer")
    for user, seen in ((reviewed.reviewer, [item]), (reviewed.clerk, []), (viewer, [])):
        assert list(rectifications_visible(user)) == seen
    move(reviewed, Move.RETURN, "reviewer", due_on=TOMORROW)
    for user in (reviewed.reviewer, reviewed.clerk, viewer):
        assert list(rectifications_visible(user)) == [item]


@pytest.mark.parametrize("key", [CELL, "applications", "problems", ""])
def test_an_answer_without_a_change_is_told_from_one_with(reviewed: Case, key: str) -> None:
    objection = opinion_add(report=reviewed.report, key=key, text="请与台账核对", user=reviewed.reviewer)
    move(reviewed, Move.RETURN, "reviewer", due_on=TOMORROW)
    objection.refresh_from_db()

    def flagged() -> bool:
        objection.refresh_from_db()
        shown = review_of(report=reviewed.report, user=reviewed.reviewer)
        assert shown.unaltered == unaltered(report=reviewed.report, objections=[objection])
        return objection.pk in shown.unaltered

    assert not flagged(), "not answered yet"
    rectification_done(rectification=objection, user=reviewed.clerk, proof="已与台账核对，维持原数")
    assert flagged()
    value = report_load(report=reviewed.report)
    elsewhere = value.replace({"decisions.licences.count": 99})
    save(reviewed, elsewhere)
    assert flagged() == bool(key), "a change of something else is none here, but of the whole report"
    save(reviewed, elsewhere.replace({CELL: 99}, {"problems": "另有改动。"}))
    assert not flagged()


def test_an_objection_to_a_draft_is_compared_from_when_it_was_raised(case: Case) -> None:
    objection = opinion_add(report=case.report, key=CELL, text="请与台账核对", user=case.reviewer)
    rectification_done(rectification=objection, user=case.clerk, proof="已与台账核对，维持原数")
    assert unaltered(report=case.report, objections=[objection]) == {objection.pk}
    value = report_load(report=case.report)
    save(case, value.replace({CELL: 99}))
    assert not unaltered(report=case.report, objections=[objection])
    save(case, value)
    assert unaltered(report=case.report, objections=[objection])


def test_a_refused_explanation_given_anew_is_no_idle_answer(case: Case) -> None:
    objection = explanation_refuse(explanation=case.explained(), user=case.reviewer, reason="请附登记台账页码")
    rectification_done(rectification=objection, user=case.clerk, proof="已重新说明，附台账第12页")
    assert unaltered(report=case.report, objections=[objection]) == {objection.pk}
    case.explained("2022年末漏统1件信函申请，见登记台账第12页，2023年3月清查时发现")
    assert not unaltered(report=case.report, objections=[objection])


def save(case: Case, value: ReportValue) -> None:
    case.report.refresh_from_db()
    report_save(
        report=case.report, value=value, revision=case.report.revision, user=case.clerk, source=ChangeSource.TYPED
    )
