"""The words a statutory form is declared with, and what follows from a declaration.

A :class:`Schema` is the 格式 of one period. Its labels are verbatim; its keys are ours and stable for ever. A cell is
addressed ``table.row.column`` wherever a value, a record, a file or a page needs it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

CellKey = str

_TITLE_NUMBER = re.compile("^[一二三四五六七八九十]+、")
_REMARK = re.compile(r"(?<=.)（[^（）]*）$")


class Kind(StrEnum):
    """What a cell may hold."""

    COUNT = "count"  # an integer, 0 or more
    MONEY = "money"  # a decimal, 0 or more, kept with the digits it was typed with
    CHANGE = "change"  # a signed integer (本年增/减)


@dataclass(frozen=True)
class Item:
    """A heading: a leaf with a key, or a group with the headings under it.

    ``aliases`` are other prints of the label met in published reports, or a fragment of it that is met nowhere else in
    its table; readers accept them. ``guidance`` says what is counted, ``basis`` names the article.
    """

    label: str
    key: str = ""
    under: tuple["Item", ...] = ()
    gloss: str = ""
    total_of: tuple[str, ...] = ()
    kind: Kind = Kind.COUNT
    unit: str = "件"
    aliases: tuple[str, ...] = ()
    guidance: str = ""
    basis: str = ""

    @cached_property
    def short(self) -> str:
        """The label as a sentence says it, without the remark behind it: of 一、本年新收… the alias 本年新收."""
        title = _TITLE_NUMBER.sub("", self.label)
        if title != self.label and (said := [alias for alias in self.aliases if title.startswith(alias)]):
            return said[0]
        return _REMARK.sub("", self.label)

    @property
    def leaves(self) -> tuple["Item", ...]:
        if not self.under:
            return (self,)
        return tuple(leaf for item in self.under for leaf in item.leaves)

    @property
    def depth(self) -> int:
        return 1 + max((item.depth for item in self.under), default=0)

    def paths(self) -> Iterator[tuple["Item", ...]]:
        """Every leaf with the groups above it, outermost first."""
        if not self.under:
            yield (self,)
        for item in self.under:
            for path in item.paths():
                yield (self, *path)


def leaves_of(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(leaf for item in items for leaf in item.leaves)


@dataclass(frozen=True)
class Balance:
    """Σ ``left`` rows = Σ ``right`` rows, in every column."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Carry:
    """Row ``this_year`` starts from row ``last_year`` of the report before, in every column."""

    last_year: str
    this_year: str


@dataclass(frozen=True)
class Block:
    """A run of rows printed under one band (第二十条第（一）项) or under none."""

    rows: tuple[Item, ...]
    label: str = ""


class Layout(StrEnum):
    DOWN = "down"  # rows run down the page, columns across
    ACROSS = "across"  # every row's columns stand side by side in one printed line (table 四)


@dataclass(frozen=True)
class Table:
    """A cross table of rows and columns; ``corner`` is what its upper left cell says."""

    key: str
    columns: tuple[Item, ...]
    blocks: tuple[Block, ...]
    corner: str = ""
    layout: Layout = Layout.DOWN
    balances: tuple[Balance, ...] = ()
    carries: tuple[Carry, ...] = ()

    @cached_property
    def row_items(self) -> tuple[Item, ...]:
        return tuple(leaf for block in self.blocks for leaf in leaves_of(block.rows))

    @cached_property
    def column_items(self) -> tuple[Item, ...]:
        return leaves_of(self.columns)

    @cached_property
    def row_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.row_items)

    @cached_property
    def column_keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.column_items)

    @cached_property
    def row_paths(self) -> Mapping[str, tuple[Item, ...]]:
        paths = (path for block in self.blocks for item in block.rows for path in item.paths())
        return {path[-1].key: path for path in paths}

    @cached_property
    def column_paths(self) -> Mapping[str, tuple[Item, ...]]:
        return {path[-1].key: path for item in self.columns for path in item.paths()}

    def cell(self, row: str, column: str) -> CellKey:
        return f"{self.key}.{row}.{column}"


class IdentityKind(StrEnum):
    ROW_TOTAL = "row_total"  # a row that adds up rows above it
    COLUMN_TOTAL = "column_total"  # a column that adds up columns beside it
    BALANCE = "balance"


@dataclass(frozen=True)
class Identity:
    """Σ ``left`` = Σ ``right``; for a total, ``left`` is the one total cell."""

    kind: IdentityKind
    table: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]

    @property
    def cells(self) -> tuple[CellKey, ...]:
        return self.left + self.right


