"""Who signs a report, in which order: the chain of signatures (三审), configurable per organ and year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from govopen.organs.access import roles_in
from govopen.organs.models import Membership, Role, User
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


def steps_frozen(*, report: Report) -> list[dict[str, Any]]:
    """The chain as a submission keeps it: name, title, role, and the primary key of the person, if it names one."""
    return [
        {"name": step.name, "title": step.title, "role": step.role, "person": step.person.pk if step.person else None}
        for step in steps_of(report=report)
    ]


@dataclass(frozen=True)
class Signature:
    """A step with who signed it in the present round, if anybody has."""

    step: Step
    number: int
    given: Transition | None = None
    is_next: bool = False


def signatures_of(*, report: Report, transitions: Sequence[Transition] | None = None) -> list[Signature]:
    """Every step of the chain with its signature of the present round.

    From the submission on the chain is the one it began with. ``transitions`` are the report's, newest first, where
    the caller has them already.
    """
    given: dict[int, Transition] = {}
    begun: Transition | None = None
    for transition in reversed(report.transitions.select_related("by") if transitions is None else transitions):
        if transition.move == Move.SIGN:
            given[transition.stage] = transition
        elif transition.move in (Move.SUBMIT, Move.RETURN, Move.WITHDRAW, Move.CORRECT):
            given.clear()
            begun = transition if transition.move == Move.SUBMIT else None
    steps = _steps_thawed(begun.steps) if begun is not None and begun.steps else steps_of(report=report)
    return [
        Signature(step, number, given.get(number), report.is_under_review and number == report.stage + 1)
        for number, step in enumerate(steps, start=1)
    ]


def _steps_thawed(frozen: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    named = [step["person"] for step in frozen if step["person"] is not None]
    people = User.objects.in_bulk(named) if named else {}
    return tuple(Step(step["name"], step["title"], step["role"], people.get(step["person"])) for step in frozen)


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
    if not _takes(step, roles):
        return _("“%(step)s” (%(title)s) is signed by somebody with another role.") % {
            "step": step.name,
            "title": step.title,
        }
    if any(signature.given and signature.given.by_id == user.pk for signature in signatures):
        return _("You have signed already in this round; each of the %(count)d signatures is another person's.") % {
            "count": len(signatures)
        }
    editor = last_editor(report=report)
    if editor == user.pk:
        return _("You were the last to change this report; somebody else has to sign.")
    if left := step_left_over(report=report, user=user, signatures=signatures, editor=editor):
        return _("If you sign this step, nobody is left to sign “%(step)s”. Let somebody else sign this one.") % {
            "step": left.name
        }
    return ""


def step_left_over(
    *, report: Report, user: User, signatures: Sequence[Signature], editor: int | None = None
) -> Step | None:
    """The later step that nobody could sign after this person signs the next one, though it need not be so.

    Superusers are counted only where the others cannot do it among themselves. Where the chain cannot be finished
    whoever signs, there is no step left over by this person: somebody may still be appointed.
    """
    now, *later = [signature.step for signature in signatures[report.stage :]]
    if not later:
        return None
    spent = {signature.given.by_id for signature in signatures if signature.given} | {editor}
    for has_superusers in (False, True):
        people = {
            pk: roles for pk, roles in signers_of(report=report, superusers=has_superusers).items() if pk not in spent
        }
        others = {pk: roles for pk, roles in people.items() if pk != user.pk}
        left = _unsigned(later, others)
        if left is None:
            return None
        if _unsigned([now, *later], people) is None:
            return left
    return None


def signers_of(*, report: Report, superusers: bool = False) -> dict[int, frozenset[str]]:
    """The people with a signing role that reaches this organ, by primary key, with their roles there."""
    held: dict[int, set[str]] = {}
    members = Membership.objects.filter(
        organ__in=list(report.organ.ancestors(include_self=True).values_list("pk", flat=True)),
        role__in=(Role.REVIEWER, Role.SIGNER),
        user__is_active=True,
    )
    for person, role in members.values_list("user_id", "role"):
        held.setdefault(person, set()).add(role)
    found = {person: frozenset(roles) for person, roles in held.items()}
    if superusers:
        everywhere = User.objects.filter(is_active=True, is_superuser=True).values_list("pk", flat=True)
        found |= dict.fromkeys(everywhere, frozenset(Role.values))
    return found


def _takes(step: Step, roles: frozenset[str]) -> bool:
    """Who signs for the house may also stand in for the reviewer."""
    return step.role in roles or (step.role == Role.REVIEWER and Role.SIGNER in roles)


def _unsigned(steps: Sequence[Step], people: Mapping[int, frozenset[str]]) -> Step | None:
    """The first step that finds nobody when each is given to a different person; ``None`` when all find somebody."""
    may = [
        [
            person
            for person, roles in people.items()
            if _takes(step, roles) and (step.person is None or step.person.pk == person)
        ]
        for step in steps
    ]
    chosen: dict[int, int] = {}  # person to place, by augmenting paths

    def place(number: int, tried: set[int]) -> bool:
        for person in may[number]:
            if person not in tried:
                tried.add(person)
                if person not in chosen or place(chosen[person], tried):
                    chosen[person] = number
                    return True
        return False

    return next((step for number, step in enumerate(steps) if not place(number, set())), None)


def last_editor(*, report: Report) -> int | None:
    """The person who last changed a figure or a text."""
    return CellChange.objects.filter(report=report, user__isnull=False).values_list("user_id", flat=True).first()
