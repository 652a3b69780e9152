"""One report beside the report of the year before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Context, Finding, Level, run
from reports.schema import V2019, V2021, CellKey
from reports.value import Number, ReportValue, Scope
from tests.builders import TEXTS, coherent, coherent_values, filled, truth

CARRIED_IN, CARRIED_OUT = "applications.carried_in", "applications.carried_out"
GRANTED = "applications.granted.natural"
STOCK = "documents.normative_documents"
PARTS = ("natural", "company", "research", "nonprofit", "legal_service", "other")


def found(code: str, value: ReportValue, previous: ReportValue) -> list[Finding]:
    return [finding for finding in run(value, Context(previous=previous)) if finding.code == code]


def report(year: int, **figures: Number) -> ReportValue:
    """A coherent report of a year; row and column of a cell with two underscores between them."""
    schema = V2019 if year < V2021.first_year else V2021
    return ReportValue(
        schema,
        "某县某局",
        year,
        cells=coherent(schema, {key.replace("__", "."): number for key, number in figures.items()}),
        texts=TEXTS,
    )


def next_year(previous: ReportValue, **cells: Number | None) -> ReportValue:
    """A year in which nothing but last year's open applications is dealt with, the stock is as it was."""
    figures: dict[CellKey, Number] = {}
    for column in PARTS:
        open_cases = previous[f"{CARRIED_OUT}.{column}"] or 0
        figures |= {f"{CARRIED_IN}.{column}": open_cases, f"applications.granted.{column}": open_cases}
    for row in ("rules", "normative_documents"):
        figures[f"documents.{row}.in_force"] = previous.cells.get(f"documents.{row}.in_force") or 0
    schema = V2021
    return ReportValue(schema, previous.organ, previous.year + 1, cells=coherent(schema, figures), texts=TEXTS).replace(
        cells
    )


@pytest.mark.parametrize(("before", "after"), [("010", "011"), ("016", "017")])
def test_real_pairs_continue_each_other(before: str, after: str) -> None:
    findings = run(truth(after).replace(texts=TEXTS), Context(previous=truth(before)))
    assert not {finding.code for finding in findings} & {"Y-1", "Y-2", "Y-3", "Y-5"}


@given(coherent_values(V2021))
def test_a_year_that_continues_the_last_one_is_clean(previous: ReportValue) -> None:
    value = next_year(previous)
    assert found("Y-1", value, previous) == []
    assert found("Y-2", value, previous) == []


@given(coherent_values(V2021), st.sampled_from(PARTS), st.integers(1, 500))
def test_each_column_that_departs_is_found_alone(previous: ReportValue, column: str, more: int) -> None:
    cell = f"{CARRIED_IN}.{column}"
    value = next_year(previous)
    figures = {key: value[key] or 0 for key in value.schema.cells if key not in value.schema.totals}
    figures |= {cell: figures[cell] + more, f"applications.granted.{column}": figures[cell] + more}
    (finding,) = found("Y-1", replace(value, cells=coherent(value.schema, figures)), previous)
    assert finding.cells == (cell,)
    assert finding.level is Level.EXPLAIN
    assert finding.params["difference"] == str(-more)
    assert (finding.filed, finding.expected) == (value[cell] + more, value[cell])


def test_a_carry_over_is_spoken_of_in_the_words_of_the_form() -> None:
    previous = report(2022, **{f"{CARRIED_OUT}.natural": 3})
    (finding,) = found("Y-1", report(2023), previous)
    assert finding.message == (
        "自然人：“二、上年结转政府信息公开申请数量” 0，2022年报告“四、结转下年度继续办理” 3，相差 3。"
    )
    assert finding.params | {"left_label": "", "right_label": ""} == {
        **{"left_label": "", "right_label": ""},
        **{"left": "0", "right": "3", "difference": "+3", "last": "3", "this": "0"},
    }


def test_a_total_that_its_columns_do_not_account_for_is_found_too() -> None:
    previous = next_year(report(2021))
    value = replace(next_year(previous), year=2023).replace({f"{CARRIED_IN}.total": 5})
    (finding,) = found("Y-1", value, previous)
    assert finding.cells == (f"{CARRIED_IN}.total",)


def test_a_figure_in_the_next_column_is_told_from_a_missing_one() -> None:
    previous = report(2022, **{f"{CARRIED_OUT}.company": 3})
    moved = found("Y-1", report(2023, **{f"{CARRIED_IN}.natural": 3, GRANTED: 3}), previous)
    assert [finding.cells for finding in moved] == [(f"{CARRIED_IN}.natural",), (f"{CARRIED_IN}.company",)]
    assert all("相邻" in finding.cause for finding in moved)


def test_last_years_own_carry_over_left_standing_is_recognised() -> None:
    previous = report(2022, **{f"{CARRIED_IN}.natural": 4, GRANTED: 1, f"{CARRIED_OUT}.natural": 3})
    (finding,) = found("Y-1", report(2023, **{f"{CARRIED_IN}.natural": 4, GRANTED: 4}), previous)
    assert "沿用了上年" in finding.cause


