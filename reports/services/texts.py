"""A report's texts with their bound figures shown, as it leaves the house."""

from reports.bound import resolved_value
from reports.models import Report
from reports.value import ReportValue

from .reporting import report_previous
from .store import report_load


def value_shown(
    *, report: Report, value: ReportValue | None = None, previous: ReportValue | None = None
) -> ReportValue:
    """The report as it is read; ``value`` and last year's are loaded where they are not given and needed.

    Raises nothing: what cannot be shown stands there as 【未填】, and the checks report it.
    """
    value = report_load(report=report) if value is None else value
    is_bound = any("{{" in text for text in value.texts.values())
    if is_bound and previous is None and (last := report_previous(report=report)) is not None:
        previous = report_load(report=last)
    return resolved_value(value, previous)
