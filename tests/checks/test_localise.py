"""Wrong cells are named with what they should hold; where any of several would do, none is named without a reason."""

import random
import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Context
from reports.checks.localise import ALL_SECONDS, Suggestion, suggestions
from reports.checks.localise.equations import BODIES, LAST_YEAR, Soft, figures, structure
from reports.checks.localise.likelihood import (
    DOUBLED,
    DROPPED,
    MOVED,
    SIGN,
    SWAPPED,
    TRANSPOSED,
    Known,
    likelihood,
    slip_of,
)
from reports.checks.localise.programme import fewest_changes
from reports.checks.localise.search import Search
from reports.checks.localise.shifts import COLUMN_OFF, ROW_OFF
from reports.checks.localise.texts import TEXT
from reports.schema import V2021, CellKey
from reports.value import Number, ReportValue
from tests.benchmarks.detection import best_changes
from tests.builders import ORGAN, blank, coherent, coherent_values, filled, truth

GRANTED = "applications.granted.natural"
APPLICATIONS = "applications"


@pytest.fixture(scope="module")
def real() -> ReportValue:
    return truth("001")


def changes(suggestion: Suggestion) -> dict[CellKey, int]:
    return {change.cell: change.after for change in suggestion.changes}


def best(value: ReportValue, context: Context | None = None, mentioned: Mapping[CellKey, int] | None = None) -> dict:
    return best_changes(suggestions(value, context or Context(), mentioned))


def test_a_wrong_cell_is_named_with_the_sentence_for_the_clerk(real: ReportValue) -> None:
    (found,) = suggestions(real.replace({GRANTED: 39}))
    assert found.sentence == "把 表三 （一）予以公开·自然人 从 39 改为 38，2 个等式全部成立"
    assert found.equations == 2


def test_a_total_in_which_three_equations_cross_is_named(real: ReportValue) -> None:
    total = "applications.handled_total.natural"
    (found,) = suggestions(real.replace({total: 18}))
    assert (changes(found), found.equations, found.reasons) == ({total: 81}, 3, (TRANSPOSED,))


@pytest.mark.parametrize("value", [truth("001"), blank(), blank("2019"), filled()])
def test_nothing_is_said_where_everything_adds_up_or_nothing_is_filled_in(value: ReportValue) -> None:
    assert suggestions(value) == []


@given(coherent_values())
def test_nothing_is_said_of_coherent_reports(value: ReportValue) -> None:
    assert suggestions(value) == []


def test_one_failing_equation_names_nobody_without_a_reason(real: ReportValue) -> None:
    assert suggestions(filled(**{"disputes.reconsideration.total": 999})) == []


def test_one_failing_equation_names_the_cell_whose_digits_are_transposed() -> None:
    group = {"upheld": 12, "corrected": 3, "other": 40, "pending": 7, "total": 26}
    spoilt = filled(**{f"disputes.reconsideration.{column}": number for column, number in group.items()})
    (found,) = suggestions(spoilt)
    assert changes(found) == {"disputes.reconsideration.total": 62}
    assert found.reasons == (TRANSPOSED,)


def test_what_the_text_says_decides_between_equals() -> None:
    spoilt = filled(**{"disputes.reconsideration.total": 999})
    total = filled()["disputes.reconsideration.total"]
    assert best(spoilt, mentioned={"disputes.reconsideration.total": total}) == {
        "disputes.reconsideration.total": total
    }


def test_the_prose_is_read_where_equations_fail() -> None:
    spoilt = filled(**{"disputes.reconsideration.total": 999})
    right = filled()["disputes.reconsideration.total"]
    said = spoilt.replace(texts={"overview": f"本年因政府信息公开被申请行政复议{right}件。"})
    (found,) = suggestions(said)
    assert (changes(found), found.reasons) == ({"disputes.reconsideration.total": right}, (TEXT,))
    bound = spoilt.replace(texts={"overview": "本年因政府信息公开被申请行政复议{{disputes.reconsideration.total}}件。"})
    assert suggestions(bound) == []


def test_a_sum_that_the_prose_gives_decides_too() -> None:
    spoilt = filled(**{"disputes.litigation_direct.total": 999})
    rows = ("litigation_direct", "litigation_after_reconsideration")
    right = sum(int(filled()[f"disputes.{row}.total"] or 0) for row in rows)
    (found,) = suggestions(spoilt.replace(texts={"overview": f"本年因政府信息公开被提起行政诉讼{right}件。"}))
    assert changes(found) == {"disputes.litigation_direct.total": filled()["disputes.litigation_direct.total"]}


