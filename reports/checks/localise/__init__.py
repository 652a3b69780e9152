"""Which cells are most likely wrong where equations fail, and what they should hold.

The smallest sets of changes that make every judged equation of the report hold with whole numbers from 0 up (Fellegi
and Holt 1976), those of equal size ranked by how likely the slip is. The equations determine a wrong cell where it
stands in two of them or more and no other set of that size would do: in table 三 as a rule. In table 四 each cell
stands in one equation, so each cell of the group would do: there a change is proposed only for a reason of its own.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reports.checks.base import Context
from reports.schema import CellKey
from reports.value import Number, ReportValue, number_text

from .equations import Soft, figures, soft_equations, structure
from .filed import Filed, Way
from .search import MOST_CHANGES
from .texts import from_mentioned, from_texts

EXACT_SECONDS, ALL_SECONDS = 0.06, 0.15
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

    ``mentioned`` are the figures that the prose gives for cells; without it the texts are read. The first suggestion
    settles all that can be settled at once, later ones are other ways; where one would have to change more than four
    cells, each settles what hangs together. Only a run of figures that is one row or column off is put back in more.
    An equation with two blanks is not judged; one blank is filled in where all its equations agree. Equations with
    other reports choose between sets of equal size, and lead to a change of their own only where one cell outside the
    in-table equations settles them. Takes at most :data:`ALL_SECONDS`.
    """
    start = time.perf_counter()
    until = start + EXACT_SECONDS, start + ALL_SECONDS
    whole = structure(value.schema)
    other_reports = soft_equations(value, context)
    open_parts = [filed for part in whole.parts if not (filed := Filed(value, whole, part)).holds]
    soft = other_reports
    if open_parts:
        soft += tuple(from_texts(value) if mentioned is None else from_mentioned(mentioned))
    last_year = context.previous.cells if context.previous else {}
    parts = [_worth_saying(filed.ways(soft, last_year, until), most) for filed in open_parts]
    inside = frozenset(cell for part in whole.parts for cell in part.cells)
    parts += [[way] for way in _beside(value, other_reports, inside)]
    return [_suggestion(value, way) for way in _joined([ways for ways in parts if ways])[:most]]


def _worth_saying(ways: list[Way], most: int) -> list[Way]:
    """All ways where there are few; where many would do, only those for which the most speaks."""
    many = len(ways) > most or (len(ways) > 1 and ways[0].equations == 1)
    if many:
        ways = [way for way in ways if way.reasons and way.points == ways[0].points]
    return ways[:most]


def _beside(value: ReportValue, soft: tuple[Soft, ...], inside: frozenset[CellKey]) -> Iterator[Way]:
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
            yield Way(after, sum(bool(other.gap(numbers)) for other in others), 0, (equation.source,))


def _joined(parts: list[list[Way]]) -> list[Way]:
    """The best ways of all parts in one, then others; each part alone where that changes too many cells."""
    if not parts:
        return []
    best = [ways[0] for ways in parts]
    if len(parts) > 1 and sum(len(way.after) for way in best) > MOST_CHANGES:
        ranked = [(rank, len(way.after), way) for ways in parts for rank, way in enumerate(ways)]
        return [way for _, _, way in sorted(ranked, key=lambda entry: entry[:2])]
    others = [[*best[:at], way, *best[at + 1 :]] for at, ways in enumerate(parts) for way in ways[1:]]
    others.sort(key=lambda ways: -sum(way.points for way in ways))
    return [
        Way(
            {cell: number for way in ways for cell, number in way.after.items()},
            sum(way.equations for way in ways),
            sum(way.points for way in ways),
            tuple(dict.fromkeys(reason for way in ways for reason in way.reasons)),
        )
        for ways in [best, *others]
    ]


def _suggestion(value: ReportValue, way: Way) -> Suggestion:
    changes = (Change(cell, value[cell], number, value.schema.specs[cell].label) for cell, number in way.after.items())
    return Suggestion(tuple(changes), way.equations, way.reasons)
