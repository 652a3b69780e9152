"""The value is frozen, its digest says exactly what it holds, and nothing is rounded."""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.schema import V2019, V2021
from reports.value import Difference, ReportValue, Scope, number_text
from tests.builders import any_values, blank, filled

AMOUNT = "charges.administrative_fees.amount"
RECEIVED = "applications.received.natural"


def test_cells_not_given_are_blank_and_texts_empty() -> None:
    value = blank()
    assert list(value.cells) == list(V2021.cells)
    assert set(value.cells.values()) == {None}
    assert dict(value.texts) == {"preamble": "", "overview": "", "problems": "", "other_matters": ""}
    assert value.filled == 0
    assert filled().filled == 200


@pytest.mark.parametrize("given_keys", [{"cells": {"applications.recieved.natural": 1}}, {"texts": {"summary": "x"}}])
def test_an_unknown_key_is_refused(given_keys: dict[str, dict[str, object]]) -> None:
    with pytest.raises(KeyError, match="not in schema 2021"):
        ReportValue(V2021, "蓝田县", 2023, **given_keys)


def test_a_key_of_the_other_schema_is_refused() -> None:
    with pytest.raises(KeyError):
        ReportValue(V2021, "蓝田县", 2023, cells={"applications.other_processing.natural": 1})


def test_nothing_can_be_changed_in_place() -> None:
    value = filled()
    with pytest.raises(FrozenInstanceError):
        value.year = 2024
    with pytest.raises(TypeError):
        value.cells[RECEIVED] = 1
    with pytest.raises(TypeError):
        value.texts["overview"] = ""


def test_the_mapping_given_can_change_without_the_value() -> None:
    cells = {RECEIVED: 1}
    value = ReportValue(V2021, "蓝田县", 2023, cells=cells)
    cells[RECEIVED] = 2
    assert value[RECEIVED] == 1


def test_replace_leaves_the_original() -> None:
    before = filled()
    after = before.replace({RECEIVED: None}, {"problems": "改了"})
    assert before == filled()
    assert before.diff(after) == (
        Difference(RECEIVED, before[RECEIVED], None),
        Difference("problems", before.texts["problems"], "改了"),
    )


def test_every_digit_is_kept() -> None:
    short, long = filled(**{AMOUNT: Decimal("236.9")}), filled(**{AMOUNT: Decimal("236.90")})
    assert long[AMOUNT].as_tuple() == Decimal("236.90").as_tuple()
    assert short != long
    assert short.diff(long) == (Difference(AMOUNT, Decimal("236.9"), Decimal("236.90")),)


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, ""), (0, "0"), (67711, "67711"), (Decimal("236.90"), "236.90"), (Decimal("1E+3"), "1000"), (-3, "-3")],
)
def test_number_text(number: int | Decimal | None, text: str) -> None:
    assert number_text(number) == text


def test_blank_is_not_zero() -> None:
    assert filled(**{RECEIVED: 0}) != filled(**{RECEIVED: None})


@pytest.mark.parametrize("change", [{"organ": "灞桥区"}, {"year": 2022}, {"scope": Scope.AGGREGATE}, {"schema": V2019}])
def test_who_when_and_what_form_belong_to_the_value(change: dict[str, object]) -> None:
    one = {"schema": V2021, "organ": "蓝田县", "year": 2023, "scope": Scope.OWN}
    assert ReportValue(**one) != ReportValue(**{**one, **change})


def test_the_digest_does_not_move_between_versions_of_the_program() -> None:
    """Snapshots are chained by it: if this fails, every chain that exists is broken."""
    value = ReportValue(
        V2021, "蓝田县人民政府", 2023, cells={RECEIVED: 84, AMOUNT: Decimal("236.982")}, texts={"overview": "概述"}
    )
    assert value.digest() == "a4dbd879b138014c472de324663a55b39e92b0cf76b6ff597c44881c0f793fbb"


def test_a_scope_may_be_given_as_text() -> None:
    assert ReportValue(V2021, "蓝田县", 2023, "own") == ReportValue(V2021, "蓝田县", 2023, Scope.OWN)


def test_title() -> None:
    assert filled().title == "蓝田县人民政府2023年政府信息公开工作年度报告"


def test_the_difference_between_two_forms_names_the_cells_only_one_has() -> None:
    keys = {difference.key for difference in blank("2019").diff(blank().replace({"documents.rules.issued": 1}))}
    assert keys == {"documents.rules.issued"}


@given(any_values(), st.randoms())
def test_digest_equality_and_hash_do_not_depend_on_order(value: ReportValue, random: st.randoms) -> None:
    cells, texts = list(value.cells.items()), list(value.texts.items())
    random.shuffle(cells)
    random.shuffle(texts)
    shuffled = ReportValue(value.schema, value.organ, value.year, value.scope, dict(cells), dict(texts))
    assert shuffled.digest() == value.digest()
    assert shuffled == value
    assert hash(shuffled) == hash(value)


@given(any_values(V2021), any_values(V2021))
def test_applying_the_difference_gives_the_other_value(before: ReportValue, after: ReportValue) -> None:
    changes = {difference.key: difference.after for difference in before.diff(after)}
    cells = {key: number for key, number in changes.items() if key in V2021.specs}
    texts = {key: text for key, text in changes.items() if key in V2021.text_keys}
    assert before.replace(cells, texts).diff(after) == ()
    assert after.diff(after) == ()
