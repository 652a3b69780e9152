"""Workbooks that are not ours: every cell is read as it stands or left blank with a problem that names it."""

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reports.exchange import ReadResult, UnreadableFileError, read
from reports.value import ReportValue
from tests.builders import SAMPLES, TEXTS, filled, truth
from tests.exchange.prints import Rows, silently_wrong, tables, unnamed_blanks
from tests.exchange.test_round_trip import report
from tests.exchange.workbook.books import FIRST_SHEET, converted, foreign, needs_office, patched, write_table

TRUTHS = sorted(path.stem for path in (SAMPLES / "truth").glob("*.json"))
LAYOUTS = {
    "one sheet": {},
    "a sheet a section": {"sheets": "many"},
    "numbers as text": {"as_text": True},
    "an empty column in front": {"left": 1},
    "no room between tables": {"gap": 0},
    "much room": {"gap": 4, "left": 2},
    "lines above": {"head": ("填报单位：某某局", "单位：件", "填表人：张三    审核人：李四")},
}
TOTAL = "disputes.reconsideration.total"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", TRUTHS)
def test_real_figures_in_every_layout(number: str, layout: str) -> None:
    value = truth(number).replace(texts=TEXTS)
    result = read(foreign(value, **LAYOUTS[layout]), "a.xlsx")
    assert silently_wrong(result, value) == []
    assert result.value.diff(value) == ()
    assert (result.value.organ, result.value.year) == (value.organ, value.year)
    assert unnamed_blanks(result) == []


def as_a_sheet_holds_it(value: ReportValue) -> ReportValue:
    """A cell holds a number, not its digits: 51306.9350 is 51306.935."""
    amounts = {key: number for key, number in value.cells.items() if isinstance(number, Decimal)}
    return value.replace({key: Decimal(repr(float(number))) for key, number in amounts.items()})


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    share=st.sampled_from((0.0, 0.1, 0.6)),
    merged=st.booleans(),
    left=st.integers(0, 2),
    sheets=st.sampled_from(("one", "many")),
)
def test_nothing_is_read_wrong(seed: int, share: float, merged: bool, left: int, sheets: str) -> None:
    value = as_a_sheet_holds_it(report(seed, share))
    result = read(foreign(value, merged=merged, left=left, sheets=sheets), "a.xlsx")
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []
    if merged:
        assert result.value.diff(value) == ()


@needs_office
@pytest.mark.parametrize("kind", ["ods", "xls"])
@pytest.mark.parametrize("schema", ["2019", "2021"])
def test_other_formats(kind: str, schema: str, tmp_path: Path) -> None:
    value = filled(schema)
    result = read(converted(foreign(value), kind, tmp_path), f"a.{kind}")
    assert result.value == value
    assert result.problems == ()


def test_cells_say_where_they_stand_in_their_sheet() -> None:
    result = read(foreign(filled(), sheets="many", left=1), "a.xlsx")
    source = result.sources["applications.received.natural"]
    assert source.place == "工作表“表三”E5"
    assert result.tables[source.table - 1].sheet == "表三"


def test_tables_side_by_side_on_one_sheet() -> None:
    value = filled()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("汇总")
    sheet.write_string(0, 0, value.title)
    parts = tables(value)
    write_table(sheet, parts["documents"], value, 2, 0)
    write_table(sheet, parts["applications"], value, 2, 8)
    write_table(sheet, parts["disputes"], value, 40, 3)
    book.close()
    result = read(buffer.getvalue(), "a.xlsx")
    assert silently_wrong(result, value) == []
    assert dict(result.value.cells) == dict(value.cells)


def test_two_versions_that_disagree_leave_the_cell_blank() -> None:
    value = filled()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name, each in (("定稿", value), ("初稿", value.replace({"applications.received.natural": 83}))):
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, value.title)
        write_table(sheet, tables(each)["applications"], each, 1, 0)
    book.close()
    result = read(buffer.getvalue(), "a.xlsx")
    assert result.value["applications.received.natural"] is None
    problem = next(problem for problem in result.problems if problem.cell == "applications.received.natural")
    assert "定稿" in problem.message
    assert "初稿" in problem.message


def changed(value: ReportValue, key: str, write: str) -> bytes:
    """The foreign workbook with one cell's XML inside (<f>, <v>, type) replaced."""
    data = foreign(value)
    place = read(data, "a.xlsx").sources[key].place.split("”")[1]

    def change(content: bytes) -> bytes:
        start = content.index(f'<c r="{place}"'.encode())
        end = content.index(b"</c>", start) + 4
        return content[:start] + write.format(place=place).encode() + content[end:]

    return patched(data, FIRST_SHEET, change)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        ('<c r="{place}" t="e"><f>A0</f><v>#REF!</v></c>', "#REF!"),
        ('<c r="{place}"><f>SUM(A1:B1)</f></c>', "没有存下算好的结果"),
        ('<c r="{place}"><f>SUM(A1:B1)</f><v>0</v></c>', "没有存下算好的结果"),
        ('<c r="{place}" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="{place}"><v>1.5</v></c>', "小数"),
        ('<c r="{place}"><v>-3</v></c>', "负数"),
        ('<c r="{place}"><v>123456789012345678</v></c>', "位数太多"),
    ],
)
def test_a_cell_that_is_no_figure_is_blank_and_named(write: str, said: str) -> None:
    value = filled()
    result = read(changed(value, TOTAL, write), "a.xlsx")
    assert result.value[TOTAL] is None
    problems = [problem for problem in result.problems if problem.cell == TOTAL and problem.unread]
    assert said in problems[0].message
    assert "工作表“Sheet1”" in problems[0].place
    assert silently_wrong(result, value) == []


