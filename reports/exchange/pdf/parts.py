"""Tables that go on over pages put together again: repeated heads left out, a row cut by the page's end made whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reports.exchange.base import Box, SourceCell, SourceTable
from reports.exchange.labels import fold
from reports.exchange.rows import RowReader, is_figure
from reports.schema import SCHEMAS

from .letters import joined
from .page import GridCell, RuledTable
from .ruling import clusters, nearest

_SAME_EDGE = 4.0  # points: how far the edges of a table may be off on the next page
_SAME_SIDE = 15.0


@dataclass(frozen=True)
class Placed:
    """A cell of the whole table and the page it stands on."""

    cell: GridCell
    page: int

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def span(self) -> tuple[int, int]:
        return self.cell.column, self.cell.colspan


@dataclass(frozen=True)
class Whole:
    """A table with what went before it on earlier pages."""

    box: Box
    columns: tuple[float, ...]
    rows: int
    cells: tuple[Placed, ...]

    def source(self) -> SourceTable:
        rows: list[list[SourceCell]] = [[] for _ in range(self.rows)]
        for placed in sorted(self.cells, key=lambda placed: placed.cell.column):
            cell = placed.cell
            rows[cell.row].append(
                SourceCell(cell.text, cell.column + 1, cell.rowspan, cell.colspan, placed.page, cell.box)
            )
        return SourceTable(tuple(map(tuple, rows)))


def single(table: RuledTable, page: int) -> Whole:
    return Whole(table.box, table.columns, table.rows, tuple(Placed(cell, page) for cell in table.cells))


def continued(before: Whole, after: Whole) -> Whole | None:
    """Both as one table, or nothing when the second does not stand in the columns of the first."""
    box, other = before.box, after.box
    if abs(box.left - other.left) > _SAME_SIDE or abs(box.right - other.right) > _SAME_SIDE:
        return None
    scale = (before.columns[-1] - before.columns[0]) / (after.columns[-1] - after.columns[0])
    shifted = [before.columns[0] + (edge - after.columns[0]) * scale for edge in after.columns]
    edges = clusters([*before.columns, *shifted], _SAME_EDGE)
    first, second = _on(before, before.columns, edges), _on(after, shifted, edges)
    if first is None or second is None:
        return None
    return _stacked(first, _without_heads(first, second))


def _on(table: Whole, places: Sequence[float], edges: Sequence[float]) -> Whole | None:
    """The table in columns of a finer grid; nothing when two of its own edges would fall together."""
    at = [edges.index(nearest(edges, place)) for place in places]
    if len(set(at)) < len(at):
        return None
    cells = tuple(
        replace(
            placed,
            cell=replace(
                placed.cell,
                column=at[placed.cell.column],
                colspan=at[placed.cell.column + placed.cell.colspan] - at[placed.cell.column],
            ),
        )
        for placed in table.cells
    )
    return replace(table, columns=tuple(edges), cells=cells)


def _row(table: Whole, row: int) -> list[Placed]:
    return [placed for placed in table.cells if placed.cell.row == row]


def _without_heads(before: Whole, after: Whole) -> Whole:
    """``after`` without the rows at its top that repeat the head of ``before``."""
    repeated = 0
    while repeated < min(before.rows, after.rows - 1):
        above, below = _row(before, repeated), _row(after, repeated)
        if [fold(placed.text) for placed in above] != [fold(placed.text) for placed in below]:
            break
        if any(is_figure(placed.text) for placed in below) or (below and not any(placed.text for placed in below)):
            break
        repeated += 1
    cells = tuple(
        replace(placed, cell=replace(placed.cell, row=placed.cell.row - repeated))
        for placed in after.cells
        if placed.cell.row >= repeated
    )
    return replace(after, rows=after.rows - repeated, cells=cells)


def _stacked(before: Whole, after: Whole) -> Whole:
    above = {placed.span: placed for placed in before.cells if placed.cell.row + placed.cell.rowspan == before.rows}
    below = {placed.span: placed for placed in after.cells if placed.cell.row == 0}
    cut = _is_cut(before, after, above, below)
    gone: set[tuple[int, int]] = set()
    changed: dict[tuple[int, int], Placed] = {}
    for span, lower in below.items():
        upper = above.get(span)
        if upper is None:
            continue
        in_row = upper.cell.row == before.rows - 1 and lower.cell.rowspan == 1
        if (cut and in_row) or (not in_row and _goes_on(upper, lower)):
            changed[span], both = _both(upper, lower), 1 if cut else 0
            changed[span] = replace(
                changed[span],
                cell=replace(
                    changed[span].cell,
                    row=upper.cell.row,
                    rowspan=upper.cell.rowspan + lower.cell.rowspan - both,
                ),
            )
            gone.add(span)
    shift = before.rows - (1 if cut else 0)
    cells = [
        changed.get(placed.span, placed) if placed is above.get(placed.span) else placed for placed in before.cells
    ]
    cells += [
        replace(placed, cell=replace(placed.cell, row=placed.cell.row + shift))
        for placed in after.cells
        if placed.cell.row or placed.span not in gone
    ]
    return Whole(after.box, after.columns, shift + after.rows, tuple(cells))


def _is_cut(
    before: Whole,
    after: Whole,
    above: dict[tuple[int, int], Placed],
    below: dict[tuple[int, int], Placed],
) -> bool:
    """Whether the last row on one page and the first on the next are one: no figure in both, one label from both."""
    last = [placed for placed in _row(before, before.rows - 1) if placed.cell.rowspan == 1]
    first = [placed for placed in _row(after, 0) if placed.cell.rowspan == 1]
    spans = {placed.span for placed in last} & {placed.span for placed in first}
    if not spans or len(spans) < max(len(last), len(first)) or after.rows < 1:
        return False
    # What spans rows must go on as well, else a new row begins under it.
    if any(span not in above for span in below):
        return False
    pairs = [(above[span], below[span]) for span in sorted(spans)]
    if any(is_figure(upper.text) and is_figure(lower.text) for upper, lower in pairs):
        return False
    if not any(lower.text for _, lower in pairs):
        return True
    label = next(
        ((upper.text, lower.text) for upper, lower in pairs if not is_figure(upper.text) and not is_figure(lower.text)),
        ("", ""),
    )
    if not _is_known(joined(label)) or (label[1] and _is_known(label[1])):
        return False
    upper_figures = any(is_figure(upper.text) for upper, _ in pairs)
    lower_figures = any(is_figure(lower.text) for _, lower in pairs)
    return not (upper_figures and lower_figures) and (bool(label[1]) or lower_figures)


def _goes_on(upper: Placed, lower: Placed) -> bool:
    """Whether a group that spans rows goes on under the same label."""
    if not lower.text or fold(lower.text) == fold(upper.text):
        return not is_figure(upper.text)
    return not _is_known(lower.text) and _is_known(joined((upper.text, lower.text)))


def _both(upper: Placed, lower: Placed) -> Placed:
    if not upper.text:
        return lower
    if not lower.text or fold(lower.text) == fold(upper.text):
        return upper
    return replace(upper, cell=replace(upper.cell, text=joined((upper.text, lower.text))))


@lru_cache
def _readers() -> tuple[RowReader, ...]:
    return tuple(RowReader(schema, 0) for schema in SCHEMAS.values())


def _is_known(text: str) -> bool:
    """Whether a text is a label or a head of the form."""
    return bool(text) and any(reader.is_statutory(text) for reader in _readers())
