"""What people say of a finding: explanations by those who fill in, decisions by those who review.

Everything holds for the figures it was said of: it carries the finding's digest, and whether it holds is only looked
up (:mod:`.findings`). Who explained never decides. Each function brings the stored finding up to date with it.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.access import Action, may
from govopen.organs.models import User
from reports.checks import CHECKS
from reports.checks.base import Level
from reports.models import (
    SETTLED,
    BulkSettlement,
    Decision,
    Explanation,
    ExplanationCause,
    Rectification,
    Report,
    Settlement,
    State,
    StoredFinding,
    Transition,
)

from .chain import last_editor
from .errors import NotAllowedError, NotPossibleError, ReasonError
from .findings import findings_current, findings_rebuild, settled
from .reasons import WAIVER_EXAMPLE, refuse_hollow
from .rectifying import opinion_add, refuse_role, report_locked
from .store import report_pair
from .sums import sums_up

LONGEST_WAIVER = timedelta(days=400)  # from one year's report to the next, with some weeks to spare
LARGEST_BULK = 30
SMALLEST_SAMPLE = 3
SAMPLED = 5  # one in so many, where that is more

_RANDOM = random.SystemRandom()  # nobody shall foresee the sample

__all__ = [
    "ReasonError",
    "bulk_begin",
    "bulk_finish",
    "bulk_open",
    "decision_undo",
    "explain",
    "explanation_accept",
    "explanation_refuse",
    "sums_up",
    "waiver_grant",
]


@transaction.atomic
def explain(*, report: Report, subject: str, cause: ExplanationCause | None, text: str, user: User) -> Explanation:
    """Give a reason for a finding that may be explained.

    Raises :class:`ReasonError` when the text says nothing, NotAllowedError, and NotPossibleError when the finding is
    gone, an error, or settled, when the report is not being filled in, or without a cause that is on the list.
    """
    locked = report_locked(report.pk)
    refuse_role(user, Action.EDIT, locked)
    if not locked.is_editable:
        raise NotPossibleError(
            _("This report is “%(state)s”; this is not possible now.") % {"state": locked.get_state_display()}
        )
    finding = _finding(locked, subject)
    if finding.level == Level.ERROR:
        raise NotPossibleError(_("An error cannot be explained; put the figures right."))
    if finding.level != Level.EXPLAIN:
        raise NotPossibleError(_("This finding needs no explanation."))
    if finding.settlement in SETTLED:
        raise NotPossibleError(_("This finding is settled already."))
    if cause is None:
        raise NotPossibleError(_("Choose a cause from the list."))
    if not ExplanationCause.objects.filter(pk=cause.pk, is_active=True).exists():
        raise NotPossibleError(_("“%(cause)s” is no longer on the list of causes; choose another.") % {"cause": cause})
    refuse_hollow(text=text, message=finding.message, cause=cause, hints=_hints(finding))
    given = _explanation_of(finding, user, text)
    given.cause = cause
    given.save()
    _store(locked, finding)
    return given


@transaction.atomic
def explanation_accept(*, explanation: Explanation, user: User, bulk: BulkSettlement | None = None) -> Explanation:
    """Accept it; ``bulk`` is the bulk settlement through which that happens."""
    locked, finding = _up_for_decision(explanation, user)
    if finding.level == Level.ERROR:
        raise NotPossibleError(_("An error cannot be explained; put the figures right."))
    if bulk is not None:
        _refuse_unfinished(bulk, user)
        if explanation.pk not in bulk.chosen:
            raise NotPossibleError(_("This explanation is not part of the bulk settlement."))
    return _decide(locked, finding, explanation, user, Decision.ACCEPTED, bulk=bulk)


@transaction.atomic
def explanation_refuse(
    *, explanation: Explanation, user: User, reason: str, due_on: date | None = None
) -> Rectification:
    """Refuse it with a reason, which becomes an objection at the finding's place."""
    locked, finding = _up_for_decision(explanation, user)
    if not reason.strip():
        raise NotPossibleError(_("Say why you refuse it."))
    _decide(locked, finding, explanation, user, Decision.REFUSED, reason=reason)
    _end_bulks(explanation)
    return opinion_add(
        report=locked,
        key=_place_of(finding),
        text=reason,
        user=user,
        code=finding.code,
        subject=finding.subject,
        owner=_owner(locked, explanation),
        due_on=due_on,
    )


