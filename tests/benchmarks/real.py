"""The real reports of tests/samples: their true figures, their prose, and last year's report where there is one."""

from functools import cache

from reports.checks import Context
from reports.exchange import UnreadableFileError, read
from reports.value import ReportValue
from tests.benchmarks.generate import Sample
from tests.builders import SAMPLES, truth

COMPLETE = ("001", "005", "010", "011", "014", "016", "017")
LEVELS = {"001": "county", "005": "city", "010": "city", "011": "city"}
LAST_YEAR = {"011": "010", "017": "016"}


@cache
def real_samples() -> tuple[Sample, ...]:
    """Reports whose tables are whole and add up. Their prose has faults of its own in 011 and 017 (findings.json)."""
    values = {number: with_texts(number) for number in COMPLETE}
    return tuple(
        Sample(
            number,
            value,
            Context(values.get(LAST_YEAR.get(number, "")), LEVELS.get(number, ""), "government"),
        )
        for number, value in values.items()
    )


def with_texts(number: str) -> ReportValue:
    """The true figures, with the texts of the file that has the most to read."""
    value = truth(number)
    longest: dict[str, str] = {}
    for path in sorted((SAMPLES / "files").glob(f"{number}_*")):
        try:
            texts = read(path.read_bytes(), path.name).value.texts
        except UnreadableFileError:
            continue
        if sum(map(len, texts.values())) > sum(map(len, longest.values())):
            longest = dict(texts)
    return value.replace(texts=longest)
