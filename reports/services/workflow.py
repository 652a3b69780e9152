"""From draft to publication and on to a correction: the one table of transitions and the one function that makes them.

Nobody else writes ``Report.state``. Each move is guarded, allowed, made, frozen and logged in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.access import Action, may
from govopen.organs.models import User
from reports.checks.base import Level
from reports.models import (
    EDITABLE,
    SETTLED,
    UNDER_REVIEW,
    WITH_CLERK,
    Move,
    Rectification,
    Report,
    Settlement,
    State,
    StoredFinding,
    Transition,
)
from reports.value import ReportValue

from .chain import objection_to_signing, signatures_of, steps_frozen
from .errors import NotAllowedError, NotPossibleError, OpenFindingsError
from .findings import findings_rebuild
from .history import altered_since, altered_words, freeze, is_intact, publications_of, record
from .reasons import CORRECTION_EXAMPLE, refuse_hollow
from .store import report_pair
from .texts import value_shown

USUAL_DAYS = 7  # to put an objection right


@dataclass(frozen=True)
class Rule:
    """From which states a move starts, who may make it, and whether it needs a reason."""

    before: frozenset[State]
    action: Action
    needs_reason: bool = False


MOVES: dict[Move, Rule] = {
    Move.SUBMIT: Rule(EDITABLE, Action.EDIT),
    Move.WITHDRAW: Rule(frozenset({State.SUBMITTED}), Action.EDIT),
    Move.SIGN: Rule(frozenset({State.SUBMITTED}), Action.REVIEW),
    Move.RETURN: Rule(UNDER_REVIEW, Action.REVIEW),
    Move.PUBLISH: Rule(frozenset({State.SIGNED}), Action.PUBLISH),
    Move.CORRECT: Rule(frozenset({State.PUBLISHED}), Action.PUBLISH, needs_reason=True),
    Move.CANCEL: Rule(frozenset({State.CORRECTING}), Action.PUBLISH),
}


@dataclass(frozen=True)
class _Case:
    """What a move is about; its effect changes ``report``, which is saved afterwards."""

    report: Report
    value: ReportValue
    user: User
    moment: datetime
    due_on: date | None


@dataclass(frozen=True)
class _Effect:
    """The state a move leads to, the name of the signature given with it, the chain of signatures it begins, and the
    number of the version published."""

    after: State
    step: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    version: int | None = None


def moves_possible(*, report: Report, user: User) -> list[Move]:
    """The moves this person may make from here, whatever still has to be settled first."""
    return [
        move
        for move, rule in MOVES.items()
        if report.state in rule.before
        and may(user, rule.action, report.organ)
        and not (move is Move.WITHDRAW and report.stage)
    ]


@transaction.atomic
def report_move(
    *,
    report: Report,
    move: Move,
    user: User,
    revision: int | None = None,
    reason: str = "",
    due_on: date | None = None,
    at: datetime | None = None,
    on_behalf: bool = False,
) -> Transition:
    """Make a move; ``report`` is brought up to date.

    ``on_behalf``: a coordinator submits what a body without an account handed in.

    ``revision`` is the one the person looked at; ``due_on`` is when a returned report is due again. Raises
    :class:`NotAllowedError`, :class:`NotPossibleError` (another state, a later revision, something missing) and
    :class:`OpenFindingsError`, :class:`ReasonError` (a correction's reason is published); nothing is written then.
    """
    rule = MOVES[move]
    locked = Report.objects.select_for_update(of=("self",)).select_related("organ", "year").get(pk=report.pk)
    action = Action.MANAGE if on_behalf and move is Move.SUBMIT else rule.action
    if not may(user, action, locked.organ):
        raise NotAllowedError(_("Your role does not allow this."))
    if locked.state not in rule.before:
        raise NotPossibleError(
            _("This report is “%(state)s”; this is not possible now.") % {"state": locked.get_state_display()}
        )
    if revision is not None and revision != locked.revision:
        raise NotPossibleError(_("The report has changed since you opened it. Look at it again first."))
    if rule.needs_reason:
        refuse_hollow(text=reason, example=CORRECTION_EXAMPLE)
    before = State(locked.state)
    case = _Case(locked, value_shown(report=locked), user, at or timezone.now(), due_on)
    effect = _EFFECTS[move](case)
    locked.state = effect.after
    locked.save(update_fields=["state", "stage", "submitted_at", "due_on", "published_at"])
    made = record(
        Transition(
            report=locked,
            move=move,
            before=before,
            after=effect.after,
            stage=locked.stage,
            step=effect.step,
            steps=effect.steps,
            version=effect.version,
            reason=reason.strip(),
            by=user,
            at=case.moment,
            snapshot=freeze(report=locked, value=case.value),
        )
    )
    if effect.after in EDITABLE:
        _hand_over(case, made)
    report.refresh_from_db()
    return made


def findings_against(*, report: Report, move: Move) -> list[StoredFinding]:
    """What must be settled before the move, the gravest first; findings are made anew, so that none is stale."""
    value, previous = report_pair(report=report)
    rebuilt = findings_rebuild(report=report, value=value, previous=previous)
    unsettled = WITH_CLERK if move is Move.SUBMIT else frozenset(Settlement) - SETTLED
    standing = [
        found
        for found in rebuilt
        if (found.level == Level.ERROR and found.settlement != Settlement.WAIVED)
        or (found.level == Level.EXPLAIN and found.settlement in unsettled)
    ]
    return sorted(standing, key=lambda found: (found.level != Level.ERROR, found.position))


def objections_open(*, report: Report) -> list[Rectification]:
    """Objections that were handed over and that nobody has answered yet."""
    return list(Rectification.objects.filter(report=report, handed_over_at__isnull=False, done_at=None, closed_at=None))


def objections_against(*, report: Report, move: Move) -> list[Rectification]:
    """What is to be answered before the report is submitted, and put right or dropped before it is published."""
    if move is Move.SUBMIT:
        return objections_open(report=report)
    return [*_opinions(report), *objections_open(report=report)] if move is Move.PUBLISH else []


def objections_unconfirmed(*, report: Report) -> list[Rectification]:
    """Objections that were answered and that nobody has confirmed or reopened yet."""
    return list(Rectification.objects.filter(report=report, done_at__isnull=False, closed_at=None).defer("proof_data"))


def _submit(case: _Case) -> _Effect:
    _refuse_findings(case, Move.SUBMIT)
    if unanswered := objections_open(report=case.report):
        raise NotPossibleError(_("%(count)d objections have not been answered yet.") % {"count": len(unanswered)})
    case.report.stage, case.report.submitted_at, case.report.due_on = 0, case.moment, None
    return _Effect(State.SUBMITTED, steps=steps_frozen(report=case.report))


def _withdraw(case: _Case) -> _Effect:
    if case.report.stage:
        raise NotPossibleError(_("A signature has been given; ask for the report to be returned."))
    return _Effect(State.CORRECTING if case.report.published_at else State.DRAFT)


def _sign(case: _Case) -> _Effect:
    signatures = signatures_of(report=case.report)
    if objection := objection_to_signing(report=case.report, user=case.user, signatures=signatures):
        raise NotAllowedError(objection)
    _refuse_altered(case)
    _refuse_findings(case, Move.SIGN)
    _refuse_opinions(case)
    step = signatures[case.report.stage].step
    is_last = case.report.stage + 1 == len(signatures)
    if is_last:
        _refuse_unconfirmed(case)
    case.report.stage += 1
    return _Effect(State.SIGNED if is_last else State.SUBMITTED, step=f"{step.name}（{step.title}）")


def _return(case: _Case) -> _Effect:
    if case.due_on is None or case.due_on < timezone.localdate(case.moment):
        raise NotPossibleError(_("Say by when the report is to be submitted again, today or later."))
    if not _opinions(case.report).exists() and not objections_open(report=case.report):
        raise NotPossibleError(_("Write at least one objection at a section or a cell before you return the report."))
    case.report.stage, case.report.due_on = 0, case.due_on
    return _Effect(State.RETURNED)


def _publish(case: _Case) -> _Effect:
    _refuse_altered(case)
    _refuse_findings(case, Move.PUBLISH)
    _refuse_opinions(case)
    # The first publication counts for timeliness, whatever is corrected later.
    case.report.published_at = case.report.published_at or case.moment
    return _Effect(State.PUBLISHED, version=len(publications_of(report=case.report)) + 1)


def _correct(case: _Case) -> _Effect:
    case.report.stage = 0
    return _Effect(State.CORRECTING)


def differing_from_published(*, report: Report) -> list[str]:
    """The cells and texts in which a correction differs from the version that is published."""
    published = publications_of(report=report)[0]
    return altered_since(transition=published, value=value_shown(report=report))


def _cancel(case: _Case) -> _Effect:
    published = publications_of(report=case.report)[0]
    if freeze(report=case.report, value=case.value).body != published.snapshot.body:
        raise NotPossibleError(
            _("The report differs from its published version. Take the changes back, or submit them as a correction.")
        )
    return _Effect(State.PUBLISHED)


_EFFECTS: dict[Move, Callable[[_Case], _Effect]] = {
    Move.SUBMIT: _submit,
    Move.WITHDRAW: _withdraw,
    Move.SIGN: _sign,
    Move.RETURN: _return,
    Move.PUBLISH: _publish,
    Move.CORRECT: _correct,
    Move.CANCEL: _cancel,
}


def _refuse_findings(case: _Case, move: Move) -> None:
    if standing := findings_against(report=case.report, move=move):
        raise OpenFindingsError(standing)


def _refuse_opinions(case: _Case) -> None:
    if problem := objection_of_opinions(
        unsettled=_opinions(case.report).count() + len(objections_open(report=case.report))
    ):
        raise NotPossibleError(problem)


def _refuse_unconfirmed(case: _Case) -> None:
    if problem := objection_of_opinions(unconfirmed=len(objections_unconfirmed(report=case.report))):
        raise NotPossibleError(problem)


def objection_of_opinions(*, unsettled: int = 0, unconfirmed: int = 0) -> str:
    """Why nobody signs over what somebody objects to, as a sentence; empty when nothing is left of it.

    It is put right or dropped before any signature. The last one says that it is put right, so somebody has confirmed
    by then what was answered (``unconfirmed``).
    """
    if unsettled:
        return _("%(count)d objections stand against this: return the report, or drop them.") % {"count": unsettled}
    if unconfirmed:
        return _("%(count)d answered objections are to be confirmed before the last signature.") % {
            "count": unconfirmed
        }
    return ""


def _refuse_altered(case: _Case) -> None:
    """What is signed or published is what the last step froze: nothing may have changed past the portal."""
    last = case.report.transitions.select_related("snapshot").first()
    if last is None or not is_intact(last):
        raise NotPossibleError(
            _("The history of this report does not hold together. Return it, so that it is submitted anew.")
        )
    if altered := altered_since(transition=last, value=case.value):
        raise NotPossibleError(
            _(
                "The report is not what it was when it was last submitted or signed: %(places)s. Return it, so that "
                "it is checked, submitted and signed anew."
            )
            % {"places": altered_words(case.value, altered)}
        )


def _opinions(report: Report) -> QuerySet[Rectification]:
    """Objections that were written but not handed over yet."""
    return Rectification.objects.filter(report=report, handed_over_at=None, closed_at=None)


def due_usual(*, report: Report) -> date:
    """By when an objection is to be put right where nobody says: the year's date, or a week when that is over."""
    today, due = timezone.localdate(), report.year.due(report.organ)
    return due if due >= today else today + timedelta(days=USUAL_DAYS)


def _hand_over(case: _Case, made: Transition) -> None:
    """The opinions of the review become objections to be put right, by default by whoever submitted."""
    submitted = case.report.transitions.filter(move=Move.SUBMIT).first()
    opinions = _opinions(case.report)
    opinions.filter(owner=None).update(owner=submitted.by if submitted else None)
    opinions.filter(due_on=None).update(due_on=case.due_on or due_usual(report=case.report))
    opinions.update(transition=made, handed_over_at=case.moment)
