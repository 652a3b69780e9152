"""Returns in which nothing seems to be filled in, and refusals sued without review."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.checks import Context, Finding, Level, run
from reports.schema import V2021, CellKey
from reports.value import Number, ReportValue
from tests.builders import TEXTS, coherent, filled, truth

SILENT = TEXTS | {"overview": "（一）主动公开。发布信息100条，收到申请0件。"}
COURT, REVIEW = "disputes.litigation_direct.total", "disputes.reconsideration.total"


def empty(
    figures: dict[CellKey, Number] | None = None, texts: dict[str, str] = SILENT, year: int = 2023
) -> ReportValue:
    return ReportValue(V2021, "某县某局", year, cells=coherent(V2021, figures or {}), texts=texts)


def found(code: str, value: ReportValue, previous: ReportValue | None = None) -> list[Finding]:
    return [finding for finding in run(value, Context(previous=previous)) if finding.code == code]


def test_a_return_of_zeros_is_hinted_at() -> None:
    (finding,) = found("C-2", empty())
    assert finding.level is Level.HINT
    assert finding.message == "200格数字全为 0。"


def test_figures_that_only_stand_are_no_return_either() -> None:
    carried = {"applications.carried_in.natural": 2, "applications.carried_out.natural": 2}
    (finding,) = found("C-2", empty({"documents.normative_documents.in_force": 4} | carried))
    assert "除现行有效、结转等 5格外" in finding.message
    assert finding.level is Level.HINT


@pytest.mark.parametrize(
    "sentence",
    ["收到政府信息公开申请12件，均已办结。", "全年作出行政处罚决定 35 件。", "制发规范性文件3件。"],
)
def test_zeros_against_the_prose_must_be_explained(sentence: str) -> None:
    (finding,) = found("C-2", empty(texts=TEXTS | {"overview": sentence}))
    assert finding.level is Level.EXPLAIN
    assert "正文写有" in finding.message


@pytest.mark.parametrize(
    "sentence",
    ["收到申请0件。", "未收到申请。", "发布信息120条。", "申请表公布于2023年1月。", "收到申请后20个工作日内答复。"],
)
def test_prose_that_says_nothing_else_leaves_a_hint(sentence: str) -> None:
    assert found("C-2", empty(texts=TEXTS | {"overview": sentence}))[0].level is Level.HINT


@pytest.mark.parametrize(("last", "level"), [(40, Level.EXPLAIN), (2, Level.HINT)])
def test_zeros_after_a_busy_year_must_be_explained(last: int, level: Level) -> None:
    previous = empty({"decisions.licences.count": last}, year=2022)
    assert found("C-2", empty(), previous)[0].level is level


@pytest.mark.parametrize(
    "cells",
    [
        {"decisions.licences.count": 1},
        {"documents.normative_documents.issued": 1},
        {"charges.administrative_fees.amount": Decimal("0.5")},
        {"disputes.reconsideration.total": None},
    ],
)
def test_any_figure_of_the_year_or_a_blank_is_enough(cells: dict[CellKey, Number | None]) -> None:
    assert found("C-2", empty().replace(cells)) == []


def test_an_open_application_is_something_done() -> None:
    value = empty({"applications.carried_out.natural": 1})
    assert value["applications.received.natural"] == 1
    assert found("C-2", value) == []


def test_refusals_sued_without_review() -> None:
    value = replace(filled(**{REVIEW: 0}), year=2024)
    (finding,) = found("T4-4", value)
    assert finding.level is Level.HINT
    assert finding.cells[:2] == (COURT, REVIEW)
    assert finding.message.startswith(f"未经复议直接起诉 {value[COURT]}件，行政复议 0件，而不予公开 ")


def test_refusals_are_judged_only_since_the_law_asks_for_review_first() -> None:
    assert found("T4-4", filled(**{REVIEW: 0})) == []
    assert found("T4-4", replace(filled(), year=2024)) == []
    assert found("T4-4", replace(filled(**{REVIEW: 0, COURT: 0}), year=2024)) == []
    assert found("T4-4", replace(filled(**{REVIEW: None}), year=2024)) == []


@pytest.mark.parametrize("number", ["001", "003", "005", "010", "011", "014", "016", "017"])
def test_real_reports(number: str) -> None:
    value = truth(number).replace(texts=TEXTS)
    assert not {finding.code for finding in run(value)} & {"C-2", "T2-3", "T2-4", "T4-4"}
