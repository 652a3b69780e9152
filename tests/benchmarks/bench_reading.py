"""Reading reports in every layout: how much is read, how much flagged, how much silently wrong, and how long it takes.

``script/benchmark reading`` prints the times and behind them the table of layouts.
"""

import random
import sys
import time
from collections.abc import Iterator
from decimal import Decimal

from reports.exchange import read
from reports.schema import Kind, get_schema
from reports.value import ReportValue
from tests.benchmarks.measure import Row, best_of
from tests.builders import ORGAN, SAMPLES, TEXTS, coherent, filled, truth
from tests.exchange.layouts import LAYOUTS, WHOLE, outcome

GOAL = 0.15  # seconds a page
SHOWN = (
    "page",
    "page of Word in one file",
    "article in JSON in a script",
    "one cell a line",
    "everything run together",
)
REPORTS = ("001", "005", "010", "011", "016")
IN_DOUBT = (
    "everything run together",
    "figures of a row run together",
    "some figures joined",
    "a cell more",
    "a cell lost",
)
SHARES = (0.05, 0.15, 0.4, 0.8)
SIZES = (3, 12, 80, 900, 9_000)


def rows() -> Iterator[Row]:
    value = truth("001").replace({}, TEXTS)
    for name in SHOWN:
        made = LAYOUTS[name](value)
        yield Row(f"read: {name}", best_of(lambda made=made: read(made.data, made.name), runs=5), goal=GOAL)
    for path in sorted((SAMPLES / "files").glob("00*.*")):
        if path.suffix in (".md", ".html", ".txt"):
            data = path.read_bytes()
            yield Row(f"read: {path.name}", best_of(lambda d=data, p=path: read(d, p.name), runs=5), goal=GOAL)


def layout_lines() -> Iterator[tuple[str, str, str, str, str]]:
    """Layout, share read and flagged of all filled cells, cells silently wrong, milliseconds a file."""
    values = [filled("2021"), filled("2019"), *(truth(number).replace({}, TEXTS) for number in REPORTS)]
    for name, layout in LAYOUTS.items():
        files = [(value, layout(value)) for value in values]
        start = time.perf_counter()
        found = [outcome(value, made) for value, made in files]
        spent = (time.perf_counter() - start) / len(files)
        cells = sum(one.read + one.flagged for one in found)
        wrong = sum(len(one.wrong) for one in found)
        yield (
            ("  " if name in WHOLE else "? ") + name,
            f"{100 * sum(one.read for one in found) / cells:.1f}%",
            f"{100 * sum(one.flagged for one in found) / cells:.1f}%",
            str(wrong),
            f"{1000 * spent:.0f}",
        )


def coherent_report(chance: random.Random) -> ReportValue:
    """A report that adds up, thinly or thickly filled, with small or large figures."""
    schema = get_schema("2021")
    share, size = chance.choice(SHARES), chance.choice(SIZES)
    figures = {
        key: Decimal(chance.randint(0, size * 100)) / 100 if spec.kind is Kind.MONEY else chance.randint(0, size)
        for key, spec in schema.specs.items()
        if chance.random() < share and not key.startswith("documents.rules.")
    }
    return ReportValue(schema, ORGAN, 2023, cells=coherent(schema, figures), texts=TEXTS)


def proposal_lines(reports: int = 100) -> Iterator[tuple[str, str, str, str]]:
    """Layout, cells proposed rightly and wrongly, slowest file in milliseconds."""
    chance = random.Random(2021)  # noqa: S311 - the same reports each time
    values = [coherent_report(chance) for _ in range(reports)]
    for name in IN_DOUBT:
        right = wrong = 0
        slowest = 0.0
        for value in values:
            made = LAYOUTS[name](value)
            start = time.perf_counter()
            result = read(made.data, made.name)
            slowest = max(slowest, time.perf_counter() - start)
            for proposal in result.proposals:
                hits = sum(value.cells[key] == number for key, number in proposal.cells.items())
                right, wrong = right + hits, wrong + len(proposal.cells) - hits
        yield name, str(right), str(wrong), f"{1000 * slowest:.0f}"


def details() -> None:
    for line in (("layout", "read", "flagged", "silently wrong", "ms"), *layout_lines()):
        sys.stdout.write(f"{line[0]:44}{line[1]:>9}{line[2]:>9}{line[3]:>16}{line[4]:>6}\n")
    sys.stdout.write("\n")
    for row in (("proposals for", "cells right", "cells wrong", "slowest ms"), *proposal_lines()):
        sys.stdout.write(f"{row[0]:44}{row[1]:>14}{row[2]:>14}{row[3]:>12}\n")
