"""Whether the figures of a table stand one column beside their heads: the form's own sums tell, nothing is moved.

A reading is only doubted. A report may add up wrongly here and there; that is the checks' business. A table is doubted
when rows do not add up but every one would if another column were the total, or when the total's column is empty in
every row and the one beside it looks like it.
"""

from collections.abc import Iterator, Mapping, Sequence

from reports.schema import CellKey, Schema, Table
from reports.value import Number

MOVED = "表里各行的数与合计都对不上，把另一列当作合计却都对得上，可能整表错了列，没有读入，请对照原件填写"
_LEAST = 2  # rows that must agree before a table is doubted
_MANY = 10  # of so many rows an empty column is no chance

_Row = Sequence[Number | None]


def doubtful_tables(schema: Schema, cells: Mapping[CellKey, Number]) -> Iterator[Table]:
    """The tables whose figures seem to have moved against their heads."""
    for table in schema.tables.values():
        totals = [number for number, column in enumerate(table.column_items) if column.total_of]
        if len(totals) != 1 or totals[0] != len(table.column_keys) - 1:
            continue
        rows = [[cells.get(table.cell(row, column)) for column in table.column_keys] for row in table.row_keys]
        if _another_total(rows) or (len(rows) >= _MANY and (_empty_total(rows) or _empty_first(rows))):
            yield table


def _another_total(rows: Sequence[_Row]) -> bool:
    """Several rows do not add up, but every row does when one and the same other column is the total."""
    full = [[number for number in row if number is not None] for row in rows if None not in row and any(row)]
    wrong = {tuple(row) for row in full if 2 * row[-1] != sum(row)}
    if len(wrong) < _LEAST:
        return False
    return any(all(2 * row[column] == sum(row) for row in full) for column in range(len(full[0]) - 1))


def _empty_total(rows: Sequence[_Row]) -> bool:
    """No row has a total, and every row's last part is as large as all others together, as its total would be."""
    some = [row for row in rows if any(number is not None for number in row)]
    last = [(row[-2], sum(number or 0 for number in row)) for row in some if row[-2] is not None]
    if any(row[-1] is not None for row in some) or len([part for part, _ in last if part]) < _LEAST:
        return False
    return all(2 * part >= whole for part, whole in last)


def _empty_first(rows: Sequence[_Row]) -> bool:
    """No row has a figure in the first column, and several have one in every other."""
    some = [row for row in rows if any(number is not None for number in row)]
    return len([row for row in some if None not in row[1:]]) >= _LEAST and all(row[0] is None for row in some)
