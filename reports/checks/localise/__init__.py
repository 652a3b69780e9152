"""Which cells are most likely wrong where equations fail, and what they should hold.

The smallest sets of changes that make every judged equation of the report hold with whole numbers from 0 up (Fellegi
and Holt 1976), those of equal size ranked by how likely the slip is. The equations determine a wrong cell where it
stands in two of them or more and no other set of that size would do: in table 三 as a rule. In table 四 each cell
stands in one equation, so each cell of the group would do: there a change is proposed only for a reason of its own.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod

from reports.checks.base import Context
from reports.schema import CellKey, Schema
from reports.value import Number, ReportValue, number_text

from .equations import Part, Soft, Structure, figures, soft_equations, structure
from .likelihood import Known, likelihood
from .programme import fewest_changes
from .search import MOST_CHANGES, Deltas, Search

EXACT_SECONDS, ALL_SECONDS = 0.06, 0.15
MOST_FILLINGS = 8  # ways to fill blanks over which equations disagree that are all tried
_NOTHING_KNOWN = Context()


@dataclass(frozen=True)
class Change:
    """One cell and what it should hold; ``before`` is what was filed, ``label`` how findings name the cell."""

    cell: CellKey
    before: Number | None
    after: int
    label: str = field(default="", compare=False)

    @property
    def sentence(self) -> str:
        if self.before is None:
            return f"把 {self.label} 填为 {self.after}"
        return f"把 {self.label} 从 {number_text(self.before)} 改为 {self.after}"


@dataclass(frozen=True)
class Suggestion:
    """Changes that belong together; ``equations`` did not hold and do then; ``reasons`` speak for these cells."""

    changes: tuple[Change, ...]
    equations: int
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return f"{'；'.join(change.sentence for change in self.changes)}，{self.equations} 个等式全部成立"


def suggestions(
    value: ReportValue,
    context: Context = _NOTHING_KNOWN,
    mentioned: Mapping[CellKey, int] | None = None,
    most: int = 3,
) -> list[Suggestion]:
    """Up to ``most`` suggestions, best first; none when all holds or nothing of at most four changes is found.

    ``mentioned`` are the figures that the prose gives for cells. The first suggestion settles all that can be settled
    at once, later ones are other ways; where one would have to change more than four cells, each settles what hangs
    together. An equation with two blanks is not judged; one blank is filled in where all its equations agree.
    Equations with other reports choose between sets of equal size, and lead to a change of their own only where one
    cell outside the in-table equations settles them. Takes at most :data:`ALL_SECONDS`.
    """
    start = time.perf_counter()
    soft = soft_equations(value, context)
    whole = structure(value.schema)
    last_year = context.previous.cells if context.previous else {}
    parts: list[list[_Way]] = []
    for part in whole.parts:
        until = start + EXACT_SECONDS, start + ALL_SECONDS
        ways = _Filed(value, whole, part).ways(soft, mentioned or {}, last_year, until)
        parts.append(_worth_saying(ways, most))
    inside = frozenset(cell for part in whole.parts for cell in part.cells)
    parts += [[way] for way in _beside(value, soft, inside)]
    return [_suggestion(value, way) for way in _joined([ways for ways in parts if ways])[:most]]


@dataclass(frozen=True)
class _Way:
    """One way to settle a part of the equations."""

    after: Mapping[CellKey, int]
    equations: int
    points: int
    reasons: tuple[str, ...]


class _Filed:
    """The figures of one part of the equations, its blanks set apart.

    ``unknown`` are cells without a figure that their equations could give: those that are the only one without in each
    of these. ``judged`` are the equations with no other cell without a figure.
    """

    def __init__(self, value: ReportValue, whole: Structure, part: Part) -> None:
        self.schema: Schema = value.schema
        self.whole = whole
        self.part = part
        self.numbers = figures(value, part.cells)
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

    def ways(
        self,
        soft: tuple[Soft, ...],
        mentioned: Mapping[CellKey, int],
        last_year: Mapping[CellKey, Number | None],
        until: tuple[float, float],
    ) -> list[_Way]:
        """All smallest ways to settle this part, best first."""
        found: list[tuple[int, dict[CellKey, int], Deltas, int]] = []
        answers = [self._answers(cell) for cell in self.unknown]
        if prod(map(len, answers)) > MOST_FILLINGS:
            answers = [each[-1:] for each in answers]
        for filling in product(*answers):
            filled = dict(zip(self.unknown, filling, strict=True))
            numbers = {**self.numbers, **filled}
            search = Search(self.whole, self.part, numbers, self.judged, frozenset(filled), until[0])
            if not search.gaps and not search.negative and not filled:
                return []
            sets = search.smallest()
            if not sets:
                deltas = fewest_changes(search.members, search.gaps, numbers, MOST_CHANGES, until[1])
                sets = [deltas] if deltas else []
            sets = [deltas for deltas in sets if len(deltas) + len(filled) <= MOST_CHANGES]
            settled = len({number for cell in filled for number, _ in self.whole.stands_in[cell]} | search.gaps.keys())
            found += [(len(deltas), filled, deltas, settled) for deltas in sets]
        fewest = min((size for size, *_ in found), default=0)
        ways = []
        for size, filled, deltas, settled in found:
            if size > fewest:
                continue
            numbers = {**self.numbers, **filled}
            known = Known(self.schema, numbers, frozenset(filled), soft, mentioned, last_year)
            after = {cell: numbers[cell] + delta for cell, delta in deltas.items()} | filled
            points, reasons = likelihood(after, known)
            changed = {**numbers, **after}
            beside = [equation for equation in soft if any(cell in after for cell, _ in equation.terms)]
            more = sum(bool(equation.gap(numbers)) and equation.gap(changed) == 0 for equation in beside)
            ordered = {cell: after[cell] for cell in self.part.cells if cell in after}
            ways.append(_Way(ordered, settled + more, points, reasons))
        return sorted(ways, key=lambda way: -way.points)

    def _answers(self, cell: CellKey) -> list[int]:
        """What its equations would have a blank cell hold."""
        found: dict[int, None] = {}
        for number, sign in self.whole.stands_in[cell]:
            rest = sum(each * self.numbers[other] for other, each in self.whole.equations[number] if other != cell)
            if -sign * rest >= 0:
                found[-sign * rest] = None
        return list(found)


def _worth_saying(ways: list[_Way], most: int) -> list[_Way]:
    """All ways where there are few; where many would do, only those for which the most speaks."""
    many = len(ways) > most or (len(ways) > 1 and ways[0].equations == 1)
    if many:
        ways = [way for way in ways if way.reasons and way.points == ways[0].points]
    return ways[:most]


def _beside(value: ReportValue, soft: tuple[Soft, ...], inside: frozenset[CellKey]) -> Iterator[_Way]:
    """Cells outside the in-table equations that differ from what other reports say: the first cell of the equation."""
    numbers = figures(value, value.schema.cells)
    for equation in soft:
        cell, sign = equation.terms[0]
        gap = equation.gap(numbers)
        if not gap or any(other in inside for other, _ in equation.terms):
            continue
        after = {cell: numbers[cell] - sign * gap}
        others = [other for other in soft if other.terms[0][0] == cell]
        if after[cell] >= 0 and not any(other.gap({**numbers, **after}) for other in others):
            yield _Way(after, sum(bool(other.gap(numbers)) for other in others), 0, (equation.source,))


def _joined(parts: list[list[_Way]]) -> list[_Way]:
    """The best ways of all parts in one, then others; each part alone where that changes too many cells."""
    if not parts:
        return []
    best = [ways[0] for ways in parts]
    if sum(len(way.after) for way in best) > MOST_CHANGES:
        return sorted((way for ways in parts for way in ways), key=lambda way: (len(way.after), -way.points))
    others = [[*best[:at], way, *best[at + 1 :]] for at, ways in enumerate(parts) for way in ways[1:]]
    others.sort(key=lambda ways: -sum(way.points for way in ways))
    return [
        _Way(
            {cell: number for way in ways for cell, number in way.after.items()},
            sum(way.equations for way in ways),
            sum(way.points for way in ways),
            tuple(dict.fromkeys(reason for way in ways for reason in way.reasons)),
        )
        for ways in [best, *others]
    ]


def _suggestion(value: ReportValue, way: _Way) -> Suggestion:
    changes = (Change(cell, value[cell], number, value.schema.specs[cell].label) for cell, number in way.after.items())
    return Suggestion(tuple(changes), way.equations, way.reasons)
