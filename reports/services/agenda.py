"""What is due, what blocks it and what changed: read-only, for the home page and the list of reports."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from govopen.organs.access import Action, may_somewhere, reach
from govopen.organs.calendar import Break, breaks_between, working_days_until
from govopen.organs.models import Organ, OrganKind, ReportingYear, User
from reports.checks.base import Level
from reports.models import (
    EDITABLE,
    UNDER_REVIEW,
    WITH_CLERK,
    CellChange,
    Rectification,
    Report,
    Settlement,
    State,
    StoredFinding,
    Transition,
)
from reports.value import Scope

from .access import reports_visible
from .chain import objection_to_signing, signatures_of
from .findings import as_of_today, is_with_clerk, with_settlement
from .queue import Tab, findings_queued, of_tab
from .workflow import objection_of_opinions

FEED_LENGTH = 8
FEED_READ = 400  # changes looked at; an import alone makes some two hundred
OVERVIEW_LENGTH = 12
WAITING_LENGTH = 6  # who may sign is asked report by report


@dataclass(frozen=True)
class Deadline:
    """The county's own date and the statutory one; ``days`` are working days left, negative when late."""

    due: date
    limit: date
    today: date

    @cached_property
    def days(self) -> int | None:
        return working_days_until(self.due, self.today)

    @property
    def late_by(self) -> int:
        return -self.days if self.days is not None and self.days < 0 else 0

    @property
    def is_late(self) -> bool:
        return self.due < self.today

    @cached_property
    def breaks(self) -> list[Break]:
        return breaks_between(self.today, self.due)


def deadline(year: ReportingYear, organ: Organ, today: date, due: date | None = None) -> Deadline:
    """``due`` is the date of a return, where there is one."""
    return Deadline(due or year.due(organ), year.limit(organ), today)


@dataclass(frozen=True)
class Beginning:
    """A report that was not started yet."""

    organ: Organ
    year: ReportingYear
    scope: Scope
    has_last_year: bool
    deadline: Deadline


@dataclass(frozen=True)
class Moment:
    """A line of the feed: one save of one report."""

    report: Report
    who: str
    at: datetime
    source: str
    count: int
    label: str
    old: str
    new: str


