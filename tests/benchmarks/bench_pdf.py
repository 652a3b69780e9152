"""PDF files read: one of our own of about ten pages, and the published one among the samples."""

import io
from collections.abc import Iterator

import pdfplumber

from reports.exchange import read
from reports.render.pdf import pdf
from tests.benchmarks.bench_render import printed
from tests.benchmarks.measure import Row, best_of_each
from tests.builders import SAMPLES

GOAL = 2.0  # seconds for ten pages


def rows() -> Iterator[Row]:
    made = pdf(printed(1))
    published = next((SAMPLES / "files").glob("*.pdf")).read_bytes()
    for name, data in (("a full report of our own", made), ("a published report", published)):
        ours, plain = best_of_each(lambda data=data: read(data, "a.pdf"), lambda data=data: tables_alone(data), runs=2)
        yield Row(
            f"read: PDF, {name}, {pages(data)} pages",
            ours,
            goal=GOAL * pages(data) / 10,
            baseline="pdfplumber, its tables alone",
            baseline_seconds=plain,
        )


def tables_alone(data: bytes) -> list[object]:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return [page.extract_tables() for page in file.pages]


def pages(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return len(file.pages)
