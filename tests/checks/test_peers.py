"""An organ's figures among those of its peers."""

from dataclasses import replace
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Context, Finding, Level, run
from reports.checks.base import Spread
from reports.checks.peers import modified_z, peer_cells
from reports.schema import SCHEMAS
from reports.value import Number
from tests.builders import counts, filled

CELL = "decisions.penalties.count"
BUREAUS = (0, 4, 12, 7, 30, 55, 9, 16, 21)


def found(
    figure: Number | None,
    figures: tuple[Number, ...],
    changes: tuple[tuple[Number, Number], ...] = (),
    before: Number | None = None,
) -> list[Finding]:
    value = filled(**{CELL: figure})
    previous = None if before is None else replace(filled(**{CELL: before}), year=value.year - 1)
    context = Context(previous=previous, peers={CELL: Spread(figures, changes)})
    return [finding for finding in run(value, context) if finding.code == "P-1"]


def test_every_watched_cell_is_one_of_the_form() -> None:
    for schema in SCHEMAS.values():
        assert peer_cells(schema)
        assert set(peer_cells(schema)) <= set(schema.specs)


def test_far_from_every_peer() -> None:
    (finding,) = found(4200, BUREAUS)
    assert finding.level is Level.HINT
    assert finding.cells == (CELL,)
    assert finding.message == "表二 行政处罚：4200，同类 9 个机关的中位数为 12，相差悬殊。"
    assert finding.params["difference"] == "-4188"


@pytest.mark.parametrize("figure", [0, 1, 55, 90, 150])
def test_ordinary_among_peers(figure: int) -> None:
    assert found(figure, BUREAUS) == []


@pytest.mark.parametrize("figure", [0, 1, 2, 3, 5])
def test_a_handful_where_all_others_have_none_is_nothing_strange(figure: int) -> None:
    assert found(figure, (0,) * 20) == []


def test_many_where_all_others_have_none() -> None:
    assert len(found(60, (0,) * 20)) == 1


def test_too_few_peers_and_a_blank_are_not_judged() -> None:
    assert found(4200, BUREAUS[:7]) == []
    assert found(None, BUREAUS) == []


def test_an_organ_that_is_always_large_is_not_named_again() -> None:
    assert found(4200, BUREAUS, before=4000) == []
    assert len(found(4200, BUREAUS, before=40)) == 1


def test_a_change_all_peers_made_is_not_named() -> None:
    tenfold = tuple((figure, figure * 20) for figure in range(1, 12))
    assert found(4200, BUREAUS, tenfold, before=210) == []
    assert len(found(4200, BUREAUS, tuple((figure, figure) for figure in range(1, 12)), before=210)) == 1


@given(st.lists(counts, min_size=8, max_size=40))
def test_the_median_itself_is_never_far(figures: list[int]) -> None:
    assert abs(modified_z(median(figures), figures)) <= 1
