"""What of the tables a figure of the prose can stand for, and what the tables say it is."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from reports.schema import CellKey, Schema
from reports.value import Number, ReportValue

from .vocabulary import BOTH, FEES, LICENCES, LITIGATION, NORMATIVE, RECONSIDERATION, RULES, plain

Cells = tuple[CellKey, ...]


class Quantity(NamedTuple):
    """One thing the tables count; each of ``alternatives`` is a sum of cells the words can mean, likeliest first."""

    code: str
    alternatives: tuple[Cells, ...]


_TOTAL = "total"
_LITIGATION_ROWS = ("litigation_direct", "litigation_after_reconsideration")
_DISPUTED: dict[str, tuple[str, ...]] = {
    RECONSIDERATION: (RECONSIDERATION,),
    LITIGATION: _LITIGATION_ROWS,
    BOTH: (RECONSIDERATION, *_LITIGATION_ROWS),
    **{row: (row,) for row in _LITIGATION_ROWS},
}
DISPUTES = frozenset(_DISPUTED)
DOCUMENTS = frozenset((NORMATIVE, RULES))
DECISIONS = frozenset((LICENCES, "penalties", "coercive_measures"))
_ORGANISATIONS = "legal"  # 法人或其他组织: every applicant but natural persons


def applications(schema: Schema, *rows: str, column: str = _TOTAL) -> Cells:
    return tuple(schema.tables["applications"].cell(row, part) for row in rows for part in _columns(schema, column))


def _columns(schema: Schema, column: str) -> tuple[str, ...]:
    if column != _ORGANISATIONS:
        return (column,)
    return tuple(key for key in schema.tables["applications"].column_keys if key not in ("natural", _TOTAL))


@cache
def received(schema: Schema, column: str = _TOTAL) -> tuple[Cells, ...]:
    """收到 is said of the new applications, and as often of these with the ones carried in."""
    return applications(schema, "received", column=column), applications(
        schema, "received", "carried_in", column=column
    )


@cache
def handled(schema: Schema, column: str = _TOTAL) -> tuple[Cells, ...]:
    return (applications(schema, "handled_total", column=column),)


@cache
def step(schema: Schema, kind: str) -> Quantity:
    """A stage of the applications: received, handled, either, carried_in, carried_out, or carried (one of both)."""
    carried = (applications(schema, "carried_out"),), (applications(schema, "carried_in"),)
    return {
        "received": Quantity("N-1", received(schema)),
        "handled": Quantity("N-3", handled(schema)),
        "either": Quantity("N-3", (*handled(schema), *received(schema))),
        "any": Quantity("N-1", (*received(schema), *handled(schema))),
        "received_and_carried": Quantity("N-1", received(schema)[1:]),
        "carried_in": Quantity("N-2", carried[1]),
        "carried_out": Quantity("N-4", carried[0]),
        "carried": Quantity("N-4", carried[0] + carried[1]),
    }[kind]


@cache
def result(schema: Schema, rows: str) -> Quantity:
    """Rows of the results, their keys separated by blanks."""
    keys = tuple(rows.split())
    code = "N-5" if set(keys) <= {"granted", "partly_granted"} else "N-6" if keys[0].startswith("refused") else "N-7"
    return Quantity(code, (applications(schema, *keys),))


@cache
def applicants(schema: Schema, column: str) -> Quantity:
    return Quantity("N-8", (*received(schema, column), *handled(schema, column)))


@cache
def dispute(schema: Schema, topic: str, outcome: str) -> Quantity:
    table = schema.tables["disputes"]
    return Quantity("N-10", (tuple(table.cell(row, outcome) for row in _DISPUTED[topic]),))


@cache
def documents(schema: Schema, row: str, verb: str) -> Quantity | None:
    """Issued, repealed or valid documents; ``None`` where the form has no cell for it."""
    table = schema.tables["documents"]
    columns = {
        "issued": ("issued", "made", "newly_published"),
        "repealed": ("repealed",),
        "in_force": ("in_force", "published_total"),
        "published": ("newly_published", "made", "published_total"),
    }[verb]
    cells = tuple((table.cell(row, column),) for column in columns if column in table.column_keys)
    return Quantity("N-11", cells) if cells else None


@cache
def decisions(schema: Schema, row: str) -> Quantity:
    return Quantity("N-11", ((schema.tables["decisions"].cell(row, "count"),),))


@cache
def charges(schema: Schema) -> Quantity | None:
    table = schema.tables["charges"]
    return Quantity("N-11", ((table.cell(FEES, "amount"),),)) if "amount" in table.column_keys else None


def label(schema: Schema, cells: Cells) -> str:
    """表三 （七）总计·总计, 表三 本年新收·总计; of a sum 表三 （三）不予公开各行之和·总计, 表四 行政诉讼·总计."""
    if len(cells) == 1:
        spec = schema.specs[cells[0]]
        columns = f"·{spec.column.label}" if len(spec.table.column_items) > 1 else ""
        return f"表{spec.section.number} {spec.short_row}{columns}"
    specs = [schema.specs[cell] for cell in cells]
    number, table = specs[0].section.number, specs[0].table
    rows = list(dict.fromkeys(spec.row.key for spec in specs))
    columns_named = list(dict.fromkeys(spec.column.label for spec in specs))
    column = columns_named[0] if len(columns_named) == 1 else "、".join(columns_named)
    group = table.row_paths[rows[0]][-2] if len(table.row_paths[rows[0]]) > 1 else None
    if len(rows) > 2 and group and all(group in table.row_paths[row] for row in rows):
        return f"表{number} {group.label}各行之和·{column}"
    if table.key == "disputes" and group and len(rows) == 2:
        return f"表{number} {group.label}·{column}"
    names = "加".join(specs_of.row.short for specs_of in {s.row.key: s for s in specs}.values())
    return f"表{number} {names}·{column}"


def short_name(schema: Schema, cells: Cells) -> str:
    """What the cells count, without table and number: 本年新收政府信息公开申请数量."""
    return plain(schema.specs[cells[0]].row)


class Figures:
    """The figures of a report to compare with: a blank counts as 0 in a table that adds up without it.

    Published tables leave cells with nothing in them blank, the totals too. While a table is being filled in, its
    blanks are unknown.
    """

    def __init__(self, value: ReportValue) -> None:
        self.value = value
        self._blank_is_zero: dict[str, bool] = {}

    def __call__(self, cells: Iterable[CellKey]) -> Number | None:
        """The sum of the cells, or ``None`` while it is not known."""
        total: Number = 0
        for cell in cells:
            number = self._of(cell)
            if number is None:
                return None
            total += number
        return total

    def _of(self, cell: CellKey) -> Number | None:
        number = self.value.cells.get(cell)
        if number is not None:
            return number
        table = cell.split(".")[0]
        if table not in self._blank_is_zero:
            judge = {"applications": self._applications_add_up, "disputes": self._disputes_add_up}.get(table)
            self._blank_is_zero[table] = judge() if judge else False
        if not self._blank_is_zero[table]:
            return None
        return sum(self.value.cells[part] or 0 for part in self.value.schema.totals.get(cell, ()))

    def _applications_add_up(self) -> bool:
        """Whether the results, with their blanks as 0, make up the filed total in every column that has one."""
        cells, table = self.value.cells, self.value.schema.tables["applications"]
        total = next(row for row in table.row_items if row.total_of)
        filed = {column: cells[table.cell(total.key, column)] for column in table.column_keys if column != _TOTAL}
        filed = {column: number for column, number in filed.items() if number is not None}
        return bool(filed) and all(
            sum(cells[table.cell(part, column)] or 0 for part in total.total_of) == number
            for column, number in filed.items()
        )

    def _disputes_add_up(self) -> bool:
        """Whether review and litigation both have a total, and the filed totals hold with the blanks as 0."""
        cells, totals = self.value.cells, self.value.schema.totals
        filed = {
            cell: parts for cell, parts in totals.items() if cell.startswith("disputes.") and cells[cell] is not None
        }
        both = any("reconsideration." in cell and "after" not in cell for cell in filed) and any(
            "litigation" in cell for cell in filed
        )
        return both and all(sum(cells[part] or 0 for part in parts) == cells[cell] for cell, parts in filed.items())
