"""A report -> a workbook to fill in and send back: tables as on paper, totals and checks alive, keys hidden."""

import io
import json
import math
from collections.abc import Iterator
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.schema import (
    PREAMBLE,
    CellKey,
    CellSpec,
    GridCell,
    Kind,
    Role,
    Schema,
    Section,
    Text,
)
from reports.value import Number, ReportValue, number_text

from . import marks
from .beside import Beside
from .instructions import SHEET as INSTRUCTIONS
from .instructions import Issue, facts, guidance
from .layout import (
    FIRST_ROW,
    MARKS_ROW,
    NOTE_ROW,
    TITLE_ROW,
    TableSheet,
    table_sheets,
    total_formulas,
)
from .styles import GREY, Styles

_A4 = 9
_TABLE_WIDTH = 96  # characters of the printed width of a table
_LINE = 16  # points of a line of text
_TALLEST_ROW = 400  # points; Excel allows 409
_TEXT_WIDTH = 80  # characters of a paragraph's column
_SPARE_PARAGRAPHS = 12
_FULL_CELL = 16_000  # characters; Excel keeps 32,767 UTF-16 units
_KEY_CHUNK = 30_000
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template(value: ReportValue, *, previous: ReportValue | None = None, issue: Issue | None = None) -> bytes:
    """The workbook of a report; read back unchanged it gives the value again.

    ``previous`` is last year's report: its figures stand in comments, and blank cells that start from it are filled.
    With ``issue`` the workbook goes to a body: totals left blank are worked out, and it carries the issue's number.
    """
    if previous is not None:
        value = value.replace(_carried(value, previous))
    return _Writer(value, previous, issue).write()


def _carried(value: ReportValue, previous: ReportValue) -> dict[CellKey, Number]:
    found: dict[CellKey, Number] = {}
    for here, there in value.schema.carries.items():
        number = previous.cells.get(there)
        if value[here] is None and number is not None:
            found[here] = number
    return found


