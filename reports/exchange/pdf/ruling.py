"""Ruling lines -> grids: which cells a table has, merged ones included, by the lines that are drawn and no others."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reports.exchange.base import Box

from .letters import Letter

_TOUCH = 3.0  # points: ends of lines that meet need not do so exactly
_SAME = 2.5  # lines as close are one line, drawn double or in pieces
_LEAST = 3.4  # edges as close have no cell between them, only the room that frames of cells leave
_DASH = 4.0  # gaps in a dashed line
_DRAWN = 0.5  # share of a cell's side that must be drawn to part it from its neighbour
_HANGING = 2.0
_CLOSED = 0.95  # share of the last edge that is drawn in a table that ends with the page
_MOST_LINES = 4000
_MOST_ROWS, _MOST_COLUMNS = 400, 60


class Rule(NamedTuple):
    """A horizontal line at ``at`` points from the top, or a vertical one from the left."""

    vertical: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Area:
    """A cell as rows and columns of the grid, from 0, the last ones excluded."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Ruling:
    """The edges of a table's rows and columns, and its cells."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    areas: tuple[Area, ...]
    is_open: bool = False  # no line closes the whole of it at the bottom

    @property
    def box(self) -> Box:
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def box_of(self, area: Area) -> Box:
        return Box(self.columns[area.left], self.rows[area.top], self.columns[area.right], self.rows[area.bottom])

    def contains(self, letter: Letter) -> bool:
        """Also what hangs out at the bottom of a table that the page's end cuts through a row."""
        (across, down), box = letter.middle, self.box
        if not box.left <= across <= box.right or down < box.top:
            return False
        return down <= box.bottom or (self.is_open and letter.top <= box.bottom + _HANGING)

    def field(self, across: float, down: float) -> tuple[int, int]:
        """Row and column of the grid at a point inside."""
        row = min(max(bisect_right(self.rows, down) - 1, 0), len(self.rows) - 2)
        column = min(max(bisect_right(self.columns, across) - 1, 0), len(self.columns) - 2)
        return row, column


def rulings(rules: Iterable[Rule]) -> list[Ruling]:
    """Every table of more than one cell that the lines draw, the smallest first."""
    whole = _whole(rules)
    if len(whole) > _MOST_LINES:
        return []
    found = [ruling for group in _connected(whole) if (ruling := _ruling(group))]
    return sorted(found, key=lambda ruling: _area(ruling.box))


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Lines that lie on one another or continue each other made one."""
    by_place: dict[bool, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_place[rule.vertical].append(rule)
    done: list[Rule] = []
    for vertical, several in by_place.items():
        places = clusters([rule.at for rule in several], _SAME)
        on: dict[float, list[tuple[float, float]]] = defaultdict(list)
        for rule in several:
            on[nearest(places, rule.at)].append((rule.start, rule.end))
        for at, spans in on.items():
            start, end = min(spans)
            for first, last in sorted(spans):
                if first > end + _DASH:
                    done.append(Rule(vertical, at, start, end))
                    start, end = first, last
                end = max(end, last)
            done.append(Rule(vertical, at, start, end))
    return done


def clusters(values: Iterable[float], tolerance: float) -> list[float]:
    """Values in order, those closer than ``tolerance`` to the first of their kind made one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][0] <= tolerance:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def nearest(places: Sequence[float], value: float) -> float:
    return min(places, key=lambda place: abs(place - value))


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    parent = list(range(len(rules)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    down = [index for index, rule in enumerate(rules) if rule.vertical]
    for index, rule in enumerate(rules):
        if rule.vertical:
            continue
        for other in down:
            line = rules[other]
            if (
                rule.start - _TOUCH <= line.at <= rule.end + _TOUCH
                and line.start - _TOUCH <= rule.at <= line.end + _TOUCH
            ):
                parent[root(index)] = root(other)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for index, rule in enumerate(rules):
        groups[root(index)].append(rule)
    return list(groups.values())


def _ruling(rules: Sequence[Rule]) -> Ruling | None:
    across = [rule for rule in rules if not rule.vertical]
    down = [rule for rule in rules if rule.vertical]
    if not across or not down:
        return None
    rows = _with_open_sides([rule.at for rule in across], down)
    columns = _with_open_sides([rule.at for rule in down], across)
    if not (2 <= len(rows) <= _MOST_ROWS and 2 <= len(columns) <= _MOST_COLUMNS):
        return None
    areas = _areas(rows, columns, across, down)
    if len(areas) <= 1:
        return None
    closing = [rule for rule in across if rows[-1] - rule.at <= _LEAST]
    is_open = sum(rule.end - rule.start for rule in closing) < _CLOSED * (columns[-1] - columns[0])
    return Ruling(tuple(rows), tuple(columns), tuple(areas), is_open)


def _with_open_sides(places: Iterable[float], crossing: Sequence[Rule]) -> list[float]:
    """The edges, and where lines run on beyond the last of them, as in a table cut at the end of the page."""
    edges = clusters(places, _LEAST)
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    return [
        *([first] if first < edges[0] - _TOUCH else []),
        *edges,
        *([last] if last > edges[-1] + _TOUCH else []),
    ]


def _areas(rows: Sequence[float], columns: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]) -> list[Area]:
    height, width = len(rows) - 1, len(columns) - 1
    parent = list(range(height * width))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    walls = _by_place(columns, down)
    floors = _by_place(rows, across)
    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not _drawn(walls[column + 1], rows[row], rows[row + 1]):
                parent[root(here)] = root(here + 1)
            if row + 1 < height and not _drawn(floors[row + 1], columns[column], columns[column + 1]):
                parent[root(here)] = root(here + width)
    fields: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in range(height):
        for column in range(width):
            fields[root(row * width + column)].append((row, column))
    areas: list[Area] = []
    for group in fields.values():
        top, bottom = min(row for row, _ in group), max(row for row, _ in group) + 1
        left, right = min(column for _, column in group), max(column for _, column in group) + 1
        if len(group) == (bottom - top) * (right - left):
            areas.append(Area(top, left, bottom, right))
        else:  # lines that do not part the page into rectangles part nothing: every field for itself
            areas += [Area(row, column, row + 1, column + 1) for row, column in group]
    return sorted(areas, key=lambda area: (area.top, area.left))


def _by_place(edges: Sequence[float], rules: Sequence[Rule]) -> list[list[Rule]]:
    found: list[list[Rule]] = [[] for _ in edges]
    for rule in rules:
        found[edges.index(nearest(edges, rule.at))].append(rule)
    return found


def _drawn(rules: Sequence[Rule], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= _DRAWN * (end - start)
