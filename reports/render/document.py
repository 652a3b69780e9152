"""A report as the blocks of the finished page, once for all writers: page, PDF and what else is printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from reports.schema import PREAMBLE, CellKey, Grid, GridCell, Role, Section, grid
from reports.value import ReportValue, number_text

from .text import SECTION, Heading, Paragraph, paragraphs

# How much of the width the label columns take, by how many there are. The first of several holds upright text.
_LABEL_SHARES: dict[int, tuple[float, ...]] = {0: (), 1: (0.25,), 2: (0.12, 0.28), 3: (0.05, 0.105, 0.32)}

# From this many columns of figures on, a column is too narrow for its head on one line.
_MANY = 7

_SCOPES = {
    Role.BAND: "colgroup",
    Role.COLUMN_GROUP: "colgroup",
    Role.COLUMN: "col",
    Role.ROW_GROUP: "rowgroup",
    Role.ROW: "row",
}
_NUMBERED = re.compile(r"(（[一二三四五六七八九十]+）)(\S{2,5})")
_TAIL = re.compile(r".{2,}?(（[^（）]{1,8}）|[^（）”]{2}”?)")


@dataclass(frozen=True)
class Cell:
    """One physical cell; ``text`` is what is printed ("" when blank), ``key`` the data cell it shows or empty.

    ``column`` is the first grid column from 0. ``scope`` is HTML's. ``upright`` text runs down, a character a line;
    a ``narrow`` cell is one of many columns; a ``left`` one is set from the left.
    """

    role: Role
    text: str
    key: CellKey = ""
    rowspan: int = 1
    colspan: int = 1
    column: int = 0
    scope: str = ""
    upright: bool = False
    narrow: bool = False
    left: bool = False

    @property
    def is_heading(self) -> bool:
        return self.role is not Role.DATA

    @property
    def in_labels(self) -> bool:
        """Whether it stands in the label columns at the left, which stay in sight when the figures are scrolled."""
        return self.role in (Role.CORNER, Role.ROW, Role.ROW_GROUP)

    @property
    def in_pairs(self) -> bool:
        """A head like 商业企业 that reads best two characters a line."""
        return self.narrow and self.role is Role.COLUMN and len(self.text) > 3

    @property
    def parts(self) -> tuple[str, str]:
        """The text up to where it may best be broken, and the rest, which stays together on one line."""
        if self.is_heading and len(self.text) > 4:
            if found := _NUMBERED.fullmatch(self.text):
                return found[1], found[2]
            if len(self.text) <= 16 and (found := _TAIL.fullmatch(self.text)):
                return self.text[: found.start(1)], found[1]
        return self.text, ""


@dataclass(frozen=True)
class Table:
    """A printed table; ``widths`` are shares of every grid column, ``labels`` of them before the figures.

    The first ``head`` rows are repeated on a new page. ``number`` is that of its section (三).
    """

    number: str
    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    labels: int
    head: int

    kind: ClassVar[str] = "table"

    @property
    def head_rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[: self.head]

    @property
    def body_rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[self.head :]

    @property
    def is_wide(self) -> bool:
        """Too wide for a telephone."""
        return len(self.widths) - self.labels >= _MANY

    @property
    def percents(self) -> tuple[str, ...]:
        """The widths as CSS writes them, whatever the language of the page."""
        return tuple(f"{width * 100:.3f}%" for width in self.widths)


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Document:
    """``title_parts`` is the title up to where a second line may best begin, and the rest.

    ``date`` is as it is printed, in brackets; empty while the report is not issued.
    """

    title: str
    title_parts: tuple[str, str]
    issuer: str
    issued_on: date | None
    preamble: tuple[Heading | Paragraph, ...]
    blocks: tuple[Block, ...]

    @property
    def date(self) -> str:
        return f"（{chinese_date(self.issued_on)}）" if self.issued_on else ""

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings of the sections."""
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level == SECTION)


def chinese_date(day: date) -> str:
    """2024年3月28日: Arabic digits without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def document(value: ReportValue, issued_on: date | None = None, issuer: str = "") -> Document:
    """The whole report in the order of the paper; ``issuer`` is the organ itself unless another body issues it."""
    blocks = (block for section in value.schema.sections for block in _section(section, value))
    head = f"{value.organ}{value.year}年"
    return Document(
        title=value.title,
        title_parts=(head, value.title.removeprefix(head)) if value.title.startswith(head) else (value.title, ""),
        issuer=issuer or value.organ,
        issued_on=issued_on,
        preamble=paragraphs(value.texts[PREAMBLE]),
        blocks=tuple(blocks),
    )


def _section(section: Section, value: ReportValue) -> Iterator[Block]:
    yield Heading(SECTION, section.heading, anchor=section.key)
    if section.tables:
        yield _table(section, value)
    if section.text:
        yield from paragraphs(value.texts[section.text.key])


def _table(section: Section, value: ReportValue) -> Table:
    printed = grid(section)
    rows = tuple(
        tuple(_cell(cell, printed, number_text(value[cell.cell]) if cell.cell else cell.text) for cell in row)
        for row in printed.rows
    )
    return Table(section.number, section.heading, rows, _widths(printed), printed.labels, printed.head)


def _cell(cell: GridCell, printed: Grid, text: str) -> Cell:
    return Cell(
        cell.role,
        text,
        key=cell.cell,
        rowspan=cell.rowspan,
        colspan=cell.colspan,
        column=cell.column,
        scope=_SCOPES.get(cell.role, ""),
        upright=cell.role is Role.ROW_GROUP and cell.column == 0 and printed.labels > 1,
        narrow=len(printed.widths) >= _MANY and cell.colspan == 1 and cell.role in (Role.COLUMN, Role.DATA),
        left=cell.role in (Role.ROW, Role.CORNER) and printed.labels > 1,
    )


@lru_cache
def _widths(printed: Grid) -> tuple[float, ...]:
    labels = _LABEL_SHARES[printed.labels]
    rest = 1 - sum(labels)
    return (*labels, *(rest * float(width) for width in printed.widths))
