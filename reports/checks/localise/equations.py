"""The equations a report's figures must satisfy, with what they leave over as filed.

Those of one report come from the schema; last year's report and the sums over subordinate bodies give more. The latter
are called soft: where they fail, the other side may be the wrong one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reports.checks.base import Context
from reports.checks.identities import is_figure
from reports.schema import CellKey, Schema
from reports.value import ReportValue

STOCK_TABLE, STOCK, STOCK_IN, STOCK_OUT = "documents", "in_force", "issued", "repealed"

Terms = tuple[tuple[CellKey, int], ...]
"""Cells with their sign, +1 or -1."""


class Part(NamedTuple):
    """Equations of a schema that hang together through cells, by their number in :attr:`Structure.equations`."""

    equations: frozenset[int]
    cells: tuple[CellKey, ...]


class Structure(NamedTuple):
    """Σ sign × cell = 0 for each of ``equations``; ``stands_in`` says where each cell stands and with which sign."""

    equations: tuple[Terms, ...]
    stands_in: Mapping[CellKey, tuple[tuple[int, int], ...]]
    parts: tuple[Part, ...]


@cache
def structure(schema: Schema) -> Structure:
    """The in-table equations of a schema."""
    equations = tuple(
        (*((cell, 1) for cell in identity.left), *((cell, -1) for cell in identity.right))
        for identity in schema.identities
    )
    stands_in: dict[CellKey, list[tuple[int, int]]] = defaultdict(list)
    for number, terms in enumerate(equations):
        for cell, sign in terms:
            stands_in[cell].append((number, sign))
    return Structure(
        equations, {cell: tuple(places) for cell, places in stands_in.items()}, tuple(_parts(equations, stands_in))
    )


def _parts(equations: tuple[Terms, ...], stands_in: Mapping[CellKey, list[tuple[int, int]]]) -> Iterator[Part]:
    waiting = set(range(len(equations)))
    while waiting:
        found, border = set[int](), {min(waiting)}
        while border:
            found |= border
            border = {
                other for number in border for cell, _ in equations[number] for other, _ in stands_in[cell]
            } - found
        waiting -= found
        cells = dict.fromkeys(cell for number in sorted(found) for cell, _ in equations[number])
        yield Part(frozenset(found), tuple(cells))


@dataclass(frozen=True)
class Soft:
    """Σ sign × cell = ``constant``, which comes from another report; ``source`` says which."""

    terms: Terms
    constant: int
    source: str

    def gap(self, numbers: Mapping[CellKey, int]) -> int | None:
        """What the left side has too much; ``None`` when one of its cells has no figure."""
        try:
            return sum(sign * numbers[cell] for cell, sign in self.terms) - self.constant
        except KeyError:
            return None


LAST_YEAR, BODIES = "与上年报告衔接", "与所属单位汇总数一致"


def figures(value: ReportValue, cells: Iterable[CellKey]) -> dict[CellKey, int]:
    """Those of the cells that hold a number which can take part in sums."""
    return {cell: number for cell in cells if type(number := value[cell]) is int and is_figure(number)}


def soft_equations(value: ReportValue, context: Context) -> tuple[Soft, ...]:
    """What last year's report and the roll-up say the figures should be."""
    return (*_from_last_year(value, context.previous), *_from_bodies(context))


def _from_last_year(value: ReportValue, previous: ReportValue | None) -> Iterator[Soft]:
    if previous is None or previous.year != value.year - 1:
        return
    for this, last in value.schema.carries.items():
        number = previous.cells.get(last)
        if type(number) is int and is_figure(number):
            yield Soft(((this, 1),), number, LAST_YEAR)
    table = value.schema.tables.get(STOCK_TABLE)
    if table is None or previous.schema is not value.schema or STOCK not in table.column_keys:
        return
    for row in table.row_keys:
        stock, issued, repealed = (table.cell(row, column) for column in (STOCK, STOCK_IN, STOCK_OUT))
        number = previous[stock]
        if type(number) is int and is_figure(number):
            yield Soft(((stock, 1), (issued, -1), (repealed, 1)), number, LAST_YEAR)


def _from_bodies(context: Context) -> Iterator[Soft]:
    for cell, number in context.rolled_up.items():
        if type(number) is int:
            yield Soft(((cell, 1),), number, BODIES)
