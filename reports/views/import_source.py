"""The preview's drawing of a file: its tables with marks, the places to look at, and prose paragraph by paragraph."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.exchange.base import SourceTable
from reports.services.import_review import CellReview, Fate, ImportReview

FEWEST_ALIKE = 6  # so many cells with one and the same problem are folded into one entry
MOST_PLACES_OF_CHANGES = 20  # beyond that the table of changes says it better than a list
LEAST_ALIKE = 0.4  # below that a paragraph is shown as one taken out and another put in

# The figure that a remark quotes: 去掉了“22件”里的单位“件” is said of many cells as 去掉了单位“件”.
_QUOTED_FIGURE = re.compile(r"(?<=去掉了)“[^“”]*”(?:里的|前面的)|“[^“”]*”(?=按整数读入)")
_PIECE = re.compile(r"[0-9.,]*[0-9]|.", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A numbered place to look at; ``sign``: ``e`` not read, ``w`` changed to be read, ``i`` differs from the store.

    ``is_folded``: it is one of many of a kind.
    """

    number: int
    sign: str
    cell: CellReview
    is_folded: bool = False

    @property
    def anchor(self) -> str:
        source = self.cell.source
        return f"src-{source.table}-{source.row}-{source.column}" if source else ""


@dataclass(frozen=True)
class Group:
    """Cells, unread (``sign`` ``e``) or changed to be read (``w``), that all have the same thing said of them."""

    sign: str
    sentence: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class DrawnCell:
    text: str
    colspan: int
    rowspan: int
    place: Place | None
    anchor: str


@dataclass(frozen=True)
class DrawnTable:
    number: int
    rows: tuple[tuple[int, tuple[DrawnCell, ...]], ...]
    columns: range
    sign: str


def places(review: ImportReview) -> tuple[Place, ...]:
    """Cells that could not be read first, then those that were changed to be read, then a few that differ."""
    unread = [("e", cell) for cell in review.cells if cell.fate is Fate.UNREAD and cell.problems]
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
    if sign == "e":
        return sign, cell.sentences[0]
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
    used = {source.table for source in review.result.sources.values()}
    return tuple(
        _drawn(number, table, by_anchor)
        for number, table in enumerate(review.result.tables, start=1)
        if table.rows and (number in used or not used)
    )


def _drawn(number: int, table: SourceTable, by_anchor: dict[str, Place]) -> DrawnTable:
    drawn = []
    for row_number, row in enumerate(table.rows, start=table.first_row):
        line = []
        for cell in row:
            anchor = f"src-{number}-{row_number}-{cell.column}"
            line.append(DrawnCell(cell.text, cell.colspan, cell.rowspan, by_anchor.get(anchor), anchor))
        drawn.append((row_number, tuple(line)))
    signs = {cell.place.sign for _number, line in drawn for cell in line if cell.place}
    width = max((cell.column + cell.colspan for row in table.rows for cell in row), default=1)
    return DrawnTable(number, tuple(drawn), range(1, width), next((sign for sign in "ew" if sign in signs), ""))


@dataclass(frozen=True)
class Paragraph:
    """A changed paragraph as runs (``kept``, ``old`` or ``new``, words); ``skipped`` unchanged ones stand before it."""

    runs: tuple[tuple[str, str], ...]
    skipped: int = 0


def paragraph_changes(old: str, new: str) -> tuple[Paragraph, ...]:
    """Only the paragraphs that differ, in order."""
    before, after = old.split("\n"), new.split("\n")
    found: list[Paragraph] = []
    skipped = 0
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            skipped += end - start
            continue
        olds, news = before[start:end], after[other_start:other_end]
        for index in range(max(len(olds), len(news))):
            runs = tuple(_runs("".join(olds[index : index + 1]), "".join(news[index : index + 1])))
            if runs:
                found.append(Paragraph(runs, skipped))
                skipped = 0
    return tuple(found)


def _runs(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Character by character, but a number is one piece: 85 became 83, not 5 became 3."""
    olds, news = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, olds, news, False)
    if not old or not new or matcher.ratio() < LEAST_ALIKE:
        yield from ((kind, text) for kind, text in (("old", old), ("new", new)) if text)
        return
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            yield "kept", "".join(olds[start:end])
            continue
        if end > start:
            yield "old", "".join(olds[start:end])
        if other_end > other_start:
            yield "new", "".join(news[other_start:other_end])
