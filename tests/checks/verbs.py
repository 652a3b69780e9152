"""The two things a test says of a report: nothing is found, or exactly this is."""

from reports.checks import run
from reports.value import ReportValue


def assert_clean(value: ReportValue) -> None:
    assert run(value) == []


def flagged(value: ReportValue) -> list[tuple[str, str]]:
    """(code, cell to go to first) of every finding."""
    return [(finding.code, finding.cells[0] if finding.cells else "") for finding in run(value)]
