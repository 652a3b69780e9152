"""Stored findings: derived from the value by the checks, and made again with every change.

What people said of a finding is kept apart, in explanations; here it is only looked up whether one holds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from reports import checks
from reports.checks.base import Finding, Level
from reports.models import WITH_CLERK, Decision, Explanation, FixedFinding, Report, Settlement, StoredFinding
from reports.value import ReportValue, number_text

from .context import context_of

# A finding that came and went while somebody was typing says nothing about its rule.
LASTING = timedelta(minutes=1)

_SETTLEMENTS = {
    Decision.NONE: Settlement.EXPLAINED,
    Decision.ACCEPTED: Settlement.ACCEPTED,
    Decision.REFUSED: Settlement.REFUSED,
    Decision.WAIVED: Settlement.WAIVED,
}


def report_check(*, report: Report, value: ReportValue, previous: ReportValue | None) -> list[Finding]:
    """What the checks say of ``value`` as a report of this organ, ``previous`` being last year's; nothing is stored."""
    return checks.run(value, context_of(report=report, previous=previous))


def findings_current(*, report: Report, value: ReportValue, previous: ReportValue | None) -> list[StoredFinding]:
    """What the checks say now, with what people said of it; nothing is stored."""
    found = report_check(report=report, value=value, previous=previous)
    return settled(report=report, findings=described(report=report, value=value, found=found))


def findings_rebuild(*, report: Report, value: ReportValue, previous: ReportValue | None) -> list[StoredFinding]:
    """Check afresh and store what is found."""
    return findings_store(report=report, value=value, found=report_check(report=report, value=value, previous=previous))


Found = tuple[Report, ReportValue, Sequence[Finding]]


def findings_store(*, report: Report, value: ReportValue, found: Sequence[Finding]) -> list[StoredFinding]:
    """Put ``found`` in the place of what was stored; the moment a finding was first raised is kept.

    What stood for a while and no longer does is counted as fixed.
    """
    return findings_store_many(found=[(report, value, found)])[report.pk]


@transaction.atomic
def findings_store_many(*, found: Sequence[Found]) -> dict[int, list[StoredFinding]]:
    """:func:`findings_store` for many reports, by primary key, in the same number of queries as for one."""
    now = timezone.now()
    reports = [report for report, _value, _found in found]
    before: dict[int, dict[str, StoredFinding]] = defaultdict(dict)
    for stored in StoredFinding.objects.filter(report__in=reports):
        before[stored.report_id][stored.subject] = stored
    records = {report.pk: described(report=report, value=value, found=these) for report, value, these in found}
    everything = [stored for these in records.values() for stored in these]
    _settle(everything)
    for stored in everything:
        known = before[stored.report_id].get(stored.subject)
        stored.raised_at = known.raised_at if known else now
        stored.pk = known.pk if known else None  # a list that somebody has open still leads to it
    StoredFinding.objects.filter(report__in=reports).delete()
    StoredFinding.objects.bulk_create(everything)
    subjects = {(stored.report_id, stored.subject) for stored in everything}
    FixedFinding.objects.bulk_create(
        FixedFinding(
            report_id=stored.report_id,
            code=stored.code,
            level=stored.level,
            subject=stored.subject,
            raised_at=stored.raised_at,
            fixed_at=now,
            after_refusal=stored.settlement == Settlement.REFUSED,
        )
        for of_report in before.values()
        for stored in of_report.values()
        if (stored.report_id, stored.subject) not in subjects and stored.raised_at and now - stored.raised_at >= LASTING
    )
    return records


def described(*, report: Report, value: ReportValue, found: Iterable[Finding]) -> list[StoredFinding]:
    """Findings as records that are not stored yet, each subject once."""
    records: dict[str, StoredFinding] = {}
    for finding in found:
        records.setdefault(
            finding.subject,
            StoredFinding(
                report=report,
                position=len(records),
                code=finding.code,
                level=finding.level,
                cells=list(finding.cells),
                message=finding.message,
                cause=finding.cause,
                expected=number_text(finding.expected),
                filed=number_text(finding.filed),
                params=finding.params,
                subject=finding.subject,
                digest=finding.digest(value),
            ),
        )
    return list(records.values())


def settled(*, report: Report, findings: list[StoredFinding]) -> list[StoredFinding]:
    """The same findings, each with the explanation that holds for its figures, or with the last one that lapsed."""
    _settle(findings)
    return findings


def _settle(findings: Sequence[StoredFinding]) -> None:
    given: dict[tuple[int, str], list[Explanation]] = defaultdict(list)
    reports = {finding.report_id for finding in findings}
    explanations = Explanation.objects.filter(report__in=reports).select_related("cause", "by", "decided_by")
    for explanation in explanations.order_by("-pk") if reports else ():
        given[explanation.report_id, explanation.subject].append(explanation)
    today = timezone.localdate()
    for finding in findings:
        known = given.get((finding.report_id, finding.subject), [])
        holding = next((one for one in known if _holds(one, finding, today)), None)
        finding.explanation = holding or next(iter(known), None)
        if holding:
            finding.settlement = _SETTLEMENTS[Decision(holding.decision)]
        else:
            finding.settlement = Settlement.LAPSED if known else Settlement.OPEN


def expired(findings: QuerySet[StoredFinding]) -> QuerySet[StoredFinding]:
    """Those whose waiver has run out, which is stored only when their report is checked again."""
    run_out = Explanation.objects.filter(decision=Decision.WAIVED, expires_on__lt=timezone.localdate())
    return findings.filter(settlement=Settlement.WAIVED, explanation__in=run_out.order_by().values("pk"))


def with_settlement(
    findings: QuerySet[StoredFinding], settlements: Collection[Settlement | str]
) -> QuerySet[StoredFinding]:
    """Those settled this way as of today: a waiver that has run out counts as a lapsed explanation."""
    chosen = Q(settlement__in=settlements)
    run_out = Q(pk__in=expired(StoredFinding.objects.all()).order_by().values("pk"))
    if Settlement.WAIVED in settlements and Settlement.LAPSED not in settlements:
        chosen &= ~run_out
    if Settlement.LAPSED in settlements and Settlement.WAIVED not in settlements:
        chosen |= run_out
    return findings.filter(chosen)


def as_of_today(finding: StoredFinding) -> StoredFinding:
    """The same finding, read with its explanation, as settled as it is today."""
    until = finding.explanation.expires_on if finding.explanation else None
    if finding.settlement == Settlement.WAIVED and until is not None and until < timezone.localdate():
        finding.settlement = Settlement.LAPSED
    return finding


def is_with_clerk(finding: StoredFinding) -> bool:
    """Whether the clerk has to correct or explain it before the report can be submitted."""
    if finding.level == Level.ERROR:
        return finding.settlement != Settlement.WAIVED
    return finding.level == Level.EXPLAIN and finding.settlement in WITH_CLERK


def _holds(explanation: Explanation, finding: StoredFinding, today: date) -> bool:
    has_expired = explanation.expires_on is not None and explanation.expires_on < today
    return explanation.digest == finding.digest and not has_expired
