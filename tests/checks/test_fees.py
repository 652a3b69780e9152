"""The fee statement of section 六: what is read out of it, and what it must agree with."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Finding, Level, run
from reports.checks.fee_statement import statement_of
from reports.value import Number
from tests.builders import TEXTS, filled, truth

UNPAID = "applications.other_fee_unpaid.total"
FEE = "charges.administrative_fees.amount"
ZERO = "2023年度本机关未收取信息处理费。发出收费通知的件数和总金额以及实际收取的总金额均为0。"


def read(text: str) -> tuple[Number | None, ...]:
    said = statement_of(text)
    return tuple(stated and stated.value for stated in (said.notices, said.charged, said.received))


def found(code: str, text: str, schema_key: str = "2021", **cells: Number | None) -> list[Finding]:
    value = filled(schema_key, **cells).replace(texts={"other_matters": text})
    return [finding for finding in run(value) if finding.code == code]


@pytest.mark.parametrize(
    ("text", "notices", "charged", "received"),
    [
        (ZERO, 0, 0, 0),
        ("本年度发出收费通知零件，总金额0元，实际收取0元。", 0, 0, 0),
        ("全市共向15件申请发出收费通知，总金额1500元，实际收取600元，其中市公安局3件420元。", 15, 1500, 600),
        ("2024 年，全年收取政府信息公开信息处理费3940 元。", None, None, 3940),
        ("发出收费通知3件、总金额0.15万元，实际收取一千元。", 3, 1500, 1000),
        ("收取信息处理费为零。", None, None, 0),
        ("2023年度，县发展和改革局政府信息公开未发生收费情况。", None, None, 0),
        ("收到15件申请，对其中2件发出收费通知，金额共计300元，未实际收取。", 2, 300, 0),
        ("本年度没有收取信息处理费，发出收费通知件数为0，总金额为0元。", 0, 0, 0),
        ("收费情况：发出收费通知的件数为0，总金额为0，实际收取的总金额为0。", 0, 0, 0),
        ("本年度我局共发出收费通知 2 件，总金额 3,200 元，实际收取总金额 3200 元。", 2, 3200, 3200),
        ("全年共发出收费通知0件，收取信息处理费总金额0元。", 0, None, 0),
        ("共制发收费通知书4份，金额5600元，1人缴费，实收1400元", 4, 5600, 1400),
        ("发出收费通知0件，行政事业性收费金额236万元。", 0, None, None),
        ("无其他需要报告的事项。", None, None, None),
        ("本年度收到申请12件，召开会议3次。", None, None, None),
    ],
)
def test_the_three_figures_are_read(
    text: str, notices: Number | None, charged: Number | None, received: Number | None
) -> None:
    assert read(text) == (notices, charged, received)


def test_approximate_and_second_figures_are_doubtful() -> None:
    assert statement_of("发出收费通知5件，总金额约2000元。").doubtful
    assert statement_of("发出收费通知5件。另有收费通知3件。").doubtful
    assert not statement_of(ZERO).doubtful


@given(st.text("发出收费通知总金额实际取未处理0123456789元件万，。、零十", max_size=60))
def test_no_text_is_too_strange_to_read(text: str) -> None:
    said = statement_of(text)
    for stated in (said.notices, said.charged, said.received):
        assert stated is None or (0 <= stated.start < stated.end <= len(text) and stated.value >= 0)


@pytest.mark.parametrize(
    "text", [ZERO, "发出收费通知3件，总金额900元，实际收取900元。", "收取信息处理费500元。", "发出收费通知3件。"]
)
def test_statements_that_agree(text: str) -> None:
    assert found("F-1", text) == []


@pytest.mark.parametrize("text", ["发出收费通知0件，总金额1500元。", "发出收费通知3件，总金额0元，实际收取0元。"])
def test_notices_without_an_amount_and_an_amount_without_notices(text: str) -> None:
    (finding,) = found("F-1", text)
    assert finding.level is Level.ERROR
    assert finding.params["quote"] == text
    place = slice(int(finding.params["start"]), int(finding.params["end"]))
    assert text[place] in ("1500", "0")


@pytest.mark.parametrize(
    "text",
    [
        "发出收费通知0件。去年的收费通知总金额1500元。",
        "发出收费通知3件，实际收取600元；发出收费通知0件，总金额1500元。",
        "发出收费通知0件，总金额1500元，其中发改局约100元。",
    ],
)
def test_what_may_mean_something_else_is_to_be_explained(text: str) -> None:
    assert all(finding.level is Level.EXPLAIN for finding in found("F-1", text))


def test_more_received_than_charged() -> None:
    (finding,) = found("F-1", "发出收费通知3件，总金额900元，实际收取1200元。")
    assert finding.level is Level.EXPLAIN
    assert finding.message == "第六部分写明实际收取 1200元，而收费通知总金额 900元。"
    assert (finding.params["left"], finding.params["right"], finding.params["difference"]) == ("1200", "900", "-300")


def test_received_without_a_notice() -> None:
    (finding,) = found("F-1", "发出收费通知0件，实际收取1200元。")
    assert finding.message == "第六部分写明实际收取 1200元，而收费通知件数 0件。"


def test_fewer_notices_than_unpaid() -> None:
    (finding,) = found("F-2", ZERO, **{UNPAID: 4})
    assert finding.level is Level.EXPLAIN
    assert finding.cells == (UNPAID,)
    assert finding.message == "第六部分写明发出收费通知 0件，少于表三逾期未缴费不再处理的 4件。"


def test_one_paid_needs_one_notice_more() -> None:
    text = "发出收费通知4件，总金额900元，实际收取100元。"
    assert len(found("F-2", text, **{UNPAID: 4})) == 1
    assert found("F-2", text, **{UNPAID: 3}) == []


def test_notices_unsaid_or_unpaid_blank_is_not_judged() -> None:
    assert found("F-2", "收取信息处理费0元。", **{UNPAID: 4}) == []
    assert found("F-2", ZERO, **{UNPAID: None}) == []


def test_more_received_than_table_two_has() -> None:
    (finding,) = found("F-3", "收取信息处理费3940元。", **{FEE: Decimal(0)})
    assert finding.level is Level.EXPLAIN
    assert finding.message == "第六部分写明实际收取 3940元，多于表二行政事业性收费 0 万元。"
    assert finding.params["difference"] == "-3940"


@pytest.mark.parametrize("amount", ["0.394", "0.39", "0.4", "236.982"])
def test_table_two_may_be_rounded(amount: str) -> None:
    assert found("F-3", "收取信息处理费3940元。", **{FEE: Decimal(amount)}) == []


def test_table_two_filled_a_hundredth_too_low() -> None:
    assert len(found("F-3", "收取信息处理费3940元。", **{FEE: Decimal("0.0039")})) == 1


@pytest.mark.parametrize(
    "text", ["无", "无。", "无其他需要报告的事项。", "本年度没有其他需要报告的事项。", "暂无其他事项。"]
)
def test_a_section_that_says_nothing(text: str) -> None:
    (finding,) = found("F-4", text)
    assert finding.level is Level.EXPLAIN
    assert finding.params["text"] == "other_matters"


def test_other_matters_without_fees_are_a_hint() -> None:
    (finding,) = found("F-4", "2023年承办人大建议12件，全部公开。")
    assert finding.level is Level.HINT


@pytest.mark.parametrize("text", [ZERO, TEXTS["other_matters"], "县发展和改革局政府信息公开未发生收费情况。", "", "  "])
def test_a_statement_or_a_missing_text_is_not_flagged(text: str) -> None:
    assert found("F-4", text) == []


def test_fees_spoken_of_in_another_section() -> None:
    value = filled().replace(texts={"other_matters": "无", "overview": "未收取信息处理费。"})
    assert [finding.level for finding in run(value) if finding.code == "F-4"] == [Level.HINT]


def test_the_older_form_had_no_fee_statement() -> None:
    assert [code for code in ("F-1", "F-2", "F-3", "F-4") if found(code, "无", "2019")] == []


def test_the_fee_statement_of_a_real_report() -> None:
    value = truth("001").replace(texts={"other_matters": ZERO})
    assert [finding.code for finding in run(value) if finding.code.startswith("F-")] == []
