"""The rules in use: switched year by year, tried on stored reports, and judged by what became of their findings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from govopen.organs.access import Action, may_everywhere, reach
from govopen.organs.models import ReportingYear, User
from reports import checks
from reports.checks.base import Check, Finding, Level
from reports.models import (
    Decision,
    Explanation,
    FixedFinding,
    Report,
    RuleSwitch,
    StoredFinding,
)
from reports.value import ReportValue

from .access import reports_visible
from .context import context_of
from .errors import NotAllowedError, NotPossibleError
from .findings import findings_rebuild
from .store import reports_load

BATCH = 200  # reports loaded together
ONE_SITTING = 30 * 60  # seconds; who decides nothing for longer was doing something else


@dataclass(frozen=True)
class RulePreview:
    """How many reports a rule was run on, and which it flags, with what it finds in each."""

    checked: int
    flagged: list[tuple[Report, list[Finding]]]


@dataclass(frozen=True)
class TrackRecord:
    """What became of a rule's findings.

    ``raised`` counts those that stand or were fixed, and those that somebody explained before the rule was switched
    off; ``explained`` those that were ever explained; ``accepted``, ``refused`` and ``waived`` the decisions.
    """

    raised: int = 0
    fixed: int = 0
    explained: int = 0
    accepted: int = 0
    refused: int = 0
    waived: int = 0

    @property
    def precision(self) -> float | None:
        """The share of settled findings in which the rule was right; None while nothing was settled."""
        right, wrong = self.fixed + self.refused, self.accepted + self.waived
        return right / (right + wrong) if right + wrong else None


@dataclass(frozen=True)
class Pace:
    """How a person decides: how often how, in seconds from one decision to the next, after how many days."""

    person: User
    accepted: int
    refused: int
    waived: int
    in_bulk: int
    seconds_between: float | None
    days_waited: float | None


@transaction.atomic
def rule_switch(*, code: str, year: int, is_on: bool, reason: str, user: User) -> RuleSwitch:
    """Use a rule in a year or not, for every organ; the findings of that year's reports follow.

    A rule of errors stays in use. What a rule no longer finds because it is not asked does not count as fixed.
    """
    check = _check(code)
    if not may_everywhere(user, Action.MANAGE):
        raise NotAllowedError(_("Your role does not allow this."))
    if check.level is Level.ERROR and not is_on:
        raise NotPossibleError(_("A rule of errors cannot be switched off."))
    if not is_on and not reason.strip():
        raise NotPossibleError(_("Give the reason."))
    if not ReportingYear.objects.filter(pk=year).exists():
        raise NotPossibleError(_("%(year)d is not among the reporting years.") % {"year": year})
    switch, _is_new = RuleSwitch.objects.update_or_create(
        code=code, year_id=year, defaults={"is_on": is_on, "reason": reason.strip(), "by": user}
    )
    reports = Report.objects.filter(year=year)
    if is_on:
        for report, value, previous, found in _run(check, reports):
            if found:
                findings_rebuild(report=report, value=value, previous=previous)
    else:
        StoredFinding.objects.filter(report__in=reports, code=code).delete()
    return switch


def rule_preview(*, code: str, year: int, user: User) -> RulePreview:
    """What a rule would find now in the year's reports this person sees, switched on or not; nothing is stored."""
    reports = reports_visible(user).filter(year=year)
    checked, flagged = 0, []
    for report, _value, _previous, found in _run(_check(code), reports):
        checked += 1
        if found:
            flagged.append((report, found))
    return RulePreview(checked, flagged)


