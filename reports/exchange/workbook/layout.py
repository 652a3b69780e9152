"""Where everything of a section's sheet stands, from the printed grid: one plan for cells, formulas and marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from reports.schema import CellKey, Grid, GridCell, Identity, IdentityKind, Role, Schema, Section, grid

from ..base import column_letters

MARKS_ROW, TITLE_ROW, NOTE_ROW, FIRST_ROW = 0, 1, 2, 3  # rows of a sheet from 0; the first is hidden
CHECK_COLUMNS = 4  # 核对项, both sides, difference
# How much of the width the label columns take, by how many there are.
_LABEL_SHARES: Mapping[int, tuple[float, ...]] = {0: (), 1: (0.25,), 2: (0.12, 0.28), 3: (0.05, 0.105, 0.32)}


@dataclass(frozen=True)
class Place:
    """A cell of the workbook; row and column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        return f"{column_letters(self.column + 1)}{self.row + 1}"


@dataclass(frozen=True)
class TableSheet:
    """A sheet of tables: the grid from column A on, a gap, the checks, a gap, the hidden column of marks."""

    section: Section
    places: Mapping[CellKey, Place]
    rows: tuple[tuple[tuple[Place, GridCell], ...], ...]
    grid: Grid
    identities: tuple[Identity, ...]

    @property
    def name(self) -> str:
        return self.section.number

    @property
    def columns(self) -> int:
        return self.grid.columns

    @property
    def widths(self) -> tuple[float, ...]:
        """Shares of every column of the grid; they add up to 1."""
        labels = _LABEL_SHARES[self.grid.labels]
        return (*labels, *((1 - sum(labels)) * float(width) for width in self.grid.widths))

    def is_upright(self, cell: GridCell) -> bool:
        """A group's label in the first of several label columns runs down, a character a line."""
        return cell.role is Role.ROW_GROUP and cell.column == 0 and self.grid.labels > 1

    def is_left(self, cell: GridCell) -> bool:
        return cell.role in (Role.ROW, Role.CORNER) and self.grid.labels > 1

    @property
    def check_column(self) -> int:
        return self.columns + 1

    @property
    def marks_column(self) -> int:
        return self.check_column + CHECK_COLUMNS + 1


@lru_cache
def table_sheets(schema: Schema) -> tuple[TableSheet, ...]:
    return tuple(_table_sheet(schema, section) for section in schema.sections if section.tables)


def _table_sheet(schema: Schema, section: Section) -> TableSheet:
    printed = grid(section)
    rows = tuple(
        tuple((Place(section.number, FIRST_ROW + number, cell.column), cell) for cell in cells)
        for number, cells in enumerate(printed.rows)
    )
    places = {cell.cell: place for line in rows for place, cell in line if cell.cell}
    tables = {table.key for table in section.tables}
    identities = tuple(identity for identity in schema.identities if identity.table in tables)
    return TableSheet(section, places, rows, printed, identities)


def references(cells: Sequence[CellKey], places: Mapping[CellKey, Place], *, fixed: bool = False) -> str:
    """The cells as Excel's functions take them, neighbours in a column or row as one range: F8:F9,F11."""
    at = sorted((places[cell].column, places[cell].row) for cell in cells)
    runs: list[tuple[int, int, int, int]] = []
    for column, group in groupby(at, key=lambda place: place[0]):
        rows = [row for _, row in group]
        start = rows[0]
        for row, following in zip(rows, [*rows[1:], -1], strict=True):
            if following != row + 1:
                runs.append((start, row, column, column))
                start = following
    joined: list[tuple[int, int, int, int]] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last[:2] == run[:2] and last[3] == run[2] - 1:
            joined[-1] = (*last[:3], run[3])
        else:
            joined.append(run)
    mark = "$" if fixed else ""

    def name(row: int, column: int) -> str:
        return f"{mark}{column_letters(column + 1)}{mark}{row + 1}"

    return ",".join(
        name(top, left) if (top, left) == (bottom, right) else f"{name(top, left)}:{name(bottom, right)}"
        for top, bottom, left, right in joined
    )


@lru_cache
def total_formulas(schema: Schema) -> Mapping[CellKey, str]:
    """The formula of every total: empty until all its parts are filled, then their sum."""
    found: dict[CellKey, str] = {}
    for sheet in table_sheets(schema):
        for total, parts in schema.totals.items():
            if total in sheet.places:
                cells = references(parts, sheet.places)
                found[total] = f'=IF(COUNT({cells})<{len(parts)},"",SUM({cells}))'
    return found


@lru_cache
def identity_label(schema: Schema, identity: Identity) -> str:
    """What must be equal, as the checks beside the table say it."""
    if identity.kind is not IdentityKind.BALANCE:
        spec = schema.specs[identity.left[0]]
        parts = "各行之和" if identity.kind is IdentityKind.ROW_TOTAL else "各栏之和"
        return f"{spec.label}＝{parts}"
    left, right = ("＋".join(schema.specs[cell].short_row for cell in side) for side in (identity.left, identity.right))
    return f"{left}＝{right}·{schema.specs[identity.left[0]].column.label}"
