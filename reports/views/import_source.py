"""The preview's drawing of a file: its tables and pages with marks, and the places to look at."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reports.exchange.base import Box, SourceTable, UnreadableFileError, column_letters
from reports.exchange.pdfpages import page_size
from reports.services.import_cells import CellReview, Fate
from reports.services.import_review import ImportReview

FEWEST_ALIKE = 6  # so many cells with one and the same problem are folded into one entry
MOST_PLACES_OF_CHANGES = 20  # beyond that the table of changes says it better than a list

# The figure that a remark quotes: 去掉了“22件”里的单位“件” is said of many cells as 去掉了单位“件”.
_QUOTED_FIGURE = re.compile(r"(?<=去掉了)“[^“”]*”(?:里的|前面的)|“[^“”]*”(?=按整数读入)")


@dataclass(frozen=True)
class Place:
    """A numbered place to look at; ``sign`` as :attr:`CellReview.sign`.

    ``is_folded``: it is one of many of a kind. ``said`` and ``is_settled`` follow what a person chose.
    """

    number: int
    sign: str
    cell: CellReview
    is_folded: bool = False
    said: str = ""
    is_settled: bool = False

    @property
    def anchor(self) -> str:
        return anchor_of(self.cell)


@dataclass(frozen=True)
class Group:
    """Cells, unread (``sign`` ``e``) or changed to be read (``w``), that have the same thing said of them."""

    sign: str
    sentence: str
    places: tuple[Place, ...]

    @property
    def left(self) -> int:
        return sum(not place.is_settled for place in self.places)


@dataclass(frozen=True)
class DrawnCell:
    """``key`` is the cell of the form that was read from here, or empty."""

    text: str
    colspan: int
    rowspan: int
    place: Place | None
    anchor: str
    key: str = ""


@dataclass(frozen=True)
class DrawnTable:
    """``name`` is the sheet's; rows and ``columns`` are numbered as in the file."""

    number: int
    name: str
    rows: tuple[tuple[int, tuple[DrawnCell, ...]], ...]
    columns: tuple[str, ...]
    sign: str


@dataclass(frozen=True)
class Mark:
    """A cell on a page, in percent of the page so that it fits any width."""

    cell: CellReview
    place: Place | None
    left: float
    top: float
    width: float
    height: float

    @property
    def anchor(self) -> str:
        return anchor_of(self.cell)

    @property
    def style(self) -> str:
        return f"left:{self.left:.2f}%;top:{self.top:.2f}%;width:{self.width:.2f}%;height:{self.height:.2f}%"


@dataclass(frozen=True)
class DrawnPage:
    """``height`` in percent of the width holds the room until the picture is there."""

    number: int
    height: str
    marks: tuple[Mark, ...]
    sign: str


def anchor_of(cell: CellReview) -> str:
    """Where in the drawn file a cell of the form stands; empty when it was not found there."""
    source = cell.source
    return f"src-{source.table}-{source.row}-{source.column}" if source else ""


def places(review: ImportReview) -> tuple[Place, ...]:
    """Cells that could not be read first, then those that were changed to be read, then a few that differ."""
    unread = [(cell.sign, cell) for cell in review.cells if cell.fate is Fate.UNREAD and cell.needs_look]
    looked_at = [*unread, *(("w", cell) for cell in review.noted)]
    alike = Counter(_said(sign, cell) for sign, cell in looked_at)
    marked = [(sign, cell) for sign, cell in looked_at if alike[_said(sign, cell)] < FEWEST_ALIKE]
    folded = [(sign, cell) for sign, cell in looked_at if alike[_said(sign, cell)] >= FEWEST_ALIKE]
    differ = [cell for cell in review.cells if cell.fate is Fate.CHANGED and not cell.problems]
    if len(differ) <= MOST_PLACES_OF_CHANGES:
        marked += [("i", cell) for cell in differ]
    single = [Place(number, sign, cell) for number, (sign, cell) in enumerate(marked, start=1)]
    many = [Place(number, sign, cell, True) for number, (sign, cell) in enumerate(folded, start=len(single) + 1)]
    return (*single, *many)


def _said(sign: str, cell: CellReview) -> tuple[str, str]:
    """What tells one kind of place from another: of a rewritten figure all that is said, but for the figure itself."""
    if sign in "ep":
        return "e", cell.sentences[0] if cell.sentences else "按建议"
    return sign, "；".join(_QUOTED_FIGURE.sub("", sentence) for sentence in cell.sentences)


