"""Reports as PDF files with text in them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .base import Problem, ReadResult, UnreadableFileError
from .pdf.page import Page, RuledTable, TextLine
from .pdf.parts import Whole, continued, single
from .pdf.process import pages_of
from .pdf.prose import Paper, paper, paragraphs, without_furniture
from .source import Block, Line, Source
from .understand import NO_TABLE, understand

_PICTURE = 0.06  # share of the page from which on a picture may hold a table
_IN_PICTURES = "表格是图片，里面的数字不能读取：请改用原来的Word、Excel文件，或者有文字的PDF、网页"


class PdfFile:
    """Text-layer PDF files, whatever made them. Scans are refused."""

    extensions: tuple[str, ...] = (".pdf",)

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        pages = pages_of(data)
        pictured = [page.number for page in pages if page.scanned or (page.pictures >= _PICTURE and not page.tables)]
        where = f"第{'、'.join(map(str, pictured))}页"
        source = Source(tuple(_blocks(pages)))
        if pictured and not source.tables:
            raise UnreadableFileError(f"{where}的{_IN_PICTURES}")
        unruled = [page.number for page in pages if page.unruled]
        if not (unruled or source.tables):
            unruled = [page.number for page in pages if page.lines]
        try:
            result = understand(source, filename)
        except UnreadableFileError as error:
            if unruled and str(error) == NO_TABLE:
                raise UnreadableFileError(_unruled(unruled)) from error
            raise
        problems = [Problem(f"第{page}页", _unruled([page])) for page in unruled]
        if pictured and len(result.value.cells) < len(result.value.schema.specs):
            problems.append(Problem(where, f"{where}有图片，图片里的文字和数字没有读入，请对照原件"))
        return replace(result, problems=(*problems, *result.problems))


def _unruled(pages: Sequence[int]) -> str:
    where = "、".join(map(str, pages))
    return f"第{where}页的表格没有框线，不能确定各数属于哪一列，没有读入：请改用Word、Excel文件或网页"


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Paragraphs and tables in the order of reading, tables and paragraphs that go on over pages as one."""
    lines = without_furniture(pages)
    layout = paper(lines)
    waiting: list[TextLine] = []
    table: Whole | None = None
    for page, page_lines in zip(pages, lines, strict=True):
        for part in _in_order(page, page_lines):
            if isinstance(part, TextLine):
                if table:
                    yield table.source()
                    table = None
                waiting.append(part)
                continue
            yield from _paragraphs(waiting, layout)
            waiting = []
            new = single(part, page.number)
            whole = continued(table, new) if table and table.cells[-1].page < page.number else None
            if table and not whole:
                yield table.source()
            table = whole or new
    if table:
        yield table.source()
    yield from _paragraphs(waiting, layout)


def _in_order(page: Page, lines: Sequence[TextLine]) -> Iterator[TextLine | RuledTable]:
    """Tables between the lines above and below them; the lines' own order is that of reading."""
    tables = sorted(page.tables, key=lambda table: table.box.top)
    for line in lines:
        while tables and tables[0].box.top < line.box.top:
            yield tables.pop(0)
        yield line
    yield from tables


def _paragraphs(lines: Sequence[TextLine], layout: Paper) -> Iterator[Line]:
    for text in paragraphs(lines, layout):
        yield Line(text)
