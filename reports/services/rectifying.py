"""Objections and their rectification: written at a cell or section, put right by one person, closed by another.

An objection to a report under review waits until the report goes back (:mod:`.workflow`); one to a report that is
being filled in is handed over at once.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.access import Action, may, reach, reaches_all
from govopen.organs.models import User
from reports.models import CellChange, Explanation, Rectification, Report, State, StoredFinding

from .errors import NotAllowedError, NotPossibleError
from .history import altered_since
from .reasons import refuse_hollow_proof
from .texts import value_shown
from .workflow import due_usual

LARGEST_FILE = 5 * 1024 * 1024  # bytes


def rectifications_visible(user: User) -> QuerySet[Rectification]:
    """What this person may see; an objection that was not handed over yet is shown to those who review."""
    if reaches_all(user, Action.REVIEW):
        return Rectification.objects.all()
    handed_over = Q(handed_over_at__isnull=False, report__organ__in=reach(user))
    return Rectification.objects.filter(handed_over | Q(report__organ__in=reach(user, Action.REVIEW)))


@transaction.atomic
def opinion_add(
    *,
    report: Report,
    key: str,
    text: str,
    user: User,
    code: str = "",
    subject: str = "",
    owner: User | None = None,
    due_on: date | None = None,
) -> Rectification:
    """Object to a cell, a text or a section (``key``; empty for the whole report).

    ``code`` and ``subject`` are those of a finding. Where the report is being filled in, ``owner`` is by default who
    last saved it, and ``due_on`` the usual date.
    """
    locked = report_locked(report.pk)
    refuse_role(user, Action.REVIEW, locked)
    if locked.state == State.PUBLISHED:
        raise NotPossibleError(_("The report is published; begin a correction to change it."))
    if not text.strip():
        raise NotPossibleError(_("Write down what is to be put right."))
    if key not in _keys_of(locked):
        raise NotPossibleError(_("This form has no such cell."))
    if owner is not None and not may(owner, Action.EDIT, locked.organ):
        raise NotPossibleError(_("%(person)s does not fill in this report.") % {"person": owner})
    if due_on is not None and due_on < timezone.localdate():
        raise NotPossibleError(_("The date must be today or later."))
    is_handed_over = locked.is_editable
    return Rectification.objects.create(
        report=locked,
        key=key,
        code=code,
        subject=subject,
        text=text.strip(),
        by=user,
        handed_over_at=timezone.now() if is_handed_over else None,
        owner=owner or (locked.saved_by if is_handed_over else None),
        due_on=due_on or (due_usual(report=locked) if is_handed_over else None),
    )


@transaction.atomic
def opinion_drop(*, rectification: Rectification, user: User) -> None:
    """Take back one's own objection, as long as nobody has answered it; of a refused explanation only with it."""
    locked = _locked(rectification)
    refuse_role(user, Action.REVIEW, locked.report)
    if locked.by_id != user.pk:
        raise NotAllowedError(_("Only %(person)s can take this objection back.") % {"person": locked.by})
    if locked.subject:
        raise NotPossibleError(_("This objection belongs to a refused explanation; take the refusal back instead."))
    if locked.done_at or locked.closed_at or locked.transition_id:
        raise NotPossibleError(_("This objection has been handed over; it is to be answered."))
    locked.delete()