@transaction.atomic
def waiver_grant(*, report: Report, subject: str, user: User, reason: str, expires_on: date) -> Explanation:
    """Let a finding stand for a time, an error too; with the clerk's explanation where one waits, else without."""
    locked = report_locked(report.pk)
    refuse_role(user, Action.REVIEW, locked)
    if locked.state == State.PUBLISHED:
        raise NotPossibleError(_("The report is published; begin a correction to change it."))
    finding = _finding(locked, subject)
    if finding.level == Level.HINT:
        raise NotPossibleError(_("A hint needs no waiver."))
    if finding.settlement in SETTLED:
        raise NotPossibleError(_("This finding is settled already."))
    today = timezone.localdate()
    if expires_on is None or not today <= expires_on <= today + LONGEST_WAIVER:
        raise NotPossibleError(
            _("Say until when the waiver holds: today or later, at most %(days)d days.") % {"days": LONGEST_WAIVER.days}
        )
    refuse_hollow(text=reason, message=finding.message, example=WAIVER_EXAMPLE, hints=_hints(finding))
    if finding.explanation is not None and finding.settlement == Settlement.EXPLAINED:
        explanation = finding.explanation
        _refuse_own(explanation, user)
    else:
        # Nobody else has said anything of it: whoever typed the figures must not let them stand alone.
        if last_editor(report=locked) == user.pk:
            raise NotAllowedError(_("You were the last to change this report; somebody else has to decide."))
        explanation = _explanation_of(finding, user, reason)
        explanation.save()
    granted = _decide(locked, finding, explanation, user, Decision.WAIVED, reason=reason, expires_on=expires_on)
    _end_bulks(granted)
    return granted


@transaction.atomic
def decision_undo(*, explanation: Explanation, user: User) -> None:
    """Take back one's own decision, as long as the report has not moved on; a refusal takes its objection along."""
    locked = report_locked(explanation.report_id)
    current = Explanation.objects.filter(pk=explanation.pk).first()
    refuse_role(user, Action.REVIEW, locked)
    if current is None or not current.decision or current.decided_at is None:
        raise NotPossibleError(_("There is no decision to take back."))
    if current.decided_by_id != user.pk:
        raise NotAllowedError(_("Only %(person)s can take this decision back.") % {"person": current.decided_by})
    if Transition.objects.filter(report=locked, at__gt=current.decided_at).exists():
        raise NotPossibleError(_("The report has moved on since; the decision stands."))
    if current.decision == Decision.REFUSED:
        _drop_objection(current)
    if current.decision == Decision.WAIVED and current.by_id == user.pk:
        current.delete()  # the waiver was granted without anybody's explanation
    else:
        current.decision, current.decided_by, current.decided_at = Decision.NONE, None, None
        current.reason, current.expires_on, current.bulk = "", None, None
        current.save()
        explanation.refresh_from_db()
    if found := _found(locked, current.subject):
        _store(locked, found)


def bulk_open(*, user: User) -> BulkSettlement | None:
    """The bulk settlement this person has begun and neither finished nor lost."""
    return BulkSettlement.objects.filter(by=user, done_at=None, ended_at=None).select_related("cause").first()


