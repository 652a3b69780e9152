from reports.checks.base import Context
from reports.checks.prose.reuse import passages_of_last_year
from tests.checks.prose.reports import findings, report, said

OLD = (
    "一是政策解读形式较为单一，多以文字解读为主，图表和视频解读较少，群众看不懂、不爱看。"
    "二是部分股室主动公开意识不强，信息报送不及时，重点领域信息公开的深度和广度还不够。"
    "三是工作人员更换频繁，业务能力参差不齐，对依申请公开办理的程序和要求掌握不够。"
    "针对以上问题，我局在2023年将组织2次业务培训，建立信息报送通报制度，逐月通报各股室报送情况。"
)
NEW = (
    "灌区用水计划发布后咨询较多，说明公开的内容与农户需求还有距离，下半年已增加按村查询。"
    "水利工程招标信息散见于三个栏目，查找不便，已归并为一个专栏并补录2020年以来的项目。"
    "河湖长制考核结果以往只通报到乡镇，今年起向社会公开，群众反映的问题逐条附处理结果。"
)


def last_year(text: str) -> Context:
    return Context(previous=report(text, section="problems", year=2022))


def test_a_part_copied_from_last_year_is_to_be_explained() -> None:
    copied = OLD.replace("2023年将组织2次", "2024年将组织3次")
    (finding,) = findings(report(copied, section="problems"), last_year(OLD))
    assert (finding.code, finding.level) == ("Y-4", "explain")
    assert "100%" in finding.message
    assert int(finding.params["end"]) - int(finding.params["start"]) == len(copied)


def test_a_small_change_of_wording_is_still_reuse() -> None:
    copied = OLD.replace("群众看不懂、不爱看", "群众看不明白、不爱看").replace("2023", "2024")
    assert said(report(copied, section="problems"), last_year(OLD)) == [("Y-4", "explain")]


def test_a_part_written_anew_is_not_found() -> None:
    assert said(report(NEW, section="problems"), last_year(OLD)) == []


def test_a_short_or_formal_repetition_does_not_count() -> None:
    text = "解读形式还较为单一，将继续改进，不断丰富解读的形式。" + NEW
    assert (
        said(report(text, section="problems"), last_year("解读形式还较为单一，将继续改进，不断丰富解读的形式。")) == []
    )
    formal = "根据《中华人民共和国政府信息公开条例》的规定，本报告由总体情况等六部分组成，统计期限为全年。" * 4
    assert (
        said(report(formal, section="preamble"), Context(previous=report(formal, section="preamble", year=2022))) == []
    )


def test_passages_join_sentences_in_a_row() -> None:
    text = NEW + OLD
    (passage,) = passages_of_last_year(text, OLD)
    assert text[passage.start : passage.end] == OLD


def test_headings_and_standard_phrases_are_not_passages_of_last_year() -> None:
    for line in (
        "（四）政府信息公开平台建设",
        "（四）政府信息公开平台建设和运行维护情况。",
        "三是加强队伍建设。",
        "本机关无其他需要报告的事项，未收取信息处理费。",
        "深入学习贯彻习近平新时代中国特色社会主义思想，坚持以人民为中心。",
    ):
        assert passages_of_last_year(line, line) == ()


def test_a_heading_between_two_passages_parts_them() -> None:
    one, other = OLD.split("。")[0] + "。", OLD.split("。")[1] + "。"
    text = f"（一）政策解读\n{one}\n（二）主动公开  {other}"
    assert [text[passage.start : passage.end] for passage in passages_of_last_year(text, text)] == [one, other]