def track_records(user: User) -> dict[str, TrackRecord]:
    """By code, over the reports this person sees; a rule that never found anything is missing."""
    mine = Q() if user.is_active and user.is_superuser else Q(report__organ__in=reach(user))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _by_code(StoredFinding.objects.filter(mine)).annotate(number=Count("pk")):
        counts[row["code"]]["raised"] += row["number"]
    for row in _by_code(FixedFinding.objects.filter(mine)).annotate(number=Count("pk")):
        counts[row["code"]]["raised"] += row["number"]
        counts[row["code"]]["fixed"] += row["number"]
    decided = {
        decision.value: Count("pk", filter=Q(decision=decision))
        for decision in (Decision.ACCEPTED, Decision.REFUSED, Decision.WAIVED)
    }
    explanations = Explanation.objects.filter(mine).order_by()
    for row in explanations.values("code", "report").annotate(explained=Count("subject", distinct=True), **decided):
        for name in ("explained", *decided):
            counts[row["code"]][name] += row[name]
    same = {"report": OuterRef("report"), "subject": OuterRef("subject")}
    gone = explanations.exclude(Exists(StoredFinding.objects.filter(**same))).exclude(
        Exists(FixedFinding.objects.filter(**same))
    )
    for row in gone.values("code", "report").annotate(number=Count("subject", distinct=True)):
        counts[row["code"]]["raised"] += row["number"]
    return {code: TrackRecord(**numbers) for code, numbers in sorted(counts.items())}


def reviewers_pace(user: User) -> list[Pace]:
    """Who has settled how many how fast, over the organs this person looks after; the busiest first."""
    given = Explanation.objects.filter(decided_at__isnull=False, report__organ__in=reach(user, Action.MANAGE))
    rows = given.order_by("decided_at", "pk").values_list(
        "decided_by", "decision", "bulk", "by", "at", "decided_at", named=True
    )
    by_person = defaultdict(list)
    for row in rows:
        by_person[row.decided_by].append(row)
    people = User.objects.in_bulk(by_person)
    paces = []
    for key, decided in by_person.items():
        singly = [row.decided_at for row in decided if row.bulk is None]
        # A waiver without anybody's explanation waited for nobody.
        waited = [(row.decided_at - row.at).total_seconds() / 86_400 for row in decided if row.by != key]
        paces.append(
            Pace(
                person=people[key],
                accepted=sum(row.decision == Decision.ACCEPTED for row in decided),
                refused=sum(row.decision == Decision.REFUSED for row in decided),
                waived=sum(row.decision == Decision.WAIVED for row in decided),
                in_bulk=sum(row.bulk is not None for row in decided),
                seconds_between=_median(_gaps(singly)),
                days_waited=_median(waited),
            )
        )
    return sorted(paces, key=lambda pace: -(pace.accepted + pace.refused + pace.waived))


def _check(code: str) -> Check:
    found = next((entry for entry in checks.CHECKS if entry.code == code), None)
    if found is None:
        raise NotPossibleError(_("There is no rule %(code)s.") % {"code": code})
    return found


def _run(
    check: Check, reports: QuerySet[Report]
) -> Iterator[tuple[Report, ReportValue, ReportValue | None, list[Finding]]]:
    """Each report with its value, last year's and what this one rule finds, whether it is switched on or not."""
    others = frozenset(entry.code for entry in checks.CHECKS) - {check.code}
    keys = list(reports.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = list(Report.objects.select_related("organ", "year").filter(pk__in=keys[start : start + BATCH]))
        years = {report.year_id - 1 for report in batch}
        last = Report.objects.select_related("organ").filter(
            organ__in={report.organ_id for report in batch}, year__in=years
        )
        before = {(report.organ_id, report.scope, report.year_id + 1): report for report in last}
        pairs = [(report, before.get((report.organ_id, report.scope, report.year_id))) for report in batch]
        values = reports_load(reports=batch)
        olds = [old for _report, old in pairs if old is not None]
        previous = dict(zip((old.pk for old in olds), reports_load(reports=olds), strict=True))
        for (report, old), value in zip(pairs, values, strict=True):
            beside = previous[old.pk] if old is not None else None
            context = context_of(report=report, previous=beside, off=others)
            yield report, value, beside, checks.run(value, context)


def _by_code(records: QuerySet[StoredFinding]) -> QuerySet[StoredFinding, dict[str, int | str]]:
    return records.order_by().values("code")


def _gaps(moments: list[datetime]) -> list[float]:
    """Seconds from one decision to the next in one sitting."""
    gaps = [(after - before).total_seconds() for before, after in pairwise(moments)]
    return [gap for gap in gaps if gap <= ONE_SITTING]


def _median(numbers: list[float]) -> float | None:
    return median(numbers) if numbers else None
