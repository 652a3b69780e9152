"""All findings a person may see, over all reports: which list each stands in, ranked and counted. Read-only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, CharField, Count, F, FloatField, QuerySet, Value, When
from django.db.models.functions import Abs, Cast, NullIf, TruncDate
from django.utils import timezone

from govopen.organs.access import Action, may_somewhere, reaches_all
from govopen.organs.models import User
from reports import checks
from reports.checks.base import Level
from reports.models import SETTLED, WITH_CLERK, Rectification, Report, Settlement, State, StoredFinding

from .access import reports_visible
from .findings import as_of_today, expired, with_settlement
from .rectifying import rectifications_visible


class Tab(StrEnum):
    """A list of the queue, by whose turn it is."""

    UNDECIDED = "undecided"
    CLERK = "clerk"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ALL = "all"


SETTLEMENTS: Mapping[Tab, frozenset[Settlement]] = {
    Tab.UNDECIDED: frozenset({Settlement.EXPLAINED}),
    Tab.CLERK: WITH_CLERK,
    Tab.ACCEPTED: SETTLED,
    Tab.REFUSED: frozenset({Settlement.REFUSED}),
    Tab.ALL: frozenset(Settlement),
}


class Grouping(StrEnum):
    RULE = "rule"
    ORGAN = "organ"
    NONE = "none"


def is_reviewer(user: User) -> bool:
    return may_somewhere(user, Action.REVIEW)


def tab_first(user: User) -> Tab:
    """The list with this person's own work."""
    if may_somewhere(user, Action.EDIT) and not is_reviewer(user):
        return Tab.CLERK
    return Tab.UNDECIDED


def findings_queued(user: User) -> QuerySet[StoredFinding]:
    """The findings of every report in reach."""
    findings = StoredFinding.objects.all()
    return findings if reaches_all(user) else findings.filter(report__in=reports_visible(user))


def with_since(findings: QuerySet[StoredFinding]) -> QuerySet[StoredFinding]:
    """Each with ``since``, when whoever has to act now got it to act on."""
    since = Case(When(settlement=Settlement.EXPLAINED, then="explanation__at"), default="raised_at")
    return findings.annotate(since=since)


def of_tab(findings: QuerySet[StoredFinding], tab: Tab) -> QuerySet[StoredFinding]:
    """A list as of today; what waits for a decision can be decided on in every state but published."""
    if tab is Tab.ALL:
        return findings
    listed = with_settlement(findings, SETTLEMENTS[tab])
    return listed.exclude(report__state=State.PUBLISHED) if tab is Tab.UNDECIDED else listed


def tab_counts(findings: QuerySet[StoredFinding]) -> dict[Tab, int]:
    """How many findings each list has, in one query; the few that are not what is stored are counted beside."""
    every = findings.order_by()
    run_out = expired(every).annotate(kind=Value("expired"))
    published = every.filter(settlement=Settlement.EXPLAINED, report__state=State.PUBLISHED)
    counted = [
        group.values("kind").annotate(number=Count("pk")).values("kind", "number")
        for group in (every.annotate(kind=F("settlement")), run_out, published.annotate(kind=Value("published")))
    ]
    first, *others = counted
    numbers = Counter({row["kind"]: row["number"] for row in first.union(*others, all=True)})
    numbers[Settlement.WAIVED] -= numbers["expired"]
    numbers[Settlement.LAPSED] += numbers["expired"]
    counts = {tab: sum(numbers[settlement] for settlement in SETTLEMENTS[tab]) for tab in Tab}
    counts[Tab.UNDECIDED] -= numbers["published"]
    return counts


_NUMBER = FloatField()
_DIFFERENCE = Abs(
    Cast(NullIf("filed", Value("", output_field=CharField())), _NUMBER)
    - Cast(NullIf("expected", Value("", output_field=CharField())), _NUMBER)
)
_GRAVITY = Case(
    *(
        When(code__in=[entry.code for entry in checks.CHECKS if entry.level is level], then=Value(place))
        for place, level in enumerate(Level)
    ),
    default=Value(len(Level)),
)


