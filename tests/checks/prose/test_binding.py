"""Which figures of a text could follow the tables."""

import pytest
from hypothesis import given

from reports.bound import resolve
from reports.checks.prose.binding import bindable
from reports.value import ReportValue
from tests.builders import any_values, coherent, coherent_values, filled, prose

RECEIVED = "applications.received.total"
HANDLED = "applications.handled_total.total"
GRANTED = "applications.granted.total"
REPEALED = "documents.normative_documents.repealed"

LAST = filled().replace({RECEIVED: 86, HANDLED: 83, GRANTED: 38, REPEALED: 12})
LAST = ReportValue(LAST.schema, LAST.organ, LAST.year - 1, LAST.scope, LAST.cells, LAST.texts)
NOW = filled().replace({RECEIVED: 107, HANDLED: 104, GRANTED: 59, REPEALED: 9})

COPIED = (
    "（二）依申请公开。{year}年，本机关新收政府信息公开申请86件，同比增长12.3%，办结83件，其中予以公开38件，占45.8%。"
    "废止规范性文件12件，较上年增加3件。网站发布信息86条。"
)


def bound(text: str, value: ReportValue, previous: ReportValue | None) -> str:
    """The text with everything sure bound, as it is read."""
    for found in reversed(bindable(text, value, previous)):
        assert text[found.start : found.end] == found.said
        if found.sure:
            text = text[: found.start] + found.token + text[found.end :]
    return resolve(text, value, previous).text


@pytest.mark.parametrize("year", [LAST.year, NOW.year])
def test_text_copied_from_last_year_gets_this_years_figures(year: int) -> None:
    assert bound(COPIED.format(year=year), NOW, LAST) == (
        f"（二）依申请公开。{year}年，本机关新收政府信息公开申请107件，同比增长24.4%，办结104件，其中予以公开59件，"
        "占56.7%。废止规范性文件9件，较上年减少3件。网站发布信息86条。"
    )


def test_this_years_text_keeps_what_it_says() -> None:
    text = f"（二）依申请公开。{NOW.year}年，新收政府信息公开申请107件，予以公开59件。"
    assert bound(text, NOW, LAST) == text
    assert {found.token for found in bindable(text, NOW, None)} == {f"{{{{{RECEIVED}}}}}", f"{{{{{GRANTED}}}}}"}


def test_a_figure_that_fits_neither_year_is_offered_and_not_ticked() -> None:
    (found,) = bindable("（二）依申请公开。本年新收政府信息公开申请77件。", NOW, LAST)
    assert (found.said, found.now, found.sure) == ("77", "107", False)


def test_what_is_bound_already_is_left_alone() -> None:
    text = f"（二）依申请公开。新收政府信息公开申请{{{{{RECEIVED}}}}}件，予以公开38件。"
    (found,) = bindable(text, NOW, LAST)
    assert found.said == "38"
    assert text[found.start : found.end] == "38"


def test_words_for_nought_and_rounded_numbers_are_left_alone() -> None:
    assert bindable("（二）依申请公开。本年未收到政府信息公开申请。近百件申请已办结。", NOW, LAST) == []


def test_a_sum_over_a_blank_is_not_ticked() -> None:
    """Where the table adds up with its blanks as 0, the text may well say 0; but a field would have nothing to show."""
    cells = coherent(NOW.schema, {"applications.received.natural": 5, "applications.granted.natural": 5})
    value = NOW.replace({key: None if ".refused_" in key else number for key, number in cells.items()})
    text = "（二）依申请公开。不予公开0件。"
    assert [found.sure for found in bindable(text, NOW.replace(cells), None)] == [True]
    assert [found.sure for found in bindable(text, value, None)] == [False]


@given(prose, any_values(), coherent_values())
def test_every_text_can_be_looked_through(text: str, value: ReportValue, previous: ReportValue) -> None:
    for found in bindable(text, value, previous):
        assert text[found.start : found.end] == found.said
