"""How far the sheets of a workbook reach, found before the library lays them out in memory.

A sheet with one cell in its first row and one in its last is small in the file and enormous in memory.
"""

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ..base import UnreadableFileError
from ..zipped import BROKEN, member_bytes

MOST_CELLS = 400_000  # rows times columns of the sheets of one workbook that are laid out
LARGEST_SHEET = 48 * 1024 * 1024  # bytes of one sheet unpacked; a report's has 0.1 MB
TOO_LARGE = "工作表太大（行数或列数远超年度报告），没有打开：请只保留年度报告的工作表，另存一份再导入"

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED = "文件里有不该有的实体定义，没有打开：请用Excel或WPS重新另存为.xlsx再导入"
# Cells that hold something: one that is only formatted closes itself. Bounded, so that no crooked file takes long.
_FILLED = re.compile(rb"""<(?:\w{1,9}:)?c\s[^>]{0,200}?\br=["']([A-Z]{1,3})([0-9]{1,7})["'](?:[^>]{0,200}[^/>])?>""")
_REFERENCE_ROW = re.compile(rb"""<(?:\w{1,9}:)?row\s[^>]{0,200}?\br=["']([0-9]{1,9})["']""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["']([0-9]{1,12})["']""")
_RELATIONS = ("xl/_rels/workbook.xml.rels", "xl/_rels/workbook.bin.rels")
_TARGET = re.compile(rb"""\bTarget\s*=\s*["']([^"']{1,400})["']""")
_ANY_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,3})([0-9]{1,10})\s*["']""")
_ANY_ADDRESS = re.compile(rb"""\br\s*=\s*["']\s*[A-Za-z]""")
_ANY_CELL = re.compile(rb"<(?:\w{1,9}:)?c[\s/>]")
_ANY_ROW = re.compile(rb"<(?:\w{1,9}:)?row[\s/>]")
_MOST_ROOM = 8_000_000  # cells, formatted ones with them; the library takes 32 bytes for each
_MOST_MERGED = 10_000
_OPEN_ROW = re.compile(rb"<table:table-row\b[^>]{0,1000}>")
_OPEN_SHEET = re.compile(rb"<(?:\w{1,9}:)?sheet[\s/>]")
_LONGEST_TAG = 1_000  # bytes
_COUNT = re.compile(rb"""\b(count|uniqueCount)\s*=\s*["']\s*\+?([0-9]{1,30})""")
_TEXTS_OF_OLD, _TEXTS_OF_BINARY = 0xFC, 0x9F
_LONGEST_SST = 14  # bytes of the record that begins the texts of an .xlsb file
_SHEET_OF_BINARY = 0x9C
_ROW_OF_BINARY, _CELLS_OF_BINARY = 0, range(1, 12)
_CELLS_OF_OLD = {0x06, 0x7E, 0xBD, 0xBE, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x201}
_SHEET_OF_OLD, _DIMENSIONS = 0x0809, 0x0200
_MOST_DECLARED = 5_000_000  # cells an old sheet may say it has, formatted ones with it: the library makes room for them


