"""How likely a set of changes undoes what really went wrong, judged by the slips people make when they type figures."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import NamedTuple

from reports.schema import CellKey, Layout, Schema
from reports.value import Number

from .equations import Soft


class Likelihood(NamedTuple):
    """``points`` order sets of equal size; ``reasons`` are those of them that a person would accept as one.

    ``breaks`` says that a figure would no longer agree with the text or another report, as it does now.
    """

    points: int
    reasons: tuple[str, ...]
    breaks: bool


class Known(NamedTuple):
    """What speaks for a change: ``numbers`` are the figures as filed, with those of ``blank`` cells filled in.

    ``following`` are totals that fill themselves: what becomes of them is no evidence.
    """

    schema: Schema
    numbers: Mapping[CellKey, int]
    blank: frozenset[CellKey]
    soft: tuple[Soft, ...]
    last_year: Mapping[CellKey, Number | None]
    following: frozenset[CellKey] = frozenset()


SWAPPED, MOVED = "与相邻格填反", "填到了相邻的格"
TRANSPOSED, DROPPED, DOUBLED = "数字颠倒", "漏了一位数字", "多了一位数字"
SIGN = "多了负号"
_STRONG, _WEAK = 6, 2


def likelihood(after: Mapping[CellKey, int], known: Known) -> Likelihood:
    """Of changing each of these cells to the number given."""
    points = 0
    reasons: list[str] = []
    breaks = False
    typed = {cell: number for cell, number in after.items() if cell not in known.following}
    for cell, number in typed.items():
        if cell not in known.blank:
            slip, worth = slip_of(known.numbers[cell], number)
            points += worth
            reasons += [slip] if slip else []
        points += _nearer(known.last_year.get(cell), known.numbers[cell], number)
        # A total filed by hand goes wrong alone; several at once are right, and their parts are not.
        points += (cell in known.schema.totals) * (1 if len(typed) == 1 else -_WEAK)
    for one, other in combinations(typed, 2):
        before = known.numbers[one], known.numbers[other]
        if before == (after[other], after[one]) and other in neighbours(known.schema)[one]:
            points += _STRONG + _WEAK
            reasons.append(SWAPPED if all(before) else MOVED)
    changed = {**known.numbers, **after}
    for equation in known.soft:
        if any(cell in after for cell, _ in equation.terms):
            was = equation.gap(known.numbers) or any(cell in known.blank for cell, _ in equation.terms)
            now = equation.gap(changed)
            points += _STRONG * (bool(was) - bool(now))
            reasons += [equation.source] if was and not now else []
            breaks = breaks or (bool(now) and not was)
    return Likelihood(points, tuple(dict.fromkeys(reasons)), breaks)


def slip_of(typed: int, meant: int) -> tuple[str, int]:
    """The slip of the fingers that makes ``typed`` out of ``meant``, with its points.

    One wrong digit counts, but is no reason: any figure near the filed one has that.
    """
    if typed == -meant:
        return SIGN, _STRONG
    was, should = str(typed), str(meant)
    if len(was) == len(should):
        differing = [place for place, (one, other) in enumerate(zip(was, should, strict=True)) if one != other]
        if len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(was) == sorted(should):
            return TRANSPOSED, _STRONG
        if len(differing) == 1 and len(was) > 1:
            return "", _WEAK
    elif typed and meant:
        if was in _one_less(should):
            return DROPPED, _STRONG - 1
        if should in _one_less(was):
            return DOUBLED, _STRONG - 1
    return "", 0


def _one_less(digits: str) -> Iterator[str]:
    return (digits[:place] + digits[place + 1 :] for place in range(len(digits)))


def _nearer(last_year: Number | None, before: int, after: int) -> int:
    """1 when the change leads nearer to last year's figure, -1 when away from it."""
    if last_year is None:
        return 0
    was, now = abs(before - Decimal(last_year)), abs(after - Decimal(last_year))
    return (now < was) - (now > was)


@cache
def neighbours(schema: Schema) -> Mapping[CellKey, frozenset[CellKey]]:
    """The cells printed right beside each cell."""
    found: dict[CellKey, frozenset[CellKey]] = {}
    for table in schema.tables.values():
        lines = [[table.cell(row, column) for column in table.column_keys] for row in table.row_keys]
        if table.layout is Layout.ACROSS:
            lines = [[cell for line in lines for cell in line]]
        for at, line in enumerate(lines):
            for place, cell in enumerate(line):
                beside = line[max(place - 1, 0) : place] + line[place + 1 : place + 2]
                over = [other[place] for other in lines[max(at - 1, 0) : at] + lines[at + 1 : at + 2]]
                found[cell] = frozenset(beside + over)
    return found