def with_open_findings(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Each report with ``errors``, ``explains`` and ``objections`` for its clerk, and ``undecided`` explanations.

    Counted where it stands, so that a page of a list costs a page.
    """

    def number(level: Level, settlements: Collection[str]) -> Coalesce:
        return _counted(with_settlement(StoredFinding.objects.filter(level=level.value), settlements))

    unwaived = [settlement for settlement in Settlement if settlement != Settlement.WAIVED]
    return reports.annotate(
        errors=number(Level.ERROR, unwaived),
        explains=number(Level.EXPLAIN, WITH_CLERK),
        undecided=number(Level.EXPLAIN, [Settlement.EXPLAINED]),
        objections=_counted(Rectification.objects.filter(handed_over_at__isnull=False, done_at=None, closed_at=None)),
    )


def _counted(records: QuerySet[Any]) -> Coalesce:
    """How many of the records are of the report in the query around it."""
    of_report = records.filter(report=OuterRef("pk")).order_by().values("report")
    return Coalesce(
        Subquery(of_report.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), Value(0)
    )


def reports_listed(user: User) -> QuerySet[Report]:
    return with_open_findings(reports_visible(user)).select_related("organ", "year", "saved_by")


def drafts_of(user: User) -> list[Report]:
    """What this person is filling in, newest year first and in it the one due first."""
    drafts = with_open_findings(reports_visible(user, Action.EDIT)).filter(state__in=EDITABLE)
    return sorted(
        drafts.select_related("organ", "year", "saved_by"),
        key=lambda report: (-report.year_id, report.due_on or report.year.due(report.organ), report.pk),
    )


def handed_in(user: User) -> list[Report]:
    """What this person has submitted and waits for, or only has to be published."""
    reports = with_open_findings(reports_visible(user, Action.EDIT)).filter(state__in=UNDER_REVIEW)
    return list(reports.select_related("organ", "year").order_by("submitted_at", "pk")[:OVERVIEW_LENGTH])


@dataclass(frozen=True)
class Waiting:
    """A report under review: the next ``step``, and why this person may not sign it ("" when they may)."""

    report: Report
    step: str
    objection: str

    @property
    def is_ready(self) -> bool:
        return not self.report.undecided and not self.report.explains and not self.report.errors and not self.objection


def waiting_for(user: User) -> list[Waiting]:
    """Reports that may be this person's to review, those that have waited longest."""
    unclosed = Rectification.objects.filter(closed_at=None)
    reports = with_open_findings(reports_visible(user, Action.REVIEW)).filter(state=State.SUBMITTED)
    reports = reports.annotate(
        unsettled=_counted(unclosed.filter(done_at=None)), unconfirmed=_counted(unclosed.filter(done_at__isnull=False))
    )
    course = Prefetch("transitions", Transition.objects.select_related("by"), to_attr="course")
    found = []
    for report in (
        reports.select_related("organ", "year").prefetch_related(course).order_by("submitted_at", "pk")[:WAITING_LENGTH]
    ):
        signatures = signatures_of(report=report, transitions=report.course)
        step = next((signature.step.name for signature in signatures if signature.is_next), "")
        is_last = report.stage + 1 == len(signatures)
        objection = objection_to_signing(report=report, user=user, signatures=signatures) or objection_of_opinions(
            unsettled=report.unsettled, unconfirmed=report.unconfirmed if is_last else 0
        )
        found.append(Waiting(report, step, objection))
    return found


def undecided_of(user: User) -> int:
    """How many explanations wait for a decision, as the queue lists them."""
    return of_tab(findings_queued(user), Tab.UNDECIDED).count()


def usual_scope(organ: Organ) -> Scope:
    """A government reports for its whole level, everybody else for themselves."""
    return Scope.AGGREGATE if organ.kind == OrganKind.GOVERNMENT else Scope.OWN


def last_reports(user: User) -> dict[int, Report]:
    """The newest report of each organ for which this person fills in."""
    # By year_id: ordering by the relation would take over the years' own order, newest first.
    reports = reports_visible(user, Action.EDIT).select_related("organ").order_by("year_id", "pk")
    return {report.organ_id: report for report in reports}


def beginnings_of(user: User, last: Mapping[int, Report], today: date) -> list[Beginning]:
    """For each organ the report to start next: the year after its last one, or the newest year that is open."""
    years = {year.year: year for year in ReportingYear.objects.filter(opens_on__lte=today)}
    if not years:
        return []
    found = []
    for organ in reach(user, Action.EDIT).order_by("pk"):
        before = last.get(organ.pk)
        year = years.get(before.year_id + 1 if before else max(years))
        if year is not None:
            scope = Scope(before.scope) if before else usual_scope(organ)
            found.append(Beginning(organ, year, scope, before is not None, deadline(year, organ, today)))
    return found


@dataclass(frozen=True)
class Overview:
    """The organs in reach and one year: how far they are, and the reports that still need something."""

    year: ReportingYear | None
    organs: int
    counts: Counter[str]
    reports: list[Report]

    @property
    def started(self) -> int:
        return sum(self.counts.values())

    @property
    def not_started(self) -> int:
        return max(0, self.organs - self.started)


def overview(user: User, today: date) -> Overview:
    """Of the newest year in which somebody in reach has begun."""
    visible = reports_visible(user)
    newest = visible.order_by("-year_id").select_related("year").first()
    year = newest.year if newest else ReportingYear.objects.filter(opens_on__lte=today).order_by("-year").first()
    of_year = visible.filter(year=year)
    counts = Counter(
        {row["state"]: row["number"] for row in of_year.order_by().values("state").annotate(number=Count("pk"))}
    )
    shown = with_open_findings(of_year).select_related("organ", "year", "saved_by").order_by("state", "organ")
    return Overview(year, reach(user).count(), counts, list(shown[:OVERVIEW_LENGTH]))


def publishable(user: User) -> Report | None:
    """The newest report that is signed off and that this person may publish."""
    signed = reports_visible(user, Action.PUBLISH).filter(state=State.SIGNED).select_related("organ")
    return signed.order_by("-year_id", "organ_id", "pk").first()


def recent(user: User) -> list[Moment]:
    """What changed last in the reports this person sees, one line a save."""
    changes = CellChange.objects.filter(report__in=reports_visible(user)).select_related("report__organ", "user")
    return list(_saves(changes[:FEED_READ]))[:FEED_LENGTH]


def _saves(changes: Iterable[CellChange]) -> Iterator[Moment]:
    together: dict[tuple[int, int], list[CellChange]] = {}
    for change in changes:
        together.setdefault((change.report_id, change.revision), []).append(change)
    for group in together.values():
        first = group[0]
        specs = first.report.form.specs
        yield Moment(
            report=first.report,
            who=first.user.get_full_name() if first.user else "",
            at=first.at,
            source=first.source,
            count=len(group),
            label=specs[first.key].label if first.key in specs else "",
            old=first.old,
            new=first.new,
        )


@dataclass(frozen=True)
class Part:
    """A section of a report with the number of its findings; ``level`` is the gravest."""

    number: str
    anchor: str
    level: str


def open_parts(report: Report) -> tuple[list[Part], list[StoredFinding]]:
    """The six sections with their gravest finding, and what must be settled, errors first, in the paper's order.

    Each finding has the ``anchor`` of its section on the report's page.
    """
    order = [level.value for level in (Level.ERROR, Level.EXPLAIN, Level.HINT)]
    findings = [as_of_today(found) for found in report.findings.select_related("explanation").order_by("position")]
    form = report.form
    section_of = {key: spec.section.key for key, spec in form.specs.items()}
    section_of |= {section.key: section.key for section in form.sections if section.text}
    gravest: dict[str, str] = {}
    standing = [finding for finding in findings if is_with_clerk(finding) or finding.level == Level.HINT.value]
    for finding in standing:
        place = finding.params.get("text") or next(iter(finding.cells), "")
        section = section_of.get(place, form.sections[0].key)
        finding.anchor = f"part-{section}"
        known = gravest.get(section)
        if known is None or order.index(finding.level) < order.index(known):
            gravest[section] = finding.level
    parts = [Part(section.number, f"part-{section.key}", gravest.get(section.key, "")) for section in form.sections]
    must = [finding for finding in findings if is_with_clerk(finding)]
    must.sort(key=lambda finding: order.index(finding.level))
    return parts, must


def is_clerk(user: User) -> bool:
    return not user.is_superuser and may_somewhere(user, Action.EDIT)
