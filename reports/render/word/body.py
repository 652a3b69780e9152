"""A report's blocks as WordprocessingML. All text is data: it is escaped, and nothing in it becomes a field."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from reports.render.document import Block, Cell, Document, Table
from reports.render.text import PART, SECTION, Heading, Paragraph

from .shell import TEXT_WIDTH

_SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_GETA = "〓"  # has stood for a character that cannot be printed since hot-metal type
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLE_LINE = 20  # characters of 22 pt that fill a line
_PLACE_ENDS = "省市州盟县区旗乡镇委府会局厅"
_TABLE_SIZE = 21  # half points, 5号
_SMALLEST = 8  # half points
_FITTING_DIGITS = 5  # of 10.5 pt in the narrowest column
_EM = 210  # twips of 10.5 pt
_UPRIGHT_ROWS = 7
_TIGHT, _PLAIN = 10, 40  # twips between a cell's edge and its text


def clean(text: str) -> str:
    """On one line, every character one that the format can hold."""
    return _NOT_XML.sub(_GETA, " ".join(text.splitlines()))


def body_xml(document: Document) -> str:
    """One element whose children are those of the body."""
    lines = title_lines(*(clean(part) for part in document.title_parts))
    parts = [
        _paragraph("Title", "<w:r><w:br/></w:r>".join(_run(line) for line in lines)),
        _paragraph("Issuer", _run(clean(document.issuer)), "" if document.date else _GAP),
    ]
    if document.date:
        parts.append(_paragraph("IssueDate", _run(document.date), _GAP))
    parts += [_block(block) for block in (*document.preamble, *document.blocks)]
    return f"<w:body {nsdecls('w')}>{''.join(parts)}</w:body>"


_GAP = '<w:spacing w:afterLines="100" w:after="578"/>'


def title_lines(start: str, rest: str) -> tuple[str, ...]:
    """The title on one line where it fits, else broken where it reads: the organ and year, then the rest."""
    if _width(start + rest) <= _TITLE_LINE:
        return (start + rest,)
    return tuple(line for part in (start, rest) for line in _balanced(part) if line)


def _balanced(text: str) -> Iterator[str]:
    """Lines about as long as each other, broken behind the name of a place or body where there is one."""
    lines = -(-_width(text) // _TITLE_LINE)
    while lines > 1:
        middle = len(text) // int(lines)
        ends = [position for position, sign in enumerate(text[:-1], 1) if sign in _PLACE_ENDS]
        near = [position for position in ends if abs(position - middle) <= middle // 2 and position <= _TITLE_LINE]
        cut = min(near, key=lambda position: abs(position - middle)) if near else middle
        yield text[:cut]
        text, lines = text[cut:], lines - 1
    yield text


def _width(text: str) -> float:
    """In characters of Chinese."""
    return sum(1 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _paragraph(_heading_style(block), _run(clean(block.text)))
        case Paragraph():
            return _paragraph("BodyText", _run(clean(block.text)))
        case Table():
            return _table(block)


def _heading_style(heading: Heading) -> str:
    if heading.level in (SECTION, PART):
        return f"Heading{heading.level}"
    return "PointUnderSection" if heading.depth == PART else "Heading3"


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _run(text: str, size: int = 0) -> str:
    """A run with figures and quotation marks in the Chinese font of its style."""
    if not text:
        return ""
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    inside = "".join(
        _SIGNS.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in re.split("([\t\n])", text)
        if part
    )
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{sized}</w:rPr>{inside}</w:r>'


def _table(table: Table) -> str:
    widths = _twips(table.widths)
    rows = "".join(_row(table, number, cells, widths) for number, cells in enumerate(_laid(table)))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = escape(clean(table.caption), {'"': "&quot;"})
    description = f"{caption}，共{len(table.rows)}行{len(widths)}列" + (
        f"，前{table.head}行是表头" if table.head else ""
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="40" w:type="dxa"/><w:left w:w="{_PLAIN}" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{_PLAIN}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0"'
        f' w:noVBand="1"/><w:tblCaption w:val="{caption}"/><w:tblDescription w:val="{description}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _twips(shares: Sequence[float]) -> tuple[int, ...]:
    """Widths that add up to the text area to the twip."""
    edges = [0]
    total = 0.0
    for share in shares:
        total += share
        edges.append(round(total * TEXT_WIDTH))
    edges[-1] = TEXT_WIDTH
    return tuple(right - left for left, right in pairwise(edges))


_Laid = tuple[Cell, bool]  # a cell, and whether this row is the first it covers


def _laid(table: Table) -> Iterator[list[_Laid]]:
    """Each row with the cells that reach into it from above, in the order of the columns."""
    above: dict[int, tuple[Cell, int]] = {}  # first column -> cell, rows it still covers
    for row in table.rows:
        cells = {cell.column: (cell, True) for cell in row} | {
            column: (cell, False) for column, (cell, _left) in above.items()
        }
        yield [cells[column] for column in sorted(cells)]
        above = {column: (cell, left - 1) for column, (cell, left) in above.items() if left > 1}
        above |= {cell.column: (cell, cell.rowspan - 1) for cell in row if cell.rowspan > 1}


def _row(table: Table, number: int, cells: Sequence[_Laid], widths: Sequence[int]) -> str:
    head = "<w:tblHeader/>" if number < table.head else ""
    kept = _is_kept(table, number)
    inside = "".join(_cell(cell, is_first, widths, kept) for cell, is_first in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{inside}</w:tr>"


def _is_kept(table: Table, number: int) -> bool:
    """Whether a row stays on one page with the next.

    Only the long group of results may be cut at a page's end, below the rows that its upright label needs. LibreOffice
    does not heed this inside tables.
    """
    if number + 1 >= len(table.rows):
        return False
    if number < table.head or not table.head:
        return True
    return any(
        start <= number < start + min(cell.rowspan - 1, _UPRIGHT_ROWS if cell.upright else cell.rowspan)
        for start, row in enumerate(table.rows)
        for cell in row
    )


def _cell(cell: Cell, is_first: bool, widths: Sequence[int], kept: bool) -> str:
    width = sum(widths[cell.column : cell.column + cell.colspan])
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = ("" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>') if is_first else "<w:vMerge/>"
    margins = (
        f'<w:tcMar><w:left w:w="{_TIGHT}" w:type="dxa"/><w:right w:w="{_TIGHT}" w:type="dxa"/></w:tcMar>'
        if cell.narrow
        else ""
    )
    direction = '<w:textDirection w:val="tbRlV"/>' if cell.upright else ""
    paragraph = _cell_paragraph(cell, width, kept) if is_first else _paragraph("TableText", "")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{margins}{direction}'
        f'<w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>'
    )


def _cell_paragraph(cell: Cell, width: int, kept: bool) -> str:
    properties = "<w:keepNext/>" if kept else ""
    if cell.in_pairs:  # two characters a line
        side = max((width - 2 * _TIGHT - 2 * _EM - 10) // 2, 0)
        properties += f'<w:ind w:left="{side}" w:right="{side}"/>'
    if cell.left:
        properties += '<w:ind w:left="30"/><w:jc w:val="left"/>'
    size = 0
    # A figure of more digits than its narrow column holds is set smaller, never broken.
    if cell.narrow and not cell.is_heading and len(cell.text) > _FITTING_DIGITS:
        size = max(_TABLE_SIZE * _FITTING_DIGITS // len(cell.text), _SMALLEST)
    return _paragraph("TableText", _run("\n".join(_cell_lines(cell, width)), size), properties)


def _cell_lines(cell: Cell, width: int) -> tuple[str, ...]:
    """A head like （三）不予公开 that its cell cannot hold on one line, on the two that read best."""
    start, rest = (clean(part) for part in cell.parts)
    room = (width - 2 * _PLAIN) / _EM
    if rest and not cell.upright and max(_width(start), _width(rest)) <= room < _width(start + rest):
        return start, rest
    return (start + rest,)
