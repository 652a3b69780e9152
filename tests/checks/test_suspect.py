"""One wrong cell among figures that were filed by hand is named; where two could be wrong, none is."""

import pytest

from reports.checks.suspect import suspect
from reports.value import ReportValue
from tests.builders import blank, filled, truth


@pytest.fixture
def real() -> ReportValue:
    return truth("001")


def test_the_cell_that_settles_every_failing_equation_is_named(real: ReportValue) -> None:
    found = suspect(real.replace({"applications.granted.natural": 39}))
    assert found is not None
    assert (found.cell, found.value, found.equations) == ("applications.granted.natural", 38, 2)


def test_a_total_in_which_two_equations_cross_is_named(real: ReportValue) -> None:
    right = real["applications.handled_total.natural"]
    found = suspect(real.replace({"applications.handled_total.natural": 99}))
    assert found is not None
    assert (found.cell, found.value) == ("applications.handled_total.natural", right)


def test_nothing_is_suspected_where_everything_adds_up(real: ReportValue) -> None:
    assert suspect(real) is None


def test_nothing_is_suspected_in_an_empty_draft() -> None:
    assert suspect(blank()) is None


def test_one_failing_equation_suspects_nobody() -> None:
    assert suspect(filled(**{"disputes.reconsideration.total": 999})) is None


def test_two_wrong_cells_suspect_nobody(real: ReportValue) -> None:
    wrong = {"applications.granted.natural": 39, "applications.granted.company": 5}
    assert suspect(real.replace(wrong)) is None


def test_a_cell_that_would_have_to_be_negative_is_not_suspected(real: ReportValue) -> None:
    spoilt = real.replace({"applications.received.natural": 0, "applications.received.total": 2})
    assert suspect(spoilt) is None
