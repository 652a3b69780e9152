"""The checks of whole reports with texts and last year's report, and the naming of wrong cells.

How much they find is the business of ``python -m tests.benchmarks.detection``.
"""

import statistics
from collections.abc import Iterator

from tests.benchmarks.detection import SEED, location, seconds_by_family
from tests.benchmarks.generate import samples
from tests.benchmarks.measure import Row

REPORTS = 200


def rows() -> Iterator[Row]:
    clean = list(samples(REPORTS, SEED))
    seconds = seconds_by_family(clean)
    yield Row("report with texts and last year: all checks, median", statistics.median(seconds["all"]), goal=0.005)
    for wrong in (1, 2, 3):
        name = f"{wrong} wrong cell{'s' * (wrong > 1)} named, median"
        yield Row(name, statistics.median(location(clean, wrong, REPORTS, SEED).seconds), goal=0.05)
