"""Marks in hidden rows and columns of our template, by which an input cell is found wherever it has moved to.

Every printed row of a sheet carries in a hidden column which cells of the form stand in it and in which marked column;
a hidden row above marks the columns. Rows or columns put in between move the marks along with the cells,
in any program.
"""

import json
import re
from collections.abc import Mapping

PREFIX = "govopen:"
KEYS_SHEET = "govopen"
FORMAT = "1"  # of the sheet of keys


ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character that XML forbids


def is_mark(text: str) -> bool:
    return text.startswith(PREFIX)


def column_mark(column: int) -> str:
    return f"{PREFIX}column:{column}"


def cells_mark(cells: Mapping[int, str]) -> str:
    """Of a row of a table: grid column -> key of the cell."""
    return f"{PREFIX}cells:" + json.dumps({str(column): key for column, key in cells.items()}, separators=(",", ":"))


def text_mark(key: str, *, continued: bool = False) -> str:
    """Of a row of prose: which text it belongs to; a continued one goes on where the row above had no more room."""
    return f"{PREFIX}{'more' if continued else 'text'}:{key}"


def said_mark(name: str) -> str:
    """Of a row that shows what is locked in: the organ, the year."""
    return f"{PREFIX}said:{name}"


def parse(text: str) -> tuple[str, str]:
    """The kind of a mark and what it says."""
    kind, _, said = text.removeprefix(PREFIX).partition(":")
    return kind, said


def parse_cells(said: str) -> dict[int, str]:
    """The cells of a row's mark; nothing when somebody has written into it."""
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {int(column): key for column, key in found.items() if column.isdigit() and isinstance(key, str)}