@transaction.atomic
def rectification_done(
    *, rectification: Rectification, user: User, proof: str, file_name: str = "", file_data: bytes = b""
) -> Rectification:
    """Answer an objection: ``proof`` says what was done, a file may show it.

    Raises :class:`ReasonError` when the proof says nothing.
    """
    locked = _locked(rectification)
    if locked.owner_id != user.pk or not may(user, Action.VIEW, locked.report.organ):
        refuse_role(user, Action.EDIT, locked.report)
    if locked.handed_over_at is None or locked.closed_at is not None:
        raise NotPossibleError(_("This objection is not open for an answer."))
    refuse_hollow_proof(text=proof, objection=locked.text)
    if len(file_data) > LARGEST_FILE:
        raise NotPossibleError(_("A file may have at most %(size)d MB.") % {"size": LARGEST_FILE // 1024 // 1024})
    locked.proof = proof.strip()
    if file_data:
        locked.proof_name, locked.proof_data = file_name[-255:], file_data
    return _saved(rectification, locked, done_by=user, done_at=timezone.now())


def unaltered(*, report: Report, objections: Iterable[Rectification]) -> frozenset[int]:
    """The answered objections, by primary key, whose cell or section is what it was when they were handed over.

    One that came with a refused explanation is left out when its finding is gone or was explained anew.
    """
    answered = [one for one in objections if one.done_at is not None and one.closed_at is None]
    if not answered:
        return frozenset()
    value = value_shown(report=report)
    altered: dict[int, set[str]] = {}
    return frozenset(
        one.pk
        for one in answered
        if not _is_settled_otherwise(one)
        and _keys_at(report, one.key).isdisjoint(
            altered.setdefault(one.transition_id, set(altered_since(transition=one.transition, value=value)))
            if one.transition is not None
            else _retyped(one)
        )
    )


def _is_settled_otherwise(objection: Rectification) -> bool:
    if not objection.subject:
        return False
    about = {"report": objection.report_id, "subject": objection.subject}
    return (
        not StoredFinding.objects.filter(**about).exists()
        or Explanation.objects.filter(**about, at__gt=objection.handed_over_at).exists()
    )


def _retyped(objection: Rectification) -> set[str]:
    """The cells and texts that changed since an objection was handed over, where no transition froze the report."""
    changes = CellChange.objects.filter(report=objection.report_id, at__gt=objection.handed_over_at)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for key, old, new in changes.order_by("pk").values_list("key", "old", "new"):
        before.setdefault(key, old)
        after[key] = new
    return {key for key, old in before.items() if after[key] != old}


def _keys_at(report: Report, place: str) -> frozenset[str]:
    """The cells and texts at the place of an objection: itself, all of a section, of the whole report."""
    form = report.form
    if not place:
        return frozenset((*form.specs, *form.text_keys))
    return frozenset((place, *(key for key, spec in form.specs.items() if spec.section.key == place)))


@transaction.atomic
def rectification_close(*, rectification: Rectification, user: User) -> Rectification:
    """Confirm that it was put right; never by the person who did."""
    locked = _locked(rectification)
    refuse_role(user, Action.REVIEW, locked.report)
    if locked.done_at is None:
        raise NotPossibleError(_("This objection has not been answered yet."))
    if locked.closed_at is not None:
        raise NotPossibleError(_("This objection is closed already."))
    if locked.done_by_id == user.pk:
        raise NotAllowedError(_("You did this yourself; somebody else closes it."))
    return _saved(rectification, locked, closed_by=user, closed_at=timezone.now())


@transaction.atomic
def rectification_reopen(*, rectification: Rectification, user: User, reason: str) -> Rectification:
    """It was not put right after all: the reason is added to the objection, and it has to be answered again."""
    locked = _locked(rectification)
    refuse_role(user, Action.REVIEW, locked.report)
    if locked.done_at is None:
        raise NotPossibleError(_("This objection has not been answered yet."))
    if not reason.strip():
        raise NotPossibleError(_("Give the reason."))
    locked.text = f"{locked.text}\n{_reopened(reason.strip(), user)}"
    return _saved(rectification, locked, done_by=None, done_at=None, closed_by=None, closed_at=None)


def _reopened(reason: str, user: User) -> str:
    day = timezone.localdate()
    return _("Reopened on %(day)s by %(person)s: %(reason)s") % {
        "day": day.isoformat(),
        "person": user.get_full_name(),
        "reason": reason,
    }


def _saved(given: Rectification, locked: Rectification, **changes: User | datetime | None) -> Rectification:
    for name, content in changes.items():
        setattr(locked, name, content)
    locked.save()
    given.refresh_from_db()
    return given


def _locked(rectification: Rectification) -> Rectification:
    """Read again while its report is held, so that two people cannot settle it at once."""
    locked = report_locked(rectification.report_id)
    found = Rectification.objects.select_related("by").filter(pk=rectification.pk).first()
    if found is None:
        raise NotPossibleError(_("This objection has been taken back."))
    found.report = locked
    return found


def report_locked(pk: int) -> Report:
    """The report as it stands, held until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("organ", "year").get(pk=pk)


def refuse_role(user: User, action: Action, report: Report) -> None:
    if not may(user, action, report.organ):
        raise NotAllowedError(_("Your role does not allow this."))


def _keys_of(report: Report) -> frozenset[str]:
    form = report.form
    return frozenset({"", *form.specs, *form.text_keys, *(section.key for section in form.sections)})
