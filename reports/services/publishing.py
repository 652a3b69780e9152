"""From draft to published: one guarded step that freezes the value."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from govopen.organs.models import User
from reports.checks.base import Level
from reports.exchange.jsonfile import JsonFile
from reports.models import Report, Snapshot, State
from reports.value import ReportValue

from .errors import NotEditableError, OpenFindingsError
from .findings import report_check
from .store import report_load


@transaction.atomic
def report_publish(*, report: Report, user: User | None, at: datetime | None = None) -> Snapshot:
    """Publish a draft that has nothing left to fix or explain."""
    moment = at or timezone.now()
    locked = Report.objects.filter(pk=report.pk, state=State.DRAFT)
    if not locked.update(state=State.PUBLISHED, published_at=moment):
        report.refresh_from_db()
        raise NotEditableError(report)
    value = report_load(report=report)
    if open_findings := [found for found in report_check(report=report, value=value) if found.level is not Level.HINT]:
        raise OpenFindingsError(open_findings)
    report.state, report.published_at = State.PUBLISHED, moment
    return _freeze(report, value, user)


def _freeze(report: Report, value: ReportValue, user: User | None) -> Snapshot:
    last = report.snapshots.first()
    body = JsonFile().write(value).decode()
    previous = last.digest if last else ""
    return Snapshot.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        body=body,
        digest=hashlib.sha256((previous + body).encode()).hexdigest(),
        previous_digest=previous,
        by=user,
    )


def snapshot_value(*, snapshot: Snapshot) -> ReportValue:
    return JsonFile().read(snapshot.body.encode()).value
