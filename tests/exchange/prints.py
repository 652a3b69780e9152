"""Reports printed as offices publish them, to be read back: web pages and pipe text, and ways to damage them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from hypothesis import strategies as st

from reports.exchange import ReadResult, read
from reports.schema import Section, grid
from reports.value import ReportValue, number_text


@dataclass(frozen=True)
class Printed:
    """One physical cell; ``key`` is set for figures."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    key: str = ""


Rows = list[list[Printed]]
Damage = Callable[[Rows], Rows]


def printed(value: ReportValue, section: Section) -> Rows:
    """The tables of a section just as the form prints them."""
    return [
        [
            Printed(number_text(value[cell.cell]) if cell.cell else cell.text, cell.colspan, cell.rowspan, cell.cell)
            for cell in row
        ]
        for row in grid(section).rows
    ]


def tables(value: ReportValue) -> dict[str, Rows]:
    return {section.key: printed(value, section) for section in value.schema.sections if section.tables}


def html_table(rows: Rows, tag: str = "td") -> str:
    lines = []
    for row in rows:
        cells = "".join(
            f"<{tag}{f' colspan={cell.colspan}' * (cell.colspan > 1)}{f' rowspan={cell.rowspan}' * (cell.rowspan > 1)}>"
            f"<p>{escape(cell.text)}</p></{tag}>"
            for cell in row
        )
        lines.append(f"<tr>{cells}</tr>")
    return f"<table border=1>{''.join(lines)}</table>"


def html_page(value: ReportValue, parts: dict[str, Rows] | None = None) -> bytes:
    """A whole page: title, headings, prose, tables."""
    parts = parts or tables(value)
    body = [f"<h1>{value.title}</h1>"]
    for section in value.schema.sections:
        body.append(f"<p>{section.heading}</p>")
        if section.text:
            body += [f"<p>{escape(line)}</p>" for line in value.texts[section.text.key].split("\n")]
        else:
            body.append(html_table(parts[section.key]))
    return f"<!doctype html><html><body>{''.join(body)}</body></html>".encode()


def pipe_table(rows: Rows, style: str = "bare") -> str:
    """``bare``: only the cells; ``padded``: rows filled up at the end; ``in_place``: empty cells where spans were."""
    lines = []
    width = max(sum(cell.colspan for cell in row) for row in rows)
    taken: dict[int, int] = {}
    for row in rows:
        cells: list[str] = []
        covered = {column: left - 1 for column, left in taken.items() if left > 1}
        for cell in row:
            if style == "in_place":
                while taken.get(len(cells), 0):
                    cells.append("")
                if cell.rowspan > 1:
                    covered |= dict.fromkeys(range(len(cells), len(cells) + cell.colspan), cell.rowspan - 1)
            cells.append(cell.text)
            if style == "in_place":
                cells += [""] * (cell.colspan - 1)
        taken = covered
        if style != "bare":
            cells += [""] * (width - len(cells))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def pipe_page(value: ReportValue, parts: dict[str, Rows] | None = None, style: str = "bare") -> bytes:
    parts = parts or tables(value)
    lines = [value.title]
    for section in value.schema.sections:
        lines.append(section.heading)
        lines.append(value.texts[section.text.key] if section.text else pipe_table(parts[section.key], style))
    return "\n".join(lines).encode()


def columns_moved(rows: Rows, order: Sequence[int], at: Callable[[Printed], bool]) -> Rows:
    """Rows with their cells for which ``at`` holds taken in another order."""
    moved: Rows = []
    for row in rows:
        mine = [index for index, cell in enumerate(row) if at(cell)]
        if len(mine) != len(order):
            moved.append(row)
            continue
        new = list(row)
        for position, index in enumerate(mine):
            new[index] = row[mine[order[position]]]
        moved.append(new)
    return moved


def relabelled(rows: Rows, labels: dict[str, str]) -> Rows:
    return [[replace(cell, text=labels.get(cell.text, cell.text)) for cell in row] for row in rows]


def silently_wrong(result: ReadResult, value: ReportValue) -> list[str]:
    """Cells that differ from what was printed and are not blank with a problem that names them."""
    named = {problem.cell for problem in result.problems if problem.unread}
    return [
        f"{key}: {result.value.cells.get(key)} for {number!r}"
        for key, number in value.cells.items()
        if number_text(result.value.cells.get(key)) != number_text(number)
        and not (result.value.cells.get(key) is None and key in named)
    ]


def unnamed_blanks(result: ReadResult) -> list[str]:
    named = {problem.cell for problem in result.problems if problem.unread}
    return [key for key, number in result.value.cells.items() if number is None and key not in named]


def assert_same(data: bytes, value: ReportValue, name: str = "a.html") -> None:
    result = read(data, name)
    assert result.value.diff(value) == ()
    assert (result.value.organ, result.value.year) == (value.organ, value.year)


def assert_blank(data: bytes, value: ReportValue, prefix: str, name: str = "a.html") -> None:
    """Cells of that prefix are blank with a problem, everything else is right."""
    result = read(data, name)
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []
    assert {key for key, number in result.value.cells.items() if number is None} == {
        key for key in value.cells if key.startswith(prefix)
    }


def section(value: ReportValue, key: str) -> Section:
    return next(section for section in value.schema.sections if section.key == key)


def damage(parts: dict[str, Rows], data: st.DataObject) -> None:
    """Something done to some of the tables that happens on the way from a form to a file."""
    for part in data.draw(st.lists(st.sampled_from(list(parts)), min_size=1, unique=True)):
        rows = parts[part]
        row = data.draw(st.integers(0, len(rows) - 1))
        position = data.draw(st.integers(0, len(rows[row]) - 1))
        match data.draw(st.sampled_from(("drop", "extra", "blank_label", "drop_row", "repeat_row", "merge"))):
            case "drop":
                del rows[row][position]
            case "extra" if all(cell.text for cell in rows[row]):
                rows[row].insert(position, Printed("7"))
            case "blank_label" if not rows[row][position].key:
                rows[row][position] = replace(rows[row][position], text="")
            case "drop_row":
                del rows[row]
            case "repeat_row":
                rows.insert(row, rows[row])
            case "merge" if position + 1 < len(rows[row]) and not rows[row][position + 1].key:
                left, right = rows[row][position : position + 2]
                text = left.text + right.text
                rows[row][position : position + 2] = [replace(left, text=text, colspan=left.colspan + right.colspan)]
