"""What is written for Word is read back as the same value.

Of a text its lines survive as they are printed: trimmed, empty ones dropped, signs that the format cannot hold as 〓. A
line that on its own is a page number, or that on a web page belongs to the site, is left out by every reader. Word
files print no scope, so none is read.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import ReadResult, read
from reports.render.document import document
from reports.render.text import paragraphs
from reports.render.word import docx
from reports.value import ReportValue, Scope
from tests.builders import any_values, blank, coherent_values, filled, truth

ISSUED = date(2024, 3, 28)
signs = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
sentences = st.builds("{}，{}。".format, st.text(signs, max_size=60), st.text(signs, max_size=10))
headings = st.builds("{}{}".format, st.sampled_from(("（一）", "1.", "（2）")), st.text("主动公开依申请", min_size=1))
prose = st.lists(sentences | headings, max_size=6).map("\n".join)


def back(value: ReportValue, issued_on: date | None = ISSUED) -> ReadResult:
    return read(docx(document(value, issued_on)), "")


def as_printed(text: str) -> str:
    return "\n".join(block.text for block in paragraphs(text))


@settings(max_examples=60, deadline=None)
@given(value=any_values() | coherent_values(), texts=st.data(), issued_on=st.sampled_from((ISSUED, None)))
def test_any_report_is_read_back(value: ReportValue, texts: st.DataObject, issued_on: date | None) -> None:
    said = {key: texts.draw(prose) for key in value.schema.text_keys}
    written = ReportValue(value.schema, value.organ, value.year, cells=value.cells, texts=said)
    expected = written.replace(texts={key: as_printed(text) for key, text in said.items()})
    assert back(written, issued_on).value == expected


@pytest.mark.parametrize("value", [filled("2021"), filled("2019"), blank("2021"), blank("2019"), truth("010")])
def test_reports_are_read_back_with_every_digit(value: ReportValue) -> None:
    result = back(value)
    assert result.value == value
    assert not [problem for problem in result.problems if problem.cell and not problem.unread]


def test_the_scope_is_not_printed() -> None:
    value = filled()
    whole = ReportValue(value.schema, value.organ, value.year, Scope.AGGREGATE, value.cells, value.texts)
    assert back(whole).value == value


@settings(max_examples=20, deadline=None)
@given(lines=st.integers(1, 4))
def test_long_organs_have_a_title_of_several_lines(lines: int) -> None:
    organ = "江苏省苏州市吴江区汾湖高新技术产业开发区" + "某某街道" * lines + "办事处"
    value = filled()
    result = back(ReportValue(value.schema, organ, value.year, cells=value.cells, texts=value.texts))
    assert (result.value.organ, result.value.year) == (organ, value.year)


def test_signs_that_the_format_cannot_hold_are_marked() -> None:
    texts = {"overview": "甲\x07乙\x00丙\ufffe丁。"}
    assert back(filled().replace(texts=texts)).value.texts["overview"] == "甲〓乙〓丙〓丁。"
