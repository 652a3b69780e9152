"""Layouts in which reports are published, and what happens to them on the way to a clerk's disk.

Each is a function of a report that gives a file. ``LAYOUTS`` names them all; ``WHOLE`` those in which nothing is lost,
so that every cell must be read; of the others every cell is right or blank with a problem.
"""

from dataclasses import dataclass

from reports.exchange import read
from reports.value import ReportValue
from tests.exchange.layouts import decoys, pages, plain
from tests.exchange.layouts.base import Layout, Made
from tests.exchange.prints import silently_wrong, unnamed_blanks

LAYOUTS: dict[str, Layout] = {**pages.LAYOUTS, **plain.LAYOUTS, **decoys.LAYOUTS}
WHOLE = {**pages.WHOLE, **plain.WHOLE, **decoys.WHOLE}


@dataclass(frozen=True)
class Outcome:
    """How many of the filled cells of a report were read and flagged, and which are wrong without a word."""

    read: int
    flagged: int
    wrong: tuple[str, ...]


def outcome(value: ReportValue, made: Made) -> Outcome:
    """Reads a file and compares it with the report it was made from."""
    result = read(made.data, made.name)
    wrong = (*silently_wrong(result, value), *(f"{key}: blank without a word" for key in unnamed_blanks(result)))
    filled = [key for key, number in value.cells.items() if number is not None]
    right = sum(result.value.cells.get(key) == value.cells[key] for key in filled)
    return Outcome(right, len(filled) - right, wrong)
