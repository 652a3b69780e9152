"""Web pages: the report is what stands between its title and its last section, wherever the page's design puts it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree, html

from reports.schema import SCHEMAS

from .base import ReadResult, SourceTable, UnreadableFileError
from .embedded import embedded_pages
from .encoding import decode
from .flattened import with_tables
from .labels import fold
from .repeats import without_empty_edge
from .sections import is_heading
from .source import MOST_CELLS, TOO_LARGE, Block, Line, Source, lay_out
from .styles import Styles
from .title import is_title
from .understand import NO_TABLE, all_forms, long_forms, understand

_SKIPPED = frozenset(
    re.split(r"\s+", "script style noscript nav footer template select option button textarea iframe svg object head")
)
_BLOCKS = frozenset(
    re.split(
        r"\s+",
        """p div section article main header aside ul ol li dl dt dd table caption thead tbody tfoot tr td th br hr body
        html h1 h2 h3 h4 h5 h6 pre blockquote center form fieldset figure figcaption address""",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_SPAN = re.compile(r"\s*(\d{1,6})")
_FRAME = re.compile(r"<i?frame\b", re.IGNORECASE)
_MOST_TAGS = 500_000  # a report from Word has 20,000, opening and closing ones
_MOST_WORDS = 5_000  # in one tag; the time the library takes for its attributes grows with their square
_MOST_INSIDE = 20  # pages in one page
_OWN_LABELS = 6  # so many labels of the form in a table's own cells make a table in one of them a figure's
_IN_A_FRAME = (
    "年度报告的正文在网页的框架里，没有一起存到这个文件：请在正文上单击右键，选“在新窗口中打开框架”，再另存为网页"
)
_SEVERAL = "网页里存了几份不同的年度报告，不能确定要哪一份：请打开其中一份的正文页面，另存为网页（.html）后再导入"
_NO_TABLE_IN_PAGE = "网页里没有表格，不是完整的年度报告：请打开年度报告正文页面，另存为网页（.html）后再导入"


class HtmlPage:
    """A page as a browser saves it, or a part of one."""

    extensions: tuple[str, ...] = (".html", ".htm", ".shtml")

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        text = decode(data)
        found = source(text)
        try:
            if not found.tables:
                found = replace(found, blocks=with_tables(found.blocks))
            if not found.tables:
                raise UnreadableFileError(_NO_TABLE_IN_PAGE)
            return understand(found, filename)
        except UnreadableFileError as refusal:
            parts = tuple(islice(embedded_pages(text), _MOST_INSIDE + 1))
            if len(parts) > _MOST_INSIDE:
                raise UnreadableFileError(_SEVERAL) from refusal
            inside = [source(part) for part in parts]
            inside = [page for page in inside if page.tables]
            if len({page.tables for page in inside}) > 1:
                raise UnreadableFileError(_SEVERAL) from refusal
            if inside:
                return understand(replace(inside[0], titles=(*inside[0].titles, *found.titles)), filename)
            if _FRAME.search(text):
                raise UnreadableFileError(_IN_A_FRAME) from refusal
            raise


def source(text: str) -> Source:
    """The blocks of a page. Tables that hold other tables are page layout and dissolve."""
    if text.count("<") > _MOST_TAGS or any(map(_has_endless_head, text.split("<"))):
        raise UnreadableFileError(TOO_LARGE)
    # The declaration of an encoding would contradict the text, which is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFileError(NO_TABLE) from error
    styles = Styles(root)
    titles = [
        _words(node, styles)
        for tag in ("h1", "title", "h2")
        for node in root.iter(tag)
        if next(node.iterancestors(tag), None) is None
    ]
    walked = list(_walk(root, styles))
    return Source(tuple(_inside_report(walked)), tuple(title for title in titles if title))


def _has_endless_head(tag: str) -> bool:
    return len(tag) > 2 * _MOST_WORDS and len(tag.partition(">")[0].split(maxsplit=_MOST_WORDS)) > _MOST_WORDS


def _walk(root: html.HtmlElement, styles: Styles) -> Iterator[tuple[html.HtmlElement, Block]]:
    """Blocks with the element each was found in."""
    parts: list[str] = []
    cells = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        breaks = tag in _BLOCKS
        if event == "start":
            if breaks and (line := _squeezed(parts)):
                yield element.getparent() if element.getparent() is not None else element, Line(line)
            if breaks:
                parts = []
            if tag in _SKIPPED or _is_hidden(element):
                walker.skip_subtree()
            elif tag == "table" and (element.find(".//table") is None or _holds_the_form(element)):
                table = _table(element, styles)
                cells += sum(map(len, table.rows))
                if cells > MOST_CELLS:
                    raise UnreadableFileError("网页里的表格太大，不是年度报告")
                if not table.is_empty:
                    yield element, table
                walker.skip_subtree()
            elif element.text and tag:
                parts.append(element.text)
        else:
            if breaks:
                if line := _squeezed(parts):
                    yield element, Line(line)
                parts = []
            if element.tail:
                parts.append(element.tail)
    if line := _squeezed(parts):
        yield root, Line(line)


def _inside_report(walked: Sequence[tuple[html.HtmlElement, Block]]) -> list[Block]:
    """The blocks inside the smallest element that holds every heading and the title nearest in front of them."""
    newest = list(SCHEMAS.values())[-1]
    marked = [
        position
        for position, (_, block) in enumerate(walked)
        if isinstance(block, Line) and is_heading(newest, block.text)
    ]
    if len(marked) < 2:
        return [block for _, block in walked]
    chains = [[walked[position][0], *walked[position][0].iterancestors()] for position in marked]
    common = set.intersection(*({id(element) for element in chain} for chain in chains))
    tables = [element for element, block in walked if isinstance(block, SourceTable)]
    holder = next(element for element in chains[0] if id(element) in common)
    kept = [block for element, block in walked if _is_in(element, holder)]
    if sum(_is_in(table, holder) for table in tables) == 0:
        return [block for _, block in walked]
    titles = [
        block
        for element, block in walked[: marked[0]]
        if isinstance(block, Line) and is_title(block.text) and not _is_in(element, holder)
    ]
    return [*titles[-1:], *kept]


def _is_in(element: html.HtmlElement, holder: html.HtmlElement) -> bool:
    return element is holder or any(ancestor is holder for ancestor in element.iterancestors())


def _table(element: html.HtmlElement, styles: Styles) -> SourceTable:
    rows = []
    for row in _own_rows(element):
        if _is_hidden(row):
            continue
        cells = [cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)]
        rows.append([(_words(cell, styles), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in cells])
    return without_empty_edge(lay_out(rows))


def _own_rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows of a table without those of tables inside its cells."""
    walker = etree.iterwalk(table, events=("start",))
    for _, element in walker:
        if element.tag == "tr":
            yield element
        elif element.tag == "table" and element is not table:
            walker.skip_subtree()


