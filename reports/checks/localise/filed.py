"""One part of the equations with the figures as filed, and the ways to settle it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import NamedTuple

from reports.schema import CellKey, Schema
from reports.value import Number, ReportValue

from .equations import Part, Soft, Structure, figures
from .likelihood import Known, likelihood
from .programme import fewest_changes
from .search import MOST_CHANGES, Deltas, Search
from .shifts import runs_moved
from .texts import TEXT

MOST_FILLINGS = 8  # ways to fill blanks over which equations disagree that are all tried
RUN_SIZE, RUN_POINTS = 3, 12  # a run that moved is one slip: it stands beside sets of three cells, before them


@dataclass(frozen=True)
class Way:
    """What cells should hold so that the equations ``settled`` hold that do not, and what speaks for it.

    ``following`` are totals that fill themselves once the other cells are changed. ``breaks`` says that a figure would
    no longer agree with the text or another report.
    """

    after: Mapping[CellKey, int]
    settled: frozenset[int | Soft]
    points: int
    reasons: tuple[str, ...]
    following: frozenset[CellKey] = frozenset()
    breaks: bool = False


class _Found(NamedTuple):
    size: int
    filled: dict[CellKey, int]
    deltas: Deltas
    settled: frozenset[int]
    reason: str = ""
    following: frozenset[CellKey] = frozenset()


class Filed:
    """One part of the equations with the figures as filed, its blanks set apart.

    ``unknown`` are cells without a figure that their equations could give: those that are the only one without in each
    of these. ``judged`` are the equations with no other cell without a figure.
    """

    def __init__(self, value: ReportValue, whole: Structure, part: Part) -> None:
        self.schema: Schema = value.schema
        self.whole = whole
        self.part = part
        self.whole_report = figures(value, value.schema.cells)
        self.numbers = {cell: self.whole_report[cell] for cell in part.cells if cell in self.whole_report}
        without = {
            number: [cell for cell, _ in whole.equations[number] if cell not in self.numbers]
            for number in part.equations
        }
        self.unknown = [
            cell
            for cell in part.cells
            if cell not in self.numbers and all(without[number] == [cell] for number, _ in whole.stands_in[cell])
        ]
        if len(self.unknown) > MOST_CHANGES:
            self.unknown = []
        self.judged = frozenset(
            number for number, cells in without.items() if all(cell in self.unknown for cell in cells)
        )

    @property
    def holds(self) -> bool:
        """Whether there is nothing to settle."""
        fails = any(
            sum(sign * self.numbers[cell] for cell, sign in self.whole.equations[number])
            for number in self.judged
            if all(cell in self.numbers for cell, _ in self.whole.equations[number])
        )
        return not fails and not self.unknown and all(number >= 0 for number in self.numbers.values())

    def ways(
        self,
        soft: tuple[Soft, ...],
        last_year: Mapping[CellKey, Number | None],
        until: tuple[float, float],
    ) -> list[Way]:
        """All smallest ways to settle this part, best first; ``until`` bounds the search, then all of it."""
        found = [each for filled in self._fillings() for each in self._found(filled, until)]
        fewest = min((each.size for each in found), default=0)
        ways = []
        for _, filled, deltas, failing, reason, following in (each for each in found if each.size == fewest):
            numbers = {**self.whole_report, **filled}
            after = {cell: numbers[cell] + delta for cell, delta in deltas.items()} | filled
            known = Known(self.schema, numbers, frozenset(filled), soft, last_year, following)
            points, reasons, breaks = likelihood(after, known)
            if reason:
                points, reasons = points + RUN_POINTS, (reason,)
            changed = {**numbers, **after}
            beside = [each for each in soft if each.source != TEXT and any(cell in after for cell, _ in each.terms)]
            agrees = {equation for equation in beside if equation.gap(numbers) and equation.gap(changed) == 0}
            in_order = {cell: after[cell] for cell in self.part.cells if cell in after}
            ways.append(Way(in_order, failing | agrees, points, reasons, following, breaks))
        return sorted((way for way in ways if way.after), key=lambda way: (way.breaks, -way.points))

    def pieces(self, way: Way, soft: tuple[Soft, ...], last_year: Mapping[CellKey, Number | None]) -> Iterator[Way]:
        """The changes of a way that have no equation in common, each set by itself."""
        equations = {cell: {number for number, _ in self.whole.stands_in[cell]} for cell in way.after}
        waiting = list(way.after)
        while waiting:
            cells, touched, grown = {waiting[0]}, set(equations[waiting[0]]), True
            while grown:
                near = {cell for cell in waiting if equations[cell] & touched}
                grown = not near <= cells
                cells |= near
                touched.update(*(equations[cell] for cell in near))
            waiting = [cell for cell in waiting if cell not in cells]
            if len(cells) == len(way.after):
                yield way
                return
            after = {cell: number for cell, number in way.after.items() if cell in cells}
            blank = frozenset(cell for cell in after if cell not in self.numbers)
            numbers = {**self.whole_report, **{cell: after[cell] for cell in blank}}
            known = Known(self.schema, numbers, blank, soft, last_year, way.following)
            settled = frozenset(
                each
                for each in way.settled
                if (any(cell in cells for cell, _ in each.terms) if isinstance(each, Soft) else each in touched)
            )
            yield Way(after, settled, *likelihood(after, known)[:2], way.following & cells, way.breaks)

    def _found(self, filled: dict[CellKey, int], until: tuple[float, float]) -> Iterator[_Found]:
        numbers = {**self.numbers, **filled}
        search = Search(self.whole, self.part, numbers, self.judged, frozenset(filled), until[0])
        settled = frozenset(
            {number for cell in filled for number, _ in self.whole.stands_in[cell]} | search.gaps.keys()
        )
        sets = search.smallest()
        least = len(sets[0]) if sets else MOST_CHANGES + 1
        runs = [] if filled or least < RUN_SIZE else [*runs_moved(self.schema, search)]
        if not filled and least > 1 and not runs:
            with_totals = Search(self.whole, self.part, numbers, self.judged, frozenset(), until[0], self._follows())
            fewer = list(self._with_totals(with_totals, least, settled))
            if fewer:
                yield from fewer
                return
        for deltas, reason in runs:
            yield _Found(RUN_SIZE, filled, deltas, settled, reason)
        if not sets and not runs:
            deltas = fewest_changes(search.members, search.gaps, numbers, MOST_CHANGES, until[1])
            sets = [deltas] if deltas else []
        for deltas in sets:
            if len(deltas) + len(filled) <= MOST_CHANGES:
                yield _Found(len(deltas), filled, deltas, settled)

    @staticmethod
    def _with_totals(search: Search, below: int, settled: frozenset[int]) -> Iterator[_Found]:
        """Sets of fewer changes than ``below``, where totals that add up follow their parts."""
        for deltas in search.smallest(below):
            after = search.with_totals(deltas)
            if all(search.numbers[cell] + delta >= 0 for cell, delta in after.items()):
                yield _Found(len(deltas), {}, after, settled, "", frozenset(after) - frozenset(deltas))

    def _follows(self) -> dict[CellKey, frozenset[CellKey]]:
        """For each cell the totals over it that add up now, and so would again when it changes."""
        totals_of: dict[CellKey, list[CellKey]] = {}
        for total, parts in self.schema.totals.items():
            figures_of = [self.numbers[cell] for cell in (total, *parts) if cell in self.numbers]
            if len(figures_of) == 1 + len(parts) and figures_of[0] == sum(figures_of[1:]):
                for cell in parts:
                    totals_of.setdefault(cell, []).append(total)
        found: dict[CellKey, frozenset[CellKey]] = {}
        for cell in totals_of:
            above, border = set[CellKey](), {cell}
            while border:
                border = {total for each in border for total in totals_of.get(each, ())} - above
                above |= border
            found[cell] = frozenset(above)
        return found

    def _fillings(self) -> Iterator[dict[CellKey, int]]:
        """What the blanks could hold: of each what one of its equations says."""
        answers = [self._answers(cell) for cell in self.unknown]
        if prod(map(len, answers)) > MOST_FILLINGS:
            answers = [each[-1:] for each in answers]
        for filling in product(*answers):
            yield dict(zip(self.unknown, filling, strict=True))

    def _answers(self, cell: CellKey) -> list[int]:
        """What its equations would have a blank cell hold."""
        found: dict[int, None] = {}
        for number, sign in self.whole.stands_in[cell]:
            rest = sum(each * self.numbers[other] for other, each in self.whole.equations[number] if other != cell)
            if -sign * rest >= 0:
                found[-sign * rest] = None
        return list(found)
