"""What a reviewer needs to judge a report: both years, what was found and said, what changed, who signs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from govopen.organs.access import ROLES, Action, roles_in
from govopen.organs.models import User
from reports.bound import resolve
from reports.checks.base import Level
from reports.models import (
    SETTLED,
    CellChange,
    Move,
    Rectification,
    Report,
    Seen,
    Settlement,
    State,
    StoredFinding,
    Transition,
)
from reports.value import ReportValue, number_text

from .chain import Signature, objection_to_signing, signatures_of
from .findings import findings_current
from .history import publications_of, snapshot_value
from .rectifying import unaltered
from .store import report_pair
from .texts import value_shown
from .workflow import MOVES

# What stays open after the clerk has explained; the rest waits for the clerk.
TO_DECIDE = frozenset({Settlement.EXPLAINED})


@dataclass(frozen=True)
class Alteration:
    """A cell or text that is not what it was: both contents as text, and the changes between, newest first."""

    key: str
    before: str
    after: str
    changes: Sequence[CellChange] = ()

    @property
    def last(self) -> CellChange | None:
        return next(iter(self.changes), None)


@dataclass(frozen=True)
class Review:
    """A report under review as one person sees it.

    ``shown`` is the value with its bound figures resolved. ``since`` is the revision this person had seen, ``None`` on
    the first look. ``opinions`` wait for the next return and are shown to those who review; ``objections`` are of
    earlier returns. ``published`` is the version a correction is measured by. ``unaltered`` are the answered
    objections whose place was not changed.
    """

    report: Report
    user: User
    value: ReportValue
    previous: ReportValue | None
    shown: ReportValue
    findings: Sequence[StoredFinding]
    signatures: Sequence[Signature]
    objection: str
    roles: frozenset[str]
    transitions: Sequence[Transition]
    changes: Sequence[CellChange]
    opinions: Sequence[Rectification]
    objections: Sequence[Rectification]
    since: int | None = None
    published: ReportValue | None = None
    unaltered: frozenset[int] = frozenset()

    def may(self, action: Action) -> bool:
        return self.user.is_superuser or not self.roles.isdisjoint(ROLES[action])

    def may_make(self, move: Move) -> bool:
        return self.report.state in MOVES[move].before and self.may(MOVES[move].action)

    @property
    def may_decide(self) -> bool:
        """Whether this person settles explanations now: in every state but a published report's."""
        return self.report.state != State.PUBLISHED and self.may(Action.REVIEW)

    @property
    def may_object(self) -> bool:
        """Whether this person collects opinions for a return now."""
        return self.report.is_under_review and self.may(Action.REVIEW)

    @cached_property
    def judged(self) -> list[StoredFinding]:
        """What needs a word before the report is signed."""
        return [found for found in self.findings if found.level != Level.HINT]

    @cached_property
    def hints(self) -> list[StoredFinding]:
        return [found for found in self.findings if found.level == Level.HINT]

    @cached_property
    def to_decide(self) -> list[StoredFinding]:
        return [found for found in self.judged if found.settlement in TO_DECIDE]

    @cached_property
    def with_clerk(self) -> list[StoredFinding]:
        """Nobody has explained these, the explanation lapsed or was refused: only the clerk or a waiver goes on."""
        return [found for found in self.judged if found.settlement not in TO_DECIDE | SETTLED]

    @cached_property
    def settled(self) -> list[StoredFinding]:
        return [found for found in self.judged if found.settlement in SETTLED]

    @property
    def decided_count(self) -> int:
        return sum(found.settlement in SETTLED or found.settlement == Settlement.REFUSED for found in self.judged)

    @cached_property
    def standing(self) -> list[StoredFinding]:
        """What stands against a signature, as :func:`reports.services.workflow.findings_against` will find it."""
        return [
            found
            for found in self.judged
            if (found.level == Level.ERROR and found.settlement != Settlement.WAIVED)
            or (found.level == Level.EXPLAIN and found.settlement not in SETTLED)
        ]

    @cached_property
    def objections_unsettled(self) -> list[Rectification]:
        """What goes along when the report is returned, and stands against a signature until then."""
        reopened = [one for one in self.objections if one.done_at is None and one.closed_at is None]
        return [*self.opinions, *reopened]

    @property
    def objections_unconfirmed(self) -> list[Rectification]:
        """Answered, and to be confirmed before the last signature."""
        return [one for one in self.objections if one.done_at is not None and one.closed_at is None]

    @property
    def is_last_signature(self) -> bool:
        return self.report.stage + 1 == len(self.signatures)

    @property
    def is_first_look(self) -> bool:
        return self.since is None

    @cached_property
    def alterations(self) -> dict[str, Alteration]:
        """What changed since this person last saw the report, texts with their bound figures shown."""
        if self.since is None:
            return {}
        fresh = [change for change in self.changes if change.revision > self.since]
        return self._shown(alterations_of(fresh))

    @cached_property
    def corrections(self) -> dict[str, Alteration]:
        """What the report says otherwise than its published version."""
        if self.published is None:
            return {}
        contents = {
            difference.key: Alteration(difference.key, _text(difference.before), _text(difference.after))
            for difference in self.published.diff(self.value)
        }
        return self._shown(contents)

    def _shown(self, found: Mapping[str, Alteration]) -> dict[str, Alteration]:
        """The same alterations, texts as they are read: a bound figure that shows the same as before is no change."""
        shown = {
            key: Alteration(key, self._read(one.before), self._read(one.after), one.changes)
            if key in self.value.texts
            else one
            for key, one in found.items()
        }
        return {key: one for key, one in shown.items() if one.before != one.after}

    def _read(self, text: str) -> str:
        return resolve(text, self.value, self.previous).text


