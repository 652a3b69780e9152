"""Word documents (.docx, .docm): their lines and tables as they are printed, whoever wrote them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from .base import ReadResult, SourceCell, SourceTable, UnreadableFileError
from .html import HtmlPage
from .source import DEEPEST_SPAN, WIDEST_SPAN, Block, Line, Source
from .title import is_title
from .understand import understand
from .webarchive import WebArchive, is_archive
from .wordnumbers import Numbering
from .wordparts import MC, TOO_LARGE, Parts, StyleSheet, W, is_on, open_parts, value_of, whole
from .wordtext import Reader, numbered
from .zipped import open_zip

_NO_TABLE = "Word文件里没有表格，不是完整的年度报告：请确认选对了文件"
_ONLY_PICTURES = "Word文件里没有文字表格，只有图片，图片里的数字无法读取：请改用表格没有做成图片的文件，或者照着填报"
_MOST_PARAGRAPHS = 20_000
_MOST_ROWS = 20_000
_MOST_CELLS = 40_000
_DEEPEST = 40  # tables and controls inside each other

_NOT_TITLE = re.compile(r"^附件|^附[:：]|[:：]|号$")  # stands above a title, however alike it looks

# What only wraps what is to be read.
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "txbxContent")
)


class WordDocument:
    """Any document of the Office Open XML kind, transitional or strict."""

    extensions: tuple[str, ...] = (".docx", ".docm", ".dotx", ".dotm")

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        parts = open_parts(open_zip(data))
        found, pictures = source(parts)
        if not found.tables:
            if parts.page:
                return (WebArchive() if is_archive(parts.page) else HtmlPage()).read(parts.page, filename)
            raise UnreadableFileError(_ONLY_PICTURES if pictures else _NO_TABLE)
        return understand(found, filename)


def source(parts: Parts) -> tuple[Source, int]:
    """The blocks of a document, and how many pictures it has. Tables that hold other tables are layout and dissolve."""
    styles = StyleSheet(parts.styles)
    walk = _Walk(Reader(styles), Numbering(parts.numbering, styles), styles)
    blocks = list(walk.blocks(parts.body))
    return Source(tuple(_with_whole_title(blocks))), walk.reader.pictures


@dataclass(frozen=True)
class _Paragraph(Line):
    """A line with what it looks like, by which the lines of a title are known to be one."""

    look: tuple[str, ...] = ()


@dataclass
class _Walk:
    """One pass through the document in its order, which the numbers that Word gives depend on."""

    reader: Reader
    numbering: Numbering
    styles: StyleSheet
    _cells: int = 0
    _paragraphs: int = 0
    _joined: str = field(default="", init=False)  # the text before a paragraph mark that was deleted

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise UnreadableFileError(TOO_LARGE)
        for element in _children(parent):
            if element.tag == f"{W}p":
                text, look = self._paragraph(element)
                yield from (_Paragraph(line.strip(), look) for line in _lines(text, look))
                yield from self._boxes(depth)
            elif element.tag == f"{W}tbl":
                if next(element.iterdescendants(f"{W}tbl"), None) is not None:
                    for row in _rows(element):
                        for cell in _cells(row):
                            yield from self.blocks(cell, depth + 1)
                elif not (table := self._table(element)).is_empty:
                    yield table
                    yield from self._boxes(depth)

    def _boxes(self, depth: int) -> Iterator[Block]:
        boxes, self.reader.boxes = self.reader.boxes, []
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _paragraph(self, element: etree._Element) -> tuple[str, tuple[str, ...]]:
        self._paragraphs += 1
        if self._paragraphs > _MOST_PARAGRAPHS:
            raise UnreadableFileError(TOO_LARGE)
        properties = element.find(f"{W}pPr")
        style = self.styles.default
        if properties is not None:
            style = value_of(properties.find(f"{W}pStyle"), style)
        text = numbered(self.numbering.number(properties, style), self.reader.text(element, style))
        text, self._joined = self._joined + text, ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._joined, text = text, ""
        return text, (style, *self._look(element, properties, style))

    def _look(self, element: etree._Element, properties: etree._Element | None, style: str) -> tuple[str, str]:
        """How a paragraph stands and how large its first text is."""
        own = None if properties is None else properties.find(f"{W}jc")
        stands = own if own is not None else self.styles.find(style, f"{W}pPr/{W}jc")
        return value_of(stands), value_of(element.find(f"{W}r/{W}rPr/{W}sz"))

    def _table(self, table: etree._Element) -> SourceTable:
        rows: list[list[SourceCell]] = []
        open_merges: dict[int, tuple[int, int]] = {}  # first column -> row and place in it of the cell that goes on
        for row in _rows(table):
            if len(rows) == _MOST_ROWS:
                raise UnreadableFileError(TOO_LARGE)
            line: list[SourceCell] = []
            going_on: dict[int, tuple[int, int]] = {}
            column = 1 + min(_number(row, "trPr/gridBefore"), WIDEST_SPAN)
            beside = False  # the cell before goes on into this one
            for cell in _cells(row):
                self._cells += 1
                if self._cells > _MOST_CELLS:
                    raise UnreadableFileError(TOO_LARGE)
                colspan = min(max(_number(cell, "tcPr/gridSpan", 1), 1), WIDEST_SPAN)
                below, across = _merge(cell, "vMerge"), _merge(cell, "hMerge")
                text = self._cell_text(cell)
                if across == "continue" and beside and line:
                    line[-1] = _wider(line[-1], colspan)
                elif below == "continue" and column in open_merges:
                    at = going_on[column] = open_merges[column]
                    above = rows[at[0]][at[1]]
                    rows[at[0]][at[1]] = _deeper(above, len(rows) - at[0] + 1)
                else:
                    if below:
                        going_on[column] = len(rows), len(line)
                    line.append(SourceCell(text, column, 1, colspan))
                beside = bool(across)
                column += colspan
            rows.append(line)
            open_merges = going_on
        return SourceTable(tuple(tuple(line) for line in rows))

    def _cell_text(self, cell: etree._Element) -> str:
        lines: list[str] = []
        boxes: list[etree._Element] = []
        for paragraph in _children(cell):
            if paragraph.tag == f"{W}p":
                lines += self._paragraph(paragraph)[0].split("\n")
                boxes += self.reader.boxes
                self.reader.boxes = []
        if self._joined:
            lines.append(self._joined)
            self._joined = ""
        for box in boxes:  # what is written into a box that lies in the cell is the cell's own
            lines.append(self._cell_text(box))
        return "\n".join(line for text in lines if (line := text.strip()))


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, tables, rows or cells, out of controls and revisions; of alternatives the first."""
    for element in parent:
        if element.tag in _WRAPPERS:
            yield from _children(element)
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None and not is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr")):
                yield from _children(content)
        elif element.tag == f"{MC}AlternateContent":
            if (choice := element.find(f"{MC}Choice")) is not None:
                yield from _children(choice)
        else:
            yield element


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows that are neither deleted nor hidden."""
    for row in _children(table):
        if row.tag == f"{W}tr" and row.find(f"{W}trPr/{W}del") is None and not is_on(row.find(f"{W}trPr/{W}hidden")):
            yield row


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in _children(row):
        if cell.tag == f"{W}tc" and cell.find(f"{W}tcPr/{W}cellDel") is None:
            yield cell


def _number(element: etree._Element, path: str, default: int = 0) -> int:
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return whole(value_of(found), default)


def _merge(cell: etree._Element, name: str) -> str:
    """restart, continue, or nothing where a cell is not merged."""
    found = cell.find(f"{W}tcPr/{W}{name}")
    return "" if found is None else value_of(found, "continue")


def _wider(cell: SourceCell, colspan: int) -> SourceCell:
    return SourceCell(cell.text, cell.column, cell.rowspan, min(cell.colspan + colspan, WIDEST_SPAN))


def _deeper(cell: SourceCell, rows: int) -> SourceCell:
    return SourceCell(cell.text, cell.column, min(rows, DEEPEST_SPAN), cell.colspan)


def _lines(text: str, look: tuple[str, ...]) -> list[str]:
    """The lines of a paragraph; a title broken by hand is one."""
    lines = [line for line in text.split("\n") if line.strip()]
    joined = "".join(line.strip() for line in lines)
    if len(lines) > 1 and "center" in look and is_title(joined) and not any(map(is_title, lines[:-1])):
        return [joined]
    return lines


def _with_whole_title(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks; lines in front that look alike and are a title only together are one line."""
    blocks = list(blocks)
    position = 0
    while position < len(blocks):
        for count in (2, 3, 4):
            lines = blocks[position : position + count]
            if len(lines) == count and (joined := _title_of(lines)):
                yield Line(joined)
                position += count
                break
        else:
            yield blocks[position]
            position += 1


def _title_of(lines: Sequence[Block]) -> str:
    paragraphs = [line for line in lines if isinstance(line, _Paragraph)]
    if len(paragraphs) < len(lines) or len({line.look for line in paragraphs}) > 1:
        return ""
    texts = [line.text for line in paragraphs]
    if (
        any("。" in text or len(text) > 40 for text in texts)
        or any(map(is_title, texts))
        or _NOT_TITLE.search(texts[0])
    ):
        return ""
    # A line that the title can do without is not part of it.
    joined = "".join(texts)
    return joined if is_title(joined) and not is_title("".join(texts[:-1])) and joined.endswith("报告") else ""
