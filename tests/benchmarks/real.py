"""The real reports of tests/samples: their true figures, their prose, and last year's report where there is one."""

import re
from decimal import Decimal
from functools import cache

from reports.checks import Context
from reports.exchange import UnreadableFileError, read
from reports.schema import CellKey
from reports.value import ReportValue
from tests.benchmarks.generate import Sample
from tests.benchmarks.prose import CARRIED_IN, CARRIED_OUT, HANDLED, RECEIVED, Said
from tests.builders import SAMPLES, TEXTS, truth

COMPLETE = ("001", "005", "010", "011", "014", "016", "017")
LEVELS = {"001": "county", "005": "city", "010": "city", "011": "city"}
LAST_YEAR = {"011": "010", "017": "016"}

# Where a line of a page ends in the middle of a sentence; a paragraph ends with one of these marks.
_WRAPPED = re.compile(r"(?<![。；：:])\n")

LITIGATION = ("disputes.litigation_direct", "disputes.litigation_after_reconsideration")
SAID: dict[str, tuple[tuple[str, tuple[CellKey, ...]], ...]] = {
    "001": (
        (r"依申请公开信件(\d+)件", (RECEIVED,)),
        (r"已回复(\d+)件", (HANDLED,)),
        (r"(\d+)件结转下年度", (CARRIED_OUT,)),
    ),
    "005": (
        (r"受理政府信息公开申请\s*(\d+)", (RECEIVED,)),
        (r"答\s*复\s*(\d+)\s*件（", (HANDLED,)),
        (r"上年度结转申请\s*(\d+)", (CARRIED_IN,)),
        (r"另有\s*(\d+)\s*件顺延", (CARRIED_OUT,)),
        (r"政府信息公开行政复议\s*(\d+)", ("disputes.reconsideration.total",)),
        (r"351\s*件，其中结果维持\s*(\d+)", ("disputes.reconsideration.upheld",)),
        (r"政府信息公开行政诉讼\s*(\d+)", tuple(f"{row}.total" for row in LITIGATION)),
        (r"46\s*件，其中结果维持\s*(\d+)", tuple(f"{row}.upheld" for row in LITIGATION)),
    ),
}
"""What figures in the overviews stand for, by the places they stand in."""


GENUINE = {"002": ("T3-5", "N-5", "N-7", "N-10", "N-13"), "052": ("T2-2",)}
"""Faults that published reports really have (findings.json), by the codes of the checks that should say so."""

TRAPS = {
    "010": "2023年，全市共收办政府信息公开申请3607件。",
    "011": "全年备案行政复议案件134件，行政诉讼案件57件。",
    "017": "2022年，共收到政府信息公开申请75件，其中自然人72件，企业3件。",
}
"""What the prose of published reports says that differs from the tables for a reason: to be called no error."""


def genuine_faults() -> dict[str, ReportValue]:
    """The reports of :data:`GENUINE` as they were published."""
    township = next((SAMPLES / "files").glob("052_*"))
    return {"002": with_texts("002"), "052": read(township.read_bytes(), township.name).value}


def traps() -> dict[str, ReportValue]:
    """The reports of :data:`TRAPS` with the sentence in question as their overview."""
    return {number: truth(number).replace(texts=TEXTS | {"overview": text}) for number, text in TRAPS.items()}


@cache
def real_samples() -> tuple[Sample, ...]:
    """Reports whose tables are whole and add up, all that are kept with their prose or without."""
    values = {number: with_texts(number) for number in COMPLETE}
    return tuple(
        Sample(
            number,
            value,
            Context(values.get(LAST_YEAR.get(number, "")), LEVELS.get(number, ""), "government"),
            tuple(said(number, value)),
        )
        for number, value in values.items()
    )


def with_texts(number: str) -> ReportValue:
    """The true figures, with the texts of the file that has the most to read, or some where no file has any."""
    value = truth(number)
    longest: dict[str, str] = {}
    for path in sorted((SAMPLES / "files").glob(f"{number}_*")):
        try:
            texts = read(path.read_bytes(), path.name).value.texts
        except UnreadableFileError:
            continue
        if sum(map(len, texts.values())) > sum(map(len, longest.values())):
            longest = {key: _WRAPPED.sub("", text) for key, text in texts.items()}
    return value.replace(texts=longest or TEXTS)


def said(number: str, value: ReportValue) -> list[Said]:
    """The figures of the overview that follow from the tables; ``LookupError`` when one does not."""
    found = []
    for pattern, cells in SAID.get(number, ()):
        match = re.search(pattern, value.texts["overview"])
        right = sum(int(value[cell] or 0) for cell in cells)
        if not match or int(match[1]) != right:
            raise LookupError(f"{number}: {pattern}")
        found.append(Said("overview", match.start(1), match.end(1), Decimal(right), cells, "count"))
    return found