def test_figures_of_two_neighbours_that_were_swapped_are_put_back(real: ReportValue) -> None:
    spoilt = {GRANTED: 14, "applications.partly_granted.natural": 38}
    (found, *_) = suggestions(real.replace(spoilt))
    assert changes(found) == {GRANTED: 38, "applications.partly_granted.natural": 14}
    assert SWAPPED in found.reasons


def test_a_figure_in_the_column_beside_is_put_back(real: ReportValue) -> None:
    (found, *_) = suggestions(real.replace({GRANTED: 0, "applications.granted.company": 38}))
    assert changes(found) == {GRANTED: 38, "applications.granted.company": 0}
    assert MOVED in found.reasons


def test_a_run_of_figures_one_row_off_is_put_back_as_a_whole() -> None:
    value = truth("010")
    rows = [f"unable_{row}" for row in ("not_held", "needs_creation", "unclear_after_correction")]
    rows += [f"rejected_{row}" for row in ("petition", "repeat", "published_material")]
    run = [f"applications.{row}.natural" for row in rows]
    right = {cell: value[cell] for cell in run}
    slid = dict(zip(run, [0, *(value[cell] for cell in run[:-1])], strict=True))
    (found, *_) = suggestions(value.replace(slid))
    assert (changes(found), found.reasons) == (right, (ROW_OFF,))


def test_a_run_of_figures_one_column_off_is_put_back_as_a_whole() -> None:
    columns = ("natural", "company", "research", "nonprofit")
    run = [f"applications.granted.{column}" for column in columns]
    figures = dict(zip(run, (31, 12, 7, 0), strict=True))
    value = ReportValue(V2021, ORGAN, 2023, cells=coherent(V2021, figures))
    (found, *_) = suggestions(value.replace(dict(zip(run, (0, 31, 12, 7), strict=True))))
    assert (changes(found), found.reasons) == (figures, (COLUMN_OFF,))
    (found, *_) = suggestions(value.replace(dict(zip(run, (12, 7, 31, 0), strict=True))))
    assert COLUMN_OFF not in found.reasons


def test_two_and_three_wrong_cells_are_named_together(real: ReportValue) -> None:
    wrong = {GRANTED: 40, "applications.refused_state_secret.natural": 7}
    assert best(real.replace(wrong)) == {cell: real[cell] for cell in wrong}
    wrong |= {"applications.received.legal_service": 5}
    assert best(real.replace(wrong)) == {cell: real[cell] for cell in wrong}


def test_wrong_cells_of_two_tables_come_in_one_suggestion(real: ReportValue) -> None:
    value = real.replace({"disputes.reconsideration.upheld": 12, "disputes.reconsideration.total": 21, GRANTED: 39})
    assert best(value)[GRANTED] == 38


def test_a_cell_that_would_have_to_be_negative_is_not_named(real: ReportValue) -> None:
    spoilt = real.replace({"applications.received.natural": 0, "applications.received.total": 2})
    assert all(number >= 0 for found in suggestions(spoilt) for number in changes(found).values())


def test_a_negative_figure_is_changed(real: ReportValue) -> None:
    (found,) = suggestions(real.replace({GRANTED: -38}))
    assert (changes(found), found.reasons) == ({GRANTED: 38}, (SIGN,))


def test_a_blank_that_the_equations_determine_is_filled_in(real: ReportValue) -> None:
    total = "applications.handled_total.total"
    (found,) = suggestions(real.replace({total: None}))
    assert changes(found) == {total: 83}
    assert found.sentence.startswith("把 表三 （七）总计·总计 填为 83，")


def test_a_blank_beside_a_wrong_figure_does_not_hide_it(real: ReportValue) -> None:
    spoilt = {"applications.granted.total": None, "applications.refused_state_secret.natural": 7}
    assert best(real.replace(spoilt)) == {cell: real[cell] for cell in spoilt}


def test_two_blanks_in_one_equation_are_left_blank(real: ReportValue) -> None:
    assert suggestions(real.replace({GRANTED: None, "applications.granted.total": None})) == []


def test_last_year_decides_which_of_two_rows_is_wrong() -> None:
    previous, value = truth("010"), truth("011")
    carried = {"applications.carried_in.natural": 181, "applications.carried_in.total": 184}
    found = suggestions(value.replace(carried), Context(previous=previous))
    assert changes(found[0]) == {cell: value[cell] for cell in carried}
    assert LAST_YEAR in found[0].reasons
    assert found[0].equations == 4


