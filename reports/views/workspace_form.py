"""The six sections as the workspace shows them: the paper's grid with an input in every cell, or a text."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.schema import PREAMBLE, CellSpec, Grid, GridCell, Kind, Role, Section, grid
from reports.value import ReportValue, number_text

ROW_SPAN_MOST_COLUMNS = 8  # a row label that spans more rows than this is set upright


@dataclass(frozen=True)
class Box:
    """One printed cell: a heading, or an input with what surrounds it."""

    printed: GridCell
    line: int  # printed row, from 0
    labels: int  # columns of the grid that hold row labels
    spec: CellSpec | None = None
    value: str = ""
    last: str = ""
    locked: bool = False
    unlocked: bool = False
    editable: bool = True

    @property
    def is_heading(self) -> bool:
        return self.printed.is_heading

    @property
    def scope(self) -> str:
        match self.printed.role:
            case Role.COLUMN:
                return "col"
            case Role.ROW:
                return "row"
            case Role.ROW_GROUP:
                return "rowgroup"
            case _:
                return "colgroup"

    @property
    def css(self) -> str:
        """Class of a heading: its role, the label column it starts at, upright or not."""
        names = [f"h-{self.printed.role.value}"]
        if self.printed.role in (Role.ROW, Role.ROW_GROUP, Role.CORNER) and self.labels > 1:
            names.append(f"k k{self.printed.column + 1}")
        if self.printed.role is Role.ROW_GROUP and self.printed.rowspan > ROW_SPAN_MOST_COLUMNS:
            names.append("v")
        return " ".join(names)

    @property
    def shown_last(self) -> str:
        """Last year's figure; left out where both years are 0 or there was none."""
        return "" if self.last == "0" and self.value == "0" else self.last

    @property
    def inputmode(self) -> str:
        return "numeric" if self.spec is not None and self.spec.kind is Kind.COUNT else "decimal"

    @property
    def name(self) -> str:
        """What a screen reader says: row, column, last year's figure."""
        if self.spec is None:
            return ""
        parts = [self.spec.row_label]
        if len(self.spec.table.column_items) > 1:
            parts.append(self.spec.column.label)
        if self.last:
            parts.append(_("last year %(number)s") % {"number": self.last})
        return "，".join(parts)


@dataclass(frozen=True)
class Part:
    """One of the six sections, with its boxes or its text."""

    section: Section
    rows: tuple[tuple[Box, ...], ...] = ()
    grid: Grid | None = None
    text: str = ""
    last_text: str = ""
    preamble: str | None = None  # only the first text has the optional preamble before it

    @property
    def head(self) -> tuple[tuple[Box, ...], ...]:
        return self.rows[: self.grid.head] if self.grid else ()

    @property
    def body(self) -> tuple[tuple[Box, ...], ...]:
        return self.rows[self.grid.head :] if self.grid else ()

    @property
    def widths(self) -> list[str]:
        """Widths of the figures' columns in per cent of what the label columns leave."""
        return [f"{float(width * 100):.4f}" for width in self.grid.widths] if self.grid else []

    @property
    def shape(self) -> str:
        """How the stylesheet tells the tables apart: by how many label columns they have."""
        return f"labels{self.grid.labels}" if self.grid else ""

    @property
    def label_columns(self) -> range:
        return range(1, (self.grid.labels if self.grid else 0) + 1)


def report_sections(value: ReportValue, previous: ReportValue | None, unlocked: set[str], editable: bool) -> list[Part]:
    """``unlocked`` are the totals filed by hand."""
    return [_part(section, value, previous, unlocked, editable) for section in value.schema.sections]


def _part(
    section: Section, value: ReportValue, previous: ReportValue | None, unlocked: set[str], editable: bool
) -> Part:
    if section.text:
        first = section is next(one for one in value.schema.sections if one.text)
        return Part(
            section,
            text=value.texts[section.key],
            last_text=previous.texts.get(section.key, "") if previous else "",
            preamble=value.texts[PREAMBLE] if first else None,
        )
    printed = grid(section)
    rows = tuple(
        tuple(_box(cell, line, printed.labels, value, previous, unlocked, editable) for cell in cells)
        for line, cells in enumerate(printed.rows)
    )
    return Part(section, rows, printed)


def _box(
    cell: GridCell,
    line: int,
    labels: int,
    value: ReportValue,
    previous: ReportValue | None,
    unlocked: set[str],
    editable: bool,
) -> Box:
    if cell.is_heading:
        return Box(cell, line, labels)
    is_total = cell.cell in value.schema.totals
    return Box(
        cell,
        line,
        labels,
        spec=value.schema.specs[cell.cell],
        value=number_text(value[cell.cell]),
        last=number_text(previous.cells.get(cell.cell)) if previous else "",
        locked=is_total and cell.cell not in unlocked,
        unlocked=is_total and cell.cell in unlocked,
        editable=editable,
    )
