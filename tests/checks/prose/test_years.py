import pytest

from tests.checks.prose.reports import findings, report, said


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "本年度报告中所列数据统计期限从2023年1月1日到12月31日止。",
        "统计期限为 2023 年 1 月 1 日至 12 月 31 日。",
        "统计期限为二〇二三年一月一日至十二月三十一日。",
        "现将清河县水利局2023年政府信息公开工作年度报告公布如下。",
        "根据《关于编制2022年政府信息公开工作年度报告的通知》要求。",
        "申报期限为2023年3月1日至2023年4月1日。",
        "据统计，2023年1月1日至6月30日共发布信息20条。",
        "与2022年1月1日至12月31日相比，发布信息增加。",
        "依据国办公开办函〔2021〕30号编制。",
    ],
)
def test_the_right_period_and_other_periods_are_left_alone(text: str) -> None:
    assert said(report(text, section="preamble")) == []


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
        "统计期限为2023年1月1日至12月21日。",
        "所列统计数据的期限自2022年1月1日起，至2022年12月31日止。",
        "报告中所列数据统计期为2022年1月1日至2022年12月31日。",
        "统计期限为2023年1月1日至2022年12月31日。",
        "统计时限为2022年1月1日至2023年12月31日。",
        "统计期限为二〇二二年一月一日至十二月三十一日。",
    ],
)
def test_a_wrong_statistical_period_is_an_error(text: str) -> None:
    (finding,) = findings(report(text, section="preamble"))
    assert (finding.code, finding.level) == ("N-15", "error")
    assert finding.params["right"] == "2023年1月1日至2023年12月31日"
    assert text[int(finding.params["start"]) : int(finding.params["end"])] in text


def test_an_organ_founded_in_the_year_may_explain_its_period() -> None:
    text = "统计期限自2023年3月20日（机构成立）至2023年12月31日，本局于3月组建。"
    assert said(report(text.replace("（机构成立）", ""), section="preamble")) == [("N-15", "explain")]


def test_last_years_title_is_to_be_explained() -> None:
    text = "现将清河县水利局2022年政府信息公开工作年度报告公布如下。"
    assert said(report(text, section="preamble")) == [("N-15", "explain")]


def test_a_part_that_opens_with_last_year_is_hinted_at() -> None:
    assert said(report("2022年，我局认真做好政府信息公开工作。")) == [("N-15", "hint")]
    assert said(report("2023年，我局认真做好政府信息公开工作。")) == []
    (finding,) = findings(report("2022年，我局认真做好政府信息公开工作。"))
    assert "“2022年”" in finding.message


def test_plans_are_for_the_next_year() -> None:
    right = "一是解读形式单一。2024年，我局将继续丰富解读形式。"
    assert said(report(right, section="problems")) == []
    assert said(report(right.replace("2024", "2023"), section="problems")) == [("N-15", "hint")]
    assert said(report("针对2022年报告中的问题，2023年我局已经全部整改到位。", section="problems")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，县政府共收到依申请公开信件70件，其中已回复69件，1件结转下年度办理。",
        "2022年度我局共收到依申请信息公开70件，办结69件。",
        "2022年全县新收政府信息公开申请70件。",
        "2022年，我局收到政府信息公开申请70件，办结69件，1件结转至2023年办理。",
    ],
)
def test_a_count_taken_over_with_its_year_is_to_be_explained(sentence: str) -> None:
    text = f"（二）依申请公开情况。{sentence}"
    (finding,) = findings(report(text))
    assert (finding.code, finding.level) == ("N-15", "explain")
    assert text[int(finding.params["start"]) : int(finding.params["end"])] == "2022年"
    assert finding.message == "正文“2022年”，年份应为2023年。"


@pytest.mark.parametrize(
    "sentence",
    [
        "较2022年收到的70件有所增加。",
        "2022年收到政府信息公开申请70件，2023年收到86件。",
        "2022年收到政府信息公开申请70件。2023年收到政府信息公开申请86件。",
        "2021年至2022年收到政府信息公开申请130件。",
        "2022年以来收到政府信息公开申请156件。",
        "2022年度以来收到政府信息公开申请156件。",
        "2022年12月收到政府信息公开申请9件。",
        "2022年结转政府信息公开申请2件。",
        "2022年制定的规范性文件3件已经废止。",
        "2022年县公安局收到政府信息公开申请22件。",
        "2022年收到信访件70件。",
        "2018年机构改革后，收到政府信息公开申请86件。",
        "2022年机构改革后，收到政府信息公开申请86件。",
        "2022年度优秀案例评选中，我局答复的3件申请入选。",
    ],
)
def test_what_is_rightly_said_of_an_earlier_year_is_left_alone(sentence: str) -> None:
    assert "explain" not in [level for _, level in said(report(f"（二）依申请公开情况。{sentence}"))]
