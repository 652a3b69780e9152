"""The checks: one report, and the arithmetic of 100,000."""

from collections.abc import Iterator

import numpy as np

from reports.checks import Context, run
from reports.checks.identities import ARITHMETIC
from reports.checks.matrix import arithmetic
from reports.schema import V2021
from reports.value import ReportValue
from tests.benchmarks.measure import Row, best_of
from tests.builders import filled

REPORTS = 100_000
VALUES = 1_000


def rows() -> Iterator[Row]:
    yield from one_report(filled())
    yield from many_values(VALUES)
    yield from many_reports(REPORTS)


def one_report(value: ReportValue) -> Iterator[Row]:
    context = Context()
    bare = best_of(lambda: additions(value), calls=200)
    for name, seconds in (
        ("one report: arithmetic", best_of(lambda: [[*entry(value, context)] for entry in ARITHMETIC], calls=200)),
        ("one report: all checks", best_of(lambda: run(value), calls=200)),
    ):
        yield Row(name, seconds, goal=0.0002, baseline="the additions alone, in Python", baseline_seconds=bare)


def additions(value: ReportValue) -> list[bool]:
    cells = value.cells
    return [
        sum(cells[key] for key in identity.left) == sum(cells[key] for key in identity.right)
        for identity in value.schema.identities
    ]


def many_values(count: int) -> Iterator[Row]:
    compiled = arithmetic(V2021)
    values = [filled(**{"applications.received.natural": number}) for number in range(count)]
    yield Row(
        f"{count:,} values: arithmetic findings by matrix",
        best_of(lambda: [*compiled.findings(values)], runs=3),
        baseline="one by one",
        baseline_seconds=best_of(
            lambda: [[*entry(value, Context())] for value in values for entry in ARITHMETIC], runs=3
        ),
    )


def many_reports(count: int) -> Iterator[Row]:
    compiled = arithmetic(V2021)
    random = np.random.default_rng(2021)
    figures = random.integers(0, 1_000, (count, len(compiled.cells)))
    complete = np.ones(figures.shape, np.bool_)
    holes = random.random(figures.shape) > 0.02
    bare_figures, bare_matrix = figures.astype(np.float64), compiled.matrix.astype(np.float64)
    bare = best_of(lambda: bare_figures @ bare_matrix, runs=5)
    yield Row(
        f"{count:,} reports: arithmetic, complete",
        best_of(lambda: compiled.residuals(figures, complete), runs=5),
        baseline="bare NumPy product, float64",
        baseline_seconds=bare,
        ratio_goal=3,
    )
    yield Row(
        f"{count:,} reports: arithmetic, 2 % of cells blank",
        best_of(lambda: compiled.residuals(figures, holes), runs=5),
        baseline="bare NumPy product, float64",
        baseline_seconds=bare,
        ratio_goal=3,
    )
    yield Row(
        f"{count:,} reports: arithmetic, complete",
        best_of(lambda: compiled.residuals(figures, complete), runs=5),
        baseline="bare NumPy product, int64",
        baseline_seconds=best_of(lambda: figures @ compiled.matrix, runs=2),
        ratio_goal=3,
    )
