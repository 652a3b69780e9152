"""Stored findings: derived from the value by the checks, thrown away and made again with every change."""

from django.db import transaction

from reports import checks
from reports.checks.base import Context, Finding
from reports.models import Report, StoredFinding
from reports.value import ReportValue, number_text


def report_check(*, report: Report, value: ReportValue) -> list[Finding]:
    """What the checks say of ``value`` as a report of this organ; nothing is stored."""
    return checks.run(value, Context(level=report.organ.level))


@transaction.atomic
def findings_rebuild(*, report: Report, value: ReportValue) -> list[Finding]:
    found = report_check(report=report, value=value)
    StoredFinding.objects.filter(report=report).delete()
    StoredFinding.objects.bulk_create(
        StoredFinding(
            report=report,
            position=position,
            code=finding.code,
            level=finding.level,
            cells=list(finding.cells),
            message=finding.message,
            cause=finding.cause,
            expected=number_text(finding.expected),
            filed=number_text(finding.filed),
            params=finding.params,
        )
        for position, finding in enumerate(found)
    )
    return found
