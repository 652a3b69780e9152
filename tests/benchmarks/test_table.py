"""The benchmarks run and print a table; their times are for people and never fail a test."""

import pytest

from tests.benchmarks import bench_checks
from tests.benchmarks.__main__ import COLLECTIONS, HEAD, line, modules, rows, table
from tests.benchmarks.measure import Row, best_of
from tests.builders import filled


@pytest.mark.parametrize(
    ("row", "is_met"),
    [
        (Row("a", 0.1), True),
        (Row("a", 0.1, goal=0.2), True),
        (Row("a", 0.3, goal=0.2), False),
        (Row("a", 0.3, baseline="b", baseline_seconds=0.1, ratio_goal=3.1), True),
        (Row("a", 0.3, baseline="b", baseline_seconds=0.1, ratio_goal=2), False),
    ],
)
def test_goals(row: Row, is_met: bool) -> None:
    assert row.is_met is is_met
    assert (line(row)[-1] == "MISSED") is not is_met


def test_the_table_is_aligned() -> None:
    found = table(
        [HEAD, line(Row("one", 0.0002, goal=0.0001)), line(Row("another", 2, baseline="b", baseline_seconds=1))]
    )
    assert found.splitlines()[1].split() == ["one", "0.200", "ms", "0.100", "ms", "MISSED"]
    assert found.splitlines()[2].split() == ["another", "2.00", "s", "2.00", "b", "(1.00", "s)"]


def test_best_of_calls_as_often_as_it_says() -> None:
    calls: list[int] = []
    assert best_of(lambda: calls.append(1), runs=3, calls=5) >= 0
    assert len(calls) == 1 + 3 * 5


def test_the_benchmarks_of_the_checks_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_checks, "REPORTS", 50)
    monkeypatch.setattr(bench_checks, "VALUES", 3)
    assert len(list(bench_checks.rows())) == 6
    assert all(bench_checks.additions(filled()))


def test_an_unknown_name_gives_no_rows() -> None:
    assert list(rows(["nothing"])) == []


def test_the_benchmarks_of_files_are_all_there_in_their_order() -> None:
    found = [module.__name__.rpartition("bench_")[2] for module in modules(["files"])]
    assert found == list(COLLECTIONS["files"])
    assert any(hasattr(module, "details") for module in modules(["files"]))


def test_a_benchmark_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        __name__ = "tests.benchmarks.bench_broken"

        def rows(self) -> list[Row]:
            raise ValueError

    class Sound:
        __name__ = "tests.benchmarks.bench_sound"

        def rows(self) -> list[Row]:
            return [Row("a", 0.1)]

    monkeypatch.setattr("tests.benchmarks.__main__.modules", lambda names: [Broken(), Sound()])
    broken, sound = rows([])
    assert "broken failed" in broken.name
    assert not broken.is_met
    assert sound.is_met