def _holds_the_form(table: html.HtmlElement) -> bool:
    """A table of the form in one of whose cells a table was put, and not the page's layout around the form."""
    own = {
        fold("".join(part for part in cell.itertext() if part))
        for row in _own_rows(table)
        for cell in row
        if cell.tag in ("td", "th") and cell.find(".//table") is None
    }
    return sum(text in all_forms() or any(form in text for form in long_forms()) for text in own) >= _OWN_LABELS


def _span(cell: html.HtmlElement, name: str) -> int:
    match = _SPAN.match(cell.get(name, ""))
    return int(match[1]) if match else 1


def _words(element: html.HtmlElement, styles: Styles) -> str:
    """What a cell or heading shows. Raised and struck figures are bracketed, lest they join the figure beside them."""
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, part in walker:
        tag = part.tag if isinstance(part.tag, str) else ""
        if event == "end":
            if part is not element and part.tail:
                parts.append(part.tail)
            if tag in _BLOCKS:
                parts.append("\n")
        elif tag in _SKIPPED or (part is not element and _is_hidden(part)):
            walker.skip_subtree()
        elif tag == "input" and part.get("type", "text").lower() in ("text", "number"):
            parts.append(part.get("value") or "")
        elif tag and (mark := styles.mark(part)) and (inner := "".join(part.itertext()).strip()):
            parts.append(f"（{mark}{inner}）")
            walker.skip_subtree()
        elif tag:
            parts.append("\n" if tag in _BLOCKS else "")
            parts.append(part.text or "")
    return "\n".join(line for text in "".join(parts).split("\n") if (line := text.strip()))


def _squeezed(parts: Sequence[str]) -> str:
    """One line of running text: source line breaks mean nothing in a page."""
    return re.sub(r"[ \t\r\n\f\xa0\u3000]+", " ", "".join(parts)).strip()


def _is_hidden(element: html.HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))
