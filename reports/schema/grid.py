"""A section's tables as they are printed: every cell with the rows and columns it spans.

All merges follow from the heading trees of the declaration; nothing here knows a label.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from .base import Block, CellKey, Item, Layout, Section, Table


class Role(StrEnum):
    BAND = "band"  # 第二十条第（一）项, across the whole width
    CORNER = "corner"
    COLUMN = "column"  # head of one column
    COLUMN_GROUP = "column_group"
    ROW = "row"  # label of one row
    ROW_GROUP = "row_group"
    DATA = "data"


@dataclass(frozen=True)
class GridCell:
    role: Role
    text: str = ""
    cell: CellKey = ""
    colspan: int = 1
    rowspan: int = 1
    column: int = 0  # first grid column it covers, from 0

    @property
    def is_heading(self) -> bool:
        return self.role is not Role.DATA


@dataclass(frozen=True)
class Grid:
    """Physical rows of grid cells; ``head`` of them are repeated on a new page; ``labels`` columns hold row labels."""

    rows: tuple[tuple[GridCell, ...], ...]
    widths: tuple[Fraction, ...]  # share of each grid column behind the label columns; they add up to 1
    labels: int
    head: int

    @property
    def columns(self) -> int:
        return self.labels + len(self.widths)


@lru_cache
def grid(section: Section) -> Grid:
    """How the tables of one section are printed, as one grid."""
    if section.tables[0].layout is Layout.ACROSS:
        return _across(section.tables[0])
    return _down(section.tables)


def _down(tables: Sequence[Table]) -> Grid:
    labels = max(item.depth for table in tables for block in table.blocks for item in block.rows)
    counts = {len(table.column_items) for table in tables}
    edges = sorted({Fraction(i, count) for count in counts for i in range(count + 1)})
    rows: list[tuple[GridCell, ...]] = []
    head = 0
    for table in tables:
        count = len(table.column_items)
        starts = [edges.index(Fraction(i, count)) for i in range(count + 1)]
        spans = [end - start for start, end in pairwise(starts)]
        for block in table.blocks:
            if block.label:
                rows.append((GridCell(Role.BAND, block.label, colspan=labels + len(edges) - 1),))
            rows += _column_heads(table.columns, table.corner, labels, spans)
            if not block.label and not head:
                head = len(rows)
            rows += _label_rows(table, block, labels, starts, spans)
    return Grid(tuple(rows), tuple(end - start for start, end in pairwise(edges)), labels, head)


def _column_heads(
    columns: tuple[Item, ...], corner: str, labels: int, spans: list[int]
) -> Iterator[tuple[GridCell, ...]]:
    depth = max(item.depth for item in columns)
    for level in range(depth):
        line = [GridCell(Role.CORNER, corner, colspan=labels, rowspan=depth)] if level == 0 and labels else []
        leaf = 0
        for item, at in _at_level(columns, level):
            width = len(item.leaves)
            if at == level:
                line.append(
                    GridCell(
                        Role.COLUMN_GROUP if item.under else Role.COLUMN,
                        item.label,
                        colspan=sum(spans[leaf : leaf + width]),
                        rowspan=1 if item.under else depth - level,
                        column=labels + sum(spans[:leaf]),
                    )
                )
            leaf += width
        yield tuple(line)


def _at_level(items: tuple[Item, ...], level: int, at: int = 0) -> Iterator[tuple[Item, int]]:
    """The items that cover ``level``, in order, each with the level it starts at."""
    for item in items:
        if at == level or not item.under:
            yield item, at
        else:
            yield from _at_level(item.under, level, at + 1)


def _label_rows(
    table: Table, block: Block, labels: int, starts: list[int], spans: list[int]
) -> Iterator[tuple[GridCell, ...]]:
    previous: tuple[Item, ...] = ()
    for path in (path for item in block.rows for path in item.paths()):
        line: list[GridCell] = []
        for level, item in enumerate(path):
            if level < len(previous) and previous[level] is item:
                continue
            if item.under:
                line.append(GridCell(Role.ROW_GROUP, item.label, rowspan=len(item.leaves), column=level))
            else:
                line.append(GridCell(Role.ROW, item.label, colspan=labels - level, column=level))
        for column, start, span in zip(table.column_items, starts, spans, strict=False):
            cell = table.cell(path[-1].key, column.key)
            line.append(GridCell(Role.DATA, cell=cell, colspan=span, column=labels + start))
        previous = path
        yield tuple(line)


def _across(table: Table) -> Grid:
    rows = tuple(item for block in table.blocks for item in block.rows)
    depth = max(item.depth for item in rows) + 1
    width = len(table.column_items)
    lines: list[list[GridCell]] = [[] for _ in range(depth + 1)]
    start = 0
    for item in rows:
        _place(item, 0, start, depth, table, lines)
        start += width * len(item.leaves)
    for number, cell in enumerate(table.cell(row, column) for row in table.row_keys for column in table.column_keys):
        lines[depth].append(GridCell(Role.DATA, cell=cell, column=number))
    return Grid(tuple(tuple(line) for line in lines), (Fraction(1, start),) * start, labels=0, head=depth)


def _place(item: Item, level: int, start: int, depth: int, table: Table, lines: list[list[GridCell]]) -> None:
    width = len(table.column_items)
    lines[level].append(GridCell(Role.COLUMN_GROUP, item.label, colspan=width * len(item.leaves), column=start))
    at = start
    for below in item.under:
        _place(below, level + 1, at, depth, table, lines)
        at += width * len(below.leaves)
    if not item.under:
        for number, column in enumerate(table.column_items):
            lines[level + 1].append(
                GridCell(Role.COLUMN, column.label, rowspan=depth - level - 1, column=start + number)
            )
