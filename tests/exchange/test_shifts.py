"""Tables whose figures stand beside their heads: doubted when the sums say so, and only then."""

from reports.exchange import read
from reports.exchange.shifts import doubtful_tables
from reports.schema import get_schema
from reports.value import Number
from tests.builders import filled, truth
from tests.exchange.layouts import LAYOUTS

SCHEMA = get_schema("2021")
TABLE = SCHEMA.tables["applications"]


def moved(cells: dict[str, Number | None], step: int) -> dict[str, Number]:
    """Every row of table 三 turned round by some columns."""
    found = {}
    for row in TABLE.row_keys:
        figures = [cells[TABLE.cell(row, column)] for column in TABLE.column_keys]
        turned = figures[step:] + figures[:step]
        found |= {TABLE.cell(row, column): number for column, number in zip(TABLE.column_keys, turned, strict=True)}
    return {key: number for key, number in found.items() if number is not None}


def doubted(cells: dict[str, Number]) -> list[str]:
    return [table.key for table in doubtful_tables(SCHEMA, cells)]


def test_a_table_turned_round_is_doubted() -> None:
    for step in (1, 3, -1):
        assert doubted(moved(dict(truth("005").cells), step)) == ["applications"]


def test_true_reports_are_believed() -> None:
    for number in ("001", "003", "005", "010", "011", "016", "017"):
        cells = {key: figure for key, figure in truth(number).cells.items() if figure is not None}
        assert doubted(cells) == []


def test_a_report_with_mistakes_is_believed() -> None:
    cells = dict(filled().cells)
    for row in ("granted", "received", "refused_state_secret"):
        cells[f"applications.{row}.total"] = 1_000
    assert doubted({key: number for key, number in cells.items() if number is not None}) == []


def test_every_cell_of_the_table_is_blank_and_says_why() -> None:
    made = LAYOUTS["figures one column to the left"](truth("005"))
    result = read(made.data, made.name)
    said = {problem.cell: problem.message for problem in result.problems if problem.unread}
    for key in truth("005").cells:
        if key.startswith("applications."):
            assert result.value[key] is None
            assert key in said
    assert "整表错了列" in said["applications.received.natural"]
