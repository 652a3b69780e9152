"""The checks: one report, and the arithmetic of 100,000."""

from collections.abc import Iterator

import numpy as np

from reports.checks import Context, run
from reports.checks.identities import ARITHMETIC
from reports.checks.matrix import arithmetic
from reports.schema import V2021
from reports.value import ReportValue
from tests.benchmarks.measure import Row, best_of, best_of_each
from tests.builders import filled

REPORTS = 100_000
VALUES = 1_000


def rows() -> Iterator[Row]:
    yield from one_report(filled())
    yield from many_values(VALUES)
    yield from many_reports(REPORTS)


def one_report(value: ReportValue) -> Iterator[Row]:
    context = Context()
    bare, sums, everything = best_of_each(
        lambda: additions(value),
        lambda: [[*entry(value, context)] for entry in ARITHMETIC],
        lambda: run(value),
        calls=200,
    )
    for name, seconds in (("one report: arithmetic", sums), ("one report: all checks", everything)):
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
    together, singly = best_of_each(
        lambda: [*compiled.findings(values)],
        lambda: [[*entry(value, Context())] for value in values for entry in ARITHMETIC],
        runs=3,
    )
    name = f"{count:,} values: arithmetic findings by matrix"
    yield Row(name, together, baseline="one by one", baseline_seconds=singly)


def many_reports(count: int) -> Iterator[Row]:
    compiled = arithmetic(V2021)
    random = np.random.default_rng(2021)
    figures = random.integers(0, 1_000, (count, len(compiled.cells)))
    complete = np.ones(figures.shape, np.bool_)
    holes = random.random(figures.shape) > 0.02
    bare_figures, bare_matrix = figures.astype(np.float64), compiled.matrix.astype(np.float64)
    bare, of_complete, of_holes = best_of_each(
        lambda: bare_figures @ bare_matrix,
        lambda: compiled.residuals(figures, complete),
        lambda: compiled.residuals(figures, holes),
    )
    bare_integers = best_of(lambda: figures @ compiled.matrix, runs=2)
    name = f"{count:,} reports: arithmetic"
    fast, slow = "bare NumPy product, float64", "bare NumPy product, int64"
    yield Row(f"{name}, complete", of_complete, baseline=fast, baseline_seconds=bare, ratio_goal=3)
    yield Row(f"{name}, 2 % of cells blank", of_holes, baseline=fast, baseline_seconds=bare, ratio_goal=3)
    yield Row(f"{name}, complete", of_complete, baseline=slow, baseline_seconds=bare_integers, ratio_goal=3)
