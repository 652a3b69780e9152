"""How much a count may move between two years before anybody asks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom

from reports.checks import Context, Finding, Level, run
from reports.checks.jumps import HINTED, probability
from reports.schema import CellKey
from tests.builders import TEXTS, filled, truth

CODES = {
    "decisions.penalties.count": "T2-5",
    "applications.received.total": "T3-6",
    "disputes.reconsideration.total": "T4-7",
}
CELLS = pytest.mark.parametrize("cell", list(CODES))
figures = st.integers(0, 5000)


def found(cell: CellKey, last: int | None, this: int | None) -> list[Finding]:
    value = filled(**{cell: this})
    context = Context(previous=replace(filled(**{cell: last}), year=value.year - 1))
    return [finding for finding in run(value, context) if finding.code == CODES[cell] and cell in finding.cells]


@given(figures, figures)
def test_the_closed_form_is_the_beta_binomial(last: int, this: int) -> None:
    exact = min(1.0, 2 * betabinom.cdf(min(last, this), last + this, 2, 2))
    assert probability(last, this) == pytest.approx(exact, rel=1e-9)


@given(figures, figures)
def test_both_directions_are_equally_seldom(last: int, this: int) -> None:
    assert probability(last, this) == probability(this, last)
    assert 0 < probability(last, this) <= 1


@given(figures, figures)
def test_farther_is_never_less_seldom(last: int, this: int) -> None:
    low, high = sorted((last, this))
    assert probability(low, high + 1) <= probability(low, high)


@CELLS
@pytest.mark.parametrize(
    ("last", "this"),
    [(0, 1), (0, 2), (3, 5), (1, 4), (0, 12), (3, 42), (12, 1), (100, 40), (2293, 10690), (1808595, 1573179), (0, 0)],
)
def test_ordinary_movements_are_never_named(cell: CellKey, last: int, this: int) -> None:
    assert found(cell, last, this) == found(cell, this, last) == []


@given(st.integers(0, 10**6), st.integers(0, 10**7))
def test_only_what_is_nine_times_as_much_and_thirteen_more_is_named(last: int, this: int) -> None:
    low, high = sorted((last, this))
    if high < 9 * low or high - low < 13:
        assert probability(last, this) > HINTED


@CELLS
def test_a_blank_is_not_judged(cell: CellKey) -> None:
    assert found(cell, 5000, None) == found(cell, None, 5000) == []


@CELLS
def test_none_where_there_were_many(cell: CellKey) -> None:
    (finding,) = found(cell, 5000, 0)
    assert finding.level is Level.EXPLAIN
    assert finding.message.endswith("：本年 0，2022年 5000，减少 100%。")
    assert (finding.params["last"], finding.params["this"], finding.params["difference"]) == ("5000", "0", "+5000")
    assert "漏填" in finding.cause


@pytest.mark.parametrize(
    ("last", "this", "level"),
    [(0, 13, Level.HINT), (46, 0, Level.HINT), (0, 47, Level.EXPLAIN), (110, 10, Level.HINT), (10, 383, Level.EXPLAIN)],
)
def test_the_level_follows_how_seldom_it_is(last: int, this: int, level: Level) -> None:
    (finding,) = found("decisions.penalties.count", last, this)
    assert finding.level is level


def test_applications_and_disputes_are_hints_unless_huge() -> None:
    assert found("disputes.reconsideration.total", 0, 60)[0].level is Level.HINT
    assert found("disputes.reconsideration.total", 2, 2000)[0].level is Level.EXPLAIN


def test_a_dropped_digit_is_said() -> None:
    (finding,) = found("decisions.penalties.count", 2530, 253)
    assert "位数不同" in finding.cause


def test_received_and_handled_together_are_one_finding() -> None:
    many = dict.fromkeys(("applications.received.total", "applications.handled_total.total"), 9000)
    value = filled(**many)
    findings = run(value, Context(previous=replace(filled(), year=value.year - 1)))
    assert [finding.code for finding in findings].count("T3-6") == 1


@pytest.mark.parametrize(("before", "after"), [("010", "011"), ("016", "017")])
def test_nothing_of_a_real_pair_needs_an_explanation(before: str, after: str) -> None:
    findings = run(truth(after).replace(texts=TEXTS), Context(previous=truth(before)))
    assert [finding.code for finding in findings if finding.level is not Level.HINT] == []