def test_the_carry_over_is_judged_across_the_change_of_forms_and_the_stock_is_not() -> None:
    previous = report(2020, **{f"{CARRIED_OUT}.natural": 2, f"{STOCK}.published_total": 30})
    value = report(2021, **{f"{STOCK}.in_force": 7})
    assert len(found("Y-1", value, previous)) == 1
    assert found("Y-2", value, previous) == []


@pytest.mark.parametrize("side", ["this", "last"])
def test_a_blank_is_not_judged(side: str) -> None:
    previous = report(2022, **{f"{CARRIED_OUT}.natural": 2, f"{STOCK}.in_force": 4})
    value = report(2023)
    if side == "this":
        value = value.replace({f"{CARRIED_IN}.natural": None, f"{CARRIED_IN}.total": None, f"{STOCK}.issued": None})
    else:
        previous = previous.replace({f"{CARRIED_OUT}.{key}": None for key in (*PARTS, "total")})
        previous = previous.replace({f"{STOCK}.in_force": None})
    assert found("Y-1", value, previous) == found("Y-2", value, previous) == []


def test_only_the_year_before_of_the_same_scope_is_compared() -> None:
    previous = report(2022, **{f"{CARRIED_OUT}.natural": 2})
    value = report(2023)
    assert len(found("Y-1", value, previous)) == 1
    assert found("Y-1", value, replace(previous, year=2021)) == []
    assert found("Y-1", value, replace(previous, scope=Scope.AGGREGATE)) == []
    assert [finding for finding in run(value) if finding.code == "Y-1"] == []


def test_a_stock_that_does_not_continue() -> None:
    previous = report(2022, **{f"{STOCK}.in_force": 1})
    (finding,) = found("Y-2", report(2023, **{f"{STOCK}.repealed": 1, f"{STOCK}.in_force": 1}), previous)
    assert finding.message == (
        "行政规范性文件：现行有效件数 1，2022年现行有效 1 加本年制发 0 减本年废止 1，应为 0，相差 1。"
    )
    assert finding.cells == (f"{STOCK}.in_force", f"{STOCK}.issued", f"{STOCK}.repealed")
    assert finding.params["right_label"] == "2022年现行有效 1 加本年制发 0 减本年废止 1"
    assert (finding.params["right"], finding.params["difference"]) == ("0", "-1")
    assert (finding.params["last"], finding.params["this"]) == ("1", "1")


def test_more_repealed_than_there_were_is_not_said_to_leave_less_than_none() -> None:
    previous = report(2022, **{f"{STOCK}.in_force": 1})
    (finding,) = found("Y-2", report(2023, **{f"{STOCK}.repealed": 2}), previous)
    assert finding.message.endswith("减本年废止 2，本年废止多于原有和制发。")


def test_an_explanation_of_a_stock_lapses_with_last_years_figure() -> None:
    value = report(2023, **{f"{STOCK}.in_force": 5})
    (one,), (two,) = (found("Y-2", value, report(2022, **{f"{STOCK}.in_force": stock})) for stock in (1, 2))
    assert one.subject == two.subject
    assert one.digest(value) != two.digest(value)


def test_pending_cases_must_come_back() -> None:
    previous = report(2022, **{"disputes.reconsideration.pending": 3, "disputes.litigation_direct.pending": 1})
    value = report(2023, **{"disputes.reconsideration.upheld": 2, "disputes.litigation_direct.upheld": 1})
    (finding,) = found("Y-3", value, previous)
    assert finding.level is Level.HINT
    assert finding.message == "行政复议：总计 2，少于2022年尚未审结 3，相差 1。"


def test_a_whole_report_of_last_year() -> None:
    previous = replace(filled(), year=2022)
    (finding,) = found("Y-5", replace(previous, year=2023), previous)
    assert finding.level is Level.EXPLAIN
    assert finding.message.startswith("200格数字与2022年报告逐格相同，其中表")


def test_one_moved_figure_is_not_last_years_report() -> None:
    previous = replace(filled(), year=2022)
    value = replace(filled(**{"decisions.licences.count": 99}), year=2023)
    assert found("Y-5", value, previous) == []


@pytest.mark.parametrize(
    "figures",
    [
        {},
        {f"{STOCK}.in_force": 40},
        {GRANTED: 2},
        {"decisions.licences.count": 153},
    ],
)
def test_a_small_bureau_may_have_the_same_year_twice(figures: dict[CellKey, Number]) -> None:
    assert found("Y-5", report(2023, **figures), report(2022, **figures)) == []


def test_several_larger_figures_are_not_equal_by_chance() -> None:
    figures = {"decisions.licences.count": 153, "decisions.penalties.count": 48}
    assert len(found("Y-5", report(2023, **figures), report(2022, **figures))) == 1
