"""Tables whose merged cells were taken apart: by Excel, by Word, by converters to Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.exchange import read
from reports.schema import Section, grid
from reports.value import ReportValue, number_text
from tests.builders import any_values, filled

Rows = list[list[str]]


def taken_apart(section: Section, value: ReportValue, is_repeated: bool) -> Rows:
    """Every grid cell of a section's tables: the text in each part of a merged cell, or in its first part only."""
    printed = grid(section)
    rows = [[""] * printed.columns for _ in printed.rows]
    for number, line in enumerate(printed.rows):
        for cell in line:
            text = cell.text if cell.is_heading else number_text(value[cell.cell])
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    if is_repeated or not (down or across):
                        rows[number + down][cell.column + across] = text
    return rows


def file(value: ReportValue, kind: str, tables: list[tuple[str, Rows]]) -> bytes:
    lines = [value.title]
    for heading, rows in tables:
        if kind == "html":
            cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
            lines += [f"<p>{heading}</p>", "<table>", *(f"<tr>{row}</tr>" for row in cells), "</table>"]
        elif kind == "md":
            lines += [heading, "", *(f"| {' | '.join(row)} |" for row in rows), ""]
        else:
            lines += [heading, *("\t".join(row) for row in rows)]
    text = "\n".join(lines)
    return (f"<html><body><h1>{text}</body></html>" if kind == "html" else text).encode()


def tables_of(value: ReportValue, is_repeated: bool) -> list[tuple[str, Rows]]:
    return [
        (section.heading, taken_apart(section, value, is_repeated))
        for section in value.schema.sections
        if section.tables
    ]


KINDS = ("html", "md", "txt")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_repeated", [True, False], ids=["repeated", "blank"])
def test_a_complete_report_is_read_whole(kind: str, is_repeated: bool) -> None:
    value = filled()
    result = read(file(value, kind, tables_of(value, is_repeated)), f"report.{kind}")
    assert result.value.cells == value.cells
    assert not [problem for problem in result.problems if problem.cell]


@pytest.mark.parametrize("kind", KINDS)
def test_the_2019_form_repeated_is_read_whole(kind: str) -> None:
    value = filled("2019")
    result = read(file(value, kind, tables_of(value, is_repeated=True)), f"report.{kind}")
    assert result.value.cells == value.cells


@given(value=any_values(), kind=st.sampled_from(KINDS), is_repeated=st.booleans(), data=st.data())
def test_a_damaged_one_is_never_silently_wrong(
    value: ReportValue, kind: str, is_repeated: bool, data: st.DataObject
) -> None:
    tables = tables_of(value, is_repeated)
    _heading, rows = data.draw(st.sampled_from(tables))
    row = data.draw(st.sampled_from(rows))
    at = data.draw(st.integers(0, len(row) - 1))
    match data.draw(st.sampled_from(("drop", "double", "none"))):
        case "drop":
            del row[at]
        case "double":
            row.insert(at, row[at])
    result = read(file(value, kind, tables), f"report.{kind}")
    assert result.value.schema is value.schema
    named = {problem.cell for problem in result.problems}
    for cell, number in value.cells.items():
        assert result.value[cell] == number or (result.value[cell] is None and cell in named), cell


def test_copies_that_differ_are_not_chosen_between() -> None:
    value = filled()
    tables = tables_of(value, is_repeated=True)
    row = next(row for row in tables[0][1] if row[0] == "行政许可")
    row[-1] = "999"
    result = read(file(value, "md", tables), "report.md")
    assert result.value["decisions.licences.count"] is None
    assert "decisions.licences.count" in {problem.cell for problem in result.problems}
