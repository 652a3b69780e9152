from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from reports.render.document import Cell, Document, Table, document
from reports.render.text import Heading, Paragraph
from reports.schema import SCHEMAS, Schema, grid
from reports.value import ReportValue, number_text
from tests.builders import any_values, blank, filled

GOLDEN = Path(__file__).parent / "lantian_2023.txt"


def as_text(laid_out: Document) -> str:
    """One line a block; a table's cells with what they span, separated by bars."""
    lines = [laid_out.title, laid_out.issuer, laid_out.date]
    for block in laid_out.blocks:
        match block:
            case Heading():
                lines.append(f"{'#' * block.level} {block.text}")
            case Paragraph():
                lines.append(block.text)
            case Table():
                lines += [" | ".join(_cell(cell) for cell in row) for row in block.rows]
    return "\n".join(lines) + "\n"


def _cell(cell: Cell) -> str:
    span = f" {cell.colspan}×{cell.rowspan}" if (cell.colspan, cell.rowspan) != (1, 1) else ""
    return f"{cell.text}{span}"


def test_a_real_report_word_for_word(lantian_document: Document) -> None:
    assert as_text(lantian_document) == GOLDEN.read_text("utf-8")


def test_head_of_the_page(lantian_document: Document) -> None:
    assert lantian_document.title_parts == ("蓝田县人民政府2023年", "政府信息公开工作年度报告")
    assert lantian_document.issuer == "蓝田县人民政府"
    assert lantian_document.date == "（2024年3月28日）"


def test_another_body_may_issue_it_and_a_draft_has_no_date() -> None:
    laid_out = document(blank(), issuer="蓝田县人民政府办公室")
    assert (laid_out.issuer, laid_out.date) == ("蓝田县人民政府办公室", "")


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_sections_come_in_the_order_of_the_form(schema: Schema) -> None:
    laid_out = document(blank(schema.key))
    assert [heading.text for heading in laid_out.contents] == [section.heading for section in schema.sections]
    assert len({heading.anchor for heading in laid_out.contents}) == 6


def test_the_preamble_stands_before_the_sections() -> None:
    laid_out = document(filled().replace(texts={"preamble": "根据《条例》编制。\n统计期限为全年。"}))
    assert laid_out.preamble == (Paragraph("根据《条例》编制。"), Paragraph("统计期限为全年。"))
    assert laid_out.blocks[0] == Heading(1, "一、总体情况", "overview")


@given(any_values())
def test_every_cell_is_printed_once_as_it_is(value: ReportValue) -> None:
    printed = {
        cell.key: cell.text
        for table in _tables(document(value))
        for row in table.rows
        for cell in row
        if not cell.is_heading
    }
    assert printed == {key: number_text(number) for key, number in value.cells.items()}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_tables_fill_their_width_and_cover_every_place_once(schema: Schema) -> None:
    tables = _tables(document(blank(schema.key)))
    sections = [section for section in schema.sections if section.tables]
    assert [table.number for table in tables] == [section.number for section in sections]
    for table, section in zip(tables, sections, strict=True):
        assert len(table.widths) == grid(section).columns
        assert sum(table.widths) == pytest.approx(1)
        covered = [
            (line + down, cell.column + right)
            for line, row in enumerate(table.rows)
            for cell in row
            for down in range(cell.rowspan)
            for right in range(cell.colspan)
        ]
        assert sorted(covered) == [(line, at) for line in range(len(table.rows)) for at in range(len(table.widths))]


def test_blank_is_printed_as_nothing_and_zero_as_zero() -> None:
    table = _tables(document(blank().replace({"disputes.reconsideration.upheld": 0})))[2]
    assert [cell.text for cell in table.body_rows[0]] == ["0", *[""] * 14]


def test_cells_say_where_they_may_be_broken(lantian_document: Document) -> None:
    parts = {cell.parts for table in _tables(lantian_document) for row in table.rows for cell in row}
    assert {("（三）", "不予公开"), ("行政规范性", "文件"), ("本年收费金额", "（单位：万元）"), ("67711", "")} <= parts


def test_dates_have_no_leading_zeros() -> None:
    assert document(blank(), date(2025, 1, 2)).date == "（2025年1月2日）"


def _tables(laid_out: Document) -> list[Table]:
    return [block for block in laid_out.blocks if isinstance(block, Table)]
