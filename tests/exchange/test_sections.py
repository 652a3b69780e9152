"""Whose report of which year it is, and where its prose begins and ends."""

import pytest

from reports.exchange.labels import fold
from reports.exchange.sections import is_heading, openings, texts
from reports.exchange.source import Line
from reports.exchange.title import identify
from reports.schema import V2021


def read_texts(*lines: str, title: str = "") -> dict[str, str]:
    blocks = tuple(map(Line, lines))
    return texts(V2021, blocks, openings(V2021, blocks), title)


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("蓝田县人民政府2023年政府信息公开工作年度报告", "蓝田县人民政府", 2023),
        ("2019年上海市人民政府办公厅政府信息公开工作年度报告", "上海市人民政府办公厅", 2019),
        ("平潭综合实验区2021年度政府信息公开工作年度报告", "平潭综合实验区", 2021),
        ("沭阳县发展和改革局2023年政府信息公开年度报告-沭阳县发改局", "沭阳县发展和改革局", 2023),
        ("蓝田县水利局 2024 年度政府信息公开工作报告", "蓝田县水利局", 2024),
        ("标题：蓝田县水利局关于2022年政府信息公开工作情况的报告", "蓝田县水利局", 2022),
        ("蓝田县人民政府二〇二三年政府信息公开工作年度报告", "蓝田县人民政府", 2023),
    ],
)
def test_titles(title: str, organ: str, year: int) -> None:
    identity = identify(["首页", title], "", "", "")
    assert (identity.organ, identity.year) == (organ, year)
    assert identity.problems == ()


def test_a_title_on_two_lines() -> None:
    identity = identify(["九原区政务服务局", "2022年政府信息公开工作年度报告"], "", "", "")
    assert (identity.organ, identity.year) == ("九原区政务服务局", 2022)


def test_without_a_title_the_period_then_the_name_then_the_prose_tell_the_year() -> None:
    period = "数据统计期限自2022年1月1日起至2022年12月31日止。"
    assert identify([], period, "2021年工作", "001_蓝田县人民政府_2023.md").year == 2022
    named = identify([], "", "2021年工作", "001_蓝田县人民政府_2023.md")
    assert (named.organ, named.year) == ("蓝田县人民政府", 2023)
    assert len(named.problems) == 2
    assert identify([], "", "2021年工作", "报告.md").year == 2021
    unknown = identify([], "", "2021年工作，2022年打算", "报告.md")
    assert (unknown.organ, unknown.year, len(unknown.problems)) == ("", 0, 2)


def test_a_period_against_the_title_is_said() -> None:
    identity = identify(["蓝田县2023年政府信息公开工作年度报告"], "自2022年1月1日至12月31日", "", "")
    assert identity.year == 2023
    assert "2022" in identity.problems[0].message


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "一 、总体情况",
        "一.总体情况：",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "四、政府信息公开行政法复议、行政诉讼情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "五、存在的主要问题及整改措施",
        "六、其他需要报告的事项",
        "⼀、总体情况",
    ],
)
def test_headings_and_their_variants(line: str) -> None:
    assert is_heading(V2021, line)


@pytest.mark.parametrize(
    "line",
    [
        "一、加强组织领导，落实信息发布制度",
        "一、总体情况良好，全年没有投诉。",
        "（二）主动公开政府信息情况",
        "五、下一步工作打算",
        "六、认真做好其他工作。",
        "二、主动公开政府信息情况属于年度报告的第二部分，数据见下表；第三部分另见下表。",
        "1.总体情况",
    ],
)
def test_prose_that_only_begins_like_a_heading(line: str) -> None:
    assert not is_heading(V2021, line)


def test_prose_beside_its_heading() -> None:
    said = read_texts("一、总体情况", "好。", "六、其他需要报告的事项：无其他事项。")
    assert said["other_matters"] == "无其他事项。"


def test_contents_list_gives_way_to_the_report() -> None:
    contents = [f"{section.heading}" for section in V2021.sections]
    said = read_texts("目录", *contents, "一、总体情况", "全年公开100条。", "五、存在的主要问题及改进情况", "不足。")
    assert said["overview"] == "全年公开100条。"
    assert said["problems"] == "不足。"


def test_site_furniture_and_signature_are_no_prose() -> None:
    said = read_texts(
        "当前位置：首页",
        "蓝田县2023年政府信息公开工作年度报告",
        "发布日期：2024-01-17",
        "本报告由县政府办公室编制。",
        "一、总体情况",
        "全年公开100条。",
        "六、其他需要报告的事项",
        "没有。",
        "蓝田县人民政府",
        "2024年1月17日",
        "上一篇：无",
        "陕公网安备61012202000008号",
        title="蓝田县2023年政府信息公开工作年度报告",
    )
    assert said == {"preamble": "本报告由县政府办公室编制。", "overview": "全年公开100条。", "other_matters": "没有。"}


def test_folding_reaches_radicals_and_widths() -> None:
    assert fold("⾏政规范性⽂件") == fold("行政 规范性文件")
    assert fold("⻅⻔（⼀）") == fold("见门(一)")
