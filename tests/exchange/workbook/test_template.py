"""What stands in the workbook besides the figures: protection, checks, prompts, print setup, last year's figures."""

import io
import re
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports.exchange.workbook import Issue, template
from reports.exchange.workbook.layout import identity_label, table_sheets
from reports.schema import IdentityKind, Kind, get_schema, grid
from reports.value import ReportValue
from tests.builders import blank, filled

ISSUE = Issue("2024-017", date(2024, 1, 20), "县政府办公室")
TOTAL = "disputes.reconsideration.total"


def opened(value: ReportValue, **options: object) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(value, **options)))  # type: ignore[arg-type]  # options of the call


def cells(book: openpyxl.Workbook, schema: str) -> dict[str, openpyxl.cell.Cell]:
    return {
        key: book[place.sheet][place.address]
        for plan in table_sheets(get_schema(schema))
        for key, place in plan.places.items()
    }


@pytest.mark.parametrize("schema", ["2019", "2021"])
def test_a_sheet_a_section_as_the_form_prints_it(schema: str) -> None:
    value = blank(schema)
    book = opened(value)
    sections = value.schema.sections
    assert book.sheetnames == ["填报说明", *(section.number for section in sections), "govopen"]
    assert book["govopen"].sheet_state == "veryHidden"
    for section in sections:
        if not section.tables:
            continue
        sheet = book[section.number]
        printed = grid(section)
        merged = {str(area) for area in sheet.merged_cells.ranges}
        for number, row in enumerate(printed.rows, start=4):
            for cell in row:
                if cell.text:
                    assert sheet.cell(number, cell.column + 1).value == cell.text
                if cell.colspan * cell.rowspan > 1:
                    first = sheet.cell(number, cell.column + 1).coordinate
                    last = sheet.cell(number + cell.rowspan - 1, cell.column + cell.colspan).coordinate
                    assert f"{first}:{last}" in merged


def test_only_what_is_to_be_filled_in_can_be_changed() -> None:
    value = blank()
    book = opened(value, issue=ISSUE)
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    locked = {key for key, cell in cells(book, "2021").items() if cell.protection.locked}
    assert locked == set(value.schema.totals)


def test_pages_are_a4_one_wide_with_their_heads_repeated() -> None:
    value = blank()
    for section in value.schema.sections:
        sheet: Worksheet = opened(value)[section.number]
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, int(sheet.page_setup.fitToHeight)) == (1, 0)
        assert value.organ in sheet.oddHeader.center.text
        assert sheet.print_area
        if section.tables:
            assert sheet.print_title_rows == f"$2:${3 + max(grid(section).head, 1)}"


def test_totals_add_up_by_themselves_and_stay_empty_until_all_parts_are_there() -> None:
    book = opened(blank(), issue=ISSUE)
    found = cells(book, "2021")
    for key in get_schema("2021").totals:
        assert str(found[key].value).startswith("=IF(COUNT(")
    assert found[TOTAL].value == '=IF(COUNT(A7:D7)<4,"",SUM(A7:D7))'
    shown = openpyxl.load_workbook(io.BytesIO(template(filled())), data_only=True)
    assert cells(shown, "2021")[TOTAL].value == filled()[TOTAL]


def test_a_filed_total_that_is_no_sum_stays_as_it_was_filed() -> None:
    cell = cells(opened(filled(**{TOTAL: 9})), "2021")[TOTAL]
    assert cell.value == 9
    assert not cell.protection.locked


@pytest.mark.parametrize("schema", ["2019", "2021"])
def test_every_identity_turns_its_cells_red(schema: str) -> None:
    book = opened(blank(schema))
    form = get_schema(schema)
    for plan in table_sheets(form):
        rules = {
            (address, rule.formula[0])
            for area in book[plan.name].conditional_formatting
            for address in str(area.sqref).split()
            for rule in area.rules
        }
        for identity in plan.identities:
            reds = identity.cells if identity.kind is IdentityKind.BALANCE else identity.left
            first = plan.places[identity.left[0]].address
            words = next(
                formula
                for address, formula in rules
                if address == first and formula.count("SUM(") == 2 and _covers(formula, identity.cells, plan)
            )
            assert words.startswith("AND(COUNT(")
            assert f"={len(identity.cells)}," in words
            for key in reds:
                assert (plan.places[key].address, words) in rules


