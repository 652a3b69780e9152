"""From draft to publication and correction: who may do what when, and what each step leaves behind."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from govopen.organs.models import Role, User
from reports.exchange.jsonfile import JsonFile
from reports.models import (
    CellChange,
    Explanation,
    ImportDraft,
    Move,
    Report,
    State,
)
from reports.services import settling
from reports.services.chain import signatures_of
from reports.services.errors import (
    NotAllowedError,
    NotEditableError,
    NotPossibleError,
    OpenFindingsError,
    ReasonError,
)
from reports.services.history import break_of, publications_of, snapshot_value
from reports.services.reasons import CORRECTION_EXAMPLE
from reports.services.store import report_load
from reports.services.workflow import MOVES, moves_possible, report_move
from tests import records

from .conftest import GOOD, Case
from .moving import CELL, PUBLISHED, TOMORROW, WAYS, lead_to, move, object_to, type_in

pytestmark = pytest.mark.django_db

# What may be done: by which roles, in which states. Everything else is refused, by role first and then by state.
FILLED_IN = {State.DRAFT, State.RETURNED, State.CORRECTING}
REVIEWERS = {Role.REVIEWER, Role.SIGNER}
ALLOWED: dict[str, tuple[set[str], set[State]]] = {
    "submit": ({Role.CLERK}, FILLED_IN),
    "withdraw": ({Role.CLERK}, {State.SUBMITTED}),
    "sign": (REVIEWERS, {State.SUBMITTED}),
    "return": (REVIEWERS, {State.SUBMITTED, State.SIGNED}),
    "publish": ({Role.SIGNER}, {State.SIGNED}),
    "correct": ({Role.SIGNER}, {State.PUBLISHED}),
    "cancel": ({Role.SIGNER}, {State.CORRECTING}),
    "explain": ({Role.CLERK}, FILLED_IN),
    "accept": (REVIEWERS, set(State) - {State.PUBLISHED}),
    "refuse": (REVIEWERS, set(State) - {State.PUBLISHED}),
    "save": ({Role.CLERK}, FILLED_IN),
    "import": ({Role.CLERK}, FILLED_IN),
}


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def doing(case: Case, signed_in: Callable) -> Callable[[str, User], None]:
    """``doing(action, user)``: raise or do it. What is not a service's to refuse is asked of its address."""

    def saved(user: User) -> None:
        edit = {"value": "9", "base": str(report_load(report=case.report)[CELL]), "source": "typed"}
        answer = signed_in(user).post(
            f"/reports/report/{case.report.pk}/save/",
            {"revision": case.report.revision, "cells": {CELL: edit}, "texts": {}},
            content_type="application/json",
        )
        refuse(answer.status_code, case.report)

    def imported(user: User) -> None:
        data = JsonFile().write(report_load(report=case.report).replace({CELL: 9}))
        kept = ImportDraft.objects.create(report=case.report, user=user, filename="报告.json", data=data)
        before = CellChange.objects.count()
        answer = signed_in(user).post(
            f"/reports/report/{case.report.pk}/import/{kept.pk}/apply/", {f"cell-{CELL}": "file"}
        )
        if CellChange.objects.count() == before:
            refuse(404 if answer.status_code == 404 else 409, case.report)

    def refuse(status: int, report: Report) -> None:
        if status in (403, 404):
            raise NotAllowedError
        if status != 200:
            raise NotEditableError(report)

    def moved(user: User, what: Move) -> None:
        details = {"due_on": TOMORROW} if what is Move.RETURN else {}
        report_move(report=case.report, move=what, user=user, reason="表三漏计1件信函申请，现予补录", **details)

    def do(action: str, user: User) -> None:
        given = Explanation.objects.first()
        if action in Move.values:
            if action == Move.RETURN and case.report.state != State.PUBLISHED:
                object_to(case)
            moved(user, Move(action))
        elif action == "explain":
            Explanation.objects.all().delete()
            settling.explain(report=case.report, subject=given.subject, cause=given.cause, text=GOOD, user=user)
        elif action in ("accept", "refuse"):
            Explanation.objects.update(decision="", decided_by=None, decided_at=None)
            given.refresh_from_db()
            if action == "accept":
                settling.explanation_accept(explanation=given, user=user)
            else:
                settling.explanation_refuse(explanation=given, user=user, reason="请写明文号")
        else:
            {"save": saved, "import": imported}[action](user)

    return do


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(ALLOWED))
def test_who_may_do_what_when(action: str, state: State, case: Case, doing: Callable[[str, User], None]) -> None:
    lead_to(case, state)
    actors = {role: records.person(role, case.report.organ, name=f"actor-{role}") for role in Role.values}
    roles, states = ALLOWED[action]
    outcome, expected = {}, {}
    for role, actor in actors.items():
        expected[role] = "role" if role not in roles else "state" if state not in states else "done"
        with taken_back():
            try:
                doing(action, actor)
            except NotAllowedError:
                outcome[role] = "role"
            except (NotPossibleError, NotEditableError):
                outcome[role] = "state"
            else:
                outcome[role] = "done"
        case.report.refresh_from_db()
    assert outcome == expected
    if action in Move.values:
        offered = {
            role: Move(action) in moves_possible(report=case.report, user=actor) for role, actor in actors.items()
        }
        assert offered == {role: said == "done" for role, said in expected.items()}


