"""Damaged files of every kind, a bounded number of them: whatever is wrong, a reader says so and lives on."""

import warnings
from pathlib import Path
from random import Random

import pytest

from reports.exchange import ReadResult, read
from reports.exchange.base import Problem, Source
from tests.benchmarks.fuzz import fuzzed
from tests.benchmarks.fuzz_reader import judged, unsound
from tests.benchmarks.fuzz_seeds import QUICK, seeds
from tests.benchmarks.mutations import mutated
from tests.builders import filled

SECONDS = 12.0  # for all kinds together
SEED = 2021


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_damaged_file_does_harm(tmp_path: Path) -> None:
    outcomes = list(fuzzed(QUICK, SECONDS, SEED, tmp_path))
    assert {kind for kind, _, _ in outcomes} == set(QUICK)
    assert [(kind, outcome.said) for kind, outcome, _ in outcomes if outcome.is_fault] == []
    assert {"read", "refused"} <= {outcome.said for _, outcome, _ in outcomes}


@pytest.mark.parametrize("kind", QUICK)
def test_every_kind_has_sound_files_to_begin_from(kind: str) -> None:
    name, data = seeds(kind)[0]
    assert judged(name, data) == "read"


def test_the_same_seed_damages_alike_and_another_otherwise() -> None:
    _, data = seeds("xlsx")[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = [mutated(data, "xlsx", Random(seed)) for seed in (1, 1, 2)]  # noqa: S311 - damage, not secrets
    assert made[0] == made[1] != made[2]


def test_a_result_that_does_not_hold_together_is_seen() -> None:
    name, data = seeds("json")[0]
    assert list(unsound(read(data, name))) == []
    value = filled()
    cell = value.schema.cells[0]
    blank = value.replace({cell: None})
    bad = {
        "cannot be stored": ReadResult(value.replace({cell: 2**31})),
        "neither value nor problem": ReadResult(blank, sources={cell: Source(1, 1, 1, "7")}),
        "is no cell": ReadResult(value, problems=(Problem("", "", "nowhere"),)),
        "no database takes": ReadResult(value.replace({}, {"overview": "\0"})),
    }
    for said, result in bad.items():
        assert any(said in fault for fault in unsound(result)), said


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError("x"), MemoryError()])
def test_any_other_error_is_a_fault(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, filename: str) -> ReadResult:
        raise error

    monkeypatch.setattr("tests.benchmarks.fuzz_reader.read", broken)
    assert judged("a.json", b"{}").startswith(f"error: {type(error).__name__}")
