"""The lists of the queue and the numbers beside the links: one count for one thing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from govopen.organs.models import User
from reports.models import Explanation, Move, Rectification, Report, Settlement, State, StoredFinding
from reports.services.agenda import open_parts, undecided_of, waiting_for, with_open_findings
from reports.services.queue import Tab, findings_queued, of_tab, slice_of, tab_counts, work_of
from reports.services.rectifying import opinion_add, rectification_close, rectification_done
from reports.services.settling import waiver_grant
from reports.services.workflow import report_move

from .conftest import GOOD, Case
from .moving import CELL, TOMORROW, move, object_to

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """The same person on the next request."""
    return User.objects.get(pk=user.pk)


def undecided_everywhere(user: User) -> set[int]:
    user = again(user)
    findings = findings_queued(user)
    return {
        undecided_of(user),
        work_of(user).findings,
        tab_counts(findings)[Tab.UNDECIDED],
        of_tab(findings, Tab.UNDECIDED).count(),
    }


@pytest.mark.parametrize("state", list(State))
def test_what_waits_for_a_decision_is_counted_alike_in_every_state(case: Case, state: State) -> None:
    case.explained()
    Report.objects.filter(pk=case.report.pk).update(state=state)
    assert undecided_everywhere(case.reviewer) == {0 if state == State.PUBLISHED else 1}


def test_a_waiver_that_ran_out_is_not_settled_although_nothing_was_checked_again(case: Case) -> None:
    found = case.finding
    waiver_grant(
        report=case.report, subject=found.subject, user=case.reviewer, reason=GOOD, expires_on=timezone.localdate()
    )

    def standing() -> tuple[bool, bool, int, int, int]:
        findings = findings_queued(again(case.reviewer))
        counts = tab_counts(findings)
        listed = {tab: set(of_tab(findings, tab).values_list("pk", flat=True)) for tab in (Tab.CLERK, Tab.ACCEPTED)}
        assert {tab: len(keys) for tab, keys in listed.items()} == {tab: counts[tab] for tab in listed}
        report = with_open_findings(Report.objects.filter(pk=case.report.pk)).get()
        (shown,) = slice_of(StoredFinding.objects.filter(pk=found.pk), 0, 1)
        assert (shown.settlement == Settlement.LAPSED) is (found.pk in listed[Tab.CLERK])
        is_listed = found.pk in listed[Tab.CLERK], found.pk in listed[Tab.ACCEPTED]
        _parts, must = open_parts(case.report)
        return *is_listed, report.explains, len(must), counts[Tab.ALL]

    before = standing()
    assert before[:4] == (False, True, 0, 0)
    yesterday: date = timezone.localdate() - timedelta(days=1)
    Explanation.objects.update(expires_on=yesterday)
    assert StoredFinding.objects.get(pk=found.pk).settlement == Settlement.WAIVED
    assert standing() == (True, False, 1, 1, before[4])


def test_rectifications_are_counted_for_whose_turn_it_is(case: Case) -> None:
    def numbers() -> tuple[int, int]:
        return work_of(again(case.clerk)).rectifications, work_of(again(case.reviewer)).rectifications

    case.settled()
    move(case, Move.SUBMIT)
    item = opinion_add(report=case.report, key=CELL, text="请与台账核对", user=case.reviewer)
    assert numbers() == (0, 0)  # nobody has it yet
    report_move(report=case.report, move=Move.RETURN, user=case.reviewer, due_on=TOMORROW)
    assert numbers() == (1, 0)
    rectification_done(rectification=item, user=case.clerk, proof="与台账逐件核对，改为8件")
    assert numbers() == (0, 1)
    rectification_close(rectification=item, user=case.reviewer)
    assert numbers() == (0, 0)


def test_an_objection_in_a_draft_is_the_clerks(case: Case) -> None:
    object_to(case)
    assert work_of(case.clerk).rectifications == 1


def test_a_signature_is_offered_next_only_when_nothing_stands_against_it(case: Case) -> None:
    def offered(user: User) -> tuple[bool, str]:
        (waiting,) = waiting_for(again(user))
        return waiting.is_ready, waiting.objection

    case.settled()
    move(case, Move.SUBMIT)
    assert offered(case.reviewer) == (True, "")
    is_ready, objection = offered(case.signer)  # who is needed for a later step
    assert (is_ready, "终审" in objection) == (False, True)
    object_to(case)
    assert [offered(user)[0] for user in (case.reviewer, case.reviewer2)] == [False, False]
    report_move(report=case.report, move=Move.RETURN, user=case.reviewer, due_on=TOMORROW)
    rectification_done(rectification=Rectification.objects.get(), user=case.clerk, proof="与台账逐件核对，改为8件")
    move(case, Move.SUBMIT)
    assert offered(case.reviewer) == (True, "")
    for user in ("reviewer", "signer"):
        move(case, Move.SIGN, user)
    is_ready, objection = offered(case.signer2)
    assert (is_ready, "1" in objection) == (False, True)
    rectification_close(rectification=Rectification.objects.get(), user=case.reviewer)
    assert offered(case.signer2) == (True, "")
