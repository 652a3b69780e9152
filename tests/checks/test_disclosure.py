"""Table 二: 规章 of an organ that cannot make any, fewer documents in force than issued, yuan for 万元."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from reports.checks import Context, Finding, Level, run
from reports.checks.organs import level_by_name
from reports.value import ReportValue
from tests.builders import amounts, filled

IN_FORCE = "documents.rules.in_force"
STOCK = "documents.normative_documents"
FEE = "charges.administrative_fees.amount"


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


def found(code: str, value: ReportValue, previous: ReportValue | None = None, level: str = "") -> list[Finding]:
    return [finding for finding in run(value, Context(previous=previous, level=level)) if finding.code == code]


def documents(issued: int | None, repealed: int | None, in_force: int | None) -> ReportValue:
    return filled(**{f"{STOCK}.issued": issued, f"{STOCK}.repealed": repealed, f"{STOCK}.in_force": in_force})


@pytest.mark.parametrize(
    ("issued", "repealed", "in_force", "level"),
    [
        (9, 0, 4, Level.EXPLAIN),
        (9, 2, 6, Level.EXPLAIN),
        (9, 2, 7, Level.HINT),
        (9, 9, 0, Level.HINT),
        (1, 0, 0, "explain"),
    ],
)
def test_fewer_in_force_than_issued(issued: int, repealed: int, in_force: int, level: str) -> None:
    (finding,) = found("T2-3", documents(issued, repealed, in_force))
    assert finding.level == level
    assert finding.cells[0] == f"{STOCK}.in_force"


def test_both_sides_of_a_stock_are_said() -> None:
    (finding,) = found("T2-3", documents(9, 2, 6))
    assert finding.message == "行政规范性文件：现行有效件数 6，少于本年制发件数 9 减本年废止件数 2，相差 1。"
    assert (finding.params["left"], finding.params["right"], finding.params["difference"]) == ("6", "7", "+1")


@pytest.mark.parametrize(("issued", "repealed", "in_force"), [(9, 0, 9), (0, 4, 0), (3, 1, 20), (9, 0, None)])
def test_enough_in_force(issued: int, repealed: int, in_force: int | None) -> None:
    assert found("T2-3", documents(issued, repealed, in_force)) == []


def test_where_last_years_stock_is_known_the_continuation_speaks() -> None:
    value = documents(9, 0, 4)
    previous = replace(documents(0, 0, 0), year=value.year - 1)
    assert found("T2-3", value, previous) == []
    assert len(found("Y-2", value, previous)) == 1


def fee(amount: str, last: str | None = None, organ: str = "蓝田县人民政府", level: str = "") -> list[Finding]:
    value = replace(filled(**{FEE: Decimal(amount)}), organ=organ)
    previous = None if last is None else replace(filled(**{FEE: Decimal(last)}), year=value.year - 1)
    return found("T2-4", value, previous, level)


def test_yuan_beside_last_years_ten_thousand_yuan() -> None:
    (finding,) = fee("2412350", "236.982")
    assert finding.level is Level.EXPLAIN
    assert finding.message == (
        "行政事业性收费：填了 2412350 万元，2022年 236.982 万元，是上年的 10179 倍；如果是按元填的，应为 241.235 万元。"
    )
    assert finding.expected == Decimal("241.235")
    assert (finding.params["last"], finding.params["this"]) == ("236.982", "2412350")


def test_more_digits_than_a_county_can_have() -> None:
    (finding,) = fee("2369820")
    assert finding.message == "行政事业性收费：填了 2369820 万元；如果是按元填的，应为 236.982 万元。"
    assert len(fee("2369820", organ="某机关", level="township")) == 1


def test_more_than_any_organ_can_have() -> None:
    assert len(fee("592372449.5", organ="宿迁市")) == 1


@pytest.mark.parametrize(
    ("amount", "last", "organ"),
    [
        ("236.982", None, "蓝田县人民政府"),
        ("999999", None, "蓝田县人民政府"),
        ("2369820.5", None, "蓝田县人民政府"),
        ("2369820", None, "宿迁市"),
        ("72701.2578", "59237.2449", "宿迁市"),
        ("9116.36", "24252.311082", "平潭综合实验区"),
        ("236000", "237", "宿迁市"),
        ("50", "0", "蓝田县人民政府"),
        ("0", "236.982", "蓝田县人民政府"),
    ],
)
def test_amounts_that_may_be(amount: str, last: str | None, organ: str) -> None:
    assert fee(amount, last, organ) == []


@given(amounts.filter(lambda amount: amount > Decimal("0.1")))
def test_every_amount_typed_in_yuan_is_found_beside_last_years(amount: Decimal) -> None:
    (finding,) = fee(str(amount * 10000), str(amount))
    assert finding.expected == amount
