"""Text of which the cells are gone: rows are rebuilt from labels, and refused where their count or sums are off."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import ReadResult, read
from reports.value import ReportValue
from tests.builders import filled
from tests.exchange.layouts import LAYOUTS
from tests.exchange.layouts.plain import cells, text, words
from tests.exchange.prints import silently_wrong, unnamed_blanks

ROW = "applications.granted."


def lines_of(value: ReportValue) -> list[str]:
    return text(value, lambda rows: cells(rows, "\n")).data.decode().split("\n")


def row_at(lines: list[str]) -> int:
    """The line of the first figure of 予以公开."""
    return next(number for number, line in enumerate(lines) if "予以公开" in line) + 1


def result_of(lines: list[str]) -> ReadResult:
    return read("\n".join(lines).encode(), "a.txt")


def only_that_row_is_blank(result: ReadResult, value: ReportValue) -> bool:
    blank = {key for key, number in result.value.cells.items() if number is None}
    return (
        blank == {key for key in value.cells if key.startswith(ROW)}
        and not silently_wrong(result, value)
        and not unnamed_blanks(result)
    )


def test_a_figure_lost_or_too_many_costs_its_row_only(value: ReportValue) -> None:
    lines = lines_of(value)
    at = row_at(lines)
    assert only_that_row_is_blank(result_of([*lines[:at], *lines[at + 1 :]]), value)
    assert only_that_row_is_blank(result_of([*lines[:at], "6", *lines[at:]]), value)


def test_a_figure_lost_and_another_too_many_do_not_cancel_out(value: ReportValue) -> None:
    lines = lines_of(value)
    at = row_at(lines)
    result = result_of([*lines[:at], "6", *lines[at + 1 : at + 3], *lines[at + 3 :]])
    assert only_that_row_is_blank(result, value)
    assert any("相加与合计不符" in problem.message for problem in result.problems)


def test_a_row_of_another_label_is_not_taken(value: ReportValue) -> None:
    lines = lines_of(value)
    at = row_at(lines) - 1
    extra = ["上年予以公开数量", *(["9"] * 6), "54"]
    result = result_of([*lines[:at], *extra, *lines[at:]])
    assert silently_wrong(result, value) == []
    assert result.value.filled == len(value.cells)


def test_columns_in_another_order_are_read_by_their_heads() -> None:
    value = filled()
    plain = text(value, words).data.decode()
    natural, company = value["applications.received.natural"], value["applications.received.company"]
    moved = plain.replace("商业企业 科研机构", "科研机构 商业企业")
    result = read(moved.encode(), "a.txt")
    assert result.value["applications.received.natural"] == natural
    assert result.value["applications.received.research"] == company


def test_figures_glued_to_their_labels_are_not_read() -> None:
    value = filled()
    glued = text(value, lambda rows: words(rows).replace("公开 ", "公开")).data
    result = read(glued, "a.txt")
    assert not [key for key, number in result.value.cells.items() if key.startswith("appl") and number is not None]
    assert any("分界可能丢失" in problem.message for problem in result.problems)


@pytest.mark.parametrize("furniture", ["- 4 -", "— 12 —", "第 3 页 共 9 页"])
def test_page_numbers_between_the_cells_are_left_out(value: ReportValue, furniture: str) -> None:
    lines = lines_of(value)
    at = row_at(lines) + 3
    assert result_of([*lines[:at], furniture, *lines[at:]]).value.cells == value.cells


def test_texts_around_the_tables_stay(value: ReportValue) -> None:
    result = result_of(lines_of(value))
    assert result.value.texts["overview"] == value.texts["overview"]
    assert result.value.texts["problems"] == value.texts["problems"]


LOST = ("one cell a line", "words between spaces", "cell and bar on alternate lines", "lines as a viewer copies them")


@pytest.mark.parametrize("layout", LOST)
@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["lost", "figure", "page", "joined", "twice"]), st.integers(0, 10_000)),
        min_size=1,
        max_size=3,
    )
)
def test_damaged_lines_never_give_a_wrong_figure(layout: str, damages: list[tuple[str, int]]) -> None:
    value = filled()
    lines = LAYOUTS[layout](value).data.decode().split("\n")
    for kind, place in damages:
        at = 5 + place % (len(lines) - 6)
        match kind:
            case "lost":
                del lines[at]
            case "figure":
                lines.insert(at, "7")
            case "page":
                lines.insert(at, "- 3 -")
            case "joined":
                lines[at : at + 2] = ["".join(lines[at : at + 2])]
            case _:
                lines.insert(at, lines[at])
    result = result_of(lines)
    if result.value.schema is value.schema:
        assert silently_wrong(result, value) == []


@pytest.mark.parametrize("space", [" ", "\u3000"])
def test_heads_with_tabs_over_rows_with_spaces(value: ReportValue, space: str) -> None:
    lines = text(value, lambda rows: cells(rows, "\t")).data.decode().split("\n")
    mixed = [line.replace("\t", space) if any(map(str.isdigit, line.split("\t")[-1])) else line for line in lines]
    result = result_of(mixed)
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []
    assert sum(number is not None for key, number in result.value.cells.items() if key.startswith("applications."))


def test_a_row_that_cannot_be_rebuilt_says_what_to_do_instead(value: ReportValue) -> None:
    lines = lines_of(value)
    at = row_at(lines)
    result = result_of([*lines[:at], *lines[at + 1 :]])
    assert all("上传Word、Excel、PDF原件" in problem.message for problem in result.problems if problem.unread)
