"""PDF files in: a published report, as it comes from the office."""

from collections.abc import Iterator

from reports.exchange import read
from tests.benchmarks.measure import Row, best_of
from tests.builders import SAMPLES


def rows() -> Iterator[Row]:
    path = next((SAMPLES / "files").glob("005*.pdf"))
    data = path.read_bytes()
    # Six pages; ten may take two seconds.
    yield Row("PDF of six pages: read", best_of(lambda: read(data, path.name), runs=3), goal=1.2)
