"""Excel and its relatives: the template out, and any workbook in."""

from reports.value import ReportValue

from ..base import ReadResult, UnreadableFileError
from .foreign import read_foreign
from .instructions import Issue
from .keyed import read_template
from .sheets import open_sheets
from .template import template

_EMPTY = "工作簿里没有内容：请确认选对了文件"


class Workbook:
    """.xlsx, .xlsm, .xls, .xlsb, .ods and .et; written as .xlsx."""

    extensions: tuple[str, ...] = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        sheets = open_sheets(data)
        if not any(text for sheet in sheets for row in sheet.rows for text in row):
            raise UnreadableFileError(_EMPTY)
        return read_template(sheets, filename) or read_foreign(sheets, filename)

    def write(self, value: ReportValue) -> bytes:
        return template(value)


__all__ = ["Issue", "Workbook", "template"]
