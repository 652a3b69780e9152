"""A report led from state to state, for the tests of its moves."""

from datetime import timedelta

from django.utils import timezone

from govopen.organs.models import User
from reports.models import ROW_MODELS, ChangeSource, Move, Report, State, Transition
from reports.services.rectifying import opinion_add
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move

from .conftest import Case

TOMORROW = timezone.localdate() + timedelta(days=1)
CELL = "decisions.licences.count"

# The way to each state; who signs is a reviewer, then two signers.
SUBMIT, SIGN_1, SIGN_2, SIGN_3 = (
    (Move.SUBMIT, "clerk"),
    (Move.SIGN, "reviewer"),
    (Move.SIGN, "signer"),
    (Move.SIGN, "signer2"),
)
SIGNED = (SUBMIT, SIGN_1, SIGN_2, SIGN_3)
PUBLISHED = (*SIGNED, (Move.PUBLISH, "signer"))
WAYS: dict[State, tuple[tuple[Move, str], ...]] = {
    State.DRAFT: (),
    State.RETURNED: (SUBMIT, (Move.RETURN, "reviewer")),
    State.SUBMITTED: (SUBMIT,),
    State.SIGNED: SIGNED,
    State.PUBLISHED: PUBLISHED,
    State.CORRECTING: (*PUBLISHED, (Move.CORRECT, "signer")),
}


def move(case: Case, what: Move, user: str = "clerk", **details: object) -> Transition:
    if what is Move.RETURN and "due_on" not in details:
        object_to(case)
        details["due_on"] = TOMORROW
    if what is Move.CORRECT:
        details.setdefault("reason", "表三漏计1件信函申请，现予补录")
    return report_move(report=case.report, move=what, user=getattr(case, user), **details)


def object_to(case: Case) -> None:
    opinion_add(report=case.report, key=CELL, text="请与台账核对", user=case.reviewer)


def lead_to(case: Case, state: State) -> None:
    case.settled()
    for what, user in WAYS[state]:
        move(case, what, user)
    assert case.report.state == state
    case.report.rectifications.update(done_at=timezone.now(), done_by=case.clerk)


def type_in(report: Report, user: User | None, **cells: int) -> None:
    report.refresh_from_db()
    value = report_load(report=report).replace(cells)
    report_save(report=report, value=value, revision=report.revision, user=user, source=ChangeSource.TYPED)


def tamper_with_cell(report: Report, key: str = CELL, number: int = 15) -> None:
    """Change a stored figure past the portal."""
    table, row, column = key.split(".")
    changed = ROW_MODELS[table].objects.filter(report=report, row=row).update(**{column: number})
    assert changed == 1
