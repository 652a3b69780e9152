"""Starting a report."""

from django.db import transaction
from django.utils.translation import gettext as _

from govopen.organs.models import Organ, OrganKind, ReportingYear, User
from reports.models import ChangeSource, Report, State
from reports.value import ReportValue, Scope

from .errors import RefusedError
from .store import report_load, report_previous, report_save


def scopes_of(organ: Organ) -> tuple[Scope, ...]:
    """For whom this organ may report, the usual one first: only a government speaks for its whole level."""
    return (Scope.AGGREGATE, Scope.OWN) if organ.kind == OrganKind.GOVERNMENT else (Scope.OWN,)


@transaction.atomic
def report_start(
    *, organ: Organ, year: ReportingYear, scope: Scope, user: User | None, is_saved_next: bool = False
) -> tuple[Report, bool]:
    """The report of (organ, year, scope) and whether it is new; a new one has last year's balances carried in.

    ``is_saved_next``: the caller saves it at once, so that one with nothing to carry in need not be saved twice.
    Raises RefusedError when the organ cannot have a report of that scope.
    """
    if Scope(scope) not in scopes_of(organ):
        raise RefusedError(_("“%(organ)s” is no government and reports only for itself.") % {"organ": organ.name})
    report, is_new = Report.objects.get_or_create(
        organ=organ, year=year, scope=Scope(scope).value, defaults={"schema": year.schema, "is_demo": organ.is_demo}
    )
    previous = report_previous(report=report) if is_new else None
    if is_new and not (is_saved_next and previous is None):
        report_save(
            report=report,
            value=carried_in(report=report, previous=previous),
            revision=report.revision,
            user=user,
            source=ChangeSource.CARRIED,
        )
    return report, is_new


def carries_unpublished(*, report: Report) -> bool:
    """Whether last year's report, whose balances are carried in, may still change before it is published."""
    previous = report_previous(report=report)
    return previous is not None and previous.state != State.PUBLISHED


def carried_in(*, report: Report, previous: Report | None) -> ReportValue:
    """A blank value but for what last year carried out: 上年结转 in every applicant column."""
    value = ReportValue(report.form, report.organ.name, report.year_id, Scope(report.scope))
    if previous is None:
        return value
    last = report_load(report=previous)
    return value.replace({to: last.cells.get(source) for to, source in report.form.carries.items()})
