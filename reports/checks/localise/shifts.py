"""A run of figures that was typed or pasted one row or one column off, put back as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from reports.schema import CellKey, Layout, Schema

from .search import Deltas, Search

FEWEST_MOVED = 2  # figures other than 0; one alone is a matter of two cells, which the search finds
ROW_OFF, COLUMN_OFF = "连续几格错了一行", "连续几格错了一栏"


def runs_moved(schema: Schema, search: Search) -> Iterator[tuple[Deltas, str]]:
    """Ways to close all gaps by moving one run of cells back by one place, each with its reason."""
    for line, reason in _lines(schema):
        cells = [cell for cell in line if cell in search.stands_in]
        if len(cells) < len(line):
            continue
        bad = [place for place, cell in enumerate(cells) if _fails_across(search, cell, cells)]
        if len(bad) <= FEWEST_MOVED:
            continue
        run = cells[bad[0] : bad[-1] + 1]
        for back in (_one_earlier(run, search.numbers), _one_later(run, search.numbers)):
            moved = sum(bool(number) for number in back.values())
            deltas = {cell: number - search.numbers[cell] for cell, number in back.items()}
            deltas = {cell: delta for cell, delta in deltas.items() if delta}
            if moved >= FEWEST_MOVED and not search.left_over(deltas):
                yield deltas, reason


def _fails_across(search: Search, cell: CellKey, line: Sequence[CellKey]) -> bool:
    """Whether an equation across the line fails in this cell: those along it do not see the run move."""
    others = {other for other in line if other != cell}
    return any(
        number in search.gaps and not any(member in others for member, _ in search.members[number])
        for number, _ in search.stands_in[cell]
    )


def _one_earlier(run: Sequence[CellKey], numbers: Mapping[CellKey, int]) -> dict[CellKey, int]:
    """The run as it was before it slid to the end; empty where its first cell was not left empty."""
    figures = [numbers[cell] for cell in run]
    return {} if figures[0] else dict(zip(run, [*figures[1:], 0], strict=True))


def _one_later(run: Sequence[CellKey], numbers: Mapping[CellKey, int]) -> dict[CellKey, int]:
    figures = [numbers[cell] for cell in run]
    return {} if figures[-1] else dict(zip(run, [0, *figures[:-1]], strict=True))


@cache
def _lines(schema: Schema) -> tuple[tuple[tuple[CellKey, ...], str], ...]:
    """Columns and rows of the tables that add up, without their totals, each with what a slip along it is called."""
    found = []
    for table in schema.tables.values():
        if table.layout is Layout.ACROSS:
            continue
        columns = [column.key for column in table.column_items if not column.total_of]
        rows = [row.key for row in table.row_items if not row.total_of]
        found += [(tuple(table.cell(row, column) for row in rows), ROW_OFF) for column in columns]
        found += [(tuple(table.cell(row, column) for column in columns), COLUMN_OFF) for row in rows]
    return tuple(found)
