"""What the form's own sums suggest for rows whose figures cannot be given to their columns.

A row that has lost the gaps between its figures, a cell, or its blanks can be read in several ways. When just one way
satisfies every sum of the form that it takes part in, and at least two of them speak, it is proposed to a person. It is
never read. The search is bounded; where it would grow too large nothing is proposed.
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from reports.schema import CellKey, Identity, IdentityKind, Schema
from reports.value import Number

from .base import Proposal

MOST_READINGS = 400  # of one row
MOST_STEPS = 20_000  # of the search through all rows
MOST_SOLUTIONS = 64
LONGEST = 0.05  # seconds for one file
_LEAST_IDENTITIES = 2
_MOST_TOO_MANY = 2  # cells more than the row should have

_DIGITS = re.compile(r"[0-9]{1,60}")

_Reading = tuple[int | None, ...]
_Sum = tuple[list[int], list[int]]  # the places on both sides of one of the row's own sums


@dataclass(frozen=True)
class Doubtful:
    """A row that was not read: its cells in the order of its head, and the figures as they stand in the file."""

    place: str
    keys: tuple[CellKey, ...]
    figures: tuple[str, ...]


@dataclass
class _Search:
    """Goes through the readings of all rows; ``solutions`` are those in which every identity holds."""

    identities: Sequence[Identity]
    rows: Sequence[tuple[Doubtful, tuple[_Reading, ...]]]
    cells: dict[CellKey, int]
    ends: float
    solutions: list[tuple[_Reading, ...]] = field(default_factory=list)
    steps: int = 0

    def __post_init__(self) -> None:
        self._of_cell: dict[CellKey, list[Identity]] = defaultdict(list)
        for identity in self.identities:
            for key in identity.cells:
                self._of_cell[key].append(identity)
        self._touched = [
            tuple({id(one): one for key in row.keys for one in self._of_cell[key]}.values()) for row, _ in self.rows
        ]

    @property
    def is_exhausted(self) -> bool:
        return (
            self.steps > MOST_STEPS
            or len(self.solutions) > MOST_SOLUTIONS
            or (self.steps % 256 == 0 and time.perf_counter() > self.ends)
        )

    def run(self, chosen: tuple[_Reading, ...] = ()) -> bool:
        """False when the search was given up."""
        if len(chosen) == len(self.rows):
            self.solutions.append(chosen)
            return len(self.solutions) <= MOST_SOLUTIONS
        row, readings = self.rows[len(chosen)]
        for reading in readings:
            self.steps += 1
            if self.is_exhausted:
                return False
            self.cells.update({key: number or 0 for key, number in zip(row.keys, reading, strict=True)})
            fits = all(self._may_hold(identity) for identity in self._touched[len(chosen)])
            if fits and not self.run((*chosen, reading)):
                return False
        for key in row.keys:
            self.cells.pop(key, None)
        return True

    def _may_hold(self, identity: Identity) -> bool:
        left, right = (self._sum(keys) for keys in (identity.left, identity.right))
        if left[1] and right[1]:
            return left[0] == right[0]
        return not (left[1] and right[0] > left[0]) and not (right[1] and left[0] > right[0])

    def _sum(self, keys: Sequence[CellKey]) -> tuple[int, bool]:
        known = [self.cells[key] for key in keys if key in self.cells]
        return sum(known), len(known) == len(keys)


def propose(schema: Schema, cells: Mapping[CellKey, Number], doubtful: Sequence[Doubtful]) -> tuple[Proposal, ...]:
    """A proposal for each row that can be read in one way only; ``cells`` are those that were read."""
    ends = time.perf_counter() + LONGEST
    proposals: list[Proposal] = []
    for table in schema.tables.values():
        identities = [identity for identity in schema.identities if identity.table == table.key]
        rows = [
            (row, readings)
            for row in _first_of_each(doubtful)
            if identities and row.keys[0].startswith(f"{table.key}.") and not any(key in cells for key in row.keys)
            if (readings := _readings(row, identities, ends))
        ]
        if rows:
            proposals += _proposals(schema, identities, cells, rows, ends)
    return tuple(proposals)


def _proposals(
    schema: Schema,
    identities: Sequence[Identity],
    cells: Mapping[CellKey, Number],
    rows: Sequence[tuple[Doubtful, tuple[_Reading, ...]]],
    ends: float,
) -> Iterator[Proposal]:
    known = {key: int(number) for key, number in cells.items()}
    open_keys = {key for row, _ in rows for key in row.keys}
    usable = [one for one in identities if all(key in known or key in open_keys for key in one.cells)]
    spoken = {row.place: [one for one in usable if set(one.cells) & set(row.keys)] for row, _ in rows}
    rows = [row for row in rows if len(spoken[row[0].place]) >= _LEAST_IDENTITIES]
    kept = {key for row, _ in rows for key in row.keys}
    usable = [one for one in usable if set(one.cells) & kept and all(key in known or key in kept for key in one.cells)]
    # Totals first: what they allow bounds everything else.
    weight = {row.place: sum(len(set(one.left) & set(row.keys)) for one in usable) for row, _ in rows}
    rows = sorted(rows, key=lambda row: (-weight[row[0].place], len(row[1])))
    search = _Search(usable, rows, known, ends)
    if not rows or not search.run() or not search.solutions:
        return
    for number, (row, _) in enumerate(rows):
        ways = {solution[number] for solution in search.solutions}
        speaking = [one for one in usable if set(one.cells) & set(row.keys)]
        if len(ways) != 1 or len(speaking) < _LEAST_IDENTITIES:
            continue
        reading = ways.pop()
        yield Proposal(
            row.place,
            _reason(schema, speaking),
            {key: figure for key, figure in zip(row.keys, reading, strict=True) if figure is not None},
        )


def _reason(schema: Schema, speaking: Sequence[Identity]) -> str:
    said: dict[str, None] = {}
    for one in speaking:
        left = "加".join(f"“{schema.specs[key].row.short}”" for key in one.left)
        if one.kind is IdentityKind.COLUMN_TOTAL:
            said[f"本行各栏之和等于“{schema.specs[one.left[0]].column.label}”"] = None
        elif one.kind is IdentityKind.ROW_TOTAL:
            said[f"各行之和等于{left}"] = None
        else:
            right = "加".join(f"“{schema.specs[key].row.short}”" for key in one.right)
            said[f"{left}等于{right}"] = None
    return f"只有这样读，{'、'.join(said)}才都对得上（共{len(speaking)}个等式）；请对照原件确认"


def _first_of_each(doubtful: Sequence[Doubtful]) -> Iterator[Doubtful]:
    """Rows of which there is one print only: of two nobody can say which is meant."""
    counts: dict[tuple[CellKey, ...], int] = defaultdict(int)
    for row in doubtful:
        counts[row.keys] += 1
    yield from (row for row in doubtful if counts[row.keys] == 1)


def _readings(row: Doubtful, identities: Sequence[Identity], ends: float) -> tuple[_Reading, ...]:
    """Every way to give the figures to the row's cells in which the row's own totals come out; none when too many."""
    if not row.figures or not all(_DIGITS.fullmatch(figure) for figure in row.figures):
        return ()
    own = [
        ([row.keys.index(key) for key in one.left], [row.keys.index(key) for key in one.right])
        for one in identities
        if set(one.cells) <= set(row.keys)
    ]
    found: dict[_Reading, None] = {}
    try:
        for reading in _ways(row.figures, len(row.keys), own, ends):
            found[reading] = None
            if len(found) > MOST_READINGS:
                return ()
    except _TooManyError:
        return ()
    return tuple(found)


class _TooManyError(Exception):
    """The search for one row's readings was given up."""


