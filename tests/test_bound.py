"""Figures bound into a text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import checks
from reports.bound import UNFILLED, Field, Form, field_of, resolve, resolved_value, sum_label, sums
from reports.checks import Context
from reports.schema import V2019, V2021
from reports.value import ReportValue
from tests.builders import any_values, blank, coherent_values, filled

RECEIVED = "applications.received.total"
CARRIED_IN = "applications.carried_in.total"
GRANTED = "applications.granted.total"
FEES = "charges.administrative_fees.amount"


def shown(token: str, now: dict[str, object], last: dict[str, object] | None = None) -> str:
    previous = None if last is None else filled().replace(last)
    return resolve(token, filled().replace(now), previous).text


@pytest.mark.parametrize(
    ("token", "now", "last", "expected"),
    [
        ("{{applications.received.total}}", {RECEIVED: 1234}, None, "1234"),
        (f"{{{{{RECEIVED}+{CARRIED_IN}}}}}", {RECEIVED: 3, CARRIED_IN: 4}, None, "7"),
        (f"{{{{{FEES}}}}}", {FEES: Decimal("236.90")}, None, "236.90"),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 1123}, {RECEIVED: 1000}, "增长12.3%"),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 95}, {RECEIVED: 100}, "下降5.0%"),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 95}, {RECEIVED: 95}, "持平"),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 0}, {RECEIVED: 0}, "持平"),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 10001}, {RECEIVED: 10000 * 10}, "下降90.0%"),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 100001}, {RECEIVED: 100000}, "基本持平"),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 5}, {RECEIVED: 0}, UNFILLED),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 5}, {RECEIVED: None}, UNFILLED),
        (f"{{{{{RECEIVED}|change}}}}", {RECEIVED: 5}, None, UNFILLED),
        (f"{{{{{RECEIVED}|difference}}}}", {RECEIVED: 5}, {RECEIVED: 9}, "减少4"),
        (f"{{{{{FEES}|difference}}}}", {FEES: Decimal("5.10")}, {FEES: Decimal("4.9")}, "增加0.20"),
        (f"{{{{{GRANTED}/{RECEIVED}|share}}}}", {GRANTED: 1, RECEIVED: 7}, None, "14.3%"),
        (f"{{{{{GRANTED}/{RECEIVED}|share}}}}", {GRANTED: 1, RECEIVED: 2000}, None, "0.1%"),  # half up
        (f"{{{{{GRANTED}/{RECEIVED}|share}}}}", {GRANTED: 7, RECEIVED: 7}, None, "100%"),
        (f"{{{{{GRANTED}/{RECEIVED}|share}}}}", {GRANTED: 0, RECEIVED: 0}, None, UNFILLED),
        (f"{{{{{GRANTED}+{FEES}}}}}", {}, None, UNFILLED),  # 件 and 万元
        (f"{{{{{RECEIVED}}}}}", {RECEIVED: None}, None, UNFILLED),
        (f"{{{{{FEES}}}}}", {FEES: Decimal("NaN")}, None, UNFILLED),
        (f"{{{{{RECEIVED}|double}}}}", {}, None, f"{{{{{RECEIVED}|double}}}}"),
        (f"{{{{{RECEIVED}/{GRANTED}}}}}", {}, None, f"{{{{{RECEIVED}/{GRANTED}}}}}"),
        ("{{applications.received.everybody}}", {}, None, "{{applications.received.everybody}}"),
        ("{{", {}, None, "{{"),
        ("{{}}", {}, None, "{{}}"),
    ],
)
def test_a_field_shows_what_its_cells_hold(
    token: str, now: dict[str, object], last: dict[str, object] | None, expected: str
) -> None:
    assert shown(token, now, last) == expected


def test_words_around_a_field_stay_and_places_lead_back_to_the_stored_text() -> None:
    stored = f"新收{{{{{RECEIVED}}}}}件，予以公开{{{{{GRANTED}}}}}件。"
    found = resolve(stored, filled().replace({RECEIVED: 120, GRANTED: 8}))
    assert found.text == "新收120件，予以公开8件。"
    assert not found.problems
    start, end = found.stored(3, 4)  # the middle of 120
    assert stored[start:end] == f"{{{{{RECEIVED}}}}}"
    start, end = found.stored(5, 8)
    assert stored[start:end] == "件，予"
    start, end = found.stored(0, len(found.text))
    assert stored[start:end] == stored


def test_what_cannot_be_shown_says_why() -> None:
    text = f"{{{{{RECEIVED}}}}}{{{{{GRANTED}|change}}}}{{{{nonsense}}}}"
    problems = [piece.problem for piece in resolve(text, filled().replace({RECEIVED: None})).problems]
    assert "新收" in problems[0]
    assert "未填" in problems[0]
    assert "上年" in problems[1]
    assert "{{nonsense}}" in problems[2]


def test_last_year_of_another_form_lacks_the_cell() -> None:
    report = filled().replace(texts={"overview": "{{documents.rules.in_force|change}}"})
    found = resolve(report.texts["overview"], report, filled("2019"))
    assert found.text == UNFILLED
    assert "上年的报告没有" in found.problems[0].problem


@pytest.mark.parametrize("schema", [V2019, V2021])
def test_figures_are_named_in_the_words_of_the_form(schema: object) -> None:
    refused = tuple(key for key in V2021.cells if ".refused_" in key and key.endswith(".total"))
    label = sum_label(V2021, refused)
    assert label.startswith("表三")
    assert "不予公开" in label
    assert sum_label(V2021, (GRANTED,)) == V2021.specs[GRANTED].label
    assert Field((GRANTED,), Form.CHANGE).label(V2021) == f"{V2021.specs[GRANTED].label}（同比）"
    assert len(set(sums(V2021).values())) == len(sums(V2021))
    assert not [key for cells in sums(V2021) for key in cells if key not in V2021.specs]


cells = st.lists(st.sampled_from(V2021.cells), min_size=1, max_size=3).map(tuple)
fields = st.builds(Field, cells, st.sampled_from([Form.NUMBER, Form.CHANGE, Form.DIFFERENCE])) | st.builds(
    Field, cells, st.just(Form.SHARE), cells
)
texts = st.lists(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
    | fields.map(lambda field: field.token)
    | st.sampled_from(["{{", "}}", "{", "|share}}", "+", "/", "\n", "。"]),
    max_size=12,
).map("".join)


@given(fields)
def test_a_token_is_read_back_as_the_same_field(field: Field) -> None:
    assert field_of(field.token) == field


@given(texts, any_values(), st.none() | any_values())
def test_every_text_can_be_shown_and_mapped_back(text: str, value: ReportValue, previous: ReportValue | None) -> None:
    found = resolve(text, value, previous)
    at = stored_at = 0
    for piece in found.pieces:
        assert (piece.start, piece.stored_start) == (at, stored_at)
        at, stored_at = piece.end, piece.stored_end
        if piece.field is None:
            assert found.text[piece.start : piece.end] == text[piece.stored_start : piece.stored_end]
    assert (at, stored_at) == (len(found.text), len(text))
    for start in range(0, len(found.text), 3):
        first, last = found.stored(start, min(start + 4, len(found.text)))
        assert 0 <= first <= last <= len(text)


@given(coherent_values())
def test_texts_without_fields_are_untouched(value: ReportValue) -> None:
    assert resolved_value(value, value) is value


def test_checks_judge_what_is_shown_and_report_what_is_not() -> None:
    report = filled().replace(texts={"overview": f"本年新收申请{{{{{RECEIVED}}}}}件。其余正常。"})
    assert not [found for found in checks.run(report) if found.code == "N-20"]
    missing = report.replace({RECEIVED: None})
    (found,) = [found for found in checks.run(missing) if found.code == "N-20"]
    assert found.cells == (RECEIVED,)
    assert found.params["quote"] == f"本年新收申请{UNFILLED}件"
    text = resolved_value(missing).texts["overview"]
    assert text[int(found.params["start"]) : int(found.params["end"])] == UNFILLED


@pytest.mark.parametrize("stray", ["{{", "}}", "{{乱七八糟", "{{a.b", "a.b.c}}"])
def test_braces_that_hold_no_figure_are_reported(stray: str) -> None:
    text = f"本年新收申请{{{{{RECEIVED}}}}}件，{stray}办结无误。其余正常。"
    report = filled().replace(texts={"overview": text})
    (found,) = [found for found in checks.run(report) if found.code == "N-20"]
    assert stray in found.params["quote"]
    shown = resolved_value(report).texts["overview"]
    assert shown[int(found.params["start"]) : int(found.params["end"])] in ("{{", "}}")


def test_nothing_is_unresolved_in_a_blank_text() -> None:
    assert not [found for found in checks.run(blank(), Context(previous=filled())) if found.code == "N-20"]