def test_whole_numbers_and_amounts_come_as_they_are_printed() -> None:
    value = filled().replace({"charges.administrative_fees.amount": Decimal("59237.2449")})
    assert read(foreign(value), "a.xlsx").value.diff(value) == ()
    result = read(changed(value, TOTAL, '<c r="{place}"><v>22.000000000000004</v></c>'), "a.xlsx")
    assert result.value[TOTAL] == 22
    assert [problem.cell for problem in result.problems] == [TOTAL]


@pytest.mark.parametrize(
    ("shown_as", "is_scaled"),
    [
        ('0!.0,"万"', True),
        ("0.00,", True),
        (r"0\.0000", True),
        ("0!.0000", True),
        ("#,##0.00", False),
        ('0.00"万,元"', False),
        ("0.00_ ", False),
    ],
)
def test_a_figure_that_is_shown_divided_is_not_taken(shown_as: str, is_scaled: bool) -> None:
    value, key = filled(), "charges.administrative_fees.amount"
    book = openpyxl.load_workbook(io.BytesIO(foreign(value)))
    place = read(foreign(value), "a.xlsx").sources[key].place.split("”")[1]
    book["Sheet1"][place].number_format = shown_as
    buffer = io.BytesIO()
    book.save(buffer)
    result = read(buffer.getvalue(), "a.xlsx")
    assert result.value[key] == (None if is_scaled else value[key])
    assert [problem.cell for problem in result.problems if problem.unread] == ([key] if is_scaled else [])


def test_dates_beside_the_table_do_no_harm() -> None:
    value = filled()
    result = read(foreign(value, head=("报送日期：2024年1月20日",)), "a.xlsx")
    assert dict(result.value.cells) == dict(value.cells)


@pytest.mark.parametrize(
    "pairs", [("填报单位：宿迁市某某局",), ("填报单位", "宿迁市某某局"), ("报送机关（盖章）：", "宿迁市某某局")]
)
def test_the_organ_that_filled_it_in_is_taken_where_no_title_names_one(pairs: tuple[str, ...]) -> None:
    value = filled()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Sheet1")
    sheet.write_string(0, 0, "2023年政府信息公开年报统计表")
    sheet.write_row(1, 0, pairs)
    write_table(sheet, tables(value)["applications"], value, 3, 0)
    book.close()
    result = read(buffer.getvalue(), "a.xlsx")
    assert (result.value.organ, result.value.year) == ("宿迁市某某局", 2023)
    assert silently_wrong(result, value) == []
    assert result.value["applications.received.natural"] == value["applications.received.natural"]


def test_hidden_sheets_are_left_out_with_a_word() -> None:
    value = filled()
    book = openpyxl.load_workbook(io.BytesIO(foreign(value)))
    old = book.copy_worksheet(book["Sheet1"])
    old.title, old.sheet_state = "旧稿", "hidden"
    for row in old.iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                cell.value = 1
    buffer = io.BytesIO()
    book.save(buffer)
    result = read(buffer.getvalue(), "a.xlsx")
    assert dict(result.value.cells) == dict(value.cells)
    assert ["旧稿" in problem.message for problem in result.problems] == [True]


def test_prose_in_merged_cells_and_beside_its_heading() -> None:
    value = filled()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("年报")
    sheet.merge_range(0, 0, 0, 8, value.title)
    row = 1
    for section in value.schema.sections:
        if section.text:
            sheet.merge_range(row, 0, row, 1, section.heading)
            sheet.merge_range(row, 2, row, 8, value.texts[section.text.key])
            row += 1
        else:
            sheet.merge_range(row, 0, row, 8, section.heading)
            write_table(sheet, tables(value)[section.key], value, row + 1, 0)
            row += 2 + len(tables(value)[section.key])
    book.close()
    result = read(buffer.getvalue(), "a.xlsx")
    assert result.value == replace(value)


def test_a_workbook_without_a_report_is_refused() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("名单").write_row(0, 0, ["姓名", "电话"])
    book.close()
    with pytest.raises(UnreadableFileError, match="没有找到年度报告的表格"):
        read(buffer.getvalue(), "a.xlsx")
    empty = io.BytesIO()
    xlsxwriter.Workbook(empty).close()
    with pytest.raises(UnreadableFileError, match="没有内容"):
        read(empty.getvalue(), "a.xlsx")


