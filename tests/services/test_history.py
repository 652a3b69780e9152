"""The chained history: what was tampered with is named, and nothing is signed or published over it."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import Move, Report, Snapshot, State, Text, Transition
from reports.services.errors import NotPossibleError
from reports.services.history import BATCH, break_of, breaks_of
from tests import records

from .conftest import Case
from .moving import CELL, lead_to, move, tamper_with_cell, type_in

pytestmark = pytest.mark.django_db


def tampered(report: Report, number: int, **fields: object) -> None:
    Transition.objects.filter(report=report, number=number).update(**fields)


def body_changed(case: Case) -> None:
    first = case.report.snapshots.get(number=1)
    Snapshot.objects.filter(pk=first.pk).update(body=first.body.replace('"2023"', '"2024"').replace("100条", "900条"))


def body_and_digest_changed(case: Case) -> None:
    body_changed(case)
    body = case.report.snapshots.get(number=1).body
    Snapshot.objects.filter(report=case.report).update(digest=hashlib.sha256(body.encode()).hexdigest())


def middle_deleted(case: Case) -> None:
    Transition.objects.filter(report=case.report, number=2).delete()


def middle_deleted_and_renumbered(case: Case) -> None:
    middle_deleted(case)
    for number in range(3, 6):
        Transition.objects.filter(report=case.report, number=number).update(number=number - 1)


def last_deleted(case: Case) -> None:
    Transition.objects.filter(report=case.report, number=5).delete()


def publication_unmade(case: Case) -> None:
    last_deleted(case)
    Report.objects.filter(pk=case.report.pk).update(state=State.SIGNED)


def correction_cut_off(case: Case) -> None:
    move(case, Move.CORRECT, "signer")
    type_in(case.report, case.clerk, **{CELL: 9})
    move(case, Move.SUBMIT)
    Transition.objects.filter(report=case.report, number__gt=5).delete()
    Report.objects.filter(pk=case.report.pk).update(state=State.PUBLISHED)


@pytest.mark.parametrize(
    ("tamper", "link", "word"),
    [
        (body_changed, 1, "内容"),
        (body_and_digest_changed, 1, "记录"),
        (lambda case: tampered(case.report, 3, by=case.clerk), 3, "人员"),
        (lambda case: tampered(case.report, 4, at=timezone.now() + timedelta(seconds=1)), 4, "时间"),
        (lambda case: tampered(case.report, 2, reason="另有原因"), 2, "理由"),
        (lambda case: tampered(case.report, 2, after="signed"), 2, "状态"),
        (lambda case: tampered(case.report, 2, digest="0" * 64), 2, "记录"),
        (lambda case: tampered(case.report, 3, previous_digest="0" * 64), 3, "接不上"),
        (middle_deleted, 2, "缺失"),
        (middle_deleted_and_renumbered, 2, "接不上"),
        (last_deleted, 0, "状态"),
        (publication_unmade, 0, "发布"),
        (correction_cut_off, 0, "签字数"),
        (lambda case: Report.objects.filter(pk=case.report.pk).update(state=State.DRAFT), 0, "状态"),
    ],
)
def test_the_first_broken_link_is_named(case: Case, tamper: Callable[[Case], None], link: int, word: str) -> None:
    lead_to(case, State.PUBLISHED)
    assert break_of(report=case.report) is None
    tamper(case)
    case.report.refresh_from_db()
    found = break_of(report=case.report)
    assert found is not None
    assert found.number == link
    assert word in found.problem


LOCKED = (State.SUBMITTED, State.SIGNED, State.PUBLISHED)


@pytest.mark.parametrize("state", LOCKED)
def test_a_figure_changed_past_the_portal_is_named_while_the_report_is_locked(case: Case, state: State) -> None:
    lead_to(case, state)
    assert break_of(report=case.report) is None
    tamper_with_cell(case.report)
    found = break_of(report=case.report)
    assert found is not None
    assert (found.number, case.report.form.specs[CELL].label in found.problem) == (0, True)


@pytest.mark.parametrize("state", LOCKED)
def test_so_is_a_text(case: Case, state: State) -> None:
    lead_to(case, state)
    text = Text.objects.filter(report=case.report).exclude(body="").first()
    Text.objects.filter(pk=text.pk).update(body=text.body + "另。")
    assert "内容" in break_of(report=case.report).problem


def test_while_it_is_filled_in_the_figures_are_free(case: Case) -> None:
    lead_to(case, State.RETURNED)
    tamper_with_cell(case.report)
    assert break_of(report=case.report) is None


@pytest.mark.parametrize(("state", "what"), [(State.SUBMITTED, Move.SIGN), (State.SIGNED, Move.PUBLISH)])
def test_what_was_changed_past_the_portal_is_neither_signed_nor_published(case: Case, state: State, what: Move) -> None:
    lead_to(case, state)
    stage, steps = case.report.stage, case.report.transitions.count()
    tamper_with_cell(case.report)
    user = "reviewer" if what is Move.SIGN else "signer"
    with pytest.raises(NotPossibleError, match="表"):
        move(case, what, user)
    case.report.refresh_from_db()
    assert (case.report.state, case.report.stage, case.report.transitions.count()) == (state, stage, steps)
    move(case, Move.RETURN, "reviewer")  # the way out
    assert case.report.state == State.RETURNED


def test_a_frozen_value_changed_along_with_the_figure_does_not_help(case: Case) -> None:
    lead_to(case, State.SIGNED)
    tamper_with_cell(case.report)
    snapshot = case.report.snapshots.get()
    body = snapshot.body.replace(f'"{CELL}": ', f'"{CELL}": 15, "x": ')
    digest = hashlib.sha256(body.encode()).hexdigest()
    Snapshot.objects.filter(pk=snapshot.pk).update(body=body, digest=digest)
    with pytest.raises(NotPossibleError):
        move(case, Move.PUBLISH, "signer")


def test_another_name_of_the_organ_is_no_change_of_the_report(case: Case) -> None:
    lead_to(case, State.SIGNED)
    case.report.organ.name = "蓝田区人民政府"
    case.report.organ.save()
    case.report.refresh_from_db()
    move(case, Move.PUBLISH, "signer")
    assert break_of(report=case.report) is None


def test_a_figure_bound_to_last_year_may_move_with_last_years_report(case: Case) -> None:
    last = Report.objects.get(organ=case.report.organ, year=case.report.year_id - 1)
    Text.objects.filter(report=case.report, key="problems").update(body=f"许可比上年{{{{{CELL}|difference}}}}件。")
    lead_to(case, State.SUBMITTED)
    type_in(last, case.clerk, **{CELL: 2})
    assert break_of(report=case.report) is None
    with pytest.raises(NotPossibleError):  # but what would be signed is another text
        move(case, Move.SIGN, "reviewer")
    Text.objects.filter(report=case.report, key="problems").update(body=f"收费比上年{{{{{CELL}|difference}}}}件。")
    assert break_of(report=case.report) is not None


def test_histories_are_proved_in_batches(
    make_case: Callable[..., Case], django_assert_max_num_queries: Callable
) -> None:
    county = records.organ()
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(4)]
    for case in cases:
        lead_to(case, State.PUBLISHED)
    tamper_with_cell(cases[2].report)
    reports = list(Report.objects.select_related("organ").filter(year=2023).order_by("pk"))
    with django_assert_max_num_queries(20):
        (found,) = breaks_of(reports=reports)
    assert found.report == cases[2].report
    assert BATCH >= 50
