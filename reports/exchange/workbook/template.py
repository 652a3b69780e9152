"""A report -> a workbook to fill in and send back: tables as on paper, totals and checks alive, keys hidden."""

import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.schema import (
    PREAMBLE,
    CellKey,
    CellSpec,
    GridCell,
    Identity,
    IdentityKind,
    Kind,
    Role,
    Schema,
    Section,
    Text,
)
from reports.value import Number, ReportValue, number_text

from ..base import column_letters
from . import marks
from .instructions import SHEET as INSTRUCTIONS
from .instructions import Issue, facts, guidance
from .layout import (
    CHECK_COLUMNS,
    FIRST_ROW,
    MARKS_ROW,
    NOTE_ROW,
    TITLE_ROW,
    TableSheet,
    identity_label,
    references,
    table_sheets,
    total_formulas,
)

_A4 = 9
_TABLE_WIDTH = 96  # characters of the printed width of a table
_LINE = 16  # points of a line of text
_TALLEST_ROW = 400  # points; Excel allows 409
_TEXT_WIDTH = 80  # characters of a paragraph's column
_SPARE_PARAGRAPHS = 12
_FULL_CELL = 16_000  # characters; Excel keeps 32,767 UTF-16 units
_LONGEST_PROMPT = 250
_KEY_CHUNK = 30_000
_GREY, _RED, _DARK_RED = "#F2F2F2", "#FFC7CE", "#9C0006"
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
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
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

    def _format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", **properties}
            )
        return self.formats[key]

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
        title = self._format(bold=True, font_size=16, align="center", text_wrap=True)
        _merged(sheet, (0, 0, 0, 1), f"{self.value.title}填报工作簿", title)
        sheet.set_row(0, 48)
        row = 1
        for name, label, said in facts(self.value, self.issue):
            sheet.write_string(row, 0, label, self._format(bold=True, border=1, bg_color=_GREY))
            sheet.write_string(row, 1, said[:_FULL_CELL], self._format(border=1, text_wrap=True))
            sheet.write_string(row, 3, marks.said_mark(name))
            sheet.set_row(row, _height(said, _TEXT_WIDTH - 16, 20))
            row += 1
        row += 1
        for number, said in enumerate(
            guidance(self.schema, last_year=self.previous is not None, issue=self.issue), start=1
        ):
            text = f"{number}. {said}"
            _merged(sheet, (row, 0, row, 1), text, self._format(text_wrap=True, align="left"))
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
        title = self._format(bold=True, font_size=14, align="center")
        _merged(sheet, (TITLE_ROW, 0, TITLE_ROW, last), plan.section.heading, title)
        note = f"{self.value.organ}　{self.value.year}年度　　单位：{_units(plan, self.schema)}"
        _merged(sheet, (NOTE_ROW, 0, NOTE_ROW, last), note, self._format(align="right", font_size=9))
        sheet.set_row(TITLE_ROW, 26)
        for row, line in enumerate(plan.grid.rows, start=FIRST_ROW):
            for cell in line:
                self._cell(sheet, plan, row, cell)
            if keys := {cell.column: cell.cell for cell in line if cell.cell}:
                sheet.write_string(row, plan.marks_column, marks.cells_mark(keys))
            sheet.set_row(row, max(_cell_height(cell, plan) for cell in line))
        sheet.set_column(plan.marks_column, plan.marks_column, None, None, {"hidden": True})
        self._checks(sheet, plan)
        self._reddening(sheet, plan)
        self._validation(sheet, plan)
        self._last_year(sheet, plan)
        sheet.print_area(TITLE_ROW, 0, FIRST_ROW + len(plan.grid.rows) - 1, last)
        sheet.repeat_rows(TITLE_ROW, FIRST_ROW + max(plan.grid.head, 1) - 1)
        if plan.grid.head:
            sheet.freeze_panes(FIRST_ROW + plan.grid.head, 0)

    def _cell(self, sheet: Worksheet, plan: TableSheet, row: int, cell: GridCell) -> None:
        last_row, last_column = row + cell.rowspan - 1, cell.column + cell.colspan - 1
        area = (row, cell.column, last_row, last_column)
        if cell.is_heading:
            properties: dict[str, object] = {"border": 1, "text_wrap": True, "bg_color": _GREY}
            properties["align"] = "left" if plan.is_left(cell) else "center"
            if plan.is_upright(cell):
                properties["rotation"] = 270  # stacked, not turned
            if cell.role is Role.BAND:
                properties["bold"] = True
            _merged(sheet, area, cell.text, self._format(**properties))
            return
        number = self.value[cell.cell]
        properties = {
            "border": 1,
            "align": "center",
            "num_format": _number_format(self.schema.specs[cell.cell], number),
        }
        formula = self._formula(cell.cell)
        properties |= {"bg_color": _GREY} if formula else {"locked": False}
        style = self._format(**properties)
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

    # What does not come out

    def _checks(self, sheet: Worksheet, plan: TableSheet) -> None:
        first, top = plan.check_column, FIRST_ROW
        sheet.set_column(first - 1, first - 1, 3)
        sheet.set_column(first, first, 46)
        sheet.set_column(first + 1, first + CHECK_COLUMNS - 1, 10)
        head = self._format(bold=True, border=1, bg_color=_GREY, align="center", text_wrap=True)
        plain = self._format(border=1, font_size=9, text_wrap=True)
        figure = self._format(border=1, font_size=9, align="center")
        for column, words in enumerate(("核对（不打印）", "等号左边", "等号右边", "相差")):
            sheet.write_string(top, first + column, words, head)
        wrong = 0
        for number, identity in enumerate(plan.identities, start=1):
            row = top + number
            sheet.write_string(row, first, identity_label(self.schema, identity), plain)
            sides = []
            for offset, cells in enumerate((identity.left, identity.right), start=1):
                found = references(cells, plan.places)
                total = _sum([self._number(cell) for cell in cells])
                sides.append(total)
                formula = f'=IF(COUNT({found})<{len(cells)},"",SUM({found}))'
                sheet.write_formula(row, first + offset, formula, figure, "" if total is None else total)
            one, other = (f"{column_letters(1 + first + offset)}{row + 1}" for offset in (1, 2))
            difference = None if sides[0] is None or sides[1] is None else sides[0] - sides[1]
            wrong += bool(difference)
            sheet.write_formula(
                row,
                first + 3,
                f'=IF(COUNT({one},{other})<2,"未填全",{one}-{other})',
                figure,
                "未填全" if difference is None else difference,
            )
        if not plan.identities:
            return
        letters = column_letters(1 + first + 3)
        differences = f"{letters}{top + 2}:{letters}{top + 1 + len(plan.identities)}"
        count = f'COUNTIF({differences},">0")+COUNTIF({differences},"<0")'
        sheet.merge_range(TITLE_ROW, first, TITLE_ROW, first + 3, "", head)
        sheet.write_formula(
            TITLE_ROW,
            first,
            f'=IF({count}=0,"没有发现对不上的合计",({count})&"处对不上，见下面红色的行")',
            head,
            f"{wrong}处对不上，见下面红色的行" if wrong else "没有发现对不上的合计",
        )
        sheet.conditional_format(
            top + 1,
            first,
            top + len(plan.identities),
            first + 3,
            {
                "type": "formula",
                "criteria": f"=AND(ISNUMBER(${letters}{top + 2}),${letters}{top + 2}<>0)",
                "format": self._red(),
            },
        )

    def _red(self) -> Format:
        key = (("red", True),)
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"bg_color": _RED, "font_color": _DARK_RED})
        return self.formats[key]

    def _reddening(self, sheet: Worksheet, plan: TableSheet) -> None:
        """A total that is not its sum turns red, and every cell of a balance that does not come out."""
        for identity in plan.identities:
            criteria = {"type": "formula", "criteria": _fails(identity, plan), "format": self._red()}
            cells = identity.cells if identity.kind is IdentityKind.BALANCE else identity.left
            at = [plan.places[cell] for cell in cells]
            if len(at) > 1:
                criteria["multi_range"] = " ".join(place.address for place in at)
            sheet.conditional_format(at[0].row, at[0].column, at[0].row, at[0].column, criteria)

    def _validation(self, sheet: Worksheet, plan: TableSheet) -> None:
        """What may be typed into a cell, with the guidance as a prompt; cells of one row with the same words share."""
        groups: dict[tuple[Kind, str, str], list[CellKey]] = {}
        for key in plan.places:
            spec = self.schema.specs[key]
            groups.setdefault((spec.kind, spec.short_row, spec.guidance), []).append(key)
        for (kind, row, words), keys in groups.items():
            places = [plan.places[key] for key in keys]
            rule: dict[str, object] = dict(_RULES[kind])
            rule["input_title"] = row[:32]
            prompt = (words or _PROMPTS[kind])[:_LONGEST_PROMPT]
            rule |= {"input_message": prompt, "error_title": "请改正", "error_message": _ERRORS[kind]}
            rule["other_cells"] = [[place.row, place.column, place.row, place.column] for place in places[1:]]
            sheet.data_validation(places[0].row, places[0].column, places[0].row, places[0].column, rule)

    def _last_year(self, sheet: Worksheet, plan: TableSheet) -> None:
        if self.previous is None:
            return
        for key, place in plan.places.items():
            number = self.previous.cells.get(key)
            if number is not None:
                sheet.write_comment(
                    place.row,
                    place.column,
                    f"{self.previous.year}年：{number_text(number)}",
                    {"author": "", "x_scale": 0.9, "y_scale": 0.3},
                )

    # The texts

    def _prose(self, section: Section, text: Text) -> None:
        sheet = self._sheet(section.number)
        sheet.set_column(0, 0, _TEXT_WIDTH)
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.write_string(0, 0, f"{self.value.organ}　{self.value.year}年度"[:_FULL_CELL], self._format(font_size=9))
        row = 1
        if section is self.schema.sections[0]:
            sheet.write_string(
                row, 0, "标题与第一部分之间的引言（可以不写）", self._format(bg_color=_GREY, font_size=9)
            )
            row = self._paragraphs(sheet, row + 1, PREAMBLE, spare=2)
        sheet.write_string(row, 0, section.heading, self._format(bold=True, font_size=14))
        sheet.set_row(row, 26)
        words = "一段写一格。" + text.guidance
        sheet.write_string(row + 1, 0, words, self._format(font_size=9, text_wrap=True, bg_color=_GREY))
        sheet.set_row(row + 1, _height(words, _TEXT_WIDTH, 18))
        row = self._paragraphs(sheet, row + 2, text.key, spare=_SPARE_PARAGRAPHS)
        sheet.print_area(0, 0, row - 1, 0)

    def _paragraphs(self, sheet: Worksheet, row: int, key: str, *, spare: int) -> int:
        """The paragraphs of a text from ``row`` on, a cell each, and empty cells to go on in; gives the next row."""
        style = self._format(text_wrap=True, valign="top", align="left", locked=False, border=7, num_format="@")
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