@transaction.atomic
def bulk_begin(*, explanations: Sequence[Explanation], user: User) -> BulkSettlement:
    """Choose explanations of one rule with one cause to be accepted together, and draw the sample to be decided first.

    An open one of this person ends; what was in the sample of one that was not finished and still waits is in the new
    sample too, so that beginning again does not get round an inconvenient one.
    """
    chosen = list(
        Explanation.objects.filter(pk__in={explanation.pk for explanation in explanations}).select_related("cause")
    )
    if not chosen:
        raise NotPossibleError(_("Choose at least one explanation."))
    if len(chosen) > LARGEST_BULK:
        raise NotPossibleError(_("At most %(count)d explanations at a time.") % {"count": LARGEST_BULK})
    causes = {explanation.cause for explanation in chosen}
    if len({explanation.code for explanation in chosen}) > 1 or len(causes) > 1 or None in causes:
        raise NotPossibleError(_("Only explanations of one rule with one and the same cause can be accepted together."))
    for explanation in chosen:
        _locked, finding = _up_for_decision(explanation, user)
        if finding.level == Level.ERROR:
            raise NotPossibleError(_("An error cannot be explained; put the figures right."))
    keys = sorted(explanation.pk for explanation in chosen)
    unfinished = BulkSettlement.objects.filter(by=user, done_at=None).values_list("sample", flat=True)
    carried = [pk for sample in unfinished for pk in sample if pk in keys]
    BulkSettlement.objects.filter(by=user, done_at=None, ended_at=None).update(ended_at=timezone.now())
    size = min(len(keys), max(SMALLEST_SAMPLE, -(-len(keys) // SAMPLED)))
    others = [pk for pk in keys if pk not in carried]
    drawn = _RANDOM.sample(others, max(0, min(len(others), size - len(set(carried)))))
    return BulkSettlement.objects.create(
        code=chosen[0].code, cause=chosen[0].cause, chosen=keys, sample=sorted({*carried, *drawn}), by=user
    )


@transaction.atomic
def bulk_finish(*, bulk: BulkSettlement, user: User) -> int:
    """Accept what is left after the sample and still holds; returns how many that were."""
    held = BulkSettlement.objects.select_for_update().get(pk=bulk.pk)
    _refuse_unfinished(held, user)
    accepted = 0
    for explanation in Explanation.objects.filter(pk__in=held.chosen, decision=Decision.NONE).order_by("pk"):
        try:
            explanation_accept(explanation=explanation, user=user, bulk=held)
        except NotPossibleError:
            continue  # a figure has moved, or the explanation was replaced: it waits for a decision of its own
        accepted += 1
    held.done_at = timezone.now()
    held.save(update_fields=["done_at"])
    bulk.refresh_from_db()
    return accepted


def _refuse_unfinished(bulk: BulkSettlement, user: User) -> None:
    """Raise unless this person has accepted every one of the sample by itself since the bulk was begun."""
    if bulk.by_id != user.pk:
        raise NotAllowedError(_("Only %(person)s can finish this bulk settlement.") % {"person": bulk.by})
    if bulk.done_at or bulk.ended_at:
        raise NotPossibleError(_("This bulk settlement is over."))
    accepted = Explanation.objects.filter(
        pk__in=bulk.sample, decision=Decision.ACCEPTED, decided_by=user, decided_at__gte=bulk.at, bulk=None
    ).count()
    if left := len(bulk.sample) - accepted:
        raise NotPossibleError(_("Decide on the sample first: %(count)d are left.") % {"count": left})


def _end_bulks(explanation: Explanation) -> None:
    """One of the sample was not accepted: what looked alike is not alike."""
    ended = [
        bulk.pk for bulk in BulkSettlement.objects.filter(done_at=None, ended_at=None) if explanation.pk in bulk.sample
    ]
    BulkSettlement.objects.filter(pk__in=ended).update(ended_at=timezone.now())


def _up_for_decision(explanation: Explanation, user: User) -> tuple[Report, StoredFinding]:
    """The report, held, and the finding the explanation is given for, when this person may decide on it now."""
    locked = report_locked(explanation.report_id)
    refuse_role(user, Action.REVIEW, locked)
    explanation.refresh_from_db(fields=["decision", "decided_by", "decided_at", "text"])
    _refuse_own(explanation, user)
    if locked.state == State.PUBLISHED:
        raise NotPossibleError(_("The report is published; begin a correction to change it."))
    if explanation.decision:
        raise NotPossibleError(_decided_already(explanation))
    finding = _finding(locked, explanation.subject)
    if finding.digest != explanation.digest:
        raise NotPossibleError(_("The figures have changed since; the explanation has lapsed."))
    if finding.explanation != explanation:
        raise NotPossibleError(_("Another explanation has been given since; look at that one."))
    return locked, finding


def _decided_already(explanation: Explanation) -> str:
    """By whom, when and how."""
    if explanation.decided_at is None:
        return _("This explanation has been decided on already.")
    return _("%(person)s has decided on this explanation already: %(decision)s, %(time)s.") % {
        "person": explanation.decided_by,
        "decision": explanation.get_decision_display(),
        "time": timezone.localtime(explanation.decided_at).strftime("%m-%d %H:%M"),
    }


def _refuse_own(explanation: Explanation, user: User) -> None:
    if explanation.by_id == user.pk:
        raise NotAllowedError(_("You gave this explanation yourself; somebody else has to decide."))


def _decide(
    report: Report,
    finding: StoredFinding,
    explanation: Explanation,
    user: User,
    decision: Decision,
    *,
    reason: str = "",
    expires_on: date | None = None,
    bulk: BulkSettlement | None = None,
) -> Explanation:
    explanation.decision, explanation.decided_by, explanation.decided_at = decision, user, timezone.now()
    explanation.reason, explanation.expires_on, explanation.bulk = reason.strip(), expires_on, bulk
    explanation.save()
    _store(report, finding)
    return explanation


def _finding(report: Report, subject: str) -> StoredFinding:
    if (found := _found(report, subject)) is None:
        raise NotPossibleError(_("This finding is gone; the figures have changed."))
    return found


def _found(report: Report, subject: str) -> StoredFinding | None:
    """What the checks say now, not what was stored: last year's report or a switch may have changed since."""
    value, previous = report_pair(report=report)
    current = findings_current(report=report, value=value, previous=previous)
    return next((finding for finding in current if finding.subject == subject), None)


def _hints(finding: StoredFinding) -> list[str]:
    """What is shown with it beside its message: where it may come from."""
    return [finding.cause, *(cause for entry in CHECKS if entry.code == finding.code for cause in entry.causes)]


def _store(report: Report, finding: StoredFinding) -> None:
    """Write the settlement to the stored finding, whose key stays, so that a page that shows it can go on."""
    stored = StoredFinding.objects.filter(report=report, subject=finding.subject, digest=finding.digest).first()
    if stored is None:
        value, previous = report_pair(report=report)
        findings_rebuild(report=report, value=value, previous=previous)
        return
    (now,) = settled(report=report, findings=[finding])
    stored.settlement, stored.explanation = now.settlement, now.explanation
    stored.save(update_fields=["settlement", "explanation"])


def _drop_objection(refused: Explanation) -> None:
    """The objection that came with a refusal goes with it, unless somebody has answered it."""
    objections = Rectification.objects.filter(
        report=refused.report_id, subject=refused.subject, by=refused.decided_by, at__gte=refused.decided_at
    )
    if objections.filter(done_at__isnull=False).exists():
        raise NotPossibleError(_("The objection has been answered already; the decision stands."))
    objections.delete()


def _owner(report: Report, explanation: Explanation) -> User | None:
    """Who explained puts it right, as long as they still fill in this report."""
    return explanation.by if may(explanation.by, Action.EDIT, report.organ) else None


def _explanation_of(finding: StoredFinding, user: User, text: str) -> Explanation:
    return Explanation(
        report=finding.report,
        code=finding.code,
        subject=finding.subject,
        digest=finding.digest,
        cells=finding.cells,
        message=finding.message,
        text=text.strip(),
        by=user,
    )


def _place_of(finding: StoredFinding) -> str:
    return str(finding.cells[0] if finding.cells else finding.params.get("text", ""))
