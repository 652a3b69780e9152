"""规章 of an organ that cannot make any, and what a name says of an organ's level."""

from dataclasses import replace

import pytest

from reports.checks import Context, run
from reports.checks.organs import level_by_name
from reports.value import ReportValue
from tests.builders import filled

IN_FORCE = "documents.rules.in_force"


def of(organ: str, schema_key: str = "2021", **cells: int | None) -> ReportValue:
    return replace(filled(schema_key, **cells), organ=organ)


def codes(value: ReportValue, level: str = "") -> list[str]:
    return [finding.code for finding in run(value, Context(level=level))]


def test_a_township_with_rules() -> None:
    (finding,) = run(of("尼勒克县某镇", **{IN_FORCE: 6}))
    assert finding.code == "T2-2"
    assert finding.message == "规章：现行有效件数 6，县级及以下机关不能制定规章，应填 0。"
    assert finding.cells == (IN_FORCE,)
    assert (finding.filed, finding.expected) == (6, 0)


def test_all_its_cells_are_one_finding() -> None:
    (finding,) = run(filled(**{"documents.rules.issued": 1, IN_FORCE: 1}))
    assert finding.cells == ("documents.rules.issued", IN_FORCE)


def test_blank_is_not_flagged_as_a_rule() -> None:
    assert codes(filled(**{IN_FORCE: None})) == ["T2-6"]


@pytest.mark.parametrize(
    ("level", "found"),
    [("county", ["T2-2"]), ("township", ["T2-2"]), ("city", []), ("province", []), ("national", []), ("", [])],
)
def test_the_known_level_decides_where_the_name_does_not(level: str, found: list[str]) -> None:
    assert codes(of("宿迁市", **{IN_FORCE: 12}), level) == found


def test_the_known_level_is_believed_before_the_name() -> None:
    assert codes(of("某县", **{IN_FORCE: 12}), "city") == []


def test_the_older_form_judges_only_what_was_made() -> None:
    assert codes(of("蓝田县", "2019", **{"documents.rules.made": 1})) == ["T2-2"]
    assert codes(of("蓝田县", "2019", **{"documents.rules.published_total": 1})) == []


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("蓝田县人民政府", "county"),
        ("沭阳县发展和改革局", "county"),
        ("昌图县某局", "county"),
        ("灞桥区人民政府", "county"),
        ("深圳市龙岗区某局", "county"),
        ("包头市九原区政务服务局", "county"),
        ("广西壮族自治区柳州市城中区人民政府", "county"),
        ("汕尾市城区人民政府", "county"),
        ("铜陵市郊区人民政府", "county"),
        ("阿巴嘎旗财政局", "county"),
        ("鄂温克族自治旗人民政府", "county"),
        ("神农架林区人民政府", "county"),
        ("镇原县农业农村局", "county"),
        ("某县乡村振兴局", "county"),
        ("尼勒克县某镇", "township"),
        ("三河镇人民政府", "township"),
        ("木场乡人民政府办公室", "township"),
        ("大柳塔街道办事处", "township"),
        ("乌兰苏木", "township"),
        ("蓝田县 三里镇\n人民政府", "township"),
        ("宿迁市", ""),
        ("淮安市人民政府", ""),
        ("义乌市人民政府", ""),
        ("上海市人民政府办公厅", ""),
        ("上海市浦东新区人民政府", ""),
        ("平潭综合实验区", ""),
        ("某市经济技术开发区管委会", ""),
        ("宁夏回族自治区人民政府", ""),
        ("大兴安岭地区行政公署", ""),
        ("景德镇市人民政府", ""),
        ("镇江市公安局", ""),
        ("国家发展和改革委员会", ""),
        ("", ""),
    ],
)
def test_level_by_name(organ: str, level: str) -> None:
    assert level_by_name(organ) == level