class _Writer:
    """One workbook being written."""

    def __init__(self, value: ReportValue, previous: ReportValue | None, issue: Issue | None) -> None:
        self.value, self.previous, self.issue = value, previous, issue
        self.schema: Schema = value.schema
        self.formulas = total_formulas(self.schema)
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, _OPTIONS)
        self.styles = Styles(self.book)
        self.beside = Beside(self.schema, self.styles, self._number)
        self.computed: set[CellKey] = set()

    def write(self) -> bytes:
        self.book.set_properties({"title": self.value.title, "company": self.value.organ})
        self.book.set_calc_mode("auto")
        self._instructions()
        tables = {sheet.section.key: sheet for sheet in table_sheets(self.schema)}
        for section in self.schema.sections:
            if section.tables:
                self._table(tables[section.key])
            elif section.text:
                self._prose(section, section.text)
        self._keys()
        self.book.close()
        return self.buffer.getvalue()

    def _sheet(self, name: str) -> Worksheet:
        """A protected sheet that prints on A4, one page wide, with organ and year above and page numbers below."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.center_horizontally()
        said = f"{self.value.organ}{self.value.year}年政府信息公开工作年度报告".replace("&", "&&")
        sheet.set_header(f"&C&9{said[:180]}")
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        sheet.protect(
            "", {"format_columns": True, "format_rows": True, "insert_rows": True, "select_locked_cells": True}
        )
        return sheet

    def _instructions(self) -> None:
        sheet = self._sheet(INSTRUCTIONS)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, _TEXT_WIDTH - 16)
        sheet.set_column(3, 3, None, None, {"hidden": True})
        title = self.styles.format(bold=True, font_size=16, align="center", text_wrap=True)
        _merged(sheet, (0, 0, 0, 1), f"{self.value.title}填报工作簿", title)
        sheet.set_row(0, 48)
        row = 1
        for name, label, said in facts(self.value, self.issue):
            sheet.write_string(row, 0, label, self.styles.format(bold=True, border=1, bg_color=GREY))
            sheet.write_string(row, 1, said[:_FULL_CELL], self.styles.format(border=1, text_wrap=True))
            sheet.write_string(row, 3, marks.said_mark(name))
            sheet.set_row(row, _height(said, _TEXT_WIDTH - 16, 20))
            row += 1
        row += 1
        for number, said in enumerate(
            guidance(self.schema, last_year=self.previous is not None, issue=self.issue), start=1
        ):
            text = f"{number}. {said}"
            _merged(sheet, (row, 0, row, 1), text, self.styles.format(text_wrap=True, align="left"))
            sheet.set_row(row, _height(text, _TEXT_WIDTH - 4, 20))
            row += 1
        sheet.print_area(0, 0, row - 1, 1)

    # The tables

    def _table(self, plan: TableSheet) -> None:
        sheet = self._sheet(plan.name)
        for column, width in enumerate(plan.widths):
            sheet.set_column(column, column, width * _TABLE_WIDTH)
            sheet.write_string(MARKS_ROW, column, marks.column_mark(column))
        sheet.set_row(MARKS_ROW, None, None, {"hidden": True})
        last = plan.columns - 1
        title = self.styles.format(bold=True, font_size=14, align="center")
        _merged(sheet, (TITLE_ROW, 0, TITLE_ROW, last), plan.section.heading, title)
        note = f"{self.value.organ}　{self.value.year}年度　　单位：{_units(plan, self.schema)}"
        _merged(sheet, (NOTE_ROW, 0, NOTE_ROW, last), note, self.styles.format(align="right", font_size=9))
        sheet.set_row(TITLE_ROW, 26)
        for row, line in enumerate(plan.grid.rows, start=FIRST_ROW):
            for cell in line:
                self._cell(sheet, plan, row, cell)
            if keys := {cell.column: cell.cell for cell in line if cell.cell}:
                sheet.write_string(row, plan.marks_column, marks.cells_mark(keys))
            sheet.set_row(row, max(_cell_height(cell, plan) for cell in line))
        sheet.set_column(plan.marks_column, plan.marks_column, None, None, {"hidden": True})
        self.beside.add(sheet, plan, self.previous)
        sheet.print_area(TITLE_ROW, 0, FIRST_ROW + len(plan.grid.rows) - 1, last)
        sheet.repeat_rows(TITLE_ROW, FIRST_ROW + max(plan.grid.head, 1) - 1)
        if plan.grid.head:
            sheet.freeze_panes(FIRST_ROW + plan.grid.head, 0)

    def _cell(self, sheet: Worksheet, plan: TableSheet, row: int, cell: GridCell) -> None:
        last_row, last_column = row + cell.rowspan - 1, cell.column + cell.colspan - 1
        area = (row, cell.column, last_row, last_column)
        if cell.is_heading:
            properties: dict[str, object] = {"border": 1, "text_wrap": True, "bg_color": GREY}
            properties["align"] = "left" if plan.is_left(cell) else "center"
            if plan.is_upright(cell):
                properties["rotation"] = 270  # stacked, not turned
            if cell.role is Role.BAND:
                properties["bold"] = True
            _merged(sheet, area, cell.text, self.styles.format(**properties))
            return
        number = self.value[cell.cell]
        properties = {
            "border": 1,
            "align": "center",
            "num_format": _number_format(self.schema.specs[cell.cell], number),
        }
        formula = self._formula(cell.cell)
        properties |= {"bg_color": GREY} if formula else {"locked": False}
        style = self.styles.format(**properties)
        if cell.colspan * cell.rowspan > 1:
            sheet.merge_range(*area, "", style)
        if formula:
            self.computed.add(cell.cell)
            total = self._total(cell.cell)
            sheet.write_formula(row, cell.column, formula, style, "" if total is None else total)
        elif number is None:
            sheet.write_blank(row, cell.column, None, style)
        else:
            sheet.write_number(row, cell.column, float(number) if isinstance(number, Decimal) else number, style)

    def _formula(self, key: CellKey) -> str:
        """The formula of a total, unless what is filed differs from what it would show."""
        if key not in self.formulas:
            return ""
        filed, total = self.value[key], self._total(key)
        return self.formulas[key] if filed == total or (filed is None and self.issue is not None) else ""

    def _total(self, key: CellKey) -> Number | None:
        """What the formula of a total gives, from the figures as they will stand in the sheet."""
        numbers: list[Number] = []
        for part in self.schema.totals[key]:
            number = self.value[part]
            if number is None and self.issue is not None and part in self.formulas:
                number = self._total(part)
            if number is None:
                return None
            numbers.append(number)
        return sum(numbers)

    def _number(self, key: CellKey) -> Number | None:
        return self._total(key) if key in self.computed else self.value[key]

    # The texts

    def _prose(self, section: Section, text: Text) -> None:
        sheet = self._sheet(section.number)
        sheet.set_column(0, 0, _TEXT_WIDTH)
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.write_string(
            0, 0, f"{self.value.organ}　{self.value.year}年度"[:_FULL_CELL], self.styles.format(font_size=9)
        )
        row = 1
        if section is self.schema.sections[0]:
            sheet.write_string(
                row, 0, "标题与第一部分之间的引言（可以不写）", self.styles.format(bg_color=GREY, font_size=9)
            )
            row = self._paragraphs(sheet, row + 1, PREAMBLE, spare=2)
        sheet.write_string(row, 0, section.heading, self.styles.format(bold=True, font_size=14))
        sheet.set_row(row, 26)
        words = "一段写一格。" + text.guidance
        sheet.write_string(row + 1, 0, words, self.styles.format(font_size=9, text_wrap=True, bg_color=GREY))
        sheet.set_row(row + 1, _height(words, _TEXT_WIDTH, 18))
        row = self._paragraphs(sheet, row + 2, text.key, spare=_SPARE_PARAGRAPHS)
        sheet.print_area(0, 0, row - 1, 0)

    def _paragraphs(self, sheet: Worksheet, row: int, key: str, *, spare: int) -> int:
        """The paragraphs of a text from ``row`` on, a cell each, and empty cells to go on in; gives the next row."""
        style = self.styles.format(text_wrap=True, valign="top", align="left", locked=False, border=7, num_format="@")
        lines = [line for line in self.value.texts[key].split("\n") if line.strip()]
        for line in lines:
            for number, piece in enumerate(_pieces(line)):
                height = _height(piece, _TEXT_WIDTH, 24)
                rows = math.ceil(height / _TALLEST_ROW)
                _merged(sheet, (row, 0, row + rows - 1, 0), piece, style)
                sheet.write_string(row, 2, marks.text_mark(key, continued=number > 0))
                for each in range(rows):
                    sheet.set_row(row + each, height / rows)
                row += rows
        for _ in range(spare):
            sheet.write_blank(row, 0, None, style)
            sheet.write_string(row, 2, marks.text_mark(key))
            sheet.set_row(row, 24)
            row += 1
        return row

    def _keys(self) -> None:
        """The sheet nobody sees: what was issued, to whom, and where each cell stood."""
        sheet = self.book.add_worksheet(marks.KEYS_SHEET)
        sheet.very_hidden()
        sheet.protect()
        due = self.issue.due_on.isoformat() if self.issue and self.issue.due_on else ""
        lines: list[tuple[str, ...]] = [
            ("format", marks.FORMAT),
            ("schema", self.schema.key),
            ("organ", json.dumps(self.value.organ)),
            ("year", str(self.value.year)),
            ("scope", self.value.scope),
            ("issue", json.dumps(self.issue.number if self.issue else "")),
            ("due", due),
        ]
        for plan in table_sheets(self.schema):
            for key, place in plan.places.items():
                kind = "total" if key in self.computed else "input"
                issued = number_text(self._number(key))
                lines.append(("cell", key, issued, kind, place.sheet, place.address))
        for key, text in self.value.texts.items():
            said = json.dumps(text)
            lines += [("text", key, said[start : start + _KEY_CHUNK]) for start in range(0, len(said), _KEY_CHUNK)]
        for row, line in enumerate(lines):
            for column, words in enumerate(line):
                if words:
                    sheet.write_string(row, column, words)


def _merged(sheet: Worksheet, area: tuple[int, int, int, int], text: str, style: Format) -> None:
    """A text over an area; never taken for a formula, whatever it begins with."""
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    if text:
        sheet.write_string(top, left, text, style)
    else:
        sheet.write_blank(top, left, None, style)


def _number_format(spec: CellSpec, number: Number | None) -> str:
    if spec.kind is Kind.CHANGE:
        return "+0;-0;0"
    if spec.kind is Kind.COUNT:
        return "0"
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else None
    if not isinstance(exponent, int):
        return "General"
    return "0." + "0" * -exponent if exponent < 0 else "0"


def _units(plan: TableSheet, schema: Schema) -> str:
    found = dict.fromkeys(schema.specs[key].unit for key in plan.places if schema.specs[key].unit)
    return "、".join(found)


def _wide(text: str) -> int:
    """Width in characters of the sheet's font: a Chinese one counts two."""
    return sum(1 if character.isascii() else 2 for character in text)


def _height(text: str, width: float, least: float) -> float:
    lines = sum(max(1, math.ceil(_wide(line) / max(width - 2, 1))) for line in text.split("\n"))
    return max(least, lines * _LINE + 6)


def _cell_height(cell: GridCell, plan: TableSheet) -> float:
    if not cell.is_heading or cell.rowspan > 1:
        return 22
    width = sum(plan.widths[cell.column : cell.column + cell.colspan]) * _TABLE_WIDTH
    return _height(cell.text, width, 22)


def _pieces(line: str) -> Iterator[str]:
    for start in range(0, len(line), _FULL_CELL):
        yield line[start : start + _FULL_CELL]
