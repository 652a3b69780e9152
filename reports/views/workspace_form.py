"""The six sections as the workspace shows them: the paper's grid with an input in every cell, or a text."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.checks.identities import code_of, describe
from reports.schema import (
    PREAMBLE,
    CellKey,
    CellSpec,
    Grid,
    GridCell,
    Identity,
    IdentityKind,
    Kind,
    Role,
    Schema,
    Section,
    grid,
)
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
class Proof:
    """A line under a table that is ours and not printed: whether an equation holds, column by column."""

    label: str
    identities: tuple[str, ...]  # of each column, as :func:`proofs` names them


def proofs(schema: Schema) -> dict[str, tuple[CellKey, ...]]:
    """Every equation that runs down a column: its name, ``code:first cell``, with its cells."""
    return {_name(identity): identity.cells for identity in schema.identities if _is_downward(identity)}


def _is_downward(identity: Identity) -> bool:
    return identity.kind is not IdentityKind.COLUMN_TOTAL


def _name(identity: Identity) -> str:
    return f"{code_of(identity)}:{identity.left[0]}"


def _proofs_of(schema: Schema, section: Section) -> tuple[Proof, ...]:
    lines: dict[str, list[str]] = {}
    tables = {table.key for table in section.tables}
    for identity in schema.identities:
        if identity.table in tables and _is_downward(identity):
            words = describe(schema, identity)
            lines.setdefault(f"{words.left} ＝ {words.right}", []).append(_name(identity))
    return tuple(Proof(label, tuple(names)) for label, names in lines.items())


@dataclass(frozen=True)
class Part:
    """One of the six sections, with its boxes or its text."""

    section: Section
    rows: tuple[tuple[Box, ...], ...] = ()
    grid: Grid | None = None
    text: str = ""
    last_text: str = ""
    proofs: tuple[Proof, ...] = ()
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
    def last_lines(self) -> list[str]:
        return [line for line in self.last_text.splitlines() if line.strip()]

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
    return Part(section, rows, printed, proofs=_proofs_of(value.schema, section))


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
