"""A workbook of any kind as its sheets: what each cell holds, which cells are merged, which could not be had."""

import datetime
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import python_calamine as calamine
from lxml import etree

from reports.schema import Kind

from ..base import UnreadableFileError
from ..number import read_number
from ..zipped import BROKEN, LOCKED, check_markup, member_bytes, open_zip
from . import limits, ole
from .cells import shown
from .marks import KEYS_SHEET

Raw = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Place = tuple[int, int]  # row and column, from 0
Range = tuple[Place, Place]  # first and last cell, both in it

OLD_WORD = "这是旧版Word文件（.doc），不能读取：请用Word或WPS打开，另存为.docx后再导入"
_NOT_A_WORKBOOK = "这个文件不是Excel工作簿，无法读取：请用Excel或WPS打开，另存为.xlsx后再导入"
_WIDEST, _LONGEST = 256, 20_000  # columns and rows of one sheet that are looked at
_CELL = re.compile(rb"<c\s([^>]{0,300}[^/>])>")
_ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_ERROR = "这一格是Excel的错误值{code}：请改正公式或直接填数"
_NO_RESULT = "这一格是公式，文件里没有存下算好的结果：请用Excel或WPS打开，保存一次再导入，或者直接填数"
_SCALED = "这一格的数字格式会把数缩小了显示（如按万显示），看到的和存着的不一样：请改成常规格式，按表头的单位填写"
_STRUCK = "这一格的字加了删除线，不能确定是不是作废的数：请去掉删除线，或者改成正确的数"
_PARTLY = "这一格的字有一部分加了删除线或是上标、下标，不能确定是几：请改成正确的数"
# A comma behind the last digit of a number format divides by 1,000; !. and \. print a point where there is none.
_SCALING = re.compile(r"[0#?],+(?![0#?,])|[!\\]\.")
_QUOTED = re.compile('"[^"]*"')
_STYLE = re.compile(rb"""\bs=["']([0-9]{1,5})["']""")
_MIXED = re.compile(rb"<(?:\w{1,9}:)?(?:strike|vertAlign)\b")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Sheet:
    """``rows`` hold the texts as they are read, from the sheet's first cell on; ``ranges`` are the merged cells.

    ``faults`` says why a cell that looks empty is empty, ``notes`` what was done to a number.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[str, ...], ...]
    ranges: tuple[Range, ...] = ()
    faults: Mapping[Place, str] = field(default_factory=dict)
    notes: Mapping[Place, str] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """The text of a cell; outside the sheet there is none."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def open_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet in the order of the workbook. Raises :class:`UnreadableFileError`."""
    faults: dict[str, dict[Place, str]] = {}
    spans: dict[str, list[Range]] = {}
    if data.startswith(ole.MAGIC):
        _check_old(data)
    else:
        archive = open_zip(data)
        parts = limits.check_archive(archive)
        faults = _faults(archive, parts)
        if "content.xml" in archive.namelist():
            spans = _spans_of_open_document(archive)
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            return tuple(
                _sheet(book, number, meta, faults.get(meta.name, {}), spans.get(meta.name, []))
                for number, meta in enumerate(book.sheets_metadata)
                if meta.typ is calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError as error:
        raise UnreadableFileError(LOCKED) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error
    except BaseException as error:
        # A fault in the library itself is no Exception, so that nobody can miss it; for the person the file is broken.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFileError(BROKEN) from error


def _check_old(data: bytes) -> None:
    found = ole.streams(data)
    if not any(found):
        raise UnreadableFileError(BROKEN)
    if "EncryptedPackage" in found or "EncryptionInfo" in found:
        raise UnreadableFileError(LOCKED)
    book = found.get("Workbook", found.get("Book"))
    if book is None:
        raise UnreadableFileError(OLD_WORD if "WordDocument" in found else _NOT_A_WORKBOOK)
    if not book:
        raise UnreadableFileError(BROKEN)
    limits.check_old(book)


def _sheet(
    book: calamine.CalamineWorkbook,
    number: int,
    meta: calamine.SheetMetadata,
    faults: dict[Place, str],
    spans: list[Range],
) -> Sheet:
    read = book.get_sheet_by_index(number)
    rows: list[tuple[str, ...]] = []
    notes: dict[Place, str] = {}
    for row, cells in enumerate(read.to_python(skip_empty_area=False, nrows=_LONGEST)):
        texts: list[str] = []
        for column, raw in enumerate(cells[:_WIDEST]):
            text, note = shown(raw)
            if faults.get((row, column)) in (_STRUCK, _PARTLY) and read_number(text, Kind.CHANGE).number is None:
                del faults[row, column]  # a label struck out is not taken for a figure
            texts.append("" if (row, column) in faults else text)
            if note:
                notes[row, column] = note
        rows.append(tuple(texts))
    ranges = [((first[0], first[1]), (last[0], last[1])) for first, last in read.merged_cell_ranges or ()]
    hidden = meta.visible is not calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, hidden, tuple(rows), tuple(ranges or spans), faults, notes)


