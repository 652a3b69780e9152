"""What a cell's text says as a number, and what it does not say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.exchange.number import Reading, read_number
from reports.schema import Kind
from reports.value import number_text


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("0", Kind.COUNT, 0),
        (" 23\xa0\xa0", Kind.COUNT, 23),
        ("\u200b12\ufeff", Kind.COUNT, 12),
        ("１２.５", Kind.MONEY, Decimal("12.5")),
        ("1\u2009234", Kind.COUNT, 1234),
        ("-3", Kind.CHANGE, -3),
        ("－3", Kind.CHANGE, -3),
        ("−3", Kind.CHANGE, -3),
        ("+1036", Kind.CHANGE, 1036),
        ("0", Kind.CHANGE, 0),
    ],
)
def test_plain_numbers_need_no_remark(text: str, kind: Kind, number: int | Decimal) -> None:
    assert read_number(text, kind) == Reading(number)


@pytest.mark.parametrize("text", ["236.982", "59237.2449", "236.90", "24252.311082", "0", "0.00"])
def test_money_keeps_its_digits(text: str) -> None:
    reading = read_number(text, Kind.MONEY)
    assert (number_text(reading.number), reading.note, reading.problem) == (text, "", "")


@pytest.mark.parametrize(
    ("text", "kind", "number", "said"),
    [
        ("12件", Kind.COUNT, 12, "件"),
        ("3 项", Kind.CHANGE, 3, "项"),
        ("１２３", Kind.COUNT, 123, "全角"),
        ("3.0", Kind.COUNT, 3, "3.0"),
        ("1,234", Kind.COUNT, 1234, "千位"),
        ("1，234，567", Kind.COUNT, 1234567, "千位"),
        ("22（其中修订16件）", Kind.COUNT, 22, "括注"),
        ("22，其中修订16件", Kind.COUNT, 22, "括注"),
        ("22件(含修订)", Kind.COUNT, 22, "括注"),
        ("+19", Kind.COUNT, 19, "加号"),
        ("无变化", Kind.CHANGE, 0, "无变化"),
        ("增加5", Kind.CHANGE, 5, "增加5"),
        ("减少3项", Kind.CHANGE, -3, "减少3"),
        ("251000元", Kind.MONEY, Decimal("251000"), "元"),
        ("75394432.52元", Kind.MONEY, Decimal("75394432.52"), "没有换算"),
        ("12.5万元", Kind.MONEY, Decimal("12.5"), "万元"),
    ],
)
def test_changed_texts_are_remarked(text: str, kind: Kind, number: int | Decimal, said: str) -> None:
    reading = read_number(text, kind)
    assert reading.number == number
    assert said in reading.note
    assert not reading.problem


@pytest.mark.parametrize("text", ["/", "-", "—", "——", "－", "无", "*"])
@pytest.mark.parametrize("kind", list(Kind))
def test_signs_for_nothing_are_blank_with_a_problem(text: str, kind: Kind) -> None:
    reading = read_number(text, kind)
    assert reading.number is None
    assert "空白" in reading.problem


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("三", Kind.COUNT),
        ("十二件", Kind.COUNT),
        ("3.5", Kind.COUNT),
        ("-3", Kind.COUNT),
        ("-0.5", Kind.MONEY),
        ("1 2", Kind.COUNT),
        ("1\n2", Kind.COUNT),
        ("12,34", Kind.COUNT),
        ("0000000", Kind.COUNT),
        ("2147483648", Kind.COUNT),
        ("1234567890.1234567", Kind.MONEY),
        ("9" * 5000, Kind.MONEY),
        ("10²", Kind.COUNT),
        ("5①", Kind.COUNT),
        ("约22", Kind.COUNT),
        ("22余件", Kind.COUNT),
        ("3亿元", Kind.MONEY),
        ("251000元", Kind.COUNT),
        ("1e5", Kind.MONEY),
        ("1.2.3", Kind.MONEY),
        ("5-7", Kind.COUNT),
        ("12%", Kind.COUNT),
        ("٣", Kind.COUNT),
    ],
)
def test_doubtful_texts_are_problems(text: str, kind: Kind) -> None:
    reading = read_number(text, kind)
    assert reading.number is None
    assert reading.problem


def test_nothing_is_nothing() -> None:
    assert read_number(" \u3000\n", Kind.COUNT) == Reading()


@given(st.text(max_size=20), st.sampled_from(list(Kind)))
def test_any_text_is_a_number_or_a_problem(text: str, kind: Kind) -> None:
    reading = read_number(text, kind)
    assert (reading.number is None) or not reading.problem
    assert "\n" not in reading.problem


@given(st.integers(0, 2_147_483_647))
def test_counts_are_read_as_printed(number: int) -> None:
    assert read_number(str(number), Kind.COUNT) == Reading(number)
    assert read_number(f"{number:,}", Kind.COUNT).number == number
