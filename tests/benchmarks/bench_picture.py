"""A report as a picture, beside last year's."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from reports.render.picture import PictureSize, picture
from tests.benchmarks.measure import Row, best_of
from tests.builders import truth


def rows() -> Iterator[Row]:
    # A report of its own each time: Typst remembers what it has set before.
    numbers = count()
    for size in PictureSize:
        yield Row(f"picture: {size}", best_of(lambda size=size: drawn(next(numbers), size), runs=5), goal=0.5)


def drawn(number: int, size: PictureSize) -> bytes:
    value = truth("001")
    cells = {key: (figure or 0) + number + place for place, (key, figure) in enumerate(value.cells.items())}
    return picture(value.replace(cells), replace(value, year=value.year - 1), size=size)
