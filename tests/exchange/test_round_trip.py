"""Whatever is printed is read back; whatever is damaged is read back or blank with a problem, never something else."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import read
from reports.schema import SCHEMAS, Kind, Schema
from reports.value import Number, ReportValue
from tests.exchange.prints import Printed, damage, html_page, pipe_page, silently_wrong, tables, unnamed_blanks

STYLES = ("html", "bare", "padded", "in_place")


def report(seed: int, share: float = 0.0) -> ReportValue:
    """A report of either form with random figures, ``share`` of them blank."""
    random = Random(seed)  # noqa: S311 - figures, not secrets
    schema: Schema = random.choice(list(SCHEMAS.values()))
    cells: dict[str, Number | None] = {}
    for key, spec in schema.specs.items():
        number: Number = random.randint(0, 99_999)
        if spec.kind is Kind.MONEY:
            number = Decimal(random.randint(0, 10**9)).scaleb(-4)
        elif spec.kind is Kind.CHANGE:
            number = random.randint(-500, 500)
        cells[key] = None if random.random() < share else number
    texts = {"overview": "本年工作。", "problems": "还有不足。", "other_matters": "没有。"}
    return ReportValue(schema, "蓝田县人民政府", schema.last_year or 2023, cells=cells, texts=texts)


seeds = st.integers(0, 10**6)
shares = st.sampled_from((0.0, 0.1, 0.6))


def page(value: ReportValue, parts: dict[str, list[list[Printed]]], style: str) -> tuple[bytes, str]:
    return (html_page(value, parts), "a.html") if style == "html" else (pipe_page(value, parts, style), "a.md")


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_a_full_report_is_read_back_whole(style: str, seed: int) -> None:
    value = report(seed)
    data, name = page(value, tables(value), style)
    result = read(data, name)
    assert silently_wrong(result, value) == []
    # Empty cells between figures, as the 2019 form's uneven spans leave them, cannot be told from blanks.
    apart = (
        "_" if style != "in_place" or value.schema.key == "2021" else ("documents", "decisions", "charges", "procure")
    )
    assert [change.key for change in result.value.diff(value) if apart == "_" or not change.key.startswith(apart)] == []


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=10, deadline=None)
@given(seed=seeds, share=shares)
def test_blanks_stay_blank_and_are_named(style: str, seed: int, share: float) -> None:
    value = report(seed, share)
    data, name = page(value, tables(value), style)
    result = read(data, name)
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []


@settings(max_examples=20, deadline=None)
@given(seed=seeds, share=shares)
def test_a_page_keeps_every_figure_beside_blanks(seed: int, share: float) -> None:
    value = report(seed, share)
    assert read(html_page(value), "a.html").value.diff(value) == ()


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=40, deadline=None)
@given(seed=seeds, share=shares, data=st.data())
def test_a_damaged_table_is_never_misread(style: str, seed: int, share: float, data: st.DataObject) -> None:
    value = report(seed, share)
    parts = tables(value)
    damage(parts, data)
    content, name = page(value, parts, style)
    result = read(content, name)
    if result.value.schema is value.schema:
        assert silently_wrong(result, value) == []


@settings(max_examples=10, deadline=None)
@given(seed=seeds, kept=st.floats(0.3, 0.99))
def test_a_file_cut_short_gives_what_is_there(seed: int, kept: float) -> None:
    value = report(seed)
    for data, name in ((html_page(value), "a.html"), (pipe_page(value), "a.md")):
        result = read(data[: int(len(data) * kept)], name)
        if result.value.schema is value.schema:
            # The last figure of a text may itself be cut, which nothing in the file can show.
            assert len(silently_wrong(result, value)) <= 1
            assert unnamed_blanks(result) == []
