import pytest

from reports.checks.base import Context
from tests.checks.prose.reports import findings, report, said

KNOWN = Context(
    others=frozenset({"清河县教育局", "清河县人民政府", "清河县人民政府办公室", "清河县", "柳林镇人民政府"})
)


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("preamble", "现将清河县教育局2023年政府信息公开工作年度报告公布如下。"),
        ("preamble", "现向社会公布清河县教育局2023年度政府信息公开工作年度报告。"),
        ("overview", "2023年，清河县教育局认真贯彻落实《条例》，主动公开信息。"),
        ("overview", "2023年，我镇认真贯彻落实《条例》，主动公开信息。"),
    ],
)
def test_another_organs_name_where_the_report_speaks_of_itself(section: str, text: str) -> None:
    assert said(report(text, section=section), KNOWN) == [("N-19", "explain")]


@pytest.mark.parametrize(
    "text",
    [
        "现将清河县水利局2023年政府信息公开工作年度报告公布如下。",
        "如有疑问，请与清河县人民政府办公室联系，报告在清河县人民政府网站公布。",
        "2023年，在清河县人民政府的领导下，我局会同清河县教育局公开信息。",
        "2023年，清河县水利局认真贯彻落实《条例》。",
        "我县高度重视，我局公开信息。",
    ],
)
def test_other_organs_may_be_spoken_of(text: str) -> None:
    assert said(report(text, section="preamble"), KNOWN) == []


def test_an_own_former_name_is_no_other() -> None:
    text = "现将清河县水务局2023年政府信息公开工作年度报告公布如下。"
    others = frozenset({"清河县水务局"})
    assert said(report(text, section="preamble"), Context(others=others)) == [("N-19", "explain")]
    assert said(report(text, section="preamble"), Context(others=others, names=frozenset({"清河县水务局"}))) == []


BODY = "公开各类信息，及时更新栏目，回应群众关切。"


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ("（一）（二）（三）", []),
        ("（一）（二）（四）", ["正文序号不连续：（二）之后是（四）。"]),
        ("（一）（二）（二）（三）", ["正文序号不连续：（二）重复。"]),
        ("（一）（二）（一）（二）", []),
    ],
)
def test_the_numbering_of_parts(numbers: str, found: list[str]) -> None:
    text = "\n".join(f"（{number}）{BODY}" for number in numbers.strip("（）").split("）（"))
    assert [finding.message for finding in findings(report(text))] == found


def test_numbered_points_may_start_again_below_another_part() -> None:
    assert said(report(f"（一）{BODY}\n1.{BODY}\n2.{BODY}\n（二）{BODY}\n1.{BODY}")) == []
    assert said(report(f"（一）{BODY}\n1.{BODY}\n1.{BODY}\n1.{BODY}")) == [("C-3", "hint"), ("C-3", "hint")]


def test_first_second_fourth() -> None:
    assert said(report("主要问题：一是形式单一；二是更新不及时；三是人员不足。", section="problems")) == []
    assert said(report("主要问题：一是形式单一；二是更新不及时；四是人员不足。", section="problems")) == [
        ("C-3", "hint")
    ]
    assert said(report("一是形式单一，二是更新慢。改进：一是丰富形式，二是加快更新。", section="problems")) == []


def test_articles_are_no_numbering() -> None:
    assert said(report(f"（一）按照第二十条第（一）项、第二十条第（八）项，{BODY}")) == []


@pytest.mark.parametrize("text", ["无", "无。", "（一）存在的问题。无。", "暂无问题。"])
def test_a_part_that_says_nothing_is_to_be_explained(text: str) -> None:
    assert said(report(text, section="problems")) == [("C-4", "explain")]


def test_a_heading_with_nothing_below_is_hinted_at() -> None:
    text = f"（一）主动公开情况\n{BODY}\n（二）政府信息管理情况\n（三）监督保障情况\n{BODY}"
    (finding,) = findings(report(text))
    assert (finding.code, finding.level, "（二）政府信息管理情况" in finding.message) == ("C-4", "hint", True)


def test_two_counts_of_accounts_are_hinted_at() -> None:
    text = "目前我县保留的政务新媒体共16个，关停政务新媒体2个。全县现有政务新媒体18个。"
    assert said(report(text)) == [("N-16", "hint")]
    assert said(report(text.replace("18", "16"))) == []
