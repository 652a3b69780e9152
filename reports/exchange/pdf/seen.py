"""From what a page draws to its lines and tables."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.exchange.base import Box

from .drawn import Drawing, turned_back
from .letters import Letter, box_of, cell_text, gap, glued, lines, segments, text_of
from .page import GridCell, Page, RuledTable, TextLine
from .ruling import Area, Ruling, rulings

_COLUMN_GAP = 1.2  # of the letter's size, between figures in columns
_OVER = 0.2  # points a letter may touch the ruling line beside it
_CLEAR = 0.25  # points that part two figures more than the digits of each
_ENOUGH_FIGURES = 3
_ENOUGH_ROWS = 3
CUT = "｜"  # shown where a ruling line cuts through a run of digits


def seen(number: int, drawing: Drawing) -> Page:
    """A page as its reader sees it; a spread of two pages left first."""
    tables = rulings(drawing.rules)
    inside: dict[int, list[Letter]] = defaultdict(list)
    outside: list[Letter] = []
    for letter in drawing.letters:
        table = next((index for index, table in enumerate(tables) if table.contains(letter)), None)
        (outside if table is None else inside[table]).append(letter)
    unruled = _has_columns(outside)
    ruled = [
        _table(table, inside[index], outside, drawing) for index, table in enumerate(tables) if _has_text(inside[index])
    ]
    # A figure may run out of the page at its side: seen with the table above, it is no text of its own.
    outside = [letter for letter in outside if 0 <= letter.middle[0] <= drawing.width]
    halves = _halves(drawing, outside, [table.box for table in tables])
    found_lines = [line for half in halves for line in lines(half)]
    text_lines = [
        TextLine(text, turned_back(box_of(line), drawing), max(letter.size for letter in line))
        for line in found_lines
        if (text := text_of(line))
    ]
    return Page(
        number, drawing.width, drawing.height, tuple(text_lines), tuple(ruled), drawing.pictures, unruled=unruled
    )


def _has_text(letters: Sequence[Letter]) -> bool:
    return any(not letter.is_space for letter in letters)


def _halves(drawing: Drawing, letters: Sequence[Letter], tables: Sequence[Box]) -> list[list[Letter]]:
    """Two groups where two upright pages stand side by side on one, with nothing across the fold."""
    middle = drawing.width / 2
    fold = 0.02 * drawing.width
    across = any(
        letter.left < middle + fold and letter.right > middle - fold for letter in letters if not letter.is_space
    )
    across = across or any(box.left < middle < box.right for box in tables)
    left = [letter for letter in letters if letter.middle[0] < middle]
    right = [letter for letter in letters if letter.middle[0] >= middle]
    if across or drawing.width <= drawing.height or not (_has_text(left) and _has_text(right)):
        return [list(letters)]
    return [left, right]


def _table(ruling: Ruling, letters: Sequence[Letter], outside: Sequence[Letter], drawing: Drawing) -> RuledTable:
    by_field = {
        (row, column): index
        for index, area in enumerate(ruling.areas)
        for row in range(area.top, area.bottom)
        for column in range(area.left, area.right)
    }
    texts: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        texts[by_field[ruling.field(*letter.middle)]].append(letter)
    cut = {
        index: CUT.join(cell_text(texts[part]) for part in pair)
        for pair in _cut_runs(ruling, by_field, letters, outside)
        for index in pair
    }

    def cell(index: int, area: Area) -> GridCell:
        text = cut.get(index) or cell_text(texts[index])
        box = turned_back(ruling.box_of(area), drawing)
        return GridCell(area.top, area.left, area.bottom - area.top, area.right - area.left, text, box)

    cells = tuple(cell(index, area) for index, area in enumerate(ruling.areas))
    return RuledTable(turned_back(ruling.box, drawing), ruling.columns, len(ruling.rows) - 1, cells)


def _cut_runs(
    ruling: Ruling, by_field: dict[tuple[int, int], int], letters: Sequence[Letter], outside: Sequence[Letter]
) -> Iterator[tuple[int, int]]:
    """Pairs of cells between which a run of digits crosses the ruling line: whose the digits are cannot be told.

    -1 stands for what is outside the table.
    """
    box = ruling.box
    beside = [letter for letter in outside if box.top <= letter.middle[1] <= box.bottom]
    own = {id(letter): by_field[ruling.field(*letter.middle)] for letter in letters}
    for line in lines(letter for letter in (*letters, *beside) if not letter.is_space):
        for place, (left, right) in enumerate(pairwise(line)):
            cells = own.get(id(left), -1), own.get(id(right), -1)
            if cells[0] == cells[1] or not glued(left, right):
                continue
            # Full cells side by side: the line runs between two figures that stand further apart than their digits do.
            digits = [pair for pair in pairwise(line[max(place - 1, 0) : place + 3]) if pair != (left, right)]
            usual = max((gap(*pair) for pair in digits if glued(*pair)), default=0.0)
            between = any(left.right - _OVER <= edge <= right.left + _OVER for edge in ruling.columns)
            if not between or gap(left, right) < max(usual, 0.0) + _CLEAR:
                yield cells


def _has_columns(letters: Sequence[Letter]) -> bool:
    """Whether rows of figures stand among the text without ruling lines around them."""
    rows = 0
    for line in lines(letters):
        figures = [part for part in segments(line, _COLUMN_GAP) if text_of(part).replace(".", "").isdigit()]
        rows += len(figures) >= _ENOUGH_FIGURES
    return rows >= _ENOUGH_ROWS
