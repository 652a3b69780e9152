"""Whether the figures of an explanation come to the difference it is to explain."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations

from reports.checks.prose.numbers import Sort, numbers
from reports.models import StoredFinding
from reports.value import Number, number_text

MOST_ADDED = 3  # of many figures some always come to anything
MOST_FIGURES = 8


def sums_up(finding: StoredFinding, text: str) -> str:
    """A sentence on whether the figures in ``text`` give the finding's difference; empty where there is none to judge.

    说明里的数对得上：8102＋272＝8374; 说明里的数合计 8300，与相差 8374 不符. Figures of the finding itself and
    approximate ones do not count.
    """
    difference = _difference(finding)
    if not difference:
        return ""
    figures = [
        figure.value
        for figure in numbers(text)
        if figure.sort in (Sort.COUNT, Sort.MONEY) and not figure.approximate and figure.value
    ]
    if shown := _equation(figures[:MOST_FIGURES], difference):
        return f"说明里的数对得上：{shown}"
    own = [figure for figure in figures if figure not in _sides(finding)]
    if not own:
        return ""
    total = number_text(sum(own))
    return f"说明里的数合计 {total}，与相差 {number_text(difference)} 不符"


def _equation(figures: Sequence[Number], difference: Number) -> str:
    """The figures that come to the difference: all together, one, a few, or two taken from one another."""
    if len(figures) > 1 and sum(figures) == difference:
        return _sum(figures, difference)
    if difference in figures:
        return number_text(difference)
    for count in range(2, MOST_ADDED + 1):
        for some in combinations(figures, count):
            if sum(some) == difference:
                return _sum(some, difference)
    for one, other in combinations(figures, 2):
        if abs(one - other) == difference:
            return f"{number_text(max(one, other))}－{number_text(min(one, other))}＝{number_text(difference)}"
    return ""


def _sum(figures: Sequence[Number], total: Number) -> str:
    return f"{'＋'.join(map(number_text, figures))}＝{number_text(total)}"


def _difference(finding: StoredFinding) -> Number | None:
    if (said := _number(finding.params.get("difference", ""))) is not None:
        return abs(said)
    left, right = _number(finding.expected), _number(finding.filed)
    return None if left is None or right is None else abs(left - right)


def _sides(finding: StoredFinding) -> set[Number | None]:
    said = (finding.expected, finding.filed, finding.params.get("left", ""), finding.params.get("right", ""))
    return {_number(text) for text in said}


def _number(text: str) -> Number | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number == int(number) else number