@dataclass(frozen=True)
class Text:
    """Prose of a section."""

    key: str
    gloss: str
    topics: tuple[str, ...] = ()
    guidance: str = ""


@dataclass(frozen=True)
class Section:
    """One of the six parts; a statutory table or prose."""

    number: str
    title: str
    gloss: str
    short: str
    tables: tuple[Table, ...] = ()
    text: Text | None = None
    aliases: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.number}、{self.title}"

    @property
    def key(self) -> str:
        return self.text.key if self.text else self.tables[0].key


@dataclass(frozen=True)
class CellSpec:
    """All that the form says of one cell."""

    key: CellKey
    section: Section
    table: Table
    row: Item
    column: Item

    @property
    def kind(self) -> Kind:
        return self.column.kind

    @property
    def unit(self) -> str:
        return self.column.unit

    @cached_property
    def row_label(self) -> str:
        """The row's own label behind the groups that carry a number of their own: （三）不予公开 1.属于国家秘密."""
        path = self.table.row_paths[self.row.key]
        return " ".join(item.label for item in path[-2:] if item is path[-1] or item.label.startswith("（"))

    @cached_property
    def label(self) -> str:
        """How findings name the cell: 表三 （一）予以公开·自然人."""
        columns = self.table.column_items
        column = "" if len(columns) == 1 else f"·{self.column.label}"
        return f"表{self.section.number} {self.row_label}{column}"

    @cached_property
    def short_row(self) -> str:
        """:attr:`row_label` with the short label of the row."""
        return self.row_label.removesuffix(self.row.label) + self.row.short

    @property
    def guidance(self) -> str:
        return " ".join(text for text in (self.row.guidance, self.column.guidance) if text)

    @property
    def basis(self) -> str:
        return "；".join(text for text in (self.row.basis, self.column.basis) if text)


@dataclass(frozen=True)
class Schema:
    """The form of one period, whole."""

    key: str
    title: str
    document: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return {table.key: table for section in self.sections for table in section.tables}

    @cached_property
    def texts(self) -> Mapping[str, Text]:
        return {section.text.key: section.text for section in self.sections if section.text}

    @cached_property
    def text_keys(self) -> tuple[str, ...]:
        """The optional preamble first, then the prose sections."""
        return (PREAMBLE, *self.texts)

    @cached_property
    def specs(self) -> Mapping[CellKey, CellSpec]:
        return {
            table.cell(row.key, column.key): CellSpec(table.cell(row.key, column.key), section, table, row, column)
            for section in self.sections
            for table in section.tables
            for row in table.row_items
            for column in table.column_items
        }

    @cached_property
    def cells(self) -> tuple[CellKey, ...]:
        """Every cell in the order of the paper."""
        return tuple(self.specs)

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """Everything that must add up inside one report, from the declared totals and balances."""
        return tuple(identity for table in self.tables.values() for identity in _identities(table))

    @cached_property
    def totals(self) -> Mapping[CellKey, tuple[CellKey, ...]]:
        """Each total cell with the parts that fill it; where a row and a column total cross, the column's."""
        found: dict[CellKey, tuple[CellKey, ...]] = {}
        for kind in (IdentityKind.ROW_TOTAL, IdentityKind.COLUMN_TOTAL):
            found |= {identity.left[0]: identity.right for identity in self.identities if identity.kind is kind}
        return {cell: found[cell] for cell in self.cells if cell in found}

    @cached_property
    def carries(self) -> Mapping[CellKey, CellKey]:
        """This year's cell -> last year's cell it starts from."""
        return {
            table.cell(carry.this_year, column): table.cell(carry.last_year, column)
            for table in self.tables.values()
            for carry in table.carries
            for column in table.column_keys
        }


PREAMBLE = "preamble"


def _identities(table: Table) -> Iterator[Identity]:
    for balance in table.balances:
        for column in table.column_keys:
            yield Identity(
                IdentityKind.BALANCE,
                table.key,
                tuple(table.cell(row, column) for row in balance.left),
                tuple(table.cell(row, column) for row in balance.right),
            )
    for row in table.row_items:
        for column in table.column_keys if row.total_of else ():
            yield Identity(
                IdentityKind.ROW_TOTAL,
                table.key,
                (table.cell(row.key, column),),
                tuple(table.cell(part, column) for part in row.total_of),
            )
    for column_item in table.column_items:
        for row_key in table.row_keys if column_item.total_of else ():
            yield Identity(
                IdentityKind.COLUMN_TOTAL,
                table.key,
                (table.cell(row_key, column_item.key),),
                tuple(table.cell(row_key, part) for part in column_item.total_of),
            )
