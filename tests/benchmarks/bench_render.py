"""The finished page of a full report."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from weasyprint import HTML

from reports.render.document import Document, document
from reports.render.pdf import pdf
from reports.render.webpage import SiteMark, webpage
from tests.benchmarks.measure import Row, best_of, best_of_each
from tests.builders import TEXTS, truth

PARAGRAPHS = 12  # about what a county prints


def rows() -> Iterator[Row]:
    # A report of its own each time: Typst remembers what it has set before.
    numbers = count()
    yield Row("full report: blocks", best_of(lambda: printed(next(numbers))))
    ours, theirs = best_of_each(
        lambda: pdf(printed(next(numbers))), lambda: by_weasyprint(printed(next(numbers))), runs=5
    )
    yield Row("full report: PDF", ours, 0.3, "WeasyPrint, the page handed on", theirs)


def by_weasyprint(document: Document) -> bytes:
    """The same figures and paragraphs, untagged and on plain pages."""
    made: bytes = HTML(string=webpage(document, SiteMark())).write_pdf()
    return made


def printed(number: int) -> Document:
    """A full report that no other number gives, in any paragraph or cell."""
    texts = {
        key: "\n".join([text, *(f"{line}-{number}、{text}".replace("\n", "") * 5 for line in range(PARAGRAPHS))])
        for key, text in TEXTS.items()
    }
    value = truth("001")
    cells = {key: (figure or 0) + number + place for place, (key, figure) in enumerate(value.cells.items())}
    return document(value.replace(cells, texts), issued_on=date(2024, 1, 31))