def test_the_stock_is_continued_from_last_year() -> None:
    previous, value = truth("010"), truth("011")
    stock = "documents.normative_documents.in_force"
    (found,) = suggestions(value.replace({stock: 597}), Context(previous=previous))
    assert changes(found) == {stock: 420}
    assert suggestions(value.replace({stock: 597}), Context(previous=truth("016"))) == []


def test_last_year_alone_breaks_no_table_that_adds_up() -> None:
    previous, value = truth("010"), truth("011")
    other = previous.replace({"applications.carried_out.natural": 99})
    assert suggestions(value, Context(previous=other)) == []


def test_the_bodies_sum_decides_in_an_aggregate(real: ReportValue) -> None:
    sums = {cell: number for cell, number in real.cells.items() if isinstance(number, int)}
    (found,) = suggestions(real.replace({"decisions.licences.count": 5}), Context(rolled_up=sums))
    assert changes(found) == {"decisions.licences.count": 67711}
    assert found.reasons == (BODIES,)


def test_a_change_gains_by_an_equation_it_settles_and_loses_by_one_it_breaks(real: ReportValue) -> None:
    numbers = figures(real, real.schema.cells)

    def points(after: int, last_year: int) -> int:
        soft = Soft(((GRANTED, 1),), last_year, LAST_YEAR)
        return likelihood({GRANTED: after}, Known(real.schema, numbers, frozenset(), (soft,), {})).points

    settles, neither, breaks = points(512, 512), points(512, 999), points(512, numbers[GRANTED])
    assert settles > neither > breaks


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        (83, 38, TRANSPOSED),
        (1234, 1324, TRANSPOSED),
        (12, 123, DROPPED),
        (1223, 123, DOUBLED),
        (128, 123, ""),
        (-5, 5, SIGN),
        (3, 4, ""),
        (0, 7, ""),
        (0, 10, ""),
        (1234, 5678, ""),
    ],
)
def test_slips_of_the_fingers(typed: int, meant: int, slip: str) -> None:
    assert slip_of(typed, meant)[0] == slip


@given(st.data(), coherent_values())
def test_what_is_suggested_settles_what_it_says(data: st.DataObject, value: ReportValue) -> None:
    cells = [cell for cell in value.cells if cell.startswith((APPLICATIONS, "disputes"))]
    wrong = data.draw(st.dictionaries(st.sampled_from(cells), st.none() | st.integers(-9, 99_999), max_size=3))
    spoilt = value.replace(wrong)
    for found in suggestions(spoilt):
        after = spoilt.replace(changes(found))
        assert len(failing(spoilt)) - len(failing(after)) <= found.equations
        assert len(found.typed) <= 4
        assert all(change.after >= 0 and change.before == spoilt[change.cell] for change in found.changes)
        assert failing(after) <= failing(spoilt)


def failing(value: ReportValue) -> set[int]:
    numbers = figures(value, value.schema.cells)
    return {
        number
        for number, terms in enumerate(structure(value.schema).equations)
        if all(cell in numbers for cell, _ in terms) and sum(sign * numbers[cell] for cell, sign in terms)
    }


def test_integer_programming_finds_what_the_search_finds(real: ReportValue) -> None:
    whole = structure(real.schema)
    part = max(whole.parts, key=lambda part: len(part.cells))
    spoilt = real.replace({GRANTED: 40, "applications.refused_state_secret.natural": 7})
    numbers = figures(spoilt, part.cells)
    search = Search(whole, part, numbers, part.equations, frozenset(), float("inf"))
    found = fewest_changes(search.members, search.gaps, numbers, 4, time.perf_counter() + 5)
    assert found == {GRANTED: -2, "applications.refused_state_secret.natural": -6}
    assert found in search.smallest()
    assert fewest_changes(search.members, search.gaps, numbers, 1, time.perf_counter() + 5) == {}
    assert fewest_changes(search.members, search.gaps, numbers, 4, time.perf_counter()) == {}


@pytest.mark.parametrize("seed", range(12))
def test_no_set_is_smaller_than_what_the_search_finds(real: ReportValue, seed: int) -> None:
    whole = structure(real.schema)
    part = max(whole.parts, key=lambda part: len(part.cells))
    chance = random.Random(seed)  # noqa: S311  # no secret is made of it
    wrong = {cell: chance.randrange(60) for cell in chance.sample(part.cells, 2 + seed % 3)}
    numbers = figures(real.replace(wrong), part.cells)
    search = Search(whole, part, numbers, part.equations, frozenset(), float("inf"))
    fewest = fewest_changes(search.members, search.gaps, numbers, 9, time.perf_counter() + 60)
    assert len(fewest) == len(search.smallest()[0]) <= len(wrong)


