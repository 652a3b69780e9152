"""Coherent reports as they are filed in life: a township with hardly a figure, a bureau, a county, a big city.

Each comes with last year's report, from which it carries on, and with prose that says what the tables say. The same
seed gives the same reports.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import exp

from reports.checks import Context
from reports.schema import CellKey, Kind, Schema, schema_of_year
from reports.value import Number, ReportValue
from tests.benchmarks.prose import Said, write
from tests.builders import coherent

Figures = dict[CellKey, Number]


@dataclass(frozen=True)
class Office:
    """What an organ of a kind files in a usual year: means of the figures, from which a year's are drawn."""

    name: str
    organ: str
    us: str  # how it calls itself in prose
    level: str
    kind: str
    applications: float
    disputes: float
    documents: float
    rules: float
    decisions: tuple[float, float, float]  # licences, penalties, coercive measures
    charges: float  # 10,000 yuan


OFFICES = (
    Office("township", "柳林镇人民政府", "我镇", "township", "township", 0.8, 0.05, 0.2, 0, (25, 4, 0), 0),
    Office("bureau", "青山县水务局", "我局", "county", "department", 5, 0.3, 1.5, 0, (40, 12, 2), 35),
    Office("county", "青山县人民政府", "我县", "county", "government", 110, 12, 9, 0, (21_000, 9_000, 700), 2_400),
    Office(
        "city", "临江市人民政府", "我市", "city", "government", 2_600, 240, 40, 1.2, (310_000, 90_000, 8_000), 61_000
    ),
)
APPLICANT_SHARES = (0.86, 0.07, 0.005, 0.01, 0.035, 0.02)
RESULT_SHARES = {
    "granted": 0.36,
    "partly_granted": 0.08,
    "refused_state_secret": 0.002,
    "refused_prohibited_by_law": 0.005,
    "refused_security_stability": 0.003,
    "refused_third_party_rights": 0.015,
    "refused_internal_affairs": 0.01,
    "refused_process_information": 0.015,
    "refused_enforcement_file": 0.02,
    "refused_administrative_inquiry": 0.03,
    "unable_not_held": 0.27,
    "unable_needs_creation": 0.03,
    "unable_unclear_after_correction": 0.015,
    "rejected_petition": 0.03,
    "rejected_repeat": 0.025,
    "rejected_published_material": 0.002,
    "rejected_excessive": 0.003,
    "rejected_confirm_or_reissue": 0.004,
    "other_correction_overdue": 0.03,
    "other_fee_unpaid": 0.004,
    "other_other": 0.05,
    "other_processing": 0.084,
}
USUAL = ("applications", "disputes", "documents", "decisions", "charges")
DISPUTE_SHARES = (0.5, 0.15, 0.2, 0.15)


@dataclass(frozen=True)
class Sample:
    """A report that is right, with what a check may know of it; ``said`` are the figures in its prose."""

    name: str
    value: ReportValue
    context: Context
    said: tuple[Said, ...] = ()


def samples(count: int, seed: int) -> Iterator[Sample]:
    """``count`` reports, the kinds of office in turn."""
    chance = random.Random(seed)  # noqa: S311  # no secret is made of it
    for number in range(count):
        yield sample(OFFICES[number % len(OFFICES)], chance)


def sample(office: Office, chance: random.Random) -> Sample:
    year = chance.choice((2020, 2021, 2022, 2023, 2023, 2024, 2024, 2024))
    # What sets this organ apart from others of its kind stays the same over the years.
    usual = {
        what: exp(chance.gauss(0, 0.5)) for what in ("applications", "disputes", "documents", "decisions", "charges")
    }
    before_last = _figures(office, usual, _schema(year - 2), None, chance) if year > 2020 else None
    last = _figures(office, usual, _schema(year - 1), before_last, chance)
    this = _figures(office, usual, _schema(year), last, chance)
    previous = ReportValue(_schema(year - 1), office.organ, year - 1, cells=last)
    value = ReportValue(_schema(year), office.organ, year, cells=this)
    previous, _ = write(previous, None, office.us, chance)
    value, said = write(value, previous, office.us, chance)
    return Sample(office.name, value, Context(previous, office.level, office.kind), said)


