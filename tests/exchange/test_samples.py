"""Real published reports: every cell as in the truth, or blank with a problem that names it."""

from pathlib import Path

import pytest

from reports.exchange import ReadResult, read
from tests.builders import SAMPLES, truth
from tests.exchange.prints import silently_wrong, unnamed_blanks

FILES = sorted(path for path in (SAMPLES / "files").iterdir() if path.suffix != ".pdf")
WITH_TRUTH = [path for path in FILES if (SAMPLES / "truth" / f"{path.name[:3]}.json").exists()]
# How many cells must equal the truth, blank ones included; the rest is blank with a problem.
EQUAL = {
    "001_蓝田县人民政府_2023.md": 200,
    "002_上海市人民政府办公厅_2019.html": 198,
    "003_沭阳县发展和改革局_2023.html": 200,
    "010_宿迁市_2023.md": 200,
    "011_宿迁市_2024.md": 200,
    "014_平潭综合实验区_2019.reduced.html": 176,
    "016_平潭综合实验区_2021.reduced.html": 200,
}


def read_file(path: Path) -> ReadResult:
    return read(path.read_bytes(), path.name)


def sample(start: str) -> ReadResult:
    return read_file(next(path for path in FILES if path.name.startswith(start)))


@pytest.mark.parametrize("path", WITH_TRUTH, ids=lambda path: path.name)
def test_no_cell_is_silently_wrong(path: Path) -> None:
    result, expected = read_file(path), truth(path.name[:3])
    assert result.value.schema is expected.schema
    assert (result.value.organ, result.value.year) == (expected.organ, expected.year)
    assert silently_wrong(result, expected) == []
    equal = sum(result.value[key] == number for key, number in expected.cells.items())
    assert equal >= EQUAL.get(path.name, 0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_blank_is_named_and_every_figure_has_its_source(path: Path) -> None:
    result = read_file(path)
    assert unnamed_blanks(result) == []
    for key, number in result.value.cells.items():
        if number is not None:
            source = result.sources[key]
            row = result.tables[source.table - 1].rows[source.row - 1]
            assert source.raw in {cell.text for cell in row if cell.column == source.column}


@pytest.mark.parametrize("start", ["001", "010", "011", "016_平潭综合实验区_2021.reduced"])
def test_whole_tables_leave_no_cell_unread(start: str) -> None:
    result = sample(start)
    assert result.value.filled == 200
    assert not [problem for problem in result.problems if problem.cell]


@pytest.mark.parametrize("path", [path for path in FILES if path.name.startswith("005")], ids=lambda path: path.name)
def test_text_copied_from_a_pdf_is_put_together_again(path: Path) -> None:
    result = read_file(path)
    assert result.value.cells == truth("005").cells
    assert result.problems == ()


def test_figures_run_together_are_not_guessed() -> None:
    for start in ("014_平潭综合实验区_2019.txt", "016_平潭综合实验区_2021.txt"):
        assert sample(start).value.filled == 0
    apart = [key for key, number in sample("017").value.cells.items() if number is not None]
    assert {key.split(".")[0] for key in apart} == {"disputes"}  # the one table whose figures stand apart


@pytest.mark.parametrize(
    ("start", "filled", "cells"),
    [
        ("050", 80, {"applications.received.natural": 58, "documents.normative_documents.in_force": 25}),
        ("052", 31, {"documents.rules.in_force": 6, "applications.granted.total": 0}),
        ("054", 59, {"applications.received.total": 1}),
        ("061", 36, {"decisions.penalties.items_last_year": 36, "decisions.other_services.count": 16}),
    ],
)
def test_excerpts_give_what_they_hold(start: str, filled: int, cells: dict[str, int]) -> None:
    result = sample(start)
    assert result.value.filled == filled
    assert {key: result.value[key] for key in cells} == cells


def test_the_amount_in_yuan_keeps_its_figure_and_has_a_problem() -> None:
    result = sample("002")
    key = "procurement.government_procurement.amount"
    assert str(result.value[key]) == "251000"
    assert [problem.unread for problem in result.problems if problem.cell == key] == [False]


def test_an_old_form_in_a_new_year_is_read_by_its_heads_and_said() -> None:
    result = sample("061")
    assert (result.value.schema.key, result.value.year) == ("2019", 2021)
    assert any("2021年度应使用" in problem.message for problem in result.problems)


def test_texts_are_the_paragraphs_of_the_report_and_nothing_of_the_site() -> None:
    texts = sample("001").value.texts
    assert texts["overview"].startswith("2023年,我县在省、市政府的正确领导下")
    assert texts["overview"].split("\n")[1] == "1.加强组织领导,落实信息发布制度"
    assert texts["overview"].endswith("及时纠正错敏内容。")
    assert len(texts["problems"].split("\n")) == 2
    assert texts["other_matters"] == (
        "2023年度本机关未收取信息处理费。发出收费通知的件数和总金额以及实际收取的总金额均为0。"
    )
    page = sample("003").value.texts
    assert page["preamble"].startswith("根据《中华人民共和国政府信息公开条例》")
    assert page["problems"].startswith("（一）存在的主要问题。")
    assert page["other_matters"] == "2023年度，县发展和改革局政府信息公开未发生收费情况。"