_RULES: Mapping[Kind, Mapping[str, object]] = {
    Kind.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
    Kind.MONEY: {"validate": "decimal", "criteria": ">=", "value": 0},
    Kind.CHANGE: {"validate": "integer", "criteria": "between", "minimum": -2147483648, "maximum": 2147483647},
}
_ERRORS = {
    Kind.COUNT: "这一格只能填0或正整数，不带单位；没有发生填0，尚未统计请留空。",
    Kind.MONEY: "这一格只能填0或正数（可以有小数），不带单位；没有发生填0，尚未统计请留空。",
    Kind.CHANGE: "这一格只能填整数：增加填正数，减少填负数，没有变化填0。",
}
_PROMPTS = {
    Kind.COUNT: "填整数，没有发生填0，尚未统计留空。",
    Kind.MONEY: "小数照实填写，没有发生填0，尚未统计留空。",
    Kind.CHANGE: "增加填正数，减少填负数，没有变化填0。",
}


def _fails(identity: Identity, plan: TableSheet) -> str:
    left, right = (references(side, plan.places, fixed=True) for side in (identity.left, identity.right))
    return f"=AND(COUNT({left},{right})={len(identity.cells)},SUM({left})<>SUM({right}))"


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


def _sum(numbers: Sequence[Number | None]) -> Number | None:
    given = [number for number in numbers if number is not None]
    return sum(given) if len(given) == len(numbers) else None


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
