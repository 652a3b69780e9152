"""The sheets of a workbook as plain lines, when they are no larger than a table of reports may be."""

import io
import re
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from reports.exchange.base import UnreadableFileError
from reports.exchange.zipped import BROKEN, LOCKED, member_bytes, open_zip

from .rows import Raw

MOST_CELLS = 3_000_000  # rows times columns of all sheets: the library makes room for every one of them
TOO_LARGE = "工作表太大（行数或列数太多），没有打开：请只保留要导入的表格，另存一份再导入"
NO_WORKBOOK = "这不是Excel表格（.xlsx）：请用Excel或WPS打开，另存为.xlsx后再导入"
# Cells that hold something; one that is only formatted closes itself.
_FILLED = re.compile(rb"""<(?:\w{1,9}:)?c\s[^>]{0,200}?\br=["']([A-Z]{1,3})([0-9]{1,7})["'](?:[^>]{0,200}[^/>])?>""")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def sheets_of(data: bytes) -> list[tuple[str, list[list[Raw]]]]:
    """Every sheet, each line from its first column. Raises :class:`UnreadableFileError`."""
    with open_zip(data) as archive:
        _refuse_too_large(archive)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            (name, [[*line] for line in book.get_sheet_by_name(name).to_python(skip_empty_area=False)])
            for name in book.sheet_names
        ]
    except PasswordError as error:
        raise UnreadableFileError(LOCKED) from error
    except (CalamineError, ZipError, ValueError, OSError) as error:
        raise UnreadableFileError(BROKEN) from error


def _refuse_too_large(archive: zipfile.ZipFile) -> None:
    if "xl/workbook.xml" not in archive.namelist():
        raise UnreadableFileError(NO_WORKBOOK)
    cells = 0
    for name in archive.namelist():
        if name.startswith("xl/") and name.endswith(".xml"):
            content = member_bytes(archive, name)
            if _DECLARED.search(content[:4096]):
                raise UnreadableFileError(BROKEN)
            rows, letters = 0, b""
            for filled in _FILLED.finditer(content):
                rows = max(rows, int(filled[2]))
                letters = max(letters, filled[1], key=lambda found: (len(found), found))
            cells += rows * _column(letters)
            if cells > MOST_CELLS:
                raise UnreadableFileError(TOO_LARGE)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