def alterations_of(changes: Iterable[CellChange]) -> dict[str, Alteration]:
    """Of many changes, newest first, what each cell held before them and after; what was put back is no alteration."""
    by_key: dict[str, list[CellChange]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    return {
        key: Alteration(key, made[-1].old, made[0].new, tuple(made))
        for key, made in by_key.items()
        if made[-1].old != made[0].new
    }


def review_of(*, report: Report, user: User, since: int | None = None) -> Review:
    """Everything the review page shows; ``since`` is the revision the person had seen, without it a first look."""
    value, previous = report_pair(report=report)
    signatures, roles = signatures_of(report=report), roles_in(user, report.organ)
    rectifications = list(
        Rectification.objects.filter(report=report)
        .select_related("by", "owner", "done_by", "closed_by", "transition")
        .defer("proof_data")
        .order_by("pk")
    )
    # What was not handed over yet is between those who review.
    reviews = user.is_superuser or not roles.isdisjoint(ROLES[Action.REVIEW])
    published = publications_of(report=report)[:1] if report.published_at and report.state != State.PUBLISHED else []
    return Review(
        report=report,
        user=user,
        value=value,
        previous=previous,
        shown=value_shown(report=report, value=value, previous=previous),
        findings=findings_current(report=report, value=value, previous=previous),
        signatures=signatures,
        objection=objection_to_signing(report=report, user=user, signatures=signatures, roles=roles),
        roles=roles,
        transitions=list(report.transitions.select_related("by").order_by("-number")),
        changes=list(_changes(report, since)),
        opinions=[one for one in rectifications if reviews and one.handed_over_at is None and one.closed_at is None],
        objections=[one for one in rectifications if one.handed_over_at is not None],
        since=since,
        published=snapshot_value(snapshot=published[0].snapshot) if published else None,
        unaltered=unaltered(report=report, objections=rectifications),
    )


def _changes(report: Report, since: int | None) -> Iterable[CellChange]:
    """The changes a person has not seen; the whole record has a page of its own."""
    if since is None or since >= report.revision:
        return ()
    return CellChange.objects.filter(report=report, revision__gt=since).select_related("user")


def seen_by(*, report: Report, user: User) -> Seen | None:
    """How far this person has seen the report before."""
    return Seen.objects.filter(report=report, user=user).first()


def mark_seen(*, report: Report, user: User) -> Seen:
    """Note that this person has seen the report as it is now."""
    return Seen.objects.update_or_create(report=report, user=user, defaults={"revision": report.revision})[0]


def _text(content: object) -> str:
    return content if isinstance(content, str) else number_text(content)  # type: ignore[arg-type]  # a figure or a text
