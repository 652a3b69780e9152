"""Labels stand for one heading or for none."""

import pytest

from reports.exchange.headers import Heads
from reports.exchange.labels import Labels
from reports.schema import V2021, Item

ROWS = Labels(V2021.tables["applications"].row_items, numbered=True)
APPLICANTS = Heads(V2021.tables["applications"])
DISPUTES = Heads(V2021.tables["disputes"])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(一) 予以公开", "予以公开"),
        ("①属于国家秘密", "属于国家秘密"),
        ("2、其他法律、行政法规禁止公开", "其他法律行政法规禁止公开"),
        ("三安全一稳定", "危及三安全一稳定"),
        ("3.其它", "其他"),
        ("总计", "总计"),
    ],
)
def test_prints_of_a_label(text: str, label: str) -> None:
    assert ROWS.match(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "予以公开及部分公开",
        "上年予以公开",
        "予以公开占比",
        "部分公开同比增长",
        "其他事项",
        "",
        "（三）",
        "予以公开" * 30,
    ],
)
def test_texts_that_stand_for_no_row(text: str) -> None:
    assert ROWS.match(text) == ""


def test_a_fragment_of_two_headings_is_neither() -> None:
    labels = Labels(
        [Item("甲类信息公开", "a", aliases=("信息公开情况",)), Item("乙类信息公开", "b", aliases=("公开情况说明",))]
    )
    assert labels.match("信息公开情况说明") == ""


def test_heads_in_their_printed_order() -> None:
    rows = [
        ["申请人情况"],
        ["总计", "法人或其他组织", "自然人"],
        ["其他", "商业企业", "科研机构", "社会公益组织", "法律服务机构"],
    ]
    assert APPLICANTS.columns(rows) == (
        "total",
        "other",
        "company",
        "research",
        "nonprofit",
        "legal_service",
        "natural",
    )
    assert APPLICANTS.columns(rows[:2]) == (
        *("total", "company", "research", "nonprofit", "legal_service", "other", "natural"),
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["申请人情况"], ["自然人", "总计"], ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]],
        [["申请人情况"], ["自然人", "法人或其他组织", "总计"], ["商业企业", "科研机构", "社会公益组织", "其他"]],
        [["申请人情况"], ["自然人", "法人或其他组织", "总计"], ["商业企业", "备注", "科研机构"]],
        [["自然人", "自然人", "总计"]],
    ],
)
def test_heads_that_do_not_name_every_column_once(rows: list[list[str]]) -> None:
    assert APPLICANTS.columns(rows) is None


def test_review_and_litigation_are_told_apart_by_the_groups_above() -> None:
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    columns = DISPUTES.columns([["行政复议", "行政诉讼"], [*five, "复议后起诉", "未经复议直接起诉"], [*five, *five]])
    assert columns is not None
    assert columns[5] == "disputes.litigation_after_reconsideration.upheld"
    assert DISPUTES.columns([[*five, "复议后起诉", "未经复议直接起诉"], [*five, *five]]) is None
    assert DISPUTES.columns([["行政复议", "行政诉讼"], [*five, "复议后起诉"], [*five, *five]]) is None
