"""Twelve kinds of faults, each planted in a report that is right."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reports.checks.localise.equations import structure
from reports.checks.localise.likelihood import neighbours
from reports.schema import CellKey
from reports.value import Number, ReportValue
from tests.benchmarks.generate import Sample
from tests.benchmarks.prose import Said


@dataclass(frozen=True)
class Planted:
    """A spoilt report; ``right`` is what the spoilt cells held, ``said`` the spoilt figure of a text."""

    sample: Sample
    value: ReportValue
    right: Mapping[CellKey, Number | None]
    said: Said | None = None


Fault = Callable[[Sample, random.Random], Planted | None]
"""``None`` where a report has no place for the fault."""


def plant(sample: Sample, wrong: Mapping[CellKey, Number | None]) -> Planted:
    return Planted(sample, sample.value.replace(wrong), {cell: sample.value[cell] for cell in wrong})


def summed(sample: Sample) -> list[CellKey]:
    """The cells that stand in equations and hold a figure."""
    return [cell for cell in structure(sample.value.schema).stands_in if type(sample.value[cell]) is int]


def another(number: int, chance: random.Random) -> int:
    """A wrong figure in the place of a right one: off by little, or something else of about the same size."""
    found = number
    while found == number:
        near = number + chance.choice((-2, -1, 1, 1, 2))
        found = max(0, chance.choice((near, near, chance.randrange(2 * number + 12))))
    return found


def wrong_total(sample: Sample, chance: random.Random) -> Planted | None:
    totals = [cell for cell in sample.value.schema.totals if type(sample.value[cell]) is int]
    cell = chance.choice(totals)
    return plant(sample, {cell: another(_integer(sample, cell), chance)})


def wrong_cell(sample: Sample, chance: random.Random) -> Planted | None:
    totals = sample.value.schema.totals
    cell = chance.choice([cell for cell in summed(sample) if cell not in totals])
    return plant(sample, {cell: another(_integer(sample, cell), chance)})


def transposed_digits(sample: Sample, chance: random.Random) -> Planted | None:
    def transposed(digits: str) -> list[str]:
        return [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)]

    return _mistyped(sample, chance, transposed)


def dropped_digit(sample: Sample, chance: random.Random) -> Planted | None:
    def dropped(digits: str) -> list[str]:
        return [digits[:at] + digits[at + 1 :] for at in range(len(digits))] if len(digits) > 1 else []

    return _mistyped(sample, chance, dropped)


def _mistyped(sample: Sample, chance: random.Random, slips: Callable[[str], list[str]]) -> Planted | None:
    cells = summed(sample)
    chance.shuffle(cells)
    for cell in cells:
        number = _integer(sample, cell)
        if wrong := [int(digits) for digits in slips(str(number)) if int(digits) != number]:
            return plant(sample, {cell: chance.choice(wrong)})
    return None


def shifted_row(sample: Sample, chance: random.Random) -> Planted | None:
    table = sample.value.schema.tables["applications"]
    rows = [row.key for row in table.row_items if not row.total_of]
    columns = [column.key for column in table.column_items if not column.total_of]
    return _shifted(sample, chance, [[table.cell(row, column) for row in rows] for column in columns])


def shifted_column(sample: Sample, chance: random.Random) -> Planted | None:
    table = sample.value.schema.tables["applications"]
    columns = [column.key for column in table.column_items if not column.total_of]
    return _shifted(sample, chance, [[table.cell(row, column) for column in columns] for row in table.row_keys])


def _shifted(sample: Sample, chance: random.Random, lines: list[list[CellKey]]) -> Planted | None:
    """A figure and the next one in the line in each other's place, or a run of figures one place on.

    Only in table 三: inside a group of table 四 the total stays the same whichever cell a figure is in.
    """
    value = sample.value
    swaps = [
        {one: value[other], other: value[one]}
        for line in lines
        for one, other in pairwise(line)
        if value[one] != value[other] and other in neighbours(value.schema)[one]
    ]
    runs = [
        dict(zip(run, (0, *(value[cell] for cell in run[:-1])), strict=True))
        for line in lines
        for start in range(len(line))
        for end in range(start + 3, min(start + 7, len(line) + 1))
        if value[(run := line[start:end])[-1]] == 0 and value[run[0]] and value[run[-2]]
    ]
    wrong = chance.choice(runs if runs and chance.random() < 0.5 else swaps or [{}])
    wrong = {cell: number for cell, number in wrong.items() if number != value[cell]}
    return plant(sample, wrong) if wrong else None


def blank_total(sample: Sample, chance: random.Random) -> Planted | None:
    totals = [cell for cell in sample.value.schema.totals if sample.value[cell] is not None]
    return plant(sample, {chance.choice(totals): None})


def stale_carry_over(sample: Sample, chance: random.Random) -> Planted | None:
    """What was carried in the year before stands there again, alone or with the total that counted it itself."""
    value, previous = sample.value, sample.context.previous
    if previous is None:
        return None
    cells = [cell for cell in value.schema.carries if cell not in value.schema.totals]
    stale = {cell: previous[cell] for cell in cells if previous[cell] is not None and previous[cell] != value[cell]}
    if not stale:
        return None
    cell = chance.choice(sorted(stale))
    wrong: dict[CellKey, Number | None] = {cell: stale[cell]}
    if chance.random() < 0.5:
        total = cell.rsplit(".", 1)[0] + ".total"
        wrong[total] = _integer(sample, total) - _integer(sample, cell) + int(stale[cell] or 0)
    return plant(sample, wrong)


def stock_not_continued(sample: Sample, chance: random.Random) -> Planted | None:
    """Last year's stock again, although documents were issued or repealed."""
    value, previous = sample.value, sample.context.previous
    if previous is None or previous.schema is not value.schema or value.schema.key != "2021":
        return None
    cells = [f"documents.{row}.in_force" for row in value.schema.tables["documents"].row_keys]
    changed = [cell for cell in cells if previous[cell] != value[cell]]
    return plant(sample, {chance.choice(changed): previous[changed[0]]}) if len(changed) == 1 else None


