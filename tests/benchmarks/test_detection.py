"""A small part of the measurement of the checks: the generated reports are right, and what is planted is found."""

from collections import Counter

import pytest

from reports.checks import Context, Level, run
from tests.benchmarks.bench_detection import rows
from tests.benchmarks.detection import Score, detection, false_alarms, location, report
from tests.benchmarks.faults import FAULTS, IN_TABLE, OF_TEXTS
from tests.benchmarks.generate import OFFICES, Sample, samples
from tests.benchmarks.prose import chinese_numeral, full_width
from tests.benchmarks.real import GENUINE, TRAPS, genuine_faults, real_samples, traps

COUNT, SEED = 60, 7


@pytest.fixture(scope="module")
def clean() -> list[Sample]:
    return list(samples(COUNT, SEED))


@pytest.fixture(scope="module")
def scores(clean: list[Sample]) -> dict[str, Score]:
    return detection(clean, 40, SEED)


def test_the_same_seed_gives_the_same_reports(clean: list[Sample]) -> None:
    again = list(samples(COUNT, SEED))
    assert [sample.value for sample in again] == [sample.value for sample in clean]
    assert [sample.value for sample in samples(COUNT, SEED + 1)] != [sample.value for sample in clean]


def test_every_kind_of_office_is_there_and_small_ones_are_mostly_zero(clean: list[Sample]) -> None:
    assert Counter(sample.name for sample in clean) == {office.name: COUNT // len(OFFICES) for office in OFFICES}
    towns = [sample.value for sample in clean if sample.name == "township"]
    zeros = [sum(number == 0 for number in town.cells.values()) / len(town.cells) for town in towns]
    assert min(zeros) > 0.8
    assert all(town.filled == len(town.cells) for town in towns)


def test_every_figure_of_the_prose_stands_where_it_is_said_to_stand(clean: list[Sample]) -> None:
    for sample in clean:
        for said in sample.said:
            printed = sample.value.texts[said.text][said.start : said.end]
            if said.what == "count":
                count = sum(int(sample.value[cell] or 0) for cell in said.cells)
                assert printed in (str(count), chinese_numeral(count), full_width(count))
            else:
                assert printed.endswith("%")


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (0, "0"),
        (5, "五"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (105, "一百零五"),
        (1010, "一千零一十"),
        (20_000, "20000"),
    ],
)
def test_chinese_numerals(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


def test_faults_inside_a_table_are_all_caught_and_mostly_located(scores: dict[str, Score]) -> None:
    assert list(scores) == list(FAULTS)
    for kind in IN_TABLE:
        assert scores[kind].caught == scores[kind].planted == 40, (kind, scores[kind].missed)
        assert scores[kind].right >= 0.8 * 40, kind


def test_faults_against_last_year_are_caught_and_located(scores: dict[str, Score]) -> None:
    for kind in ("stale carry-over", "stock not continued"):
        assert scores[kind].caught == scores[kind].planted > 10
        assert scores[kind].right >= 0.95 * scores[kind].planted
    assert scores["yuan for 10,000 yuan"].caught >= 0.8 * scores["yuan for 10,000 yuan"].planted


def test_faults_of_the_prose_are_caught_and_located(scores: dict[str, Score]) -> None:
    stale, reused = (scores[kind] for kind in OF_TEXTS)
    assert stale.caught >= 0.9 * stale.planted > 30, stale.missed
    assert stale.right >= 0.85 * stale.planted
    assert reused.caught == reused.planted > 30


def test_reports_left_alone_raise_no_error_and_few_questions(clean: list[Sample]) -> None:
    count, alarms, examples = false_alarms(clean)
    assert count == COUNT
    by_level = Counter[str]()
    for (level, _), times in alarms.items():
        by_level[level] += times
    assert by_level[Level.ERROR] == 0, examples
    assert by_level[Level.EXPLAIN] <= 0.3 * COUNT, examples


def test_real_reports_left_alone_raise_no_error() -> None:
    assert len(real_samples()) == 7
    found = [finding for sample in real_samples() for finding in run(sample.value, sample.context)]
    assert [finding for finding in found if finding.level == Level.ERROR] == []


@pytest.mark.parametrize(("number", "level"), [("002", "province"), ("052", "township")])
def test_the_faults_published_reports_have_are_found(number: str, level: str) -> None:
    found = {finding.code for finding in run(genuine_faults()[number], Context(level=level))}
    assert found >= {*GENUINE[number]}


@pytest.mark.parametrize("number", TRAPS)
def test_what_differs_for_a_reason_is_called_no_error(number: str) -> None:
    found = run(traps()[number], Context(level="city", kind="government"))
    assert [finding for finding in found if finding.level == Level.ERROR] == []
    assert number == "011" or [finding for finding in found if finding.code.startswith("N-")] == []


@pytest.mark.parametrize(("wrong", "aim"), [(1, 0.99), (2, 0.97), (3, 0.95)])
def test_wrong_cells_are_named_where_the_equations_determine_them(clean: list[Sample], wrong: int, aim: float) -> None:
    found = location([*clean, *real_samples()], wrong, 60, SEED)
    assert found.determined >= 0.8 * found.planted
    assert found.determined_located >= aim * found.determined


def test_the_tables_are_printed() -> None:
    printed = "\n".join(report(8, SEED))
    assert all(kind in printed for kind in (*IN_TABLE, *OF_TEXTS))
    assert "T3-1" in printed


def test_the_times_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.benchmarks.bench_detection.REPORTS", 4)
    assert len(list(rows())) == 4
