"""Blanks come together, one finding a table; what no cell may hold comes cell by cell."""

from decimal import Decimal

import pytest

from reports.checks import Level, run
from tests.builders import TEXTS, blank, filled
from tests.checks.verbs import assert_clean, flagged


@pytest.mark.parametrize("schema_key", ["2019", "2021"])
def test_an_untouched_draft_has_a_handful_of_findings(schema_key: str) -> None:
    findings = run(blank(schema_key))
    assert [finding.code for finding in findings] == ["C-1", "C-1", "C-1", "T2-6", "T3-5", "T4-6"]
    assert {finding.level for finding in findings} == {Level.EXPLAIN}
    assert sum(len(finding.cells) for finding in findings) == len(blank(schema_key).cells)


def test_a_table_not_begun() -> None:
    assert [finding.message for finding in run(blank())[3:]] == [
        "表二还没有填写（10格）。",
        "表三还没有填写（175格）。",
        "表四还没有填写（15格）。",
    ]


def test_a_few_blanks_are_named_and_all_are_marked() -> None:
    cells = ("applications.received.company", "applications.received.total")
    findings = run(filled(**dict.fromkeys(cells)))
    assert [(finding.code, finding.cells) for finding in findings] == [("T3-5", cells)]
    assert findings[0].message == ("表三有2格未填（含总计1格），从“一、本年新收政府信息公开申请数量·商业企业”起。")


def test_many_blanks_are_named_in_part() -> None:
    cells = [key for key in filled().schema.cells if key.startswith("disputes.litigation_direct.")]
    (finding,) = run(filled(**dict.fromkeys(cells)))
    assert finding.code == "T4-6"
    assert finding.message == ("表四有5格未填（含总计1格），从“未经复议直接起诉·结果维持”起。")
    assert finding.cells == tuple(cells)


def test_tables_of_one_section_share_a_finding() -> None:
    cells = ("documents.normative_documents.repealed", "charges.administrative_fees.amount")
    assert [(finding.code, finding.cells) for finding in run(filled(**dict.fromkeys(cells)))] == [("T2-6", cells)]


def test_zero_is_not_blank() -> None:
    assert_clean(filled().replace({"decisions.licences.count": 0, "charges.administrative_fees.amount": Decimal(0)}))


@pytest.mark.parametrize("text", ["", " ", "\n　"])
def test_an_empty_section_is_named(text: str) -> None:
    (finding,) = run(filled().replace(texts={"problems": text}))
    assert finding.code == "C-1"
    assert finding.message == "“五、存在的主要问题及改进情况”还没有文字。"
    assert finding.cells == ()
    assert finding.params == {"text": "problems"}
    assert finding.cause
    section = next(section for section in filled().schema.sections if section.key == "problems")
    assert section.text is not None
    assert finding.cause != section.text.guidance  # what to write is no cause of its being left out


def test_the_preamble_is_optional() -> None:
    assert filled().texts["preamble"] == ""
    assert set(TEXTS) == {"overview", "problems", "other_matters"}
    assert_clean(filled())


@pytest.mark.parametrize(
    ("schema_key", "cell", "number", "code", "words"),
    [
        ("2021", "decisions.licences.count", -3, "T2-1", "表二 行政许可：填了 -3，件数不能是负数。"),
        ("2021", "decisions.licences.count", Decimal("2.5"), "T2-1", "填了 2.5，这一格只能填整数"),
        ("2021", "decisions.licences.count", 10**12 + 1, "T2-1", "超过了一万亿"),
        ("2021", "charges.administrative_fees.amount", Decimal("-0.01"), "T2-1", "填了 -0.01，金额不能是负数"),
        ("2021", "charges.administrative_fees.amount", Decimal("NaN"), "T2-1", "不是数字"),
        ("2019", "decisions.licences.change", Decimal("1.5"), "T2-1", "这一格只能填整数"),
        ("2019", "procurement.government_procurement.amount", -1, "T2-1", "金额不能是负数"),
        ("2021", "disputes.reconsideration.upheld", Decimal("1.0"), "T4-5", "表四 行政复议·结果维持：填了 1.0"),
        ("2021", "applications.granted.other", Decimal("3.5"), "T3-4", "表三 （一）予以公开·其他：填了 3.5"),
    ],
)
def test_what_a_cell_may_not_hold(schema_key: str, cell: str, number: int | Decimal, code: str, words: str) -> None:
    findings = [finding for finding in run(filled(schema_key, **{cell: number})) if finding.code == code]
    assert [finding.cells for finding in findings] == [(cell,)]
    assert findings[0].level is Level.ERROR
    assert words in findings[0].message


def test_a_negative_count_is_flagged_beside_the_sums_it_breaks() -> None:
    assert ("T3-4", "applications.granted.other") in flagged(filled(**{"applications.granted.other": -1}))


@pytest.mark.parametrize(
    ("schema_key", "cell", "number"),
    [
        ("2019", "decisions.licences.change", -12),
        ("2019", "charges.administrative_fees.change", 0),
        ("2021", "charges.administrative_fees.amount", Decimal("59237.2449")),
        ("2021", "charges.administrative_fees.amount", 236),
    ],
)
def test_what_a_cell_may_hold(schema_key: str, cell: str, number: int | Decimal) -> None:
    assert_clean(filled(schema_key, **{cell: number}))
