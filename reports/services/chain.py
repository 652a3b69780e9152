"""Who signs a report, in which order: the chain of signatures (三审), configurable per organ and year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from govopen.organs.access import roles_in
from govopen.organs.models import Role, User
from reports.models import CellChange, Move, Report, ReviewStep, Transition


@dataclass(frozen=True)
class Step:
    """``name`` of the signature (初审), ``title`` of who gives it (单位主要领导), and who may."""

    name: str
    title: str
    role: str
    person: User | None = None


USUAL_STEPS = (
    Step("初审", "单位主要领导", Role.REVIEWER),
    Step("复审", "分管领导", Role.SIGNER),
    Step("终审", "主要领导", Role.SIGNER),
)


def steps_of(*, report: Report) -> tuple[Step, ...]:
    """The chain of this report: the nearest organ's, of its year before those of every year, else the usual one."""
    steps = list(ReviewStep.objects.select_related("person").order_by("position", "pk"))
    if not steps:
        return USUAL_STEPS
    near_first = [*report.organ.ancestors(include_self=True).values_list("pk", flat=True)][::-1]
    rank = {organ: place for place, organ in enumerate(near_first)} | {None: len(near_first)}
    found: dict[tuple[int, bool], list[ReviewStep]] = {}
    for step in steps:
        if step.organ_id in rank and step.year_id in (None, report.year_id):
            found.setdefault((rank[step.organ_id], step.year_id is None), []).append(step)
    if not found:
        return USUAL_STEPS
    return tuple(Step(step.name, step.title, step.role, step.person) for step in found[min(found)])


@dataclass(frozen=True)
class Signature:
    """A step with who signed it in the present round, if anybody has."""

    step: Step
    number: int
    given: Transition | None = None
    is_next: bool = False


def signatures_of(*, report: Report, transitions: Sequence[Transition] | None = None) -> list[Signature]:
    """Every step of the chain with its signature of the present round.

    ``transitions`` are the report's, newest first, where the caller has them already.
    """
    given: dict[int, Transition] = {}
    for transition in reversed(report.transitions.select_related("by") if transitions is None else transitions):
        if transition.move == Move.SIGN:
            given[transition.stage] = transition
        elif transition.move in (Move.SUBMIT, Move.RETURN, Move.WITHDRAW, Move.CORRECT):
            given.clear()
    return [
        Signature(step, number, given.get(number), report.is_under_review and number == report.stage + 1)
        for number, step in enumerate(steps_of(report=report), start=1)
    ]


def objection_to_signing(
    *, report: Report, user: User, signatures: Sequence[Signature] | None = None, roles: frozenset[str] | None = None
) -> str:
    """Why this person may not give the next signature, as a sentence; empty when they may.

    ``signatures`` are the report's and ``roles`` the person's there, where the caller has them already.
    """
    signatures = signatures_of(report=report) if signatures is None else signatures
    if report.stage >= len(signatures):
        return _("Every signature has been given.")
    step = signatures[report.stage].step
    if step.person is not None and step.person != user:
        return _("“%(step)s” is signed by %(person)s.") % {"step": step.name, "person": step.person}
    roles = roles_in(user, report.organ) if roles is None else roles
    if step.role not in roles and not (step.role == Role.REVIEWER and Role.SIGNER in roles):
        return _("“%(step)s” (%(title)s) is signed by somebody with another role.") % {
            "step": step.name,
            "title": step.title,
        }
    if any(signature.given and signature.given.by_id == user.pk for signature in signatures):
        return _("You have signed already in this round; each signature is given by a different person.")
    if last_editor(report=report) == user.pk:
        return _("You were the last to change this report; somebody else has to sign.")
    return ""


def last_editor(*, report: Report) -> int | None:
    """The person who last changed a figure or a text."""
    return CellChange.objects.filter(report=report, user__isnull=False).values_list("user_id", flat=True).first()
