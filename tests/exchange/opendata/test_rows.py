"""Tables as offices make them: headings in either words, figures as spreadsheets keep them, faults with their place."""

import pytest

from reports.exchange.opendata import WideTable
from reports.exchange.opendata.rows import TableRow, rows_of
from reports.schema import V2019, V2021
from reports.value import Scope

PENALTIES, FEES = "decisions.penalties.count", "charges.administrative_fees.amount"
LABEL = V2021.specs[PENALTIES].label


def row(head: list[str], line: list[object]) -> TableRow:
    (found,) = rows_of([("表", [["说明文字"], head, line])]).rows
    return found


def test_keys_and_the_forms_words_may_be_mixed_and_the_head_may_stand_lower() -> None:
    found = row(["机关", "year", LABEL, FEES, "备注"], ["甲局", 2023.0, 4.0, "236.90", "x"])
    assert (found.organ, found.year, found.schema, found.scope) == ("甲局", 2023, V2021, None)
    assert {key: str(number) for key, number in found.cells.items()} == {PENALTIES: "4", FEES: "236.90"}
    assert found.place == "工作表“表”第3行"


def test_headings_that_nobody_knows_are_told() -> None:
    assert rows_of([("", [["机关", "年度", "备注", ""], ["甲", "2023", "", ""]])]).unknown == ("备注",)


def test_the_form_follows_from_the_year_or_is_said() -> None:
    assert row(["机关", "年度"], ["甲", "2020年"]).schema is V2019
    assert row(["机关", "年度", "格式"], ["甲", 2021, "2019年格式"]).schema is V2019


@pytest.mark.parametrize(
    ("raw", "said"),
    [("1.5", "小数"), ("3件以上", "数字"), (-4.0, "负"), (True, "是/否"), ("12 34", "数"), (1e20, "大|多")],
)
def test_a_figure_that_cannot_be_read_is_a_fault_with_row_and_column_and_never_a_zero(raw: object, said: str) -> None:
    found = row(["机关", "年度", LABEL], ["甲", 2023, raw])
    assert found.cells == {}
    (problem,) = found.problems
    assert problem.place == f"工作表“表”第3行“{LABEL}”列"
    assert problem.cell == PENALTIES
    assert any(word in problem.message for word in said.split("|"))


def test_a_sign_for_nothing_is_blank_with_a_note() -> None:
    found = row(["机关", "年度", LABEL], ["甲", 2023, "/"])
    assert (found.cells, found.problems, len(found.notes)) == ({}, (), 1)


def test_a_cell_that_is_to_be_emptied_says_so() -> None:
    assert row(["机关", "年度", LABEL], ["甲", 2023, "清空"]).cleared == {PENALTIES}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["甲", "二三", "", ""], "年度"),
        (["甲", "", "", ""], "没有写年度"),
        (["甲", "2010", "", ""], "2010年没有"),
        (["甲", "2023", "本县", ""], "范围"),
        (["甲", "2023", "", "1"], "格式里没有这一格"),
    ],
)
def test_what_does_not_fit_is_said(line: list[object], said: str) -> None:
    head = ["机关", "年度", "范围", V2019.specs["documents.rules.made"].label]
    assert said in row(head, line).problems[0].message


def test_an_amount_in_another_unit_is_not_taken() -> None:
    found = row(["机关", "年度", FEES], ["甲", 2023, "50000元"])
    assert found.cells == {}
    assert "万元" in found.problems[0].message


def test_scope_is_told_in_either_word_and_gbk_is_read() -> None:
    table = f"机关,年度,范围,{LABEL}\n甲,2023,本级汇总,1\n乙,2023,own,2\n".encode("gb18030")
    assert [found.scope for found in WideTable().read(table).rows] == [Scope.AGGREGATE, Scope.OWN]
