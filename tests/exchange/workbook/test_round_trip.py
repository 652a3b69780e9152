"""The template read back: by its keys, whoever saved it and whatever was moved."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import read
from reports.exchange.workbook import Issue, Workbook, template
from reports.schema import SCHEMAS, Kind
from reports.value import ReportValue, Scope
from tests.builders import any_values, blank, filled
from tests.exchange.workbook.books import converted, needs_office, patched

AMOUNT = next(key for key, spec in SCHEMAS["2021"].specs.items() if spec.kind is Kind.MONEY)
ISSUE = Issue("2024-017", date(2024, 1, 20), "县政府办公室")
SHEET_TWO = "xl/worksheets/sheet3.xml"  # behind 填报说明 and 一
TOTAL = "disputes.reconsideration.total"
PART = "disputes.reconsideration.upheld"


def changed(data: bytes, change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def address(data: bytes, key: str) -> tuple[str, str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["govopen"]
    return next((row[4], row[5]) for row in sheet.iter_rows(values_only=True) if row[1] == key and row[0] == "cell")


@settings(max_examples=30, deadline=None)
@given(value=any_values())
def test_what_is_written_is_read_back(value: ReportValue) -> None:
    result = Workbook().read(Workbook().write(value))
    assert result.value == value
    assert result.problems == ()


@settings(max_examples=15, deadline=None)
@given(places=st.integers(0, 8), digits=st.integers(0, 10**18 - 1))
def test_every_digit_of_an_amount_stays(places: int, digits: int) -> None:
    value = blank().replace({AMOUNT: Decimal(digits).scaleb(-places)})
    assert Workbook().read(Workbook().write(value)).value == value


@pytest.mark.parametrize(
    "text",
    [
        "=1+1\n+2\n-3\n@x\n=cmd|'/c calc'!A0",
        "http://example.cn/ 和 mailto:a@b.cn",
        "字" * 70_000,
        "长段。" * 3_000 + "\n\n第二段\n",
        "_x0041_ \ufffe \u2028 尾 ",
    ],
)
def test_any_text_comes_back(text: str) -> None:
    value = filled().replace(texts={"overview": text, "preamble": "引言。"})
    data = Workbook().write(value)
    assert Workbook().read(data).value == value
    formulas = [
        cell.value
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert all(str(formula).startswith("=IF(") for formula in formulas)


@needs_office
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_another_program_may_save_it(kind: str, tmp_path: Path) -> None:
    value = filled(**{TOTAL: 9}).replace({AMOUNT: Decimal("236.90")}, {"preamble": "引言。", "problems": "段" * 20_000})
    result = read(converted(template(value, issue=ISSUE), kind, tmp_path), f"填报.{kind}")
    assert result.value == value
    assert result.issue == "2024-017"
    assert result.problems == ()


@needs_office
def test_formulas_give_what_the_cells_show(tmp_path: Path) -> None:
    """LibreOffice works everything out again when it opens a file of another program that asks for it."""
    value = filled(**{TOTAL: 9}).replace({"applications.received.natural": None})
    data = template(value, previous=filled(), issue=ISSUE)
    ours = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    theirs = openpyxl.load_workbook(io.BytesIO(converted(data, "xlsx", tmp_path)), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    checked = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    at = sheet.title, cell.coordinate
                    assert (ours[at[0]][at[1]].value or "") == (theirs[at[0]][at[1]].value or ""), at
                    checked += 1
    assert checked > 100


def test_rows_and_columns_may_be_put_in_and_sheets_renamed_and_moved() -> None:
    value = filled()
    data = template(value, issue=ISSUE)
    xml = patched(data, "xl/workbook.xml", lambda text: text.replace('name="三"'.encode(), 'name="申请表"'.encode()))
    result = read(xml, "a.xlsx")
    assert result.value == value
    source = result.sources["applications.received.natural"]
    assert source.place.startswith("工作表“申请表”D")

    def reorder(book: openpyxl.Workbook) -> None:
        for sheet in book:
            if sheet.title in ("二", "三", "四"):
                moved = list(sheet.merged_cells.ranges)
                for area in moved:
                    sheet.unmerge_cells(str(area))
                sheet.insert_rows(6)
                sheet.insert_cols(2)
                for row in sheet.iter_rows():
                    for cell in row:
                        if cell.data_type == "f":
                            cell.value = None
        book.move_sheet("三", -2)
        book["四"].title = "复议"

    result = read(changed(data, reorder), "a.xlsx")
    inputs = {key: number for key, number in value.cells.items() if key not in value.schema.totals}
    assert {key: result.value[key] for key in inputs} == inputs
    missing = {problem.cell for problem in result.problems if problem.unread}
    assert missing == set(value.schema.totals)


def test_figures_typed_in_are_read_and_faults_named() -> None:
    data = template(blank(), issue=ISSUE)
    cells = {
        PART: "3件",
        "disputes.reconsideration.corrected": 2.0,
        "disputes.reconsideration.other": 1.5,
        "disputes.reconsideration.pending": "无",
        AMOUNT: 59237.2449,
    }

    def fill(book: openpyxl.Workbook) -> None:
        for key, raw in cells.items():
            sheet, place = address(data, key)
            book[sheet][place].value = raw

    result = read(changed(data, fill), "a.xlsx")
    assert result.value[PART] == 3
    assert result.value["disputes.reconsideration.corrected"] == 2
    assert result.value[AMOUNT] == Decimal("59237.2449")
    unread = {problem.cell: problem for problem in result.problems if problem.unread}
    assert set(unread) == {"disputes.reconsideration.other", "disputes.reconsideration.pending"}
    assert unread["disputes.reconsideration.other"].place.startswith("工作表“四”")
    assert "3件" in next(problem.message for problem in result.problems if problem.cell == PART)


def test_what_calculation_leaves_behind_is_rounded_and_named() -> None:
    data = template(blank().replace({AMOUNT: Decimal("0.25")}))
    exact = repr(0.1 + 0.2).encode()
    result = read(patched(data, SHEET_TWO, lambda content: content.replace(b"<v>0.25<", b"<v>%s<" % exact)), "a.xlsx")
    assert result.value[AMOUNT] == Decimal("0.3")
    assert [(problem.cell, problem.unread) for problem in result.problems] == [(AMOUNT, False)]


def test_a_total_that_was_not_worked_out_again_is_named() -> None:
    data = template(filled())
    sheet, place = address(data, PART)
    number = int(filled()[PART] or 0)
    at = f'<c r="{place}"'.encode()

    def raise_it(content: bytes) -> bytes:
        start = content.index(at)
        end = content.index(b"</c>", start)
        return content[:start] + content[start:end].replace(b"<v>%d<" % number, b"<v>77<") + content[end:]

    member = f"xl/worksheets/sheet{openpyxl.load_workbook(io.BytesIO(data)).sheetnames.index(sheet) + 1}.xml"
    result = read(patched(data, member, raise_it), "a.xlsx")
    assert result.value[PART] == 77
    assert {problem.cell for problem in result.problems} == {TOTAL}


def test_prose_may_go_on_in_other_rows() -> None:
    value = filled()

    def write_on(book: openpyxl.Workbook) -> None:
        sheet = book["五"]
        row = next(row for row in range(1, 20) if sheet.cell(row, 1).value == value.texts["problems"])
        sheet.cell(row + 1, 1).value = "新的一段。\n格内另起一段。"
        sheet.cell(row + 30, 1).value = "很下面的一段。"

    result = read(changed(template(value), write_on), "a.xlsx")
    assert result.value.texts["problems"].split("\n")[1:] == ["新的一段。", "格内另起一段。", "很下面的一段。"]
    assert result.value.texts["overview"] == value.texts["overview"]


def test_organ_and_year_are_those_it_was_issued_for() -> None:
    data = template(filled(), issue=ISSUE)

    def tamper(book: openpyxl.Workbook) -> None:
        sheet = book["填报说明"]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == filled().organ:
                    cell.value = "邻县人民政府"

    result = read(changed(data, tamper), "邻县.xlsx")
    assert (result.value.organ, result.value.year, result.issue) == (filled().organ, filled().year, "2024-017")
    assert any("邻县人民政府" in problem.message for problem in result.problems)


def test_a_template_without_marks_is_read_by_its_labels() -> None:
    value = filled()

    def strip(book: openpyxl.Workbook) -> None:
        for sheet in book:
            if sheet.title != "govopen":
                for row in sheet.iter_rows():
                    for cell in row:
                        if (isinstance(cell.value, str) and cell.value.startswith("govopen:")) or (
                            cell.data_type == "f" and cell.row == 2
                        ):
                            cell.value = None

    data = changed(template(value, issue=ISSUE), strip)
    result = read(data, "a.xlsx")
    assert (result.issue, result.value.organ) == ("2024-017", value.organ)
    unread = {problem.cell for problem in result.problems if problem.unread}
    wrong = {key for key, number in value.cells.items() if result.value[key] != number and key not in unread}
    assert wrong == set()
    assert unread == set(value.schema.totals)  # whoever took the marks away did not work the formulas out


def test_a_sheet_copied_and_changed_leaves_the_cell_blank() -> None:
    value = filled()
    data = template(value)
    sheet, place = address(data, PART)

    def copy(book: openpyxl.Workbook) -> None:
        again = book.copy_worksheet(book[sheet])
        again[place].value = 99

    result = read(changed(data, copy), "a.xlsx")
    assert result.value[PART] is None
    assert any(problem.cell == PART and "99" in problem.message for problem in result.problems)


@pytest.mark.parametrize("scope", list(Scope))
def test_scope_is_kept(scope: Scope) -> None:
    value = ReportValue(filled().schema, "宿迁市", 2024, scope)
    assert Workbook().read(template(value, issue=ISSUE)).value == value


def test_figures_carried_over_are_filled_in() -> None:
    last_year = filled()
    value = ReportValue(last_year.schema, last_year.organ, last_year.year + 1)
    result = Workbook().read(template(value, previous=last_year, issue=ISSUE))
    for here, there in value.schema.carries.items():
        assert result.value[here] == last_year[there]
    kept = value.replace(dict.fromkeys(value.schema.carries, 99))
    assert Workbook().read(template(kept, previous=last_year)).value == kept
