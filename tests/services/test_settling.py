"""Explanations, decisions on them and waivers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from govopen.organs.models import Role
from reports.models import (
    ChangeSource,
    Decision,
    Explanation,
    ExplanationCause,
    Move,
    Rectification,
    Report,
    Settlement,
    State,
)
from reports.services import settling
from reports.services.errors import NotAllowedError, NotPossibleError, OpenFindingsError, ReasonError
from reports.services.reasons import WAIVER_EXAMPLE
from reports.services.settling import (
    decision_undo,
    explanation_accept,
    explanation_refuse,
    waiver_grant,
)
from reports.services.store import report_load, report_save
from reports.services.workflow import findings_against, objections_open, report_move
from tests import records

from .conftest import CARRIED_IN, GOOD, Case

pytestmark = pytest.mark.django_db


def change(report: Report, **cells: int) -> None:
    report.refresh_from_db()
    value = report_load(report=report).replace(cells)
    report_save(report=report, value=value, revision=report.revision, user=None, source=ChangeSource.TYPED)


def move(case: Case, what: Move, user: str = "clerk", **details: object) -> None:
    report_move(report=case.report, move=what, user=getattr(case, user), **details)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def test_a_finding_is_explained_and_accepted(case: Case) -> None:
    with pytest.raises(OpenFindingsError):
        move(case, Move.SUBMIT)
    given = case.explained()
    assert (case.finding.settlement, case.finding.explanation) == (Settlement.EXPLAINED, given)
    move(case, Move.SUBMIT)
    with pytest.raises(OpenFindingsError):
        move(case, Move.SIGN, "reviewer")
    explanation_accept(explanation=given, user=case.reviewer)
    assert (given.decision, given.decided_by) == (Decision.ACCEPTED, case.reviewer)
    assert case.finding.settlement == Settlement.ACCEPTED
    move(case, Move.SIGN, "reviewer")
    assert case.report.stage == 1


def test_decisions_leave_the_key_of_the_stored_finding(case: Case) -> None:
    key = case.finding.pk
    given = case.explained()
    explanation_accept(explanation=given, user=case.reviewer)
    decision_undo(explanation=given, user=case.reviewer)
    assert case.finding.pk == key


@pytest.mark.parametrize("text", ["", "经核对，数据准确无误。", "啊" * 20, "数字有变"])
def test_a_hollow_text_is_refused_with_an_example(case: Case, text: str) -> None:
    with pytest.raises(ReasonError) as refused:
        case.explained(text)
    assert str(refused.value)
    assert refused.value.example == f"例如：{ExplanationCause.objects.get(name='上年漏统').example}"
    assert not Explanation.objects.exists()


def test_only_those_who_fill_in_explain_and_only_what_may_be_explained(case: Case) -> None:
    def explain(subject: str, user: str = "clerk") -> None:
        cause = ExplanationCause.objects.first()
        settling.explain(report=case.report, subject=subject, cause=cause, text=GOOD, user=getattr(case, user))

    subject = case.finding.subject
    for user in ("reviewer", "signer"):
        with pytest.raises(NotAllowedError):
            explain(subject, user)
    with pytest.raises(NotPossibleError):
        explain("0" * 32)
    change(case.report, **{"applications.granted.total": 999})
    for error in case.report.findings.filter(level="error"):
        with pytest.raises(NotPossibleError):
            explain(error.subject)
    change(case.report, **{"applications.granted.total": report_sum(case)})
    case.settled()
    with pytest.raises(NotPossibleError):  # settled already
        explain(subject)
    move(case, Move.SUBMIT)
    with pytest.raises(NotPossibleError):  # under review
        explain(subject)


def test_a_cause_of_the_list_belongs_to_an_explanation(case: Case) -> None:
    def explain(cause: ExplanationCause | None) -> Explanation:
        return settling.explain(
            report=case.report, subject=case.finding.subject, cause=cause, text=GOOD, user=case.clerk
        )

    offered, taken_off = ExplanationCause.objects.all()[:2]
    ExplanationCause.objects.filter(pk=taken_off.pk).update(is_active=False)  # after the page was opened
    for cause in (None, taken_off):
        with pytest.raises(NotPossibleError):
            explain(cause)
    assert explain(offered).cause == offered


def report_sum(case: Case) -> int:
    value = report_load(report=case.report)
    return sum(int(value[key] or 0) for key in value.schema.totals["applications.granted.total"])


def test_what_holds_lapses_with_the_figures_and_holds_again(case: Case) -> None:
    before = report_load(report=case.report)[CARRIED_IN]
    given = case.settled()
    change(case.report, **{CARRIED_IN: before - 1})
    finding = case.report.findings.get(level="explain")
    assert (finding.settlement, finding.explanation) == (Settlement.LAPSED, given)
    change(case.report, **{CARRIED_IN: before})
    assert case.finding.settlement == Settlement.ACCEPTED


def test_a_lapsed_or_replaced_explanation_is_not_decided_on(case: Case) -> None:
    given = case.explained()
    again = case.explained("县档案局清查时发现2022年漏统1件，已在台账补录")
    with pytest.raises(NotPossibleError):
        explanation_accept(explanation=given, user=case.reviewer)
    before = report_load(report=case.report)[CARRIED_IN]
    change(case.report, **{CARRIED_IN: before - 1})
    for decide in (
        lambda: explanation_accept(explanation=again, user=case.reviewer),
        lambda: explanation_refuse(explanation=again, user=case.reviewer, reason="请补充文号"),
    ):
        with pytest.raises(NotPossibleError):
            decide()
    assert not Explanation.objects.exclude(decision="").exists()


def test_who_explained_never_decides(case: Case) -> None:
    given = case.explained()
    records.Membership.objects.create(user=case.clerk, organ=case.report.organ, role=Role.SIGNER)
    clerk = type(case.clerk).objects.get(pk=case.clerk.pk)
    for decide in (
        lambda: explanation_accept(explanation=given, user=clerk),
        lambda: explanation_refuse(explanation=given, user=clerk, reason="不充分"),
        lambda: waiver_grant(
            report=case.report, subject=case.finding.subject, user=clerk, reason=GOOD, expires_on=tomorrow()
        ),
    ):
        with pytest.raises(NotAllowedError):
            decide()
    assert case.finding.settlement == Settlement.EXPLAINED


def test_a_refusal_in_a_draft_is_handed_over_at_once(case: Case) -> None:
    item = explanation_refuse(explanation=case.explained(), user=case.reviewer, reason="请写明是哪一件申请")
    assert case.finding.settlement == Settlement.REFUSED
    assert (item.key, item.code, item.subject) == (case.finding.cells[0], case.finding.code, case.finding.subject)
    assert (item.owner, item.transition, item.text) == (case.clerk, None, "请写明是哪一件申请")
    assert item.handed_over_at is not None
    assert item.due_on >= timezone.localdate()
    assert objections_open(report=case.report) == [item]
    case.explained("2022年12月30日收到的王某某申请1件当时未登记，已补")
    with pytest.raises(NotPossibleError):  # the objection itself is not answered
        move(case, Move.SUBMIT)


def test_a_refusal_under_review_goes_along_with_the_return(case: Case) -> None:
    given = case.explained()
    move(case, Move.SUBMIT)
    item = explanation_refuse(explanation=given, user=case.reviewer, reason="请写明是哪一件申请")
    assert (item.handed_over_at, item.owner, item.due_on) == (None, case.clerk, None)
    with pytest.raises(OpenFindingsError):
        move(case, Move.SIGN, "reviewer2")
    move(case, Move.RETURN, "reviewer2", due_on=tomorrow())
    item.refresh_from_db()
    assert (item.due_on, item.owner) == (tomorrow(), case.clerk)
    assert item.transition == case.report.transitions.first()
    assert objections_open(report=case.report) == [item]


def test_a_refusal_needs_a_reason(case: Case) -> None:
    given = case.explained()
    with pytest.raises(NotPossibleError):
        explanation_refuse(explanation=given, user=case.reviewer, reason="  ")
    given.refresh_from_db()
    assert given.decision == ""
    assert not Rectification.objects.exists()


def test_own_decisions_are_taken_back_until_the_report_moves_on(case: Case) -> None:
    given = case.settled()
    with pytest.raises(NotAllowedError):
        decision_undo(explanation=given, user=case.reviewer2)
    decision_undo(explanation=given, user=case.reviewer)
    assert case.finding.settlement == Settlement.EXPLAINED
    with pytest.raises(NotPossibleError):
        decision_undo(explanation=given, user=case.reviewer)
    item = explanation_refuse(explanation=given, user=case.reviewer, reason="请写明文号")
    decision_undo(explanation=given, user=case.reviewer)
    assert not Rectification.objects.filter(pk=item.pk).exists()
    explanation_accept(explanation=given, user=case.reviewer)
    move(case, Move.SUBMIT)
    with pytest.raises(NotPossibleError):
        decision_undo(explanation=given, user=case.reviewer)
    assert case.finding.settlement == Settlement.ACCEPTED


def test_a_waiver_lets_an_error_stand_until_it_expires(case: Case) -> None:
    case.settled()
    change(case.report, **{"applications.granted.total": report_sum(case) + 1})
    for error in case.report.findings.filter(level="error"):
        granted = waiver_grant(
            report=case.report,
            subject=error.subject,
            user=case.reviewer,
            reason="国家系统导出的合计列缺一格，市局2024年1月12日来函同意照录",
            expires_on=tomorrow(),
        )
        assert (granted.by, granted.decision) == (case.reviewer, Decision.WAIVED)
    move(case, Move.SUBMIT)
    Explanation.objects.filter(decision=Decision.WAIVED).update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(OpenFindingsError):
        move(case, Move.SIGN, "reviewer2")
    assert {found.settlement for found in findings_against(report=case.report, move=Move.SIGN)} == {Settlement.LAPSED}


@pytest.mark.parametrize("days", [-1, 401])
def test_a_waiver_says_until_when(case: Case, days: int) -> None:
    with pytest.raises(NotPossibleError):
        waiver_grant(
            report=case.report,
            subject=case.finding.subject,
            user=case.reviewer,
            reason=GOOD,
            expires_on=timezone.localdate() + timedelta(days=days),
        )


def test_a_waiver_needs_a_reason_and_somebody_else_than_the_last_editor(case: Case) -> None:
    def grant(reason: str, user: str) -> Explanation:
        return waiver_grant(
            report=case.report,
            subject=case.finding.subject,
            user=type(case.clerk).objects.get(pk=getattr(case, user).pk),
            reason=reason,
            expires_on=tomorrow(),
        )

    with pytest.raises(ReasonError) as refused:
        grant("情况属实", "reviewer")
    assert refused.value.example == WAIVER_EXAMPLE
    with pytest.raises(NotAllowedError):
        grant(GOOD, "clerk")
    records.Membership.objects.create(user=case.clerk, organ=case.report.organ, role=Role.REVIEWER)
    with pytest.raises(NotAllowedError):
        grant(GOOD, "clerk")
    given = case.explained()
    assert grant(GOOD, "reviewer") == given  # the clerk's own explanation, waived
    given.refresh_from_db()
    assert (given.by, given.decided_by, given.text) == (case.clerk, case.reviewer, GOOD)
    decision_undo(explanation=given, user=case.reviewer)
    assert case.finding.settlement == Settlement.EXPLAINED


def test_a_waiver_without_an_explanation_is_taken_back_whole(case: Case) -> None:
    granted = waiver_grant(
        report=case.report, subject=case.finding.subject, user=case.reviewer, reason=GOOD, expires_on=tomorrow()
    )
    assert case.finding.settlement == Settlement.WAIVED
    decision_undo(explanation=granted, user=case.reviewer)
    assert (case.finding.settlement, Explanation.objects.count()) == (Settlement.OPEN, 0)


def test_nothing_is_decided_on_a_published_report(case: Case) -> None:
    given = case.settled()
    for what, user in ((Move.SUBMIT, "clerk"), (Move.SIGN, "reviewer"), (Move.SIGN, "signer"), (Move.SIGN, "signer2")):
        move(case, what, user)
    move(case, Move.PUBLISH, "signer")
    assert case.report.state == State.PUBLISHED
    with pytest.raises(NotPossibleError):
        decision_undo(explanation=given, user=case.reviewer)
    with pytest.raises(NotPossibleError):
        waiver_grant(
            report=case.report, subject=case.finding.subject, user=case.reviewer, reason=GOOD, expires_on=tomorrow()
        )
