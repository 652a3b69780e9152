"""The prose of real published reports (tests/samples): every fault that is known, and no more."""

from functools import cache
from pathlib import Path

import pytest

from reports.checks.base import Context, Finding, Level
from reports.checks.prose import marks
from reports.exchange import read
from reports.value import ReportValue
from tests.builders import SAMPLES, truth
from tests.checks.prose.reports import findings


@cache
def real(number: str) -> ReportValue:
    """The true figures with the published texts, as far as the file has them."""
    paths = sorted((SAMPLES / "files").glob(f"{number}_*"))
    path: Path = next(path for path in paths if path.suffix in (".md", ".html", ".txt") and "cells" not in path.name)
    return truth(number).replace(texts=read(path.read_bytes(), path.name).value.texts)


def flattened(number: str) -> ReportValue:
    """For reports whose file is one long line: the prose between the headings of parts 一 and 二."""
    path = next((SAMPLES / "files").glob(f"{number}_*[0-9].txt"))
    text = path.read_text("utf-8")
    start = text.index("一、总体情况")
    return truth(number).replace(texts={"overview": text[start : text.index("二、主动公开政府信息情况", start)]})


def figures_found(value: ReportValue, context: Context | None = None) -> list[Finding]:
    return [finding for finding in findings(value, context) if finding.code.startswith("N-")]


@pytest.mark.parametrize("number", ["001", "003", "005"])
def test_reports_whose_prose_agrees(number: str) -> None:
    assert figures_found(real(number)) == []
    assert any(mark.agrees for mark in marks(real(number)))


def test_016_agrees() -> None:
    assert figures_found(flattened("016")) == []
    assert [mark.note for mark in marks(flattened("016")) if mark.code == "N-3"] == ["与表三 （七）总计·总计 69 一致"]


def test_017_counts_what_was_carried_in_and_is_right() -> None:
    value = flattened("017")
    assert figures_found(value) == []
    assert {"N-1", "N-8", "N-10", "N-11"} <= {mark.code for mark in marks(value) if mark.agrees}


def test_002_says_other_figures_than_its_tables() -> None:
    found = {(finding.code, finding.params["left"]): finding for finding in figures_found(real("002"))}
    assert set(found) == {("N-5", "258"), ("N-7", "265"), ("N-10", "均获维持"), ("N-13", "33.9%")}
    assert {finding.level for finding in found.values()} == {Level.EXPLAIN}
    assert found["N-5", "258"].params["right"] == "275"
    assert found["N-7", "265"].params["right"] == "337"


def test_010_counts_what_was_carried_in_and_is_right() -> None:
    text = (
        "（二）依申请公开。2023年，全市收办政府信息公开申请3607件，其中市政府349件，市各有关部门933件，"
        "各县区、功能区2325件。"
    )
    assert figures_found(truth("010").replace(texts={"overview": text})) == []


def test_011_may_count_something_else_and_is_only_hinted_at() -> None:
    text = "（五）监督保障。全年备案政府信息公开行政复议案件134件，行政诉讼案件57件。"
    found = figures_found(truth("011").replace(texts={"overview": text}))
    assert {finding.code for finding in found} <= {"N-10"}
    assert found
    assert Level.ERROR not in {finding.level for finding in found}


def test_a_list_that_does_not_add_up() -> None:
    text = "全年公开各类信息6391条，其中概况类1105条，政务动态2896条，信息公开目录2004条。"
    (finding,) = figures_found(truth("001").replace(texts={"overview": text}))
    assert (finding.code, finding.params["right"]) == ("N-12", "6005")


def test_every_text_of_every_file_can_be_judged() -> None:
    for path in sorted((SAMPLES / "files").iterdir()):
        if path.suffix != ".pdf":
            value = read(path.read_bytes(), path.name).value
            assert [finding for finding in findings(value) if finding.level is Level.ERROR] == [], path.name
