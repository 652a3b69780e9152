"""Columns that are not the form's beside empty cells: no figure moves into its neighbour's column."""

import io

import docx
import pytest

from reports.exchange import read
from reports.exchange.base import ReadResult
from reports.schema import V2021

TITLE = "<h1>蓝田县人民政府2023年政府信息公开工作年度报告</h1>"
TABLE = V2021.tables["applications"]
RECEIVED, CARRIED_IN, CARRIED_OUT = (
    TABLE.row_paths[key][-1].label for key in ("received", "carried_in", "carried_out")
)
TOTAL = TABLE.row_paths["handled_total"][-1].label
COLUMNS = [column.label for column in TABLE.column_items]


def page(*rows: list[str], head: list[str]) -> ReadResult:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    heads = "".join(f"<td rowspan=2>{cell}</td>" for cell in head)
    return read(f"{TITLE}<table><tr>{heads}</tr><tr></tr>{lines}</table>".encode(), "a.html")


def named(result: ReadResult) -> set[str]:
    return {problem.cell for problem in result.problems if problem.unread}


@pytest.mark.parametrize(
    "codes", [("1", "2", "3"), ("2023", "2023", "2023")], ids=["running numbers", "the year in each row"]
)
@pytest.mark.parametrize(
    ("head", "behind"),
    [(["指标名称", "行次", *COLUMNS], False), (["指标名称", *COLUMNS, "行次"], True), ([], True)],
    ids=["in front", "behind", "behind, no head"],
)
def test_a_column_of_codes_beside_blanks_moves_nothing(codes: tuple[str, ...], behind: bool, head: list[str]) -> None:
    figures = ["", *"234567"] if behind else [*"234567", ""]
    rows = [
        [label, *figures, code] if behind else [label, code, *figures]
        for label, code in zip((RECEIVED, CARRIED_IN, CARRIED_OUT), codes, strict=True)
    ]
    result = page(*rows, head=head)
    keys = {f"applications.{row}.{column}" for row in ("received", "carried_in") for column in TABLE.column_keys}
    assert not [key for key in keys if result.value[key] is not None]
    assert keys <= named(result)


def test_a_sum_in_passing_is_not_the_total_of_what_was_handled() -> None:
    figures = ["5", "0", "0", "0", "0", "0", "5"]
    head = ["", *COLUMNS]
    passing = page([RECEIVED, *figures], [CARRIED_IN, *figures], ["合计", *figures], head=head)
    assert passing.value["applications.handled_total.natural"] is None
    assert passing.value["applications.received.natural"] == 5
    own = page([RECEIVED, *figures], [CARRIED_IN, *figures], [TOTAL, *figures], head=head)
    assert own.value["applications.handled_total.natural"] == 5


@pytest.mark.parametrize(
    "mark",
    [
        '<a href="#fn1">1</a>',
        '<span class="MsoFootnoteReference">1</span>',
        '<span style="vertical-align:top">1</span>',
        '<span style="mso-text-raise:3pt">1</span>',
    ],
)
def test_the_sign_of_a_note_is_no_digit(mark: str) -> None:
    result = page([RECEIVED, f"5{mark}", *"000005"], head=["", *COLUMNS])
    assert result.value["applications.received.natural"] in (5, None)
    assert any(problem.cell == "applications.received.natural" for problem in result.problems)


@pytest.mark.parametrize("looks", ["position", "color"])
def test_raised_and_white_runs_of_word_are_no_digits(looks: str) -> None:
    made = docx.Document()
    made.add_paragraph("蓝田县人民政府2023年政府信息公开工作年度报告")
    table = made.add_table(rows=2, cols=1 + len(COLUMNS))
    for row, texts in zip(table.rows, (["", *COLUMNS], [RECEIVED, *"5000005"]), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    properties = table.rows[1].cells[1].paragraphs[0].add_run("1")._r.get_or_add_rPr()
    element = docx.oxml.OxmlElement(f"w:{looks}")
    element.set(docx.oxml.ns.qn("w:val"), "6" if looks == "position" else "FFFFFF")
    properties.append(element)
    file = io.BytesIO()
    made.save(file)
    result = read(file.getvalue(), "a.docx")
    assert result.value["applications.received.natural"] in (5, None)
    assert any(problem.cell == "applications.received.natural" for problem in result.problems)