def _covers(formula: str, keys: tuple[str, ...], plan: object) -> bool:
    """Whether the cells a formula counts are just these."""
    counted = formula[formula.index("COUNT(") + 6 : formula.index(")=")]
    found: set[str] = set()
    for part in counted.replace("$", "").split(","):
        first, _, last = part.partition(":")
        area = openpyxl.utils.range_boundaries(f"{first}:{last or first}")
        found |= {
            f"{openpyxl.utils.get_column_letter(column)}{row}"
            for column in range(area[0], area[2] + 1)
            for row in range(area[1], area[3] + 1)
        }
    return found == {plan.places[key].address for key in keys}  # type: ignore[attr-defined]  # a TableSheet


def test_the_checks_beside_the_table_say_what_does_not_come_out() -> None:
    data = template(filled(**{TOTAL: 9}))
    plan = table_sheets(get_schema("2021"))[-1]
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[plan.name]
    rows = [[cell.value for cell in row[plan.check_column : plan.check_column + 4]] for row in sheet.iter_rows(4)]
    identity = next(identity for identity in plan.identities if identity.left == (TOTAL,))
    total = sum(filled()[part] or 0 for part in identity.right)
    assert [identity_label(get_schema("2021"), identity), 9, total, 9 - total] in rows
    assert any("1处对不上" in str(cell.value) for row in sheet.iter_rows(max_row=3) for cell in row)
    letters = re.findall(r"\$([A-Z]+)\$", sheet.print_area)
    assert openpyxl.utils.column_index_from_string(letters[-1]) <= plan.check_column
    blank_sheet = openpyxl.load_workbook(io.BytesIO(template(blank())), data_only=True)[plan.name]
    assert any(cell.value == "未填全" for row in blank_sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("schema", ["2019", "2021"])
def test_every_cell_says_what_goes_into_it(schema: str) -> None:
    form = get_schema(schema)
    book = opened(blank(schema))
    for plan in table_sheets(form):
        rules = {
            address: rule
            for rule in book[plan.name].data_validations.dataValidation
            for area in rule.sqref.ranges
            for address in [f"{openpyxl.utils.get_column_letter(c)}{r}" for r, c in area.cells]
        }
        for key, place in plan.places.items():
            spec, rule = form.specs[key], rules[place.address]
            assert rule.type == ("decimal" if spec.kind is Kind.MONEY else "whole")
            assert "只能填" in rule.error
            if spec.kind is Kind.CHANGE:
                assert int(rule.formula1) < 0
            else:
                assert (rule.operator, int(rule.formula1)) == ("greaterThanOrEqual", 0)
            assert (spec.guidance or "填")[:200] in rule.prompt


def test_last_years_figures_stand_in_comments() -> None:
    last_year = filled()
    value = ReportValue(last_year.schema, last_year.organ, last_year.year + 1)
    found = cells(opened(value, previous=last_year), "2021")
    for key, cell in found.items():
        assert cell.comment is not None, key
        assert cell.comment.text == f"{last_year.year}年：{last_year[key]}"
    assert found["applications.carried_in.natural"].value == last_year["applications.carried_out.natural"]
    assert not any(cell.comment for cell in cells(opened(value), "2021").values())


def test_the_instructions_name_organ_year_date_and_where_it_goes() -> None:
    sheet = opened(blank(), issue=ISSUE)["填报说明"]
    said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for words in (
        blank().organ,
        f"{blank().year}年",
        "2024年1月20日",
        "县政府办公室",
        "2024-017",
        "空白和0不是一回事",
        "红",
    ):
        assert words in said


def test_strings_are_never_formulas() -> None:
    value = ReportValue(filled().schema, "=HYPERLINK(1)", 2023, texts={"overview": "=1+1\n@SUM(A1)"})
    book = opened(value, issue=Issue("=2", None, "+3"))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value).startswith("=IF(")
                assert cell.hyperlink is None
