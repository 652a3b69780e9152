"""Whatever cell is spoilt, exactly the identities it stands in are flagged, in the clerk's words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Finding, Level, run
from reports.checks.identities import ARITHMETIC, LARGEST, code_of
from reports.schema import SCHEMAS, Identity, IdentityKind, Kind
from reports.value import ReportValue
from tests.builders import coherent_values, filled

CODES = {entry.code for entry in ARITHMETIC}


def arithmetic(value: ReportValue) -> list[Finding]:
    return [finding for finding in run(value) if finding.code in CODES]


def only(value: ReportValue, code: str) -> Finding:
    (finding,) = (finding for finding in run(value) if finding.code == code)
    return finding


@given(coherent_values())
def test_a_coherent_report_is_clean(value: ReportValue) -> None:
    assert [finding for finding in run(value) if finding.level is not Level.HINT] == []


@given(coherent_values(), st.data())
def test_a_spoilt_cell_breaks_exactly_the_identities_it_stands_in(value: ReportValue, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from([key for key in value.schema.cells if not key.startswith("documents.rules.")]))
    change = data.draw(st.integers(1, 1000))
    found = arithmetic(value.replace({cell: value[cell] + change}))
    expected = {
        (code_of(identity), frozenset(identity.cells)) for identity in value.schema.identities if cell in identity.cells
    }
    assert {(finding.code, frozenset(finding.cells)) for finding in found} == expected
    assert len(found) == len(expected)
    assert all(abs(finding.expected - finding.filed) == change for finding in found)


@given(coherent_values(), st.data())
def test_an_identity_with_a_blank_is_not_judged(value: ReportValue, data: st.DataObject) -> None:
    identity = data.draw(st.sampled_from(value.schema.identities))
    spoilt, emptied = data.draw(st.permutations(identity.cells))[:2]
    found = arithmetic(value.replace({spoilt: value[spoilt] + 1, emptied: None}))
    assert (code_of(identity), frozenset(identity.cells)) not in {(f.code, frozenset(f.cells)) for f in found}
    assert all(emptied not in finding.cells for finding in found)


def test_an_applicants_total() -> None:
    value = filled()
    total = value["applications.granted.total"]
    finding = only(value.replace({"applications.granted.total": total - 1}), "T3-3")
    assert finding.level is Level.ERROR
    assert finding.message == f"（一）予以公开：总计 {total - 1}，自然人至其他之和 {total}，相差 1。"
    assert (finding.filed, finding.expected) == (total - 1, total)
    assert finding.cells[:2] == ("applications.granted.total", "applications.granted.natural")
    assert finding.params == {
        "left_label": "总计",
        "left": str(total - 1),
        "right_label": "自然人至其他之和",
        "right": str(total),
        "difference": "+1",
    }
    assert finding.cause


def test_a_results_total() -> None:
    value = filled()
    total = value["applications.handled_total.natural"]
    finding = only(value.replace({"applications.handled_total.natural": total + 2}), "T3-2")
    assert finding.message == f"自然人：（七）总计 {total + 2}，（一）至（六）之和 {total}，相差 2。"
    assert finding.params["difference"] == "-2"
    assert finding.cells[0] == "applications.handled_total.natural"


def test_a_results_total_of_the_older_form() -> None:
    value = filled("2019")
    spoilt = value.replace(
        {"applications.other_processing.natural": value["applications.other_processing.natural"] + 1}
    )
    assert "（一）至（六）之和" in only(spoilt, "T3-2").message


def test_a_balance() -> None:
    value = filled()
    left = value["applications.received.natural"] + value["applications.carried_in.natural"]
    spoilt = value.replace({"applications.carried_out.natural": value["applications.carried_out.natural"] + 1})
    finding = only(spoilt, "T3-1")
    assert finding.message == f"自然人：第一项加第二项之和 {left}，第三项总计加第四项之和 {left + 1}，相差 1。"
    assert finding.cells[0] == "applications.carried_out.natural"
    assert len(set(finding.cells)) == len(finding.cells) == 4


@pytest.mark.parametrize(
    ("code", "row", "label"),
    [
        ("T4-1", "reconsideration", "行政复议"),
        ("T4-2", "litigation_direct", "未经复议直接起诉"),
        ("T4-3", "litigation_after_reconsideration", "复议后起诉"),
    ],
)
def test_a_disputes_total(code: str, row: str, label: str) -> None:
    cell = f"disputes.{row}.total"
    total = filled()[cell]
    (finding,) = run(filled(**{cell: total + 1}))
    assert finding.code == code
    assert finding.message == f"{label}：总计 {total + 1}，结果维持至尚未审结之和 {total}，相差 1。"


def test_a_long_label_is_told_without_its_remark() -> None:
    value = filled()
    spoilt = value.replace({"applications.partly_granted.total": 0})
    assert only(spoilt, "T3-3").message.startswith("（二）部分公开：总计 0，")


@pytest.mark.parametrize("impossible", [Decimal("1.5"), LARGEST + 1])
def test_what_no_count_can_be_is_left_to_completeness(impossible: int | Decimal) -> None:
    value = filled(**{"applications.granted.natural": impossible})
    assert [finding.code for finding in run(value)] == ["T3-4"]


def test_forty_two_and_forty_identities() -> None:
    kinds = {key: [identity.kind for identity in schema.identities] for key, schema in SCHEMAS.items()}
    for key, rows in {"2021": 25, "2019": 23}.items():
        assert kinds[key].count(IdentityKind.BALANCE) == kinds[key].count(IdentityKind.ROW_TOTAL) == 7
        assert kinds[key].count(IdentityKind.COLUMN_TOTAL) == rows + 3


def test_no_identity_has_an_amount_of_money_in_it() -> None:
    for schema in SCHEMAS.values():
        assert all(schema.specs[key].kind is Kind.COUNT for identity in schema.identities for key in identity.cells)


def test_a_sum_that_a_new_form_declares_must_get_a_check() -> None:
    unknown = Identity(
        IdentityKind.COLUMN_TOTAL, "documents", ("documents.rules.in_force",), ("documents.rules.issued",)
    )
    with pytest.raises(KeyError, match="no check for the column_total of documents"):
        code_of(unknown)
