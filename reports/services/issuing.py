"""Workbooks for bodies without an account: prefilled, organ and year locked in, one a body."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from govopen.organs.access import Action, reach
from govopen.organs.models import Organ, ReportingYear, User
from reports.exchange.workbook import Issue, template
from reports.models import IssuedWorkbook, Report
from reports.value import ReportValue, Scope

from .errors import RefusedError
from .packaging import zipped
from .store import report_load, report_pair

MOST_AT_ONCE = 300


@transaction.atomic
def workbooks_issue(
    *, organs: Collection[Organ], year: ReportingYear, user: User, due_on: date | None = None
) -> list[IssuedWorkbook]:
    """A workbook each for these organs, due on ``due_on`` or on the year's own date for them.

    Raises RefusedError for organs that ``user`` does not look after, for none and for too many.
    """
    allowed = set(reach(user, Action.MANAGE).values_list("pk", flat=True))
    if not organs:
        raise RefusedError(_("Choose at least one organ."))
    if len(organs) > MOST_AT_ONCE:
        raise RefusedError(_("At most %(most)d workbooks are issued at once.") % {"most": MOST_AT_ONCE})
    if foreign := [organ.name for organ in organs if organ.pk not in allowed]:
        raise RefusedError(_("You do not look after “%(organ)s”.") % {"organ": foreign[0]})
    return IssuedWorkbook.objects.bulk_create(
        IssuedWorkbook(
            number=f"{year.year}-{organ.pk}-{secrets.token_hex(4)}",
            organ=organ,
            year=year,
            due_on=due_on or year.due(organ),
            user=user,
        )
        for organ in organs
    )


def workbook_file(*, issued: IssuedWorkbook) -> bytes:
    """The workbook with what is stored by now, and last year's figures beside it."""
    organ, year = issued.organ, issued.year
    wanted = {"organ": organ, "scope": issued.scope}
    report = Report.objects.select_related("organ", "year").filter(**wanted, year=year).first()
    previous: ReportValue | None
    if report is not None:
        value, previous = report_pair(report=report)
    else:
        last = Report.objects.select_related("organ").filter(**wanted, year=year.year - 1).first()
        value = ReportValue(Report(schema=year.schema).form, organ.name, year.year, Scope(issued.scope))
        previous = report_load(report=last) if last else None
    above = organ.parent.name if organ.parent else ""
    return template(value, previous=previous, issue=Issue(issued.number, issued.due_on, above))


def workbook_name(issued: IssuedWorkbook) -> str:
    return f"{issued.organ.name}{issued.year_id}年政府信息公开工作年度报告填报表.xlsx"


def workbooks_zip(*, issued: Iterable[IssuedWorkbook]) -> bytes:
    return zipped((workbook_name(one), workbook_file(issued=one)) for one in issued)


def latest_issued(*, organs: Sequence[int], year: int) -> dict[int, IssuedWorkbook]:
    """The last workbook of each organ, by the organ's key."""
    found = IssuedWorkbook.objects.filter(organ__in=organs, year=year).select_related("organ").order_by("pk")
    return {one.organ_id: one for one in found}