def yuan_for_ten_thousand(sample: Sample, chance: random.Random) -> Planted | None:
    cell = "charges.administrative_fees.amount"
    amount = sample.value.cells.get(cell)
    return plant(sample, {cell: Decimal(amount) * 10_000}) if amount else None


def stale_text_figure(sample: Sample, chance: random.Random) -> Planted | None:
    """A figure of the prose is still that of a draft; the tables have moved on."""
    said = [each for each in sample.said if each.number]
    if not said:
        return None
    spoilt = chance.choice(said)
    text = sample.value.texts[spoilt.text]
    printed = text[spoilt.start : spoilt.end]
    if spoilt.what != "count":
        wrong = f"{abs(spoilt.number + chance.choice((-1, 1)) * chance.randrange(2, 9)):f}%"
    elif not printed.isdigit():
        return None
    else:
        wrong = str(_not_said(sample, int(spoilt.number), chance))
    new = text[: spoilt.start] + wrong + text[spoilt.end :]
    value = sample.value.replace(texts={spoilt.text: new})
    moved = Said(spoilt.text, spoilt.start, spoilt.start + len(wrong), spoilt.number, spoilt.cells, spoilt.what)
    return Planted(sample, value, {}, moved)


def _not_said(sample: Sample, number: int, chance: random.Random) -> int:
    """A figure near ``number`` that no reading makes right: what was carried in may be counted as received or not."""
    received = sample.value["applications.received.total"] or 0
    carried = sample.value["applications.carried_in.total"] or 0
    found = number
    while found in (number, received, received + carried):
        found = another(number, chance)
    return found


def last_years_text(sample: Sample, chance: random.Random) -> Planted | None:
    """Last year's prose again, with or without the years brought up to date."""
    previous = sample.context.previous
    if previous is None or not previous.texts["overview"]:
        return None
    texts = dict(previous.texts)
    if chance.random() < 0.5:
        year = sample.value.year
        texts = {
            key: text.replace(str(year), str(year + 1)).replace(str(year - 1), str(year)) for key, text in texts.items()
        }
    return Planted(sample, sample.value.replace(texts=texts), {}) if texts != dict(sample.value.texts) else None


def _integer(sample: Sample, cell: CellKey) -> int:
    return int(sample.value[cell] or 0)


FAULTS: dict[str, Fault] = {
    "wrong total": wrong_total,
    "wrong cell": wrong_cell,
    "transposed digits": transposed_digits,
    "dropped digit": dropped_digit,
    "shifted row": shifted_row,
    "shifted column": shifted_column,
    "blank total": blank_total,
    "stale carry-over": stale_carry_over,
    "stock not continued": stock_not_continued,
    "yuan for 10,000 yuan": yuan_for_ten_thousand,
    "text figure stale": stale_text_figure,
    "last year's text reused": last_years_text,
}
IN_TABLE = tuple(FAULTS)[:7]
OF_TEXTS = tuple(FAULTS)[-2:]
