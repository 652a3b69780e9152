import pytest

from reports.checks.base import Context
from tests.checks.prose.reports import findings, report, said

# 100 received last year, 86 this year.
LAST = {"applications__granted__natural": 50, "year": 2022, "disputes__reconsideration__pending": 2}


def context() -> Context:
    return Context(previous=report(**LAST))


@pytest.mark.parametrize(
    "claim",
    [
        "同比下降14%",
        "同比下降14.0%",
        "较上年减少14件",
        "比去年减少了14件",
        "较去年同期下降14%",
        "较2022年减少14件",
        "比上年有所下降",
        "较2021年增长30%",
        "同比下降约10%",
        "环比增长8%",
        "较上年减少14件，降幅14%",
        "同比减少14件（下降14%）",
        "2022年为100件，同比下降14%",
    ],
)
def test_a_true_change_is_not_found(claim: str) -> None:
    assert said(report(f"（二）依申请公开。共收到政府信息公开申请86件，{claim}。"), context()) == []


@pytest.mark.parametrize(
    "claim",
    [
        "同比增长14%",
        "同比下降12.3%",
        "较上年减少16件",
        "比上年增加14件",
        "与上年持平",
        "较上年减少14件，降幅16%",
        "2022年为100件，同比下降24%",
    ],
)
def test_a_wrong_change_is_to_be_explained(claim: str) -> None:
    text = f"（二）依申请公开。共收到政府信息公开申请86件，{claim}。"
    (finding,) = findings(report(text), context())
    assert (finding.code, finding.level) == ("N-18", "explain")
    assert "上年为 100" in finding.message
    assert finding.params["right"] == "减少14（14%）"


def test_a_change_without_last_year_is_not_judged() -> None:
    assert said(report("（二）依申请公开。共收到政府信息公开申请86件，同比增长140%。")) == []


def test_the_claims_figure_is_no_count_of_applications() -> None:
    text = "（二）依申请公开。较上年减少14件，共收到政府信息公开申请86件。"
    assert said(report(text), context()) == []


def test_equal_figures_are_level() -> None:
    text = "（二）依申请公开。政府信息公开行政复议7件，与上年持平。"
    assert said(report(text), context()) == []


def test_changes_said_respectively_are_not_given_to_the_last_figure() -> None:
    text = "（二）依申请公开。收到申请86件，其中自然人80件、法人或其他组织6件，同比分别增长13.3%、260%。"
    previous = report(applications__received__company=9, year=2022)
    assert said(report(text), Context(previous=previous)) == []
