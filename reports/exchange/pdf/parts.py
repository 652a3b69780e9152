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
    # Under heads stand figures, whose blanks are no part of a head that spans rows.
    in_body = cut is not None or any(is_figure(placed.text) for placed in _row(before, before.rows - 1))
    labels = max(_first_label(before, after), cut or 0) if in_body else 0
    heads = _are_heads([placed.text for placed in _row(after, 0)])
    gone: set[tuple[int, int]] = set()
    changed: dict[tuple[int, int], Placed] = {}
    for span, lower in below.items():
        upper = above.get(span)
        if upper is None:
            continue
        in_row = upper.cell.row == before.rows - 1 and lower.cell.rowspan == 1
        if (cut is not None and in_row) or (not in_row and (span[0] < labels or heads) and _goes_on(upper, lower)):
            changed[span], both = _both(upper, lower), 0 if cut is None else 1
            changed[span] = replace(
                changed[span],
                cell=replace(
                    changed[span].cell,
                    row=upper.cell.row,
                    rowspan=upper.cell.rowspan + lower.cell.rowspan - both,
                ),
            )
            gone.add(span)
    shift = before.rows - (0 if cut is None else 1)
    cells = [
        changed.get(placed.span, placed) if placed is above.get(placed.span) else placed for placed in before.cells
    ]
    cells += [
        replace(placed, cell=replace(placed.cell, row=placed.cell.row + shift))
        for placed in after.cells
        if placed.cell.row or placed.span not in gone
    ]
    return Whole(after.box, after.columns, shift + after.rows, tuple(cells))


def _first_label(before: Whole, after: Whole) -> int:
    """The column of the row labels where the page ends; groups stand to the left of it. 0 where there is none."""
    at_seam = [*_row(after, 0), *_row(before, before.rows - 1)]
    return max((placed.cell.column for placed in at_seam if _is_label(placed.text)), default=0)


def _is_cut(
    before: Whole,
    after: Whole,
    above: dict[tuple[int, int], Placed],
    below: dict[tuple[int, int], Placed],
) -> int | None:
    """The column of the label when the last row on one page and the first on the next are one: no figures in both,
    one label from both; 0 for a row of heads. Nothing when they are two rows."""
    last = {placed.span for placed in _row(before, before.rows - 1) if placed.cell.rowspan == 1}
    first = {placed.span for placed in _row(after, 0) if placed.cell.rowspan == 1}
    if not last or not last <= first or any(span not in above for span in below):
        return None
    if any(below[span].text and not _goes_on(above[span], below[span]) for span in first - last):
        return None
    pairs = {span: (above[span].text, below[span].text) for span in sorted(last)}
    if any(is_figure(upper) and is_figure(lower) for upper, lower in pairs.values()):
        return None
    upper_figures = any(is_figure(upper) for upper, _ in pairs.values())
    lower_figures = any(is_figure(lower) for _, lower in pairs.values())
    if upper_figures and lower_figures:
        return None
    words = {span: pair for span, pair in pairs.items() if any(pair) and not any(map(is_figure, pair))}
    if not words or not any(lower for _, lower in pairs.values()):
        return None
    if not (upper_figures or lower_figures):
        heads = all(map(_is_known, map(joined, words.values())))
        return 0 if heads and any(lower and not _is_known(lower) for _, lower in words.values()) else None
    span, label = next(iter(words.items()))
    if not _is_known(joined(label)) or (label[1] and _is_known(label[1])):
        return None
    return span[0] if label[1] or lower_figures else None


def _goes_on(upper: Placed, lower: Placed) -> bool:
    """Whether a group that spans rows goes on under the same label."""
    if is_figure(upper.text) or is_figure(lower.text):
        return False
    if not lower.text or fold(lower.text) == fold(upper.text):
        return True
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


def _are_heads(texts: Sequence[str]) -> bool:
    """A row of heads: figures none, and more than one text that is a head and no label (总计 is both)."""
    return not any(map(is_figure, texts)) and sum(_is_known(text) and not _is_label(text) for text in texts) > 1


def _is_label(text: str) -> bool:
    return any(reader.labels.match(text) for reader in _readers())


def _is_known(text: str) -> bool:
    """Whether a text is a label or a head of the form."""
    return bool(text) and any(reader.is_statutory(text) for reader in _readers())
