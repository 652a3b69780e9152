"""Text in which | stands between the cells of a table, as it comes from copying a web page or from Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.schema import SCHEMAS

from .base import ReadResult, SourceTable, UnreadableFileError
from .encoding import decode
from .flattened import with_tables
from .rows import RowReader, is_band, is_figure
from .sections import is_heading
from .source import MOST_CELLS, MOST_LINES, TOO_LARGE, Block, Line, Source, lay_out
from .understand import understand

_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_HEADING_MARK = re.compile(r"^#{1,6}\s+")
_NO_TABLE = "文本里没有表格，无法读取：请确认复制了“二”“三”“四”三个标题和下面的表格，或请改用年度报告的网页（.html）"


class PipeText:
    """Plain text and Markdown."""

    extensions: tuple[str, ...] = (".md", ".txt", ".text", ".markdown")

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        text = decode(data)
        if text.count("\n") > MOST_LINES or max(map(text.count, "|\t")) > MOST_CELLS:
            raise UnreadableFileError(TOO_LARGE)
        found = source(text)
        found = replace(found, blocks=with_tables(found.blocks))
        if not found.tables and not {"|", "\t"} & set(text):
            raise UnreadableFileError(_NO_TABLE)
        return understand(found, filename)


def source(text: str) -> Source:
    """The blocks of a text; bars are read as a table's whether or not they also stand at a row's ends."""
    lines = [_HEADING_MARK.sub("", line) for line in text.replace("｜", "|").replace("│", "|").splitlines()]
    if "|" not in text:  # cells copied from a web page or from Excel stand between tabs
        lines = ["|".join(("", *line.split("\t"), "")) if "\t" in line.lstrip() else line for line in lines]
    return Source(tuple(_blocks([line.strip() for line in lines])))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    position = 0
    while position < len(lines):
        line = lines[position]
        if _alternates(lines, position):
            first = position
            position = _end_of_run(lines, position)
            yield from _stream(lines[first:position])
        elif "|" in line:
            first = position
            while position < len(lines) and ("|" in lines[position] or _is_gap(lines, position)):
                position += 1
                if _alternates(lines, position):
                    break
            yield from _table(lines[first:position])
        else:
            if line:
                yield Line(line)
            position += 1


def _is_gap(lines: Sequence[str], position: int) -> bool:
    """An empty line inside a table."""
    return not lines[position] and position + 1 < len(lines) and "|" in lines[position + 1]


def _cells(line: str) -> list[str]:
    """A row's cells. A bar at the very start or end is a border, as in | a | b |."""
    if line.startswith("|"):
        line = line[1:]
    if line.endswith("|"):
        line = line[:-1]
    return [cell.replace("**", "").replace("<br>", "\n").strip() for cell in line.split("|")]


def _table(lines: Sequence[str]) -> Iterator[Block]:
    rows = [_cells(line) for line in lines if line and not _RULE.match(line)]
    if len(rows) > 1 and all(len([cell for cell in row if cell]) <= 1 for row in rows):
        yield from _assembled([row[0] for row in rows])
    elif rows:
        yield lay_out([[(cell, 1, 1) for cell in row] for row in rows])


def _alternates(lines: Sequence[str], position: int) -> bool:
    """Whether cells and bars take turns from here on: a line of its own for each."""
    following = lines[position : position + 6]
    return len(following) == 6 and "|" not in following[0] and bool(following[0]) and following[1::2] == ["|"] * 3


def _end_of_run(lines: Sequence[str], position: int) -> int:
    last = position
    for index in range(position, len(lines)):
        if lines[index] == "|":
            last = index
        elif "|" in lines[index] or index - last > 6:
            break
    return last + 1


def _stream(lines: Sequence[str]) -> Iterator[Block]:
    """Cells and bars on lines of their own; a cell may be broken over lines, headings may stand between tables."""
    cells: list[str] = []
    part: list[str] = []
    newest = list(SCHEMAS.values())[-1]
    for line in lines:
        if line != "|":
            part.append(line)
            continue
        headings = [index for index, text in enumerate(part) if is_heading(newest, text)]
        if headings:
            yield from _assembled(cells)
            yield from (Line(text) for text in part[:-1] if text)
            cells, part = [], part[-1:]
        cells.append("\n".join(line for line in part if line))  # never joined: 1 and 2 are not 12
        part = []
    yield from _assembled(cells)


def _assembled(cells: Sequence[str]) -> Iterator[SourceTable]:
    """Rows from cells in one long run: labels in front of figures begin a row, heads are rows."""
    readers = [RowReader(schema, 0) for schema in SCHEMAS.values()]
    rows: list[list[str]] = []
    labels: list[str] = []
    figures: list[str] = []
    for cell in [*cells, "end"]:
        if not cell and not figures and not labels:
            continue
        if not cell or (is_figure(cell) and labels):
            figures.append(cell)
            continue
        if figures:
            heads = [i for i, text in enumerate(labels) if any(reader.is_head(text) for reader in readers)]
            split = heads[-1] + 1 if heads else 0
            rows += _head_rows(labels[:split])
            rows.append([*labels[split:], *figures])
            labels, figures = [], []
        labels.append(cell)
    rows += _head_rows(labels[:-1])
    if rows:
        yield lay_out([[(cell, 1, 1) for cell in row] for row in rows])


def _head_rows(texts: Sequence[str]) -> list[list[str]]:
    """A band on a row of its own, all heads behind it on one."""
    rows: list[list[str]] = []
    for text in texts:
        if is_band(text) or not rows or is_band(rows[-1][0]):
            rows.append([text])
        else:
            rows[-1].append(text)
    return rows