def grouped(marked: Sequence[Place]) -> tuple[tuple[Place, ...], tuple[Group, ...]]:
    """Places that stand for themselves, and those that are many of a kind."""
    alike: dict[tuple[str, str], list[Place]] = {}
    for place in marked:
        if place.is_folded:
            alike.setdefault(_said(place.sign, place.cell), []).append(place)
    groups = tuple(Group(sign, sentence, tuple(members)) for (sign, sentence), members in alike.items())
    return tuple(place for place in marked if not place.is_folded), groups


def drawn_tables(review: ImportReview, marked: Sequence[Place]) -> tuple[DrawnTable, ...]:
    """The file's own tables that figures were read from, numbered as in the file."""
    by_anchor = {place.anchor: place for place in marked if place.anchor}
    keys = {anchor_of(cell): cell.key for cell in review.cells if cell.source}
    used = {source.table for source in review.result.sources.values()}
    # A row that is only proposed was read from nowhere, and must be seen all the more.
    proposed = {proposal.place for proposal in review.result.proposals}
    for number, table in enumerate(review.result.tables, start=1):
        if not proposed.isdisjoint(table.place(number, row) for row in range(1, len(table.rows) + 1)):
            used.add(number)
    return tuple(
        _drawn(number, table, by_anchor, keys)
        for number, table in enumerate(review.result.tables, start=1)
        if table.rows and (number in used or not used)
    )


def _drawn(number: int, table: SourceTable, by_anchor: dict[str, Place], keys: dict[str, str]) -> DrawnTable:
    cells = [cell for row in table.rows for cell in row]
    # A sheet begins where its first figure stands; every other table at its first column.
    first = min((cell.column for cell in cells), default=1) if table.sheet else 1
    end = max((cell.column + cell.colspan for cell in cells), default=first + 1)
    drawn = []
    below: Counter[int] = Counter()  # column -> rows it is still covered from above
    for row_number, row in enumerate(table.rows, start=table.first_row):
        line: list[DrawnCell] = []
        free = first
        covered = Counter({column: left - 1 for column, left in below.items() if left > 1})
        for cell in sorted(row, key=lambda cell: cell.column):
            line += _blanks(range(free, cell.column), below)
            anchor = f"src-{number}-{row_number}-{cell.column}"
            line.append(
                DrawnCell(cell.text, cell.colspan, cell.rowspan, by_anchor.get(anchor), anchor, keys.get(anchor, ""))
            )
            free = cell.column + cell.colspan
            if cell.rowspan > 1:
                covered.update(dict.fromkeys(range(cell.column, free), cell.rowspan - 1))
        line += _blanks(range(free, end), below)
        drawn.append((row_number, tuple(line)))
        below = covered
    signs = {cell.place.sign for _number, line in drawn for cell in line if cell.place}
    columns = range(first, end)
    return DrawnTable(
        number,
        table.sheet,
        tuple(drawn),
        tuple(column_letters(column) if table.sheet else str(column) for column in columns),
        _worst(signs),
    )


def _blanks(columns: range, below: Counter[int]) -> list[DrawnCell]:
    """Cells that the file does not have, so that those behind them stand in their columns."""
    return [DrawnCell("", 1, 1, None, "") for column in columns if not below[column]]


def _worst(signs: Collection[str]) -> str:
    return next((sign for sign in "epw" if sign in signs), "")


def drawn_pages(review: ImportReview, marked: Sequence[Place]) -> tuple[DrawnPage, ...]:
    """The pages of a PDF that figures were read from, with a box for each figure; nothing for other files."""
    by_key = {place.cell.key: place for place in marked}
    on_page: dict[int, list[tuple[CellReview, Box]]] = {}
    for cell in review.cells:
        if cell.source and cell.source.page and cell.source.box:
            on_page.setdefault(cell.source.page, []).append((cell, cell.source.box))
    data = bytes(review.draft.data) if on_page else b""
    drawn = []
    for number in sorted(on_page):
        try:
            size = page_size(data, number)
        except UnreadableFileError:
            return ()  # its tables are drawn instead
        marks = tuple(_mark(cell, box, by_key.get(cell.key), size) for cell, box in on_page[number])
        signs = {mark.place.sign for mark in marks if mark.place}
        drawn.append(DrawnPage(number, f"{100 * size[1] / size[0]:.2f}", marks, _worst(signs)))
    return tuple(drawn)


def _mark(cell: CellReview, box: Box, place: Place | None, size: tuple[float, float]) -> Mark:
    width, height = size
    return Mark(
        cell,
        place,
        100 * box.left / width,
        100 * box.top / height,
        100 * (box.right - box.left) / width,
        100 * (box.bottom - box.top) / height,
    )
