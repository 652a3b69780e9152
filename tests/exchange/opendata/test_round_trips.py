"""What is written for many reports comes back as the same values."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from reports.exchange import UnreadableFileError, read
from reports.exchange.opendata import Headings, JsonLines, LongTable, OneReport, WideTable, WideWorkbook, fields_of
from reports.schema import V2019, V2021
from reports.value import ReportValue
from tests.builders import any_values, filled

MONEY = "charges.administrative_fees.amount"
many = st.lists(any_values(), min_size=1, max_size=3, unique_by=lambda value: (value.organ, value.year, value.scope))
awkward = st.text(st.sampled_from("=+-@'\"，,\n;\t＝ 甲1"), max_size=8)


def written(write: Callable[..., None], *arguments: Any) -> bytes:
    file = io.BytesIO()
    write(*arguments, file)
    return file.getvalue()


def wide_csv(values: list[ReportValue], headings: Headings = Headings.KEYS) -> bytes:
    file = io.BytesIO()
    WideTable().write(values, file, headings)
    return file.getvalue()


def workbook(values: list[ReportValue], headings: Headings = Headings.LABELS) -> bytes:
    file = io.BytesIO()
    WideWorkbook().write(values, file, headings)
    return file.getvalue()


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(many, st.sampled_from(Headings))
def test_a_wide_csv_file_comes_back(values: list[ReportValue], headings: Headings) -> None:
    found = WideTable().read(wide_csv(values, headings))
    assert found.problems == ()
    assert found.unknown == ()
    assert found.values() == tuple(values)


@given(many)
def test_a_long_csv_file_comes_back(values: list[ReportValue]) -> None:
    assert LongTable().read(written(LongTable().write, values)) == (tuple(values), ())


@given(many)
def test_json_lines_come_back(values: list[ReportValue]) -> None:
    assert JsonLines().read(written(JsonLines().write, values)) == (tuple(values), ())


@given(many, st.sampled_from(Headings))
def test_a_workbook_comes_back_form_by_form(values: list[ReportValue], headings: Headings) -> None:
    found = WideWorkbook().read(workbook(values, headings))
    assert found.problems == ()
    assert found.values() == tuple(sorted(values, key=lambda value: -value.schema.first_year))


@given(awkward, awkward)
def test_texts_and_names_that_look_like_formulas_come_back(text: str, organ: str) -> None:
    value = ReportValue(V2021, organ.strip(), 2023, texts={"overview": text, "problems": f"'{text}"})
    assert WideTable().read(wide_csv([value])).values() == (value,)
    assert LongTable().read(written(LongTable().write, [value]))[0] == (value,)
    assert WideWorkbook().read(workbook([value])).values() == (value,)


@pytest.mark.parametrize("amount", ["236.90", "0.00", "7", "1234567890.12345", "0.1", "100000"])
def test_amounts_keep_their_digits(amount: str) -> None:
    value = filled(**{MONEY: Decimal(amount)})
    for found in (WideTable().read(wide_csv([value])), WideWorkbook().read(workbook([value]))):
        assert [str(one[MONEY]) for one in found.values()] == [amount]


def test_a_text_longer_than_a_cell_of_a_workbook_comes_back_whole() -> None:
    value = filled().replace(texts={"overview": "公开" * 40_000, "problems": "短"})
    assert WideWorkbook().read(workbook([value])).values() == (value,)


def test_no_cell_of_a_csv_file_begins_like_a_formula() -> None:
    value = ReportValue(V2021, "=cmd|' /C calc'!A0", 2023, texts={"overview": "@SUM(1)", "problems": "\t=1"})
    for data in (wide_csv([value]), written(LongTable().write, [value])):
        assert not [cell for line in lines_of(data) for cell in line if cell.startswith(("=", "+", "@", "\t", "-"))]


def test_columns_stand_in_the_order_of_the_newest_form_then_of_older_ones() -> None:
    keys = [field.key for field in fields_of()]
    cells = [key for key in keys if "." in key and not key.startswith("texts.")]
    assert keys[:4] == ["organ", "year", "scope", "schema"]
    assert cells[: len(V2021.cells)] == list(V2021.cells)
    assert cells[len(V2021.cells) :] == [key for key in V2019.cells if key not in V2021.specs]
    assert keys[-4:] == ["texts.preamble", "texts.overview", "texts.problems", "texts.other_matters"]


def test_both_forms_stand_in_one_csv_file_with_lines_ended_as_the_standard_says() -> None:
    data = wide_csv([filled("2021"), filled("2019")])
    assert data.startswith(b"\xef\xbb\xbforgan,year,scope,schema,")
    assert data.endswith(b"\r\n")
    assert {len(line) for line in lines_of(data)} == {len(fields_of())}


@pytest.mark.parametrize("data", [b"a,b\r\n1,2\r\n", b"organ,year\r\n", "机关,年度,机关名称\n甲,2023,乙\n".encode()])
def test_a_table_that_cannot_be_taken_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"[\u4e00-\u9fff]{6}"):
        WideTable().read(data)


def test_a_workbook_that_is_cut_off_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadableFileError, match="损坏"):
        WideWorkbook().read(workbook([filled()])[:3000])


def test_a_sheet_that_reaches_to_the_last_cell_is_not_laid_out_in_memory() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["机关", "年度"])
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(UnreadableFileError, match="太大"):
        WideWorkbook().read(file.getvalue())


@given(any_values())
def test_one_report_in_either_layout_is_read_like_any_other_file(value: ReportValue) -> None:
    for data in (OneReport().write(value), wide_csv([value]), wide_csv([value], Headings.LABELS)):
        assert read(data, "报告.csv").value == value


def test_several_reports_in_one_csv_file_are_sent_where_they_can_be_read() -> None:
    with pytest.raises(UnreadableFileError, match="导入年度数据"):
        read(wide_csv([filled("2021"), filled("2019")]), "一览.csv")


def test_a_cell_of_one_report_is_told_by_its_line() -> None:
    found = read(OneReport().write(filled()), "报告.csv")
    assert found.problems == ()
    assert set(found.sources) == set(V2021.cells)
    assert found.sources[MONEY].raw == "236.982"
