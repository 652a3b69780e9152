"""Blocks -> HTML to be pasted into somebody else's content system, made so that a cleaner takes nothing out of it.

There is no script and no style sheet in it. Content systems drop classes, style
elements and often styles. What must survive, spans and borders of the tables, is said in attributes too; what may get
lost, fonts and widths, only in styles.
"""

from collections.abc import Iterable

from lxml import etree
from lxml.html import tostring

from .document import Block, Cell, Document, Table
from .text import Heading, Paragraph

_FONT = "font-size:16px;line-height:2;color:#222"
_CENTRED = "text-align:center"
_TABLE = "border-collapse:collapse;width:100%;font-size:14px;line-height:1.5"
_CELL = "border:1px solid #555;padding:5px 4px"
_HEADINGS = {1: ("h2", "font-size:18px;margin:24px 0 12px"), 2: ("h3", "font-size:16px;margin:16px 0 8px")}
_LOWEST = ("h4", "font-size:16px;margin:12px 0 6px")
_WIDEST_LABEL = 0.5


def fragment(document: Document, *, with_title: bool = True) -> str:
    """The report as one ``div``. Without its title where the content system prints that itself."""
    return "".join(tostring(element, encoding="unicode") for element in elements(document, with_title=with_title))


def elements(document: Document, *, with_title: bool = True) -> list[etree._Element]:
    root = etree.Element("div", style=_FONT)
    if with_title:
        _add(root, "h1", document.title, style=f"{_CENTRED};font-size:24px;line-height:1.5;margin:16px 0")
    if document.date:
        line = _add(root, "p", document.issuer, style=_CENTRED)
        line.append(etree.Element("br"))
        line[-1].tail = document.date
    for block in (*document.preamble, *document.blocks):
        _block(root, block)
    return [root]


def _block(root: etree._Element, block: Block) -> None:
    match block:
        case Heading():
            tag, style = _HEADINGS.get(block.depth, _LOWEST)
            _add(root, tag, block.text, style=style)
        case Paragraph():
            _add(root, "p", block.text, style="text-indent:2em;margin:0 0 8px")
        case Table():
            _table(root, block)


def _table(root: etree._Element, table: Table) -> None:
    around = etree.SubElement(root, "div", style="overflow-x:auto;margin:12px 0")
    made = etree.SubElement(
        around, "table", border="1", cellspacing="0", cellpadding="4", width="100%", align="center", style=_TABLE
    )
    for tag, rows in (("thead", table.head_rows), ("tbody", table.body_rows)):
        if rows:
            _rows(etree.SubElement(made, tag), rows, table.widths)


def _rows(parent: etree._Element, rows: Iterable[tuple[Cell, ...]], widths: tuple[float, ...]) -> None:
    for row in rows:
        line = etree.SubElement(parent, "tr")
        for cell in row:
            width = sum(widths[cell.column : cell.column + cell.colspan])
            style = f"{_CELL};text-align:{'left' if cell.left else 'center'}"
            made = _add(line, "th" if cell.is_heading else "td", cell.text, style=style)
            if cell.is_heading:
                made.set("style", f"{style};font-weight:normal")
                if cell.scope:
                    made.set("scope", cell.scope)
            if cell.colspan > 1:
                made.set("colspan", str(cell.colspan))
            if cell.rowspan > 1:
                made.set("rowspan", str(cell.rowspan))
            if cell.in_labels and width < _WIDEST_LABEL:
                made.set("width", f"{width:.0%}")


def _add(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, tag, attributes)
    made.text = printable(text)
    return made


def printable(text: str) -> str:
    """Without the control characters that no page may hold."""
    return "".join(character for character in text if character in "\t\n" or ord(character) >= 0x20)
