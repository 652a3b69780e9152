"""One row a report: as CSV, and as a workbook with a sheet for every form."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.schema import SCHEMAS, Kind, Schema
from reports.value import Number, ReportValue, number_text

from .csv_text import read_lines, write_lines
from .fields import FORM, ORGAN, SCOPE, SCOPE_WORDS, TEXTS, YEAR, Field, Headings, fields_of, headings_of
from .guard import guarded, unguarded
from .rows import PLACES, WideRows, rows_of
from .sheets import sheets_of

LONGEST_CELL = 32_767  # characters that a cell of a workbook holds
NOTES = "说明"
CONTINUED = "文字续"
_CONTINUED_HEAD = ("工作表", "行", "列", "文字")


def sheet_name(schema: Schema) -> str:
    return f"{schema.key}年格式"


class WideTable:
    """CSV. Texts are guarded against being taken for formulas, see :mod:`.guard`."""

    extensions = (".csv",)

    def write(self, values: Iterable[ReportValue], file: BinaryIO, headings: Headings = Headings.KEYS) -> None:
        write_lines(file, self._lines(values, headings))

    def _lines(self, values: Iterable[ReportValue], headings: Headings) -> Iterator[Sequence[object]]:
        fields = fields_of()
        yield headings_of(fields, headings)
        for value in values:
            yield [_csv_cell(value, field, headings) for field in fields]

    def read(self, data: bytes) -> WideRows:
        lines = [[unguarded(text) for text in line] for line in read_lines(data)]
        return rows_of([("", lines)])


def _csv_cell(value: ReportValue, field: Field, headings: Headings) -> str:
    if field.kind is not None:
        return number_text(value.cells.get(field.key))
    return guarded(_said(value, field, headings))


def _said(value: ReportValue, field: Field, headings: Headings) -> str:
    """What a column that holds no figure says of a report."""
    if field is ORGAN:
        return value.organ
    if field is YEAR:
        return str(value.year)
    if field is SCOPE:
        return SCOPE_WORDS[value.scope] if headings is Headings.LABELS else value.scope.value
    return value.schema.key if field is FORM else value.texts.get(field.key.removeprefix(TEXTS), "")


class WideWorkbook:
    """A workbook: how to read it, and one sheet a form. Amounts keep their decimals by a column of their own."""

    extensions = (".xlsx",)

    def write(self, values: Iterable[ReportValue], file: BinaryIO, headings: Headings = Headings.LABELS) -> None:
        """Written row by row: any number of reports takes the same memory."""
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
        book = xlsxwriter.Workbook(file, options)
        _write_notes(book)
        sheets = {key: _Sheet(book, schema, headings) for key, schema in reversed(SCHEMAS.items())}
        rest = book.add_worksheet(CONTINUED)
        rest.write_row(0, 0, _CONTINUED_HEAD)
        line = 1
        for value in values:
            for row, column, text in sheets[value.schema.key].add(value):
                for number, name in enumerate((sheet_name(value.schema), row + 1, column + 1, text)):
                    rest.write(line, number, name)
                line += 1
        book.close()

    def read(self, data: bytes) -> WideRows:
        sheets = sheets_of(data)
        continued = dict(sheets).get(CONTINUED, [])
        contents = {name: lines for name, lines in sheets if name not in (NOTES, CONTINUED)}
        for line in continued[1:]:
            match line:
                case [str() as name, float() as row, float() as column, text, *_] if name in contents:
                    cells = contents[name][int(row) - 1]
                    cells[int(column) - 1] = f"{cells[int(column) - 1]}{text}"
        return rows_of(contents.items())


class _Sheet:
    """The sheet of one form, filled row by row."""

    def __init__(self, book: xlsxwriter.Workbook, schema: Schema, headings: Headings) -> None:
        self.sheet: Worksheet = book.add_worksheet(sheet_name(schema))
        self.headings = headings
        self.fields = fields_of(schema)
        self.amounts = [field for field in self.fields if field.kind is Kind.MONEY]
        self.formats: dict[int, Format] = {}
        self.book = book
        self.row = 0
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EDF0F4", "border": 1})
        self.sheet.set_column(0, 0, 28)
        self.sheet.set_column(1, len(self.fields) + len(self.amounts), 12)
        self.sheet.freeze_panes(1, 1)
        names = headings_of(self.fields, headings) + [f"{field.key}{PLACES}" for field in self.amounts]
        self.sheet.set_row(0, 80 if headings is Headings.LABELS else 45)
        for column, name in enumerate(names):
            self.sheet.write_string(0, column, name, head)

    def add(self, value: ReportValue) -> Iterator[tuple[int, int, str]]:
        """Write a report; gives what did not fit into a cell, with its row and column (from 0)."""
        self.row += 1
        for column, field in enumerate(self.fields):
            if field.kind is not None:
                self._figure(column, value.cells[field.key])
            elif field is YEAR:
                self.sheet.write_number(self.row, column, value.year)
            elif text := _said(value, field, self.headings):
                self.sheet.write_string(self.row, column, text[:LONGEST_CELL])
                for start in range(LONGEST_CELL, len(text), LONGEST_CELL):
                    yield self.row, column, text[start : start + LONGEST_CELL]
        for offset, field in enumerate(self.amounts):
            if isinstance(amount := value.cells[field.key], Decimal):
                self.sheet.write_number(self.row, len(self.fields) + offset, _places(amount))

    def _figure(self, column: int, number: Number | None) -> None:
        if number is None:
            return
        if isinstance(number, int):
            self.sheet.write_number(self.row, column, number)
        elif Decimal(repr(float(number))) == number:
            self.sheet.write_number(self.row, column, float(number), self._format(_places(number)))
        else:  # more digits than a workbook's numbers have
            self.sheet.write_string(self.row, column, number_text(number))

    def _format(self, places: int) -> Format:
        if places not in self.formats:
            self.formats[places] = self.book.add_format({"num_format": "0." + "0" * places if places else "0"})
        return self.formats[places]


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _write_notes(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(NOTES)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, line in enumerate(
        (
            "政府信息公开工作年度报告数据：一行是一份报告，每种格式一个工作表。",
            "空白格表示没有填报，不等于0。",
            "金额照填报的小数位数保存；最右边以“.places”结尾的列记着小数位数，供程序核对。",
            f"超过{LONGEST_CELL}字的文字，后面的部分在“{CONTINUED}”工作表。",
            "导入时：空白格保留系统里原有的数字；要清掉原有数字，在格里写“清空”。",
        )
    ):
        sheet.write_string(row, 0, line)