def edited(value: ReportValue, change: Callable[[Worksheet], None], parts: dict[str, Rows] | None = None) -> bytes:
    """A workbook of which the sheet was worked on afterwards, all tables on one sheet without their headings."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet, row = book.add_worksheet("Sheet"), 0
    for rows in (parts or tables(value)).values():
        write_table(sheet, rows, value, row, 0)
        row += len(rows) + 4
    book.close()
    opened = openpyxl.load_workbook(buffer)
    change(opened["Sheet"])
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def place_of(data: bytes, key: str) -> str:
    return read(data, "a.xlsx").sources[key].place.split("”")[1]


def unread(result: ReadResult) -> dict[str, str]:
    return {problem.cell: problem.message for problem in result.problems if problem.unread and problem.cell}


def test_a_figure_struck_out_is_not_taken(value: ReportValue) -> None:
    place = place_of(edited(value, lambda sheet: None), TOTAL)

    def strike(sheet: Worksheet) -> None:
        sheet[place].font = Font(strike=True)
        sheet["A2"].font = Font(strike=True)
        sheet["B3"].font = Font(strike=False)

    result = read(edited(value, strike), "a.xlsx")
    assert result.value[TOTAL] is None
    assert [*unread(result)] == [TOTAL]
    assert "删除线" in unread(result)[TOTAL]


@pytest.mark.parametrize("looks", ["font_strikeout", "superscript"])
def test_a_figure_struck_out_in_part_is_not_taken(looks: str) -> None:
    value = filled()
    place = place_of(edited(value, lambda sheet: None), TOTAL)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet, row = book.add_worksheet("Sheet"), 0
    for rows in tables(value).values():
        write_table(sheet, rows, value, row, 0)
        row += len(rows) + 4
    other = book.add_format({"font_strikeout": True} if looks == "font_strikeout" else {"font_script": 1})
    sheet.write_rich_string(place, other, "1", "23")
    book.close()
    result = read(buffer.getvalue(), "a.xlsx")
    assert result.value[TOTAL] is None
    assert [*unread(result)] == [TOTAL]
    assert "删除线" in unread(result)[TOTAL]


def test_totals_left_out_beside_a_wider_table_on_the_sheet(value: ReportValue) -> None:
    def without_totals(sheet: Worksheet) -> None:
        for key in totals:
            sheet[places[key]].value = None

    made = read(edited(value, lambda sheet: None), "a.xlsx")
    totals = [key for key in made.sources if key.startswith("applications.") and key.endswith(".total")]
    places = {key: made.sources[key].place.split("”")[1] for key in totals}
    result = read(edited(value, without_totals), "a.xlsx")
    assert set(unread(result)) == set(totals)
    assert set(unread(result).values()) == {f"{value.schema.specs[key].label}：原件是空白" for key in totals}


def test_formulas_nobody_worked_out_say_so_beside_a_wider_table(value: ReportValue) -> None:
    made = read(edited(value, lambda sheet: None), "a.xlsx")
    totals = [key for key in made.sources if key.startswith("applications.") and key.endswith(".total")]

    def formulas(sheet: Worksheet) -> None:
        for key in totals:
            sheet[made.sources[key].place.split("”")[1]].value = "=SUM(D1:I1)"

    result = read(edited(value, formulas), "a.xlsx")
    assert set(unread(result)) == set(totals)
    assert all("没有存下算好的结果" in message for message in unread(result).values())


def test_notes_beside_the_table_cost_their_rows_only(value: ReportValue) -> None:
    made = read(edited(value, lambda sheet: None), "a.xlsx")
    rows = [made.sources[f"applications.{row}.total"].row for row in ("received", "carried_in")]

    def notes(sheet: Worksheet) -> None:
        sheet.cell(rows[0], 11, "含网络申请")
        sheet.cell(rows[1], 12, 7)

    result = read(edited(value, notes), "a.xlsx")
    assert silently_wrong(result, value) == []
    assert {key.split(".")[1] for key in unread(result)} <= {"received", "carried_in"}


def test_a_row_of_one_figure_that_is_shown_divided_names_the_format() -> None:
    value, key = filled(), "charges.administrative_fees.amount"
    place = place_of(edited(value, lambda sheet: None), key)
    result = read(edited(value, lambda sheet: setattr(sheet[place], "number_format", "0!.0")), "a.xlsx")
    assert [*unread(result)] == [key]
    assert "数字格式" in unread(result)[key]


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("{before}", False),
        ("{before}年", False),
        ("上年", False),
        ("去年数据", False),
        ("{year}", True),
        ("{next}", True),
        ("Sheet3", True),
        ("上年结转", True),
        ("{before}-{year}", True),
    ],
)
def test_a_sheet_named_after_another_year_is_not_this_years(name: str, *, is_read: bool) -> None:
    value = filled()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("封面").write_string(0, 0, value.title)
    own = name.format(year=value.year, before=value.year - 1, next=value.year + 1)
    for key, rows in tables(value).items():
        write_table(book.add_worksheet(own if key == "applications" else f"表{key}"), rows, value, 0, 0)
    book.close()
    result = read(buffer.getvalue(), "a.xlsx")
    lost = {key for key in value.cells if key.startswith("applications.")}
    assert set(unread(result)) == (set() if is_read else lost)
    assert all("其他年度" in message for message in unread(result).values())
    assert silently_wrong(result, value) == []
