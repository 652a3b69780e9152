"""Which cells are most likely wrong where equations fail, and what they should hold.

The smallest sets of changes that make every judged equation of the report hold with whole numbers from 0 up (Fellegi
and Holt 1976), those of equal size ranked by how likely the slip is. The equations determine a wrong cell where it
stands in two of them or more and no other set of that size would do: in table 三 as a rule. In table 四 each cell
stands in one equation, so each cell of the group would do: there a change is proposed only for a reason of its own.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from reports.checks import CHECKS, bound_figures, identities, prose
from reports.checks.base import Check, Context, Level
from reports.schema import CellKey
from reports.value import Number, ReportValue, number_text

from .equations import Soft, figures, soft_equations, structure
from .filed import Filed, Way
from .texts import from_mentioned, from_texts

EXACT_SECONDS, ALL_SECONDS = 0.06, 0.15
_NOTHING_KNOWN = Context()


@dataclass(frozen=True)
class Change:
    """One cell and what it should hold; ``before`` is what was filed, ``label`` how findings name the cell.

    ``follows``: a total that fills itself once the other changes of the suggestion are made.
    """

    cell: CellKey
    before: Number | None
    after: int
    label: str = field(default="", compare=False)
    follows: bool = field(default=False, compare=False)

    @property
    def sentence(self) -> str:
        if self.before is None:
            return f"把 {self.label} 填为 {self.after}"
        return f"把 {self.label} 从 {number_text(self.before)} 改为 {self.after}"


@dataclass(frozen=True)
class Suggestion:
    """Changes that belong together; ``equations`` did not hold and do then; ``reasons`` speak for these cells.

    Suggestions are other ways of settling the same where they have one of ``settled`` in common.
    """

    changes: tuple[Change, ...]
    equations: int
    reasons: tuple[str, ...]
    settled: frozenset[int | Soft] = field(default=frozenset(), compare=False, repr=False)

    @property
    def typed(self) -> tuple[Change, ...]:
        """Without the totals that follow by themselves."""
        return tuple(change for change in self.changes if not change.follows)

    @property
    def sentence(self) -> str:
        also = "，有关总计随之改动" if len(self.typed) < len(self.changes) else ""
        return f"{'；'.join(change.sentence for change in self.typed)}{also}，{self.equations} 个等式全部成立"


def suggestions(
    value: ReportValue,
    context: Context = _NOTHING_KNOWN,
    mentioned: Mapping[CellKey, int] | None = None,
    most: int = 3,
) -> list[Suggestion]:
    """Up to ``most`` suggestions, best first; none when all holds or nothing of at most four changes is found.

    ``mentioned`` are the figures that the prose gives for cells; without it the texts are read. A suggestion settles
    what hangs together through equations, in at most four changes: a cell with the totals that fill themselves counts
    as one, and so does a run of figures that is one row or column off. The best of everything that fails come first,
    other ways after them. What another rule calls an error is never suggested.
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
    ranked: list[tuple[int, bool, int, Way]] = []
    for filed in open_parts:
        ways = [way for way in filed.ways(soft, last_year, until) if not _is_forbidden(value, context, way)]
        for rank, way in enumerate(_worth_saying(ways, most)):
            ranked += [(rank, False, len(piece.after), piece) for piece in filed.pieces(way, soft, last_year)]
    inside = frozenset(cell for part in whole.parts for cell in part.cells)
    beside = [way for way in _beside(value, other_reports, inside) if not _is_forbidden(value, context, way)]
    ranked += [(0, True, 1, way) for way in beside]
    ranked.sort(key=lambda entry: entry[:3])
    different: dict[tuple[tuple[CellKey, int], ...], Way] = {}
    for *_, way in ranked:
        different.setdefault(tuple(way.after.items()), way)
    return [_suggestion(value, way) for way in different.values()][:most]


def _worth_saying(ways: list[Way], most: int) -> list[Way]:
    """All ways where there are few; where many would do, only those for which the most speaks.

    One that makes a figure disagree with the text or another report is left out where another does not.
    """
    if not all(way.breaks for way in ways):
        ways = [way for way in ways if not way.breaks]
    many = len(ways) > most or (len(ways) > 1 and len(ways[0].settled) == 1)
    if many:
        ways = [way for way in ways if way.reasons and way.points == ways[0].points]
    return ways[:most]


def _is_forbidden(value: ReportValue, context: Context, way: Way) -> bool:
    """Whether another rule would still call one of the changed figures an error."""
    after = value.replace(way.after)
    return any(way.after.keys() & finding.cells for entry in _figure_rules() for finding in entry(after, context))


@cache
def _figure_rules() -> tuple[Check, ...]:
    """The rules of single figures whose breach is an error: not the sums, which are what is settled here."""
    apart = (identities.__name__, prose.__name__, bound_figures.__name__)
    return tuple(
        entry for entry in CHECKS if entry.level is Level.ERROR and not entry.rule.__module__.startswith(apart)
    )


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
            yield Way(after, frozenset(other for other in others if other.gap(numbers)), 0, (equation.source,))


def _suggestion(value: ReportValue, way: Way) -> Suggestion:
    changes = (
        Change(cell, value[cell], number, value.schema.specs[cell].label, cell in way.following)
        for cell, number in way.after.items()
    )
    return Suggestion(tuple(changes), len(way.settled), way.reasons, way.settled)
