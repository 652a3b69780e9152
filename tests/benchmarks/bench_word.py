"""A full report as a Word document, out and in, beside the same tables made and read cell by cell with python-docx."""

from collections.abc import Iterator
from io import BytesIO

import docx as python_docx

from reports.exchange import read
from reports.render.document import Document, Table
from reports.render.word import docx
from tests.benchmarks.bench_render import printed
from tests.benchmarks.measure import Row, best_of, best_of_each


def rows() -> Iterator[Row]:
    report = printed(1)
    write, plain = best_of_each(lambda: docx(report), lambda: by_cells(report), runs=5)
    yield Row("full report: Word", write, goal=0.15, baseline="python-docx, cell by cell", baseline_seconds=plain)
    data = docx(report)
    yield Row("full report: read from Word", best_of(lambda: read(data, "a.docx"), runs=5), goal=0.15)


def by_cells(report: Document) -> bytes:
    """The same tables in the way python-docx's manual shows, merges and all, without any layout."""
    made = python_docx.Document()
    for block in report.blocks:
        if not isinstance(block, Table):
            made.add_paragraph(block.text)
            continue
        table = made.add_table(len(block.rows), len(block.widths), "Table Grid")
        for number, row in enumerate(block.rows):
            for cell in row:
                place = table.cell(number, cell.column)
                if cell.rowspan > 1 or cell.colspan > 1:
                    place = place.merge(table.cell(number + cell.rowspan - 1, cell.column + cell.colspan - 1))
                place.text = cell.text
    written = BytesIO()
    made.save(written)
    return written.getvalue()
