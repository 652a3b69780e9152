"""The smallest sets of cells that can be changed so that every equation holds, in whole numbers from 0 up.

The error localisation problem of Fellegi and Holt (1976). One to four cells are searched exactly, but for changes that
stand on the corners of a rectangle, which no equation shows; what the search does not reach in its time is left to
integer programming (HiGHS), which gives one set.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from reports.schema import CellKey

from .equations import Part, Structure

MOST_CHANGES = 4
MOST_SETS = 200
_NOTHING_FOLLOWS: Mapping[CellKey, frozenset[CellKey]] = {}

Deltas = dict[CellKey, int]
"""How much each changed cell goes up or down."""


class Search:
    """One part of the equations with the figures as filed.

    ``gaps`` are the equations that fail, with what their left side has too much. ``judged`` equations must hold in the
    end; those with blanks are not among them. ``fixed`` cells are not to be changed. ``follows`` are for cells the
    totals that go up and down with them; such totals are not changed by themselves. ``until`` is a moment of
    ``time.perf_counter``.
    """

    def __init__(
        self,
        structure: Structure,
        part: Part,
        numbers: Mapping[CellKey, int],
        judged: frozenset[int],
        fixed: frozenset[CellKey],
        until: float,
        follows: Mapping[CellKey, frozenset[CellKey]] = _NOTHING_FOLLOWS,
    ) -> None:
        self.follows = follows
        self.numbers = numbers
        self.until = until
        self.equations = structure.equations
        kept = fixed.union(*follows.values())
        self.cells = [cell for cell in part.cells if cell in numbers and cell not in kept]
        self.stands_in = {cell: _places(structure, (cell, *follows.get(cell, ())), judged) for cell in self.cells}
        members: dict[int, list[tuple[CellKey, int]]] = {number: [] for number in part.equations & judged}
        for cell, places in self.stands_in.items():
            for number, sign in places:
                members[number].append((cell, sign))
        self.members = {number: tuple(terms) for number, terms in members.items()}
        self.broad = [cell for cell in self.cells if len(self.stands_in[cell]) > 2]
        self.gaps = {
            number: gap
            for number in sorted(self.members)
            if (gap := sum(sign * numbers[cell] for cell, sign in self.equations[number]))
        }
        self.negative = frozenset(cell for cell in self.cells if numbers[cell] < 0 and self.stands_in[cell])

    def smallest(self, below: int = MOST_CHANGES + 1) -> list[Deltas]:
        """All sets of the smallest size; empty when that is not ``below`` or not found in time."""
        if not self.gaps and not self.negative:
            return [{}]
        for size in range(1, below):
            if found := self.of_size(size):
                return found
            if time.perf_counter() > self.until:
                break
        return []

    def of_size(self, size: int) -> list[Deltas]:
        """Sets of so many changes, at most :data:`MOST_SETS` of them; totals that follow are left out."""
        found: dict[frozenset[CellKey], Deltas] = {}
        for deltas in self._sets(self.gaps, size, {}):
            found.setdefault(frozenset(deltas), deltas)
            if len(found) >= MOST_SETS:
                break
        return list(found.values())

    def with_totals(self, deltas: Deltas) -> Deltas:
        """The changes and those of the totals that follow them."""
        found = Counter(deltas)
        for cell, delta in deltas.items():
            for total in self.follows.get(cell, ()):
                found[total] += delta
        return {cell: delta for cell, delta in found.items() if delta}

    def left_over(self, deltas: Deltas) -> dict[int, int]:
        """The equations that still fail after these changes."""
        gaps = self.gaps
        for cell, delta in deltas.items():
            gaps = self._after(gaps, cell, delta)
        return gaps

    def _sets(self, gaps: dict[int, int], left: int, chosen: Deltas) -> Iterator[Deltas]:
        """Ways to close ``gaps`` with ``left`` more cells.

        Some equation has only one changed cell in it, unless the changes run in a circle: that one makes up the whole
        gap. So every failing equation is tried as that one.
        """
        if left == 1:
            yield from self._last(gaps, chosen)
            return
        if time.perf_counter() > self.until or not self._can_close(gaps, left):
            return
        for number, gap in gaps.items():
            for cell, sign in self.members[number]:
                delta = -sign * gap
                if cell in chosen or self.numbers[cell] + delta < 0:
                    continue
                after = self._after(gaps, cell, delta)
                if after:
                    yield from self._sets(after, left - 1, {**chosen, cell: delta})

    def _last(self, gaps: dict[int, int], chosen: Deltas) -> Iterator[Deltas]:
        first, gap = next(iter(gaps.items()), (None, 0))
        if first is None:
            return
        for cell, sign in self.members[first]:
            places = self.stands_in[cell]
            delta = -sign * gap
            if (
                len(places) == len(gaps)
                and cell not in chosen
                and self.numbers[cell] + delta >= 0
                and all(gaps.get(number) == -each * delta for number, each in places)
            ):
                deltas = {**chosen, cell: delta}
                if self.negative <= deltas.keys():
                    yield deltas

    def _after(self, gaps: dict[int, int], cell: CellKey, delta: int) -> dict[int, int]:
        found = dict(gaps)
        for number, sign in self.stands_in[cell]:
            gap = found.get(number, 0) + sign * delta
            if gap:
                found[number] = gap
            else:
                found.pop(number, None)
        return found

    def _can_close(self, gaps: dict[int, int], left: int) -> bool:
        """A cell closes two equations, one that stands in three of them that fail closes three."""
        if len(gaps) <= 2 * left:
            return True
        broad = sum(all(number in gaps for number, _ in self.stands_in[cell]) for cell in self.broad)
        return len(gaps) <= 2 * left + min(left, broad)


def _places(structure: Structure, cells: Iterable[CellKey], judged: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """The equations that a change of all these cells by one moves, and by how much."""
    moved: dict[int, int] = {}
    for cell in cells:
        for number, sign in structure.stands_in[cell]:
            if number in judged:
                moved[number] = moved.get(number, 0) + sign
    return tuple((number, sign) for number, sign in moved.items() if sign)