def _ways(figures: tuple[str, ...], size: int, own: Sequence[_Sum], ends: float) -> Iterator[_Reading]:
    """Figures run together are taken apart; lost blanks are put in; of too many figures some are left out."""
    yield from _taken_apart(figures, size, own, ends)
    if any(len(figure) > 1 and figure.startswith("0") for figure in figures):
        return
    numbers = [int(figure) for figure in figures]
    reading: _Reading
    if len(numbers) < size:
        for places in combinations(range(size), len(numbers)):
            placed = dict(zip(places, numbers, strict=True))
            reading = tuple(placed.get(position) for position in range(size))
            if _adds_up(reading, own):
                yield reading
    elif size < len(numbers) <= size + _MOST_TOO_MANY:
        for places in combinations(range(len(numbers)), size):
            reading = tuple(numbers[place] for place in places)
            if _adds_up(reading, own):
                yield reading


def _taken_apart(figures: tuple[str, ...], size: int, own: Sequence[_Sum], ends: float) -> Iterator[_Reading]:
    """Every way to cut the figures into ``size`` numbers none of which begins with a needless 0.

    Raises :class:`_TooManyError` when there are too many to try before ``ends``.
    """
    if len(figures) > size:
        return
    steps = 0
    closing = {max(left + right) + 1: (left, right) for left, right in own}
    totals = {left[0]: right for left, right in own if len(left) == 1 and left[0] > max(right)}

    def may_add_up(taken: tuple[int, ...], waiting: int) -> bool:
        """The parts so far are not more than the longest total the digits left over can make."""
        total = min((place for place in totals if place >= len(taken)), default=-1)
        if total < 0:
            return True
        longest = waiting - (size - len(taken) - 1)
        most: int = 10 ** max(longest, 0)
        return sum(taken[place] for place in totals[total] if place < len(taken)) < most

    def cut(number: int, rest: str, taken: tuple[int, ...]) -> Iterator[_Reading]:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS or (steps % 256 == 0 and time.perf_counter() > ends):
            raise _TooManyError
        if (identity := closing.get(len(taken))) and not _adds_up(taken, [identity]):
            return
        if not rest and number + 1 < len(figures):
            number, rest = number + 1, figures[number + 1]
        if not rest:
            if len(taken) == size:
                yield taken
            return
        left = size - len(taken)
        if left < len(figures) - number:
            return
        waiting = len(rest) + sum(map(len, figures[number + 1 :]))
        if not may_add_up(taken, waiting):
            return
        for length in range(1, 2 if rest[0] == "0" else min(len(rest), 10) + 1):
            if left - 1 <= waiting - length:
                yield from cut(number, rest[length:], (*taken, int(rest[:length])))

    yield from cut(0, figures[0], ())


def _adds_up(reading: Sequence[int | None], own: Sequence[_Sum]) -> bool:
    return all(
        sum(reading[place] or 0 for place in left) == sum(reading[place] or 0 for place in right)
        for left, right in own
        if max(left + right) < len(reading)
    )
