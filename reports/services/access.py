"""Reports a person may reach: the register's rule of who sees which organ, applied to reports."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from govopen.organs.access import Action, may, reach, reaches_all
from govopen.organs.models import User
from reports.models import Report


def reports_visible(user: User | AnonymousUser, action: Action = Action.VIEW) -> QuerySet[Report]:
    reports = Report.objects.all()
    return reports if reaches_all(user, action) else reports.filter(organ__in=reach(user, action))


def report_get(*, user: User | AnonymousUser, pk: int, action: Action = Action.VIEW) -> Report:
    """The report, with its organ and year; one that ``user`` may not reach does not exist for them (404)."""
    report = Report.objects.select_related("organ", "year", "saved_by").filter(pk=pk).first()
    if report is None or not may(user, action, report.organ):
        raise Http404
    return report