def _faults(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> dict[str, dict[Place, str]]:
    """By sheet: cells that hold an error, or a formula nobody has worked out. Of .xlsx only; others come blank."""
    if "xl/workbook.xml" not in archive.namelist() or "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    try:
        workbook = _tree(archive, "xl/workbook.xml")
        relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("xl", relation.get("Target", ""))).lstrip("/")
        if not relation.get("Target", "").startswith("/")
        else relation.get("Target", "").lstrip("/")
        for relation in relations
    }
    calculation = workbook.find("{*}calcPr")
    # A program that does not calculate writes 0 and asks Excel to work everything out when it opens the file.
    names = [sheet.get("name", "") for sheet in workbook.iter("{*}sheet")]
    never_worked_out = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
    ours = KEYS_SHEET in names  # an empty total of the template means that its parts are not filled yet
    doubtful, mixed = _doubtful_styles(archive), _mixed_texts(archive)
    return {
        sheet.get("name", ""): {
            place: _NO_RESULT
            if code is None
            else code
            if code in (_SCALED, _STRUCK, _PARTLY)
            else _ERROR.format(code=code)
            for place, code in _odd_cells(
                parts.get(targets.get(sheet.get(_RELATION), ""), b""), never_worked_out, doubtful, mixed
            )
            if not (ours and code is None)
        }
        for sheet in workbook.iter("{*}sheet")
    }


def _odd_cells(
    content: bytes, never_worked_out: bool, doubtful: Mapping[bytes, str], mixed: frozenset[bytes]
) -> Iterator[tuple[Place, str | None]]:
    """Cells with an error, by its code (#REF!), formulas without a result, by nothing, and those of doubtful styles."""
    if b"<f" not in content and b't="e"' not in content and not doubtful and not mixed:
        return
    for piece in content.split(b"</c>"):
        cell = _CELL.match(piece, max(piece.rfind(b"<c "), 0))
        if not cell:
            continue
        attributes, inside = cell[1], piece[cell.end() :]
        place = _ADDRESS.search(attributes)
        is_error = b't="e"' in attributes
        style = _STYLE.search(attributes) if doubtful else None
        fault = doubtful.get(style[1]) if style else None
        is_text = b't="s"' in attributes or b't="inlineStr"' in attributes
        if place and fault and (fault == _STRUCK or (b"<v>" in inside and not is_text)):
            yield (int(place[2]) - 1, limits.column_number(place[1]) - 1), fault
            continue
        if place and mixed and is_text and (text := _VALUE.search(inside)) and text[1] in mixed:
            yield (int(place[2]) - 1, limits.column_number(place[1]) - 1), _PARTLY
            continue
        if not place or not (is_error or b"<f" in inside):
            continue
        value = _VALUE.search(inside)
        cached = value[1] if value else b""
        at = int(place[2]) - 1, limits.column_number(place[1]) - 1
        if is_error:
            yield at, cached.decode("utf-8", "replace")
        elif (not cached and b't="str"' not in attributes) or (never_worked_out and cached == b"0"):
            yield at, None


def _mixed_texts(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """The numbers of the shared texts of which a part is struck out, raised or lowered."""
    name = "xl/sharedStrings.xml"
    content = member_bytes(archive, name) if name in archive.namelist() else b""
    if not _MIXED.search(content):
        return frozenset()
    try:
        texts = _tree(archive, name)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error
    return frozenset(
        b"%d" % number
        for number, text in enumerate(texts.iterfind("{*}si"))
        if any(
            mark.get("val", "1") not in ("0", "false", "baseline")
            for kind in ("strike", "vertAlign")
            for mark in text.iterfind(f"{{*}}r/{{*}}rPr/{{*}}{kind}")
        )
    )


def _doubtful_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """By the numbers of the cell styles: that they show a figure divided, or struck out."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    try:
        styles = _tree(archive, "xl/styles.xml")
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error
    formats = {
        each.get("numFmtId")
        for each in styles.iterfind("{*}numFmts/{*}numFmt")
        if _SCALING.search(_QUOTED.sub("", each.get("formatCode", "")))
    }
    fonts = {
        str(number)
        for number, font in enumerate(styles.iterfind("{*}fonts/{*}font"))
        if (strike := font.find("{*}strike")) is not None and strike.get("val", "1") not in ("0", "false")
    }
    found: dict[bytes, str] = {}
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        if style.get("fontId") in fonts:
            found[b"%d" % number] = _STRUCK
        elif style.get("numFmtId") in formats:
            found[b"%d" % number] = _SCALED
    return found


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _spans_of_open_document(archive: zipfile.ZipFile) -> dict[str, list[Range]]:
    """The merged cells of an .ods file by sheet, which the library does not tell."""
    try:
        root = _tree(archive, "content.xml")
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error
    found: dict[str, list[Range]] = {}
    for table in root.iter(f"{_TABLE}table"):
        ranges: list[Range] = []
        row = 0
        for line in table.iter(f"{_TABLE}table-row"):
            column = 0
            for cell in line:
                down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                if down > 1 or across > 1:
                    ranges.append(((row, column), (row + down - 1, column + across - 1)))
                column += _count(cell, "number-columns-repeated")
            row += _count(line, "number-rows-repeated")
        found[table.get(f"{_TABLE}name", "")] = ranges
    return found


def _count(element: etree._Element, name: str) -> int:
    text = element.get(_TABLE + name, "1")
    return int(text) if text.isdigit() and len(text) < 8 else 1


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    content = member_bytes(archive, name)
    check_markup(content)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
