"""What the checks say of real published reports (tests/samples)."""

import pytest

from reports.checks import Level, run
from reports.value import ReportValue
from tests.builders import TEXTS, truth


def complete(number: str) -> ReportValue:
    """The true figures, with texts in place of the published ones, which are not judged here."""
    return truth(number).replace(texts=TEXTS)


@pytest.mark.parametrize("number", ["001", "005", "010", "011", "014", "016", "017"])
def test_correct_reports_are_clean(number: str) -> None:
    assert run(complete(number)) == []


@pytest.mark.parametrize(("number", "blanks"), [("002", {"T3-5": 126, "T4-6": 9}), ("003", {"T3-5": 125})])
def test_blanks_are_reported_as_missing_not_as_wrong_sums(number: str, blanks: dict[str, int]) -> None:
    findings = run(complete(number))
    assert {finding.code: len(finding.cells) for finding in findings} == blanks
    assert {finding.level for finding in findings} == {Level.EXPLAIN}


def test_the_blank_totals_of_002_are_among_the_missing() -> None:
    (finding,) = (finding for finding in run(complete("002")) if finding.code == "T3-5")
    assert "applications.granted.total" in finding.cells
    assert "含总计21格" in finding.message


def test_the_fault_of_the_mockup_is_found_in_001() -> None:
    value = complete("001").replace({"applications.granted.natural": 39})
    assert [(finding.code, finding.message) for finding in run(value)] == [
        ("T3-2", "自然人：（七）总计 81，（一）至（六）之和 82，相差 1。"),
        ("T3-3", "（一）予以公开：总计 38，自然人至其他之和 39，相差 1。"),
    ]
