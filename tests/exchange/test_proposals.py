"""Rows that lost their gaps: proposed only where one reading alone satisfies the form, and never read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import read
from reports.exchange.proposals import Doubtful, propose
from reports.schema import CellKey, get_schema
from reports.value import ReportValue, number_text
from tests.builders import coherent_values, filled, truth
from tests.exchange.layouts import LAYOUTS
from tests.exchange.test_samples import sample

SCHEMA = get_schema("2021")
TABLE = SCHEMA.tables["applications"]


def row_keys(row: str) -> tuple[CellKey, ...]:
    return tuple(TABLE.cell(row, column) for column in TABLE.column_keys)


def doubtful(value: ReportValue, row: str, gap: str = "") -> Doubtful:
    figures = gap.join(number_text(value[key]) for key in row_keys(row)).split()
    return Doubtful(f"行{row}", row_keys(row), tuple(figures))


def others(value: ReportValue, *rows: str) -> dict[CellKey, int]:
    """What was read: table 三 without some rows."""
    gone = {key for row in rows for key in row_keys(row)}
    return {key: int(number or 0) for key, number in value.cells.items() if key.startswith("appl") and key not in gone}


def test_a_row_run_together_is_taken_apart_by_its_sums() -> None:
    value = truth("016")
    (proposal,) = propose(SCHEMA, others(value, "unable_not_held"), [doubtful(value, "unable_not_held")])
    assert dict(proposal.cells) == {key: value[key] for key in row_keys("unable_not_held")}
    assert "本行各栏之和等于“总计”" in proposal.reason
    assert "（七）总计" in proposal.reason


def test_nothing_is_proposed_where_two_readings_fit() -> None:
    """2|20…|25 and 22|0…|25 both add up; only the column's sums can tell, and without them nothing does."""
    value = truth("016")
    rows = [row for row in TABLE.row_keys if row not in ("received", "carried_in", "carried_out")]
    known = others(value, *rows)
    assert propose(SCHEMA, known, [doubtful(value, "unable_not_held")]) == ()


def test_one_identity_is_not_enough() -> None:
    """The row adds up in one way, but no column speaks: the total row is missing."""
    value = filled()
    known = others(value, "granted", "handled_total")
    assert propose(SCHEMA, known, [doubtful(value, "granted", " ")]) == ()


def test_rows_that_exchange_their_readings_are_not_proposed() -> None:
    """Two rows of which either reading fits, as long as the other takes the other one."""
    cells = dict.fromkeys(others(filled()), 0)
    for row, figures in {
        "granted": (1, 11, 0, 0, 0, 0, 12),
        "partly_granted": (11, 1, 0, 0, 0, 0, 12),
        "handled_total": (12, 12, 0, 0, 0, 0, 24),
        "received": (12, 12, 0, 0, 0, 0, 24),
    }.items():
        cells |= dict(zip(row_keys(row), figures, strict=True))
    value = ReportValue(SCHEMA, "甲", 2023, cells=cells)
    rows = ("granted", "partly_granted")
    assert propose(SCHEMA, others(value, *rows), [doubtful(value, row) for row in rows]) == ()


def test_a_row_printed_twice_is_not_proposed() -> None:
    value = truth("016")
    row = doubtful(value, "unable_not_held")
    assert propose(SCHEMA, others(value, "unable_not_held"), [row, row]) == ()


def test_signs_and_words_are_left_alone() -> None:
    value = truth("016")
    known = others(value, "unable_not_held")
    for figures in (("22", "/", "325"), ("22约", "3", "25"), ()):
        assert propose(SCHEMA, known, [Doubtful("行", row_keys("unable_not_held"), figures)]) == ()


def test_proposals_never_enter_the_value() -> None:
    for start in ("014_平潭综合实验区_2019.txt", "016_平潭综合实验区_2021.txt"):
        result = sample(start)
        expected = truth(start[:3])
        proposed = {key: number for proposal in result.proposals for key, number in proposal.cells.items()}
        assert len(proposed) >= 170
        assert not [key for key, number in proposed.items() if number != expected.cells[key]]
        assert all(result.value[key] is None for key in proposed)


@settings(max_examples=40, deadline=None)
@given(
    coherent_values(schema=SCHEMA), st.sampled_from(["everything run together", "some figures joined", "a cell more"])
)
def test_what_is_proposed_for_coherent_reports_is_true(value: ReportValue, layout: str) -> None:
    made = LAYOUTS[layout](value)
    result = read(made.data, made.name)
    wrong = [
        key for proposal in result.proposals for key, number in proposal.cells.items() if number != value.cells[key]
    ]
    assert wrong == []
