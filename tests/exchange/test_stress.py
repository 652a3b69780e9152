"""Every layout with several reports: no cell is wrong without a word, and whole layouts are read whole."""

import pytest

from reports.value import ReportValue
from tests.builders import TEXTS, filled, truth
from tests.exchange.layouts import LAYOUTS, WHOLE, outcome

COMPLETE = {
    "2021": filled("2021"),
    "2019": filled("2019"),
    "001": truth("001").replace({}, TEXTS),
    "005": truth("005").replace({}, TEXTS),
}
WITH_BLANKS = {"002": truth("002").replace({}, TEXTS), "003": truth("003").replace({}, TEXTS)}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("value", [*COMPLETE.values()], ids=[*COMPLETE])
def test_complete_reports(layout: str, value: ReportValue) -> None:
    found = outcome(value, LAYOUTS[layout](value))
    assert found.wrong == ()
    if layout in WHOLE:
        assert found.flagged == 0


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("value", [*WITH_BLANKS.values()], ids=[*WITH_BLANKS])
def test_reports_with_blank_cells(layout: str, value: ReportValue) -> None:
    """Where the layout loses blanks their rows cannot be read; but nothing may move into their place."""
    assert outcome(value, LAYOUTS[layout](value)).wrong == ()