def _schema(year: int) -> Schema:
    schema = schema_of_year(max(year, 2019))
    if schema is None:
        raise ValueError(year)
    return schema


def _figures(
    office: Office, usual: dict[str, float], schema: Schema, last: Figures | None, chance: random.Random
) -> Figures:
    figures: Figures = {}
    _applications(figures, office.applications * usual["applications"], schema, last, chance)
    _disputes(figures, office.disputes * usual["disputes"], schema, last, chance)
    _documents(figures, office, usual["documents"], schema, last, chance)
    for row, mean in zip(("licences", "penalties", "coercive_measures"), office.decisions, strict=True):
        figures[f"decisions.{row}.count"] = _count(mean * usual["decisions"] * exp(chance.gauss(0, 0.12)), chance)
    for key, spec in schema.specs.items():
        if spec.kind is Kind.MONEY:
            amount = office.charges * usual["charges"] * exp(chance.gauss(0, 0.12))
            figures[key] = Decimal(round(amount * 10_000)) / 10_000
    return coherent(schema, {key: number for key, number in figures.items() if key in schema.specs})


def _applications(figures: Figures, mean: float, schema: Schema, last: Figures | None, chance: random.Random) -> None:
    table = schema.tables["applications"]
    rows = {row: share for row, share in RESULT_SHARES.items() if row in table.row_keys}
    # An office has its own mix of results: most of the possible ones never occur in a small one.
    weights = {row: share * chance.gammavariate(0.8, 1) for row, share in rows.items()}
    mean *= exp(chance.gauss(0, 0.15))
    for column, share in zip(table.column_keys, APPLICANT_SHARES, strict=False):
        received = _count(mean * share, chance)
        carried_in = int(last[f"applications.carried_out.{column}"]) if last else _count(mean * share * 0.05, chance)
        left = min(_count((received + carried_in) * 0.05, chance), received + carried_in)
        figures[f"applications.received.{column}"] = received
        figures[f"applications.carried_in.{column}"] = carried_in
        figures[f"applications.carried_out.{column}"] = left
        for row, number in _split(received + carried_in - left, weights, chance).items():
            figures[f"applications.{row}.{column}"] = number


def _disputes(figures: Figures, mean: float, schema: Schema, last: Figures | None, chance: random.Random) -> None:
    table = schema.tables["disputes"]
    for row, share in zip(table.row_keys, (0.7, 0.2, 0.1), strict=True):
        pending = int(last[f"disputes.{row}.pending"]) if last else 0
        weights = dict(zip(table.column_keys, DISPUTE_SHARES, strict=False))
        for column, number in _split(_count(mean * share, chance) + pending, weights, chance).items():
            figures[f"disputes.{row}.{column}"] = number


def _documents(
    figures: Figures, office: Office, usual: float, schema: Schema, last: Figures | None, chance: random.Random
) -> None:
    for row, mean in (("rules", office.rules), ("normative_documents", office.documents * usual)):
        stock = f"documents.{row}.in_force"
        issued = _count(mean, chance)
        before = int(last[stock]) if last and stock in last else _count(mean * 9, chance)
        repealed = min(_count(mean * 0.6, chance), before)
        figures[f"documents.{row}.issued"] = figures[f"documents.{row}.made"] = issued
        figures[f"documents.{row}.newly_published"] = issued
        figures[f"documents.{row}.published_total"] = figures[stock] = before + issued - repealed
        figures[f"documents.{row}.repealed"] = repealed


def _count(mean: float, chance: random.Random) -> int:
    """A count around ``mean``: exactly Poisson where it is small, the normal law close to it where it is large."""
    if mean > 60:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    number, left = 0, exp(-mean) if mean > 0 else 0
    share = chance.random()
    probability = left
    while mean > 0 and share > probability and number < 400:
        number += 1
        left *= mean / number
        probability += left
    return number


def _split(whole: int, weights: dict[str, float], chance: random.Random) -> dict[str, int]:
    """``whole`` spread at random over the keys by their weights."""
    keys = list(weights)
    found = dict.fromkeys(keys, 0)
    for key in chance.choices(keys, list(weights.values()), k=whole):
        found[key] += 1
    return found
