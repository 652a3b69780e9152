"""Reports of bodies without an account: who has handed in, whose file is faulty, who is missing; submitted for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from govopen.organs.access import Action, reach
from govopen.organs.models import Organ, ReportingYear, User
from reports.checks.base import Level
from reports.models import EDITABLE, FileState, IntakeFile, IssuedWorkbook, Move, Report, State
from reports.models.findings import WITH_CLERK
from reports.value import Scope

from .errors import OpenFindingsError, RefusedError
from .issuing import latest_issued
from .workflow import report_move


class Standing(StrEnum):
    """Where the report of a body stands, as the county's office counts it."""

    MISSING = "missing"
    FAULTY = "faulty"
    READ = "read"  # a file is ready to be imported
    ENTERED = "entered"  # nothing stands against it, not submitted yet
    IN = "in"


NAMES = {
    Standing.MISSING: _("Missing"),
    Standing.FAULTY: _("Faulty"),
    Standing.READ: _("Received, not imported yet"),
    Standing.ENTERED: _("Entered, not submitted yet"),
    Standing.IN: _("Handed in"),
}


@dataclass(frozen=True)
class HandingIn:
    """One body: what it was given, the last file it sent, its report, and how many findings stand against that."""

    organ: Organ
    standing: Standing
    issued: IssuedWorkbook | None
    file: IntakeFile | None
    report: Report | None
    faults: int

    @property
    def name(self) -> str:
        return str(NAMES[self.standing])


def handed_in(*, user: User, year: ReportingYear) -> list[HandingIn]:
    """Every body that ``user`` looks after, in the order of the register; four queries however many they are.

    The bodies' own reports: aggregates are not handed in.
    """
    organs = list(reach(user, Action.MANAGE).select_related("parent"))
    keys = [organ.pk for organ in organs]
    standing = Q(findings__settlement__in=WITH_CLERK, findings__level__in=(Level.ERROR, Level.EXPLAIN))
    wanted = {"organ__in": keys, "year": year, "scope": Scope.OWN.value}
    reports = {
        report.organ_id: report
        for report in Report.objects.filter(**wanted).annotate(faults=Count("findings", filter=standing))
    }
    issued = latest_issued(organs=keys, year=year.year)
    files = {
        file.organ_id: file
        for file in IntakeFile.objects.filter(**wanted, intake__is_filing=True)
        .exclude(state__in=(FileState.SKIPPED, FileState.WITHDRAWN))
        .defer("data", "details")
        .select_related("intake")
        .order_by("pk")
    }
    return [_one(organ, issued.get(organ.pk), files.get(organ.pk), reports.get(organ.pk)) for organ in organs]


def _one(organ: Organ, issued: IssuedWorkbook | None, file: IntakeFile | None, report: Report | None) -> HandingIn:
    faults = report.faults if report is not None else 0
    if report is not None and report.state not in EDITABLE:
        standing = Standing.IN
    elif file is not None and file.state == FileState.READY:
        standing = Standing.FAULTY if file.errors else Standing.READ
        faults = file.errors
    elif file is not None and file.state != FileState.APPLIED:
        standing = Standing.FAULTY
    elif file is not None:
        standing = Standing.FAULTY if faults else Standing.ENTERED
    elif report is not None and report.filled > len(report.form.carries):
        standing = Standing.FAULTY if faults else Standing.ENTERED  # entered otherwise than by a file handed in
    else:
        standing = Standing.MISSING
    return HandingIn(organ, standing, issued, file, report, faults)


def files_unplaced(*, user: User, year: ReportingYear) -> QuerySet[IntakeFile]:
    """Files that came in for a year and belong to nobody yet: unreadable ones, and those of unknown bodies."""
    found = IntakeFile.objects.filter(intake__is_filing=True, intake__year=year, organ=None, intake__user=user)
    left = found.exclude(state__in=(FileState.SKIPPED, FileState.WITHDRAWN, FileState.WAITING))
    return left.defer("data", "details").order_by("-pk")


def count_by_standing(rows: Iterable[HandingIn]) -> dict[Standing, int]:
    counts = dict.fromkeys(Standing, 0)
    for row in rows:
        counts[row.standing] += 1
    return counts


def file_submit(*, file: IntakeFile, user: User) -> bool:
    """Submit an imported report for its body, the file being its evidence; says in the file's remark what stands
    against it, and returns whether it was submitted."""
    if file.report is None or file.report.state != State.DRAFT:
        return False
    reason = f"代报：{file.organ}报送的“{file.path}”" + (f"（{file.sender}）" if file.sender else "")
    try:
        report_move(report=file.report, move=Move.SUBMIT, user=user, reason=reason, on_behalf=True)
    except OpenFindingsError as error:
        remark = f"已导入，没有提交：还有{len(error.findings)}处要改正或说明"
    except RefusedError as error:
        remark = f"已导入，没有提交：{error}"
    else:
        IntakeFile.objects.filter(pk=file.pk).update(message="已导入并代为提交审核")
        return True
    IntakeFile.objects.filter(pk=file.pk).update(message=remark)
    return False