def check_archive(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The XML of the sheets by member, all of them of a size that may be laid out.

    Raises :class:`UnreadableFileError`.
    """
    sheets: dict[str, bytes] = {}
    cells = 0
    targets = _targets(archive)
    for info in archive.infolist():
        name = info.filename
        is_sheet = PurePosixPath(name.lower()).name in targets or (
            name.startswith("xl/worksheets/") and name.endswith((".xml", ".bin"))
        )
        is_picture = name.startswith(("xl/media/", "xl/drawings/"))
        is_part = is_sheet or (name.endswith((".xml", ".rels", ".bin")) and not is_picture)
        if is_part and info.file_size > LARGEST_SHEET:
            raise UnreadableFileError(TOO_LARGE)
        if name.lower().endswith(("strings.xml", "strings.bin", "styles.xml")):
            _refuse_more_than_there_is(member_bytes(archive, name))
        if not is_sheet and name not in ("content.xml", "xl/workbook.xml", "xl/sharedStrings.xml"):
            continue
        content = member_bytes(archive, name)
        is_binary = is_sheet and not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        if not is_binary and _DOCTYPE.search(content[:4096]):
            raise UnreadableFileError(_DECLARED)
        if name == "content.xml":
            _check_repeats(content)
        elif is_sheet:
            sheets[name] = content
            rows, columns = _reach_of_binary(content) if is_binary else _reach(content)
            cells += rows * columns
            if cells > MOST_CELLS or (not is_binary and _is_crooked(content)):
                raise UnreadableFileError(TOO_LARGE)
    _refuse_sheets_told_twice(archive, sheets)
    return sheets


def _refuse_more_than_there_is(content: bytes) -> None:
    """The library makes room for as many texts as a part says it has, and ends the process where it cannot."""
    told = [(name, int(count)) for name, count in _COUNT.findall(content[: _LONGEST_TAG * 4])]
    uses = max((count for name, count in told if name == b"count"), default=0)
    texts = max((count for name, count in told if name == b"uniqueCount"), default=0)
    if not content.startswith(b"<") and len(content) >= _LONGEST_SST:
        kind, at = _variable(content, 0, 2)
        _, at = _variable(content, at, 4)
        if kind == _TEXTS_OF_BINARY:
            uses, texts = struct.unpack_from("<II", content, at)
    _check_texts(uses, texts, len(content))


def _check_texts(uses: int, texts: int, size: int) -> None:
    """``texts`` different ones, each of which takes a byte at least, and how often they are used in cells."""
    if uses > _MOST_ROOM or texts > size:
        raise UnreadableFileError(BROKEN)


def _refuse_sheets_told_twice(archive: zipfile.ZipFile, sheets: Mapping[str, bytes]) -> None:
    """A workbook may not have one sheet laid out again and again under many names."""
    for name in archive.namelist():
        if name.lower() == "xl/workbook.xml":
            told = len(_OPEN_SHEET.findall(member_bytes(archive, name)))
        elif name.lower() == "xl/workbook.bin":
            told = sum(kind == _SHEET_OF_BINARY for kind, _ in _records(member_bytes(archive, name)))
        else:
            continue
        if told > max(len(sheets), 1):
            raise UnreadableFileError(TOO_LARGE)


def check_old(stream: bytes) -> None:
    """The same of the workbook stream of an .xls file: its records are walked, sheet by sheet."""
    at, rows, columns, cells = 0, 0, 0, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _SHEET_OF_OLD:
            cells += rows * columns
            rows = columns = 0
        elif kind in _CELLS_OF_OLD and size >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            if kind in (0xBD, 0xBE):  # several cells in one record: the last column ends it
                column = struct.unpack_from("<H", stream, min(at + 4 + size, len(stream)) - 2)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        if cells + rows * columns > MOST_CELLS:
            raise UnreadableFileError(TOO_LARGE)
        if kind == _TEXTS_OF_OLD and size >= 8 and at + 12 <= len(stream):
            uses, texts = struct.unpack_from("<II", stream, at + 4)
            _check_texts(uses, texts, len(stream))
        elif kind == _DIMENSIONS and size >= 12 and at + 16 <= len(stream):
            _, last_row, _, last_column = struct.unpack_from("<IIHH", stream, at + 4)
            if last_row * last_column > _MOST_DECLARED:
                raise UnreadableFileError(TOO_LARGE)
        at += 4 + size


def _reach(content: bytes) -> tuple[int, int]:
    rows = columns = 0
    for cell in _FILLED.finditer(content):
        rows = max(rows, int(cell[2]))
        if len(cell[1]) > 1 or columns < 26:
            columns = max(columns, column_number(cell[1]))
        if rows * columns > MOST_CELLS:
            break
    if not rows:  # cells need not say where they are
        rows = max((int(row) for row in _REFERENCE_ROW.findall(content)), default=content.count(b"<row"))
        columns = content.count(b"<c") // max(rows, 1) + 1
    return rows, columns


def _targets(archive: zipfile.ZipFile) -> frozenset[str]:
    """The names, in small letters and without folders, of what the workbook says its sheets are."""
    relations = (member_bytes(archive, name) for name in archive.namelist() if name.lower() in _RELATIONS)
    return frozenset(
        PurePosixPath(target.decode("utf-8", "replace").lower()).name
        for content in relations
        for target in _TARGET.findall(content)
    ) - {"styles.xml", "styles.bin", "sharedstrings.xml", "sharedstrings.bin", "theme1.xml", "vbaproject.bin"}


def _is_crooked(content: bytes) -> bool:
    """Whether a sheet says, in however odd a way, that it reaches so far that the library could not make room."""
    rows = columns = 0
    for letters, number in _ANY_REFERENCE.findall(content):
        rows = max(rows, int(number))
        if len(letters) > 1 or columns < 26:
            columns = max(columns, column_number(letters.upper()))
    if len(_ANY_CELL.findall(content)) > len(_ANY_ADDRESS.findall(content)):  # cells that do not say where they are
        columns = max(columns, *(len(_ANY_CELL.findall(row)) for row in _ANY_ROW.split(content)))
    return rows * columns > _MOST_ROOM or content.count(b"mergeCell ") > _MOST_MERGED


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _reach_of_binary(content: bytes) -> tuple[int, int]:
    row = rows = columns = 0
    for kind, value in _records(content):
        if kind == _ROW_OF_BINARY:
            row = value
        elif kind in _CELLS_OF_BINARY:
            rows, columns = max(rows, row + 1), max(columns, value + 1)
    return rows, columns


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """Kind of each record of an .xlsb part and the first number in it."""
    at = 0
    while at < len(content):
        kind, at = _variable(content, at, 2)
        size, at = _variable(content, at, 4)
        if size >= 4 and at + 4 <= len(content):
            yield kind, struct.unpack_from("<I", content, at)[0]
        at += size


def _variable(content: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return number, at


def _check_repeats(content: bytes) -> None:
    """In an .ods file: filled cells and rows that are repeated more often than a sheet may have cells."""
    cells = at = 0
    for row in content.split(b"</table:table-row>"):
        start = row.rfind(b"<table:table-row")
        if b"<table:table " in row:
            at = 0
        at += sum(map(_repeats, _OPEN_ROW.findall(row)))
        if start < 0 or b"office:value-type" not in row[start:]:
            continue
        head, *tags = row[start:].split(b"<table:")[1:]
        filled = sum(_repeats(tag) for tag in tags if b"office:value-type" in tag[:_LONGEST_TAG])
        cells += filled * _repeats(head)
        # The library makes room for every empty row and cell in front of a filled one.
        if cells > MOST_CELLS or at * sum(map(_repeats, tags)) > _MOST_ROOM:
            raise UnreadableFileError(TOO_LARGE)


def _repeats(tag: bytes) -> int:
    """How often an element stands for itself; an element that holds it does not count."""
    found = _REPEATED.search(tag[: min(_LONGEST_TAG, tag.find(b">") % _LONGEST_TAG + 1)])
    return int(found[1]) if found else 1
