from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks.prose.numbers import Figure, Sort, chinese_number, numbers

COUNT, MONEY, PERCENT, POINTS = Sort.COUNT, Sort.MONEY, Sort.PERCENT, Sort.POINTS


def only(text: str) -> Figure:
    (figure,) = numbers(text)
    return figure


@pytest.mark.parametrize(
    ("text", "number", "sort", "value", "unit"),
    [
        ("收到申请85件", "85", COUNT, 85, "件"),
        ("收到申请 85 件", "85", COUNT, 85, "件"),
        ("收到申请８５件", "８５", COUNT, 85, "件"),
        ("共1,234条", "1,234", COUNT, 1234, "条"),
        ("共1，234件", "1，234", COUNT, 1234, "件"),
        ("收到一百二十三件", "一百二十三", COUNT, 123, "件"),
        ("收到十二件", "十二", COUNT, 12, "件"),
        ("收到两千零五件", "两千零五", COUNT, 2005, "件"),
        ("收到2023件", "2023", COUNT, 2023, "件"),
        ("发布1.2万条", "1.2万", COUNT, 12000, "条"),
        ("访问3亿人次", "3亿", COUNT, 300_000_000, "人次"),
        ("收取3940元", "3940", MONEY, 3940, "元"),
        ("收取3,940.50元", "3,940.50", MONEY, Decimal("3940.50"), "元"),
        ("收费236.982万元", "236.982", MONEY, Decimal("236.982"), "万元"),
        ("收费三万元", "三", MONEY, 3, "万元"),
        ("占33.9%", "33.9", PERCENT, Decimal("33.9"), "%"),
        ("占３３．９％", "３３．９", PERCENT, Decimal("33.9"), "%"),
        ("占百分之三十", "百分之三十", PERCENT, 30, "%"),
        ("占百分之十二点五", "百分之十二点五", PERCENT, Decimal("12.5"), "%"),
        ("提高2.1个百分点", "2.1", POINTS, Decimal("2.1"), "%"),
        ("提高两个百分点", "两", POINTS, 2, "%"),
        ("金额均为0", "0", COUNT, 0, ""),
        ("金额均为零。", "零", COUNT, 0, ""),
    ],
)
def test_a_number_is_found_with_its_unit(text: str, number: str, sort: Sort, value: int, unit: str) -> None:
    figure = only(text)
    assert (text[figure.start : figure.end], figure.sort, figure.value, figure.unit) == (number, sort, value, unit)
    assert not figure.approximate


@pytest.mark.parametrize(
    "text",
    [
        *("两百余件", "近百件", "约30件", "30余件", "30多件", "十余次", "数十次", "几件"),
        *("三五件", "超过100件", "逾百件", "3万余件", "3至5件", "3-5个工作日", "30件以上"),
        *("100件左右", "接近40件", "上百件", "不足10件", "近三年", "十几件"),
    ],
)
def test_an_approximate_number_is_known_as_one(text: str) -> None:
    assert only(text).approximate


@pytest.mark.parametrize("text", ["附近30件", "最近12件", "超期0件", "共30件"])
def test_words_that_only_look_like_about_do_not_make_a_number_approximate(text: str) -> None:
    assert not only(text).approximate


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("2023年1月1日至12月31日", ["year", "date", "date"]),
        ("二〇二三年", ["year"]),
        ("2023年度", ["year"]),
        ("《规划（2021-2035）》", ["year"]),
        ("第二十条第（一）项", ["ordinal", "numbering"]),
        ("国办公开办函〔2021〕30号", ["reference"]),
        ("岚综管办便函（2021）39号", ["reference"]),
        ("国令第711号", ["reference"]),
        ("翔宇南道1号", ["reference"]),
        ("电话：0517-83605210，邮编：223001", ["reference", "reference"]),
        ("电话：13812345678", ["reference"]),
        ("12345市民服务热线", ["reference"]),
        ("（一）主动公开\n1.网站\n2、公报", ["numbering", "numbering", "numbering"]),
        ("一是网站，二是公报", ["numbering", "numbering"]),
        ("时间：2022-02-08 16:34", ["date", "reference"]),
        ("5G网络，7×24小时", ["reference", "reference"]),
        ("网址www.shuyang.gov.cn/202401/2", []),
        ("第3季度", ["ordinal"]),
    ],
)
def test_what_is_no_count_is_kept_apart(text: str, sorts: list[str]) -> None:
    found = [figure.sort.value for figure in numbers(text)]
    assert [sort for sort in found if sort in ("count", "money", "percent")] == []
    if sorts:
        assert found == sorts


@pytest.mark.parametrize("text", ["每一件申请", "高效办成一件事", "陆续公开", "第一时间", "统一管理"])
def test_words_with_a_numeral_in_them_are_no_numbers(text: str) -> None:
    assert [figure for figure in numbers(text) if figure.sort is Sort.COUNT] == []


def test_a_figure_says_what_it_says_with_the_digits_it_has() -> None:
    assert only("85件").says(85)
    assert not only("85件").says(86)
    assert only("1.2万件").says(12_345)  # cut off
    assert only("1.2万件").says(11_960)  # rounded
    assert not only("1.2万件").says(13_000)
    assert not only("85件").says(None)


def test_amounts_are_compared_in_yuan() -> None:
    assert only("1.5万元").yuan == 15000
    assert only("2元").yuan == 2


@given(st.integers(0, 10**8), st.sampled_from(["件", "条", "元", "%", "万元"]))
def test_every_integer_is_read_back(value: int, unit: str) -> None:
    for digits in (str(value), f"{value:,}"):
        figure = only(f"收到{digits}{unit}。")
        assert (figure.value, figure.unit) == (value, unit)


@given(st.integers(0, 99_999_999))
def test_every_chinese_numeral_is_read_back(value: int) -> None:
    assert chinese_number(in_chinese(value)) == value


@given(st.text(alphabet="0123456789一二十百千万两零〇余约近第年月日件条%.,，（）()〔〕- 号元\n", max_size=40))
def test_places_are_in_order_and_hold_a_number(text: str) -> None:
    last = 0
    for figure in numbers(text):
        assert last <= figure.start < figure.end <= figure.unit_end <= len(text)
        last = figure.end


def in_chinese(value: int) -> str:
    """As an office writes it: 一千零五, 十二, 三万零二十."""
    if value >= 10_000:
        rest = value % 10_000
        return in_chinese(value // 10_000) + "万" + ("零" if 0 < rest < 1000 else "") + (in_full(rest) if rest else "")
    return in_full(value).removeprefix("一") if 10 <= value < 20 else in_full(value)


def in_full(value: int) -> str:
    digits = "零一二三四五六七八九"
    if value == 0:
        return "零"
    words, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            words += ("零" if gap and words else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return words