def ranked(findings: QuerySet[StoredFinding], grouping: Grouping) -> QuerySet[StoredFinding]:
    """The order to work in: errors first, of these what has waited longest (in days), of these the largest difference.

    Groups are rules, those that find errors first, or organs.
    """
    together: dict[Grouping, tuple[object, ...]] = {
        Grouping.RULE: (_GRAVITY, "code"),
        Grouping.ORGAN: ("report__organ_id",),
        Grouping.NONE: (),
    }
    return with_since(findings).order_by(
        *together[grouping],
        "level",  # error, explain, hint: in the order of the alphabet too
        TruncDate("since").asc(nulls_last=True),
        _DIFFERENCE.desc(nulls_last=True),
        "pk",
    )


def shown(findings: QuerySet[StoredFinding]) -> QuerySet[StoredFinding]:
    """With everything that a row, a panel or a line of a file says of them."""
    return with_since(findings).select_related(
        "report__organ", "report__year", "explanation__cause", "explanation__by", "explanation__decided_by"
    )


def slice_of(ranked_findings: QuerySet[StoredFinding], start: int, stop: int) -> list[StoredFinding]:
    """Some of a long list: the order is made of bare keys, and only what is shown is read whole."""
    keys = list(ranked_findings.values_list("pk", flat=True)[start:stop])
    found = shown(StoredFinding.objects.all()).in_bulk(keys)
    return [as_of_today(found[key]) for key in keys if key in found]


@dataclass(frozen=True)
class Group:
    """A rule's or an organ's findings in a list: how many, in how many reports. ``key`` is a code or a primary key."""

    key: str
    items: int
    reports: int


def groups_of(findings: QuerySet[StoredFinding], grouping: Grouping, keys: set[str]) -> dict[str, Group]:
    """The size of every rule's group in the ranked order, or of the organs among ``keys``; in one query."""
    if grouping is Grouping.RULE:
        counted = findings.values(key=F("code")).annotate(items=Count("pk"), reports=Count("report", distinct=True))
        counted = counted.order_by(_GRAVITY, "code")
    elif grouping is Grouping.ORGAN:
        of_organs = findings.filter(report__organ__in=keys).order_by()
        counted = of_organs.values(key=F("report__organ")).annotate(
            items=Count("pk"), reports=Count("report", distinct=True)
        )
    else:
        return {}
    return {str(row["key"]): Group(str(row["key"]), row["items"], row["reports"]) for row in counted}


def waited_days(since: datetime | None, now: datetime | None = None) -> int | None:
    """Whole calendar days since then, by the clock on the wall."""
    if since is None:
        return None
    return (timezone.localdate(now) - timezone.localdate(since)).days


def findings_elsewhere(user: User, report: Report) -> int | None:
    """How many findings of other reports a clerk has to settle; ``None`` for those whose work is to decide."""
    if tab_first(user) is not Tab.CLERK:
        return None
    mine = of_tab(findings_queued(user), Tab.CLERK).exclude(level=Level.HINT.value)
    return mine.exclude(report=report).count()


@dataclass(frozen=True)
class Work:
    """How much there is of each kind for one person: the numbers beside the links of the side bar."""

    findings: int = 0
    submitted: int = 0
    returned: int = 0
    rectifications: int = 0


def work_of(user: User, *, findings: int | None = None) -> Work:
    """In one query over all four; of the rectifications those whose next step is this person's side's.

    ``findings`` where a page has counted them for its own list.
    """
    reports = reports_visible(user)
    is_clerk = tab_first(user) is Tab.CLERK
    mine = of_tab(findings_queued(user), tab_first(user))
    if is_clerk:
        mine = mine.exclude(level=Level.HINT.value)
    handed_over = rectifications_visible(user).filter(handed_over_at__isnull=False, closed_at=None)
    kinds: dict[str, QuerySet[StoredFinding] | QuerySet[Report] | QuerySet[Rectification]] = {
        "findings": mine,
        "submitted": reports.filter(state=State.SUBMITTED),
        "returned": reports.filter(state=State.RETURNED),
        "rectifications": handed_over.filter(done_at__isnull=is_clerk),
    }
    counted = [
        found.order_by().annotate(kind=Value(name)).values("kind").annotate(number=Count("pk"))
        for name, found in kinds.items()
        if findings is None or name != "findings"
    ]
    first, *others = counted
    numbers = {row["kind"]: row["number"] for row in first.union(*others, all=True).values("kind", "number")}
    return Work(**numbers if findings is None else numbers | {"findings": findings})
