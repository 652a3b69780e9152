"""The tables lists are imported from: Excel workbooks, and CSV files as any office saves them; and an example."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from reports.exchange.opendata.sheets import sheets_of


class TableError(Exception):
    """The file cannot be taken; the message is a sentence for the person."""


def _with_headings(table: Dataset, required: Iterable[str]) -> Dataset:
    table.headers = [str(heading or "").strip() for heading in table.headers or ()]
    for heading in (_(name) for name in required):
        if heading not in table.headers:
            raise TableError(
                _("The column “%(name)s” is missing; headings stand in the first row.") % {"name": heading}
            )
    return table


class CsvTable(CSV):
    """Read as bytes, because Excel in China saves CSV files as GBK unless told otherwise."""

    required: tuple[str, ...] = ()

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Dataset:
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = in_stream.decode("gb18030")
        return _with_headings(super().create_dataset(text, **kwargs), self.required)


class XlsxTable(XLSX):
    """The first sheet that has anything in it, read by calamine: any size, and no formulas."""

    required: tuple[str, ...] = ()

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Dataset:
        lines = next((lines for _name, lines in sheets_of(in_stream) if lines), None)
        if lines is None:
            raise TableError(_("There is nothing in the table."))
        table = Dataset(headers=[_text(cell) for cell in lines[0]])
        for line in lines[1:]:
            table.append([_text(cell) for cell in line])
        return _with_headings(table, self.required)


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def tables_with(*required: str) -> tuple[type[XlsxTable], type[CsvTable]]:
    """Both formats for a list whose table must have these columns (the names before translation)."""
    return (
        type("XlsxTable", (XlsxTable,), {"required": required}),
        type("CsvTable", (CsvTable,), {"required": required}),
    )


def example_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], allowed: Mapping[str, Iterable[str]], notes: Iterable[str]
) -> bytes:
    """A workbook to fill in: the headings with example rows, choices offered in the cells, and a sheet that explains.

    ``allowed`` are the words that a column may hold, by heading.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#EDF0F4", "border": 1})
    sheet = book.add_worksheet(_("Table"))
    sheet.set_column(0, len(headings) - 1, 22)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    explained = book.add_worksheet(_("Explanation"))
    explained.set_column(0, 0, 90)
    for line, note in enumerate(notes):
        explained.write_string(line, 0, str(note))
    for place, (heading, words) in enumerate(allowed.items()):
        choices = list(words)
        explained.set_column(place + 2, place + 2, 18)
        explained.write_string(0, place + 2, heading, bold)
        explained.write_column(1, place + 2, choices)
        column = headings.index(heading)
        sheet.data_validation(1, column, 5000, column, {"validate": "list", "source": choices})
    book.close()
    return file.getvalue()
