"""What stands on one page: lines of text and ruled tables, with their boxes, as the reading process tells it."""

from dataclasses import asdict, dataclass
from typing import Any

from reports.exchange.base import Box


@dataclass(frozen=True)
class TextLine:
    """A line of text outside tables; ``size`` is that of its letters in points."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True)
class GridCell:
    """A cell between ruling lines; row and column from 0 in the grid of its table."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    box: Box


@dataclass(frozen=True)
class RuledTable:
    """``columns`` are the positions of the vertical edges from left to right, one more than there are columns."""

    box: Box
    columns: tuple[float, ...]
    rows: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Page:
    """``pictures`` is the share of the page that pictures cover; ``scanned``: the page is one, nothing on it was read.

    ``unruled``: figures stand in columns without ruling lines.
    """

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    tables: tuple[RuledTable, ...]
    pictures: float = 0.0
    scanned: bool = False
    unruled: bool = False


def as_plain(page: Page) -> dict[str, Any]:
    return asdict(page)


def from_plain(data: dict[str, Any]) -> Page:
    return Page(
        **data
        | {
            "lines": tuple(TextLine(**line | {"box": Box(*line["box"])}) for line in data["lines"]),
            "tables": tuple(_table(table) for table in data["tables"]),
        }
    )


def _table(data: dict[str, Any]) -> RuledTable:
    cells = tuple(GridCell(**cell | {"box": Box(*cell["box"])}) for cell in data["cells"])
    return RuledTable(Box(*data["box"]), tuple(data["columns"]), data["rows"], cells)