def test_every_move_and_state_is_in_the_table() -> None:
    assert set(Move.values) < set(ALLOWED)
    assert set(MOVES) == set(Move)
    assert set(WAYS) == set(State)


def test_publishing_freezes_the_value(case: Case) -> None:
    value = report_load(report=case.report)
    lead_to(case, State.PUBLISHED)
    made = publications_of(report=case.report)[0]
    assert snapshot_value(snapshot=made.snapshot) == value
    assert made.snapshot.digest == hashlib.sha256(made.snapshot.body.encode()).hexdigest()
    assert (made.version, made.by) == (1, case.signer)
    assert break_of(report=case.report) is None


@pytest.mark.parametrize("cells", [{"applications.granted.total": 999}, {"applications.granted.natural": None}])
def test_an_inconsistent_or_incomplete_report_goes_nowhere(case: Case, cells: dict[str, int | None]) -> None:
    case.settled()
    type_in(case.report, case.clerk, **cells)
    with pytest.raises(OpenFindingsError) as refused:
        move(case, Move.SUBMIT)
    assert refused.value.findings
    case.report.refresh_from_db()
    assert (case.report.state, case.report.snapshots.count(), case.report.published_at) == (State.DRAFT, 0, None)


def test_a_later_revision_or_a_missing_reason_stops_a_move(case: Case) -> None:
    case.settled()
    with pytest.raises(NotPossibleError):
        move(case, Move.SUBMIT, revision=case.report.revision - 1)
    move(case, Move.SUBMIT, revision=case.report.revision)
    for user, what in (
        ("reviewer", Move.SIGN),
        ("signer", Move.SIGN),
        ("signer2", Move.SIGN),
        ("signer", Move.PUBLISH),
    ):
        move(case, what, user)
    for hollow in ("  ", "更正", "数据有误，予以更正", CORRECTION_EXAMPLE):
        with pytest.raises(ReasonError) as refused:
            move(case, Move.CORRECT, "signer", reason=hollow)
        assert refused.value.example == CORRECTION_EXAMPLE


def test_returning_needs_an_objection_and_a_date(case: Case) -> None:
    lead_to(case, State.SUBMITTED)
    with pytest.raises(NotPossibleError):  # no objection
        move(case, Move.RETURN, "reviewer", due_on=TOMORROW)
    object_to(case)
    for day in (None, timezone.localdate() - timedelta(days=1)):
        with pytest.raises(NotPossibleError):
            move(case, Move.RETURN, "reviewer", due_on=day)
    move(case, Move.RETURN, "reviewer", due_on=timezone.localdate())
    assert (case.report.state, case.report.due_on, case.report.stage) == (State.RETURNED, timezone.localdate(), 0)


def test_a_new_round_asks_for_every_signature_again(case: Case) -> None:
    lead_to(case, State.SUBMITTED)
    move(case, Move.SIGN, "reviewer")
    with pytest.raises(NotPossibleError):  # not withdrawn once somebody has signed
        move(case, Move.WITHDRAW)
    move(case, Move.RETURN, "signer")
    case.report.rectifications.update(done_at=timezone.now(), done_by=case.clerk)
    move(case, Move.SUBMIT)
    assert case.report.stage == 0
    assert [one.given for one in signatures_of(report=case.report)] == [None] * 3
    move(case, Move.SIGN, "reviewer")


def test_a_correction_makes_a_new_version_with_its_reason(case: Case) -> None:
    lead_to(case, State.CORRECTING)
    first = case.report.published_at
    type_in(case.report, case.clerk, **{CELL: 9})
    for what, user in PUBLISHED:
        move(case, what, user)
    new, old = publications_of(report=case.report)
    assert (new.version, old.version) == (2, 1)
    assert (snapshot_value(snapshot=new.snapshot)[CELL], snapshot_value(snapshot=old.snapshot)[CELL] == 9) == (9, False)
    begun = case.report.transitions.get(move=Move.CORRECT)
    assert (begun.reason, old.number < begun.number < new.number) == ("表三漏计1件信函申请，现予补录", True)
    assert case.report.published_at == first
    assert break_of(report=case.report) is None


def test_a_correction_is_dropped_only_unchanged(case: Case) -> None:
    lead_to(case, State.CORRECTING)
    before = report_load(report=case.report)[CELL]
    type_in(case.report, case.clerk, **{CELL: 9})
    with pytest.raises(NotPossibleError):
        move(case, Move.CANCEL, "signer")
    move(case, Move.SUBMIT)
    move(case, Move.WITHDRAW)
    assert case.report.state == State.CORRECTING
    type_in(case.report, case.clerk, **{CELL: before})
    move(case, Move.CANCEL, "signer")
    assert case.report.state == State.PUBLISHED
    assert len(publications_of(report=case.report)) == 1
    assert break_of(report=case.report) is None


def test_a_withdrawn_draft_is_a_draft_again(case: Case) -> None:
    lead_to(case, State.SUBMITTED)
    move(case, Move.WITHDRAW)
    assert case.report.state == State.DRAFT