def test_a_report_full_of_errors_takes_no_longer_than_promised(real: ReportValue) -> None:
    chance = random.Random(3)  # noqa: S311  # no secret is made of it
    cells = chance.sample([cell for cell in real.cells if cell.startswith(APPLICATIONS)], 30)
    spoilt = real.replace({cell: chance.randrange(1000) for cell in cells})
    suggestions(spoilt)  # loads the solver
    start = time.perf_counter()
    assert suggestions(spoilt) == []
    assert time.perf_counter() - start < 4 * ALL_SECONDS


def body(year: int, cells: dict[CellKey, int], overview: str = "") -> ReportValue:
    """A body whose totals fill themselves, as the workspace saves it."""
    numbers: dict[CellKey, Number] = {key: cells.get(key, 0) for key in V2021.specs}
    for total, parts in V2021.totals.items():
        numbers[total] = sum(numbers[part] for part in parts)
    return ReportValue(V2021, "蓝田县自然资源和规划局", year, cells=numbers, texts={"overview": overview})


FILED = {
    "applications.received.natural": 49,
    "applications.received.company": 3,
    "applications.carried_in.natural": 3,
    GRANTED: 29,
    "applications.granted.company": 2,
    "applications.partly_granted.natural": 6,
    "applications.refused_third_party_rights.natural": 3,
    "applications.unable_not_held.natural": 11,
    "applications.unable_not_held.company": 1,
    "applications.rejected_petition.natural": 1,
    "applications.carried_out.natural": 3,
}
OVERVIEW = "全年新收政府信息公开申请52件，办结50件，其中予以公开30件，结转下年度继续办理3件。"


def test_a_cell_is_one_change_together_with_the_totals_that_fill_themselves() -> None:
    previous = body(2023, {"applications.carried_out.natural": 3})
    (found,) = suggestions(body(2024, FILED, OVERVIEW), Context(previous=previous))
    assert [(change.cell, change.after) for change in found.typed] == [(GRANTED, 28)]
    assert changes(found) == {
        GRANTED: 28,
        "applications.granted.total": 30,
        "applications.handled_total.natural": 49,
        "applications.handled_total.total": 52,
    }
    assert TEXT in found.reasons
    assert "从 29 改为 28，有关总计随之改动，" in found.sentence


def test_what_would_contradict_last_year_is_not_offered_where_another_cell_fits() -> None:
    previous = body(2023, {"applications.carried_out.natural": 3})
    said = "全年新收政府信息公开申请52件，结转下年度继续办理3件。"
    found = suggestions(body(2024, FILED, said), Context(previous=previous))
    kept = {f"applications.{row}.natural" for row in ("received", "carried_in", "carried_out")}
    assert not kept & {cell for each in found for cell in changes(each)}
    found = suggestions(body(2024, FILED, said + "予以公开30件。"), Context(previous=previous))
    assert [change.cell for each in found for change in each.typed] == [GRANTED]


def test_no_figure_is_proposed_that_another_rule_calls_an_error() -> None:
    stock = "documents.rules.in_force"
    previous = body(2023, {stock: 2})
    spoilt = body(2024, {stock: 11})
    assert suggestions(spoilt, Context(previous=previous, level="county")) == []
    (found,) = suggestions(
        ReportValue(V2021, "宿迁市人民政府", 2024, cells=spoilt.cells), Context(previous=previous, level="city")
    )
    assert changes(found) == {stock: 2}


def test_what_fails_apart_is_settled_apart() -> None:
    stock, lawyers = "documents.normative_documents.in_force", "applications.received.legal_service"
    previous = truth("010")
    value = truth("011")
    right = {cell: value[cell] for cell in (stock, lawyers, GRANTED)}
    spoilt = value.replace({stock: 597, lawyers: 5, GRANTED: 1})
    found = suggestions(spoilt, Context(previous=previous))
    assert [len(each.changes) for each in found] == [1, 1, 1]
    assert {cell: number for each in found for cell, number in changes(each).items()} == right
    assert [each.equations for each in found] == [2, 2, 1]
    for each in found[:2]:
        assert len(failing(spoilt)) - len(failing(spoilt.replace(changes(each)))) == each.equations
