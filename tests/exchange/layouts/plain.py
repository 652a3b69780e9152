"""Text of which the tables' cells are more or less gone."""

import random
from collections.abc import Callable

from reports.value import ReportValue
from tests.exchange.layouts.base import Layout, Made, Parts
from tests.exchange.prints import Rows, pipe_page, tables


def text(value: ReportValue, draw: Callable[[Rows], str], parts: Parts | None = None) -> Made:
    parts = parts or tables(value)
    lines = [value.title]
    for section in value.schema.sections:
        lines.append(section.heading)
        lines.append(value.texts.get(section.text.key, "无。") if section.text else draw(parts[section.key]))
    return Made("\n".join(lines).encode(), "报告.txt")


def cells(rows: Rows, joint: str) -> str:
    return joint.join(cell.text for row in rows for cell in row)


def words(rows: Rows, gap: str = " ") -> str:
    return "\n".join(gap.join(cell.text for cell in row) for row in rows)


def broken_labels(rows: Rows, width: int = 5) -> str:
    """One cell a line, long labels broken over lines, a page's number in between."""
    lines: list[str] = []
    for row in rows:
        for cell in row:
            pieces = [cell.text] if cell.key else [cell.text[i : i + width] for i in range(0, len(cell.text), width)]
            lines += pieces
        if len(lines) % 7 == 0:
            lines.append(f"- {len(lines)} -")
    return "\n".join(lines)


def as_a_viewer_copies(rows: Rows, width: int = 14) -> str:
    """Figures on the line in the middle of their label, which goes on below them; group labels among the rows."""
    lines: list[str] = []
    for row in rows:
        figures = [cell.text for cell in row if cell.key]
        labels = [cell.text for cell in row if not cell.key]
        if not figures or not labels:
            lines.append(" ".join(labels or figures))
            continue
        lines += labels[:-1]
        label = labels[-1]
        pieces = [label[at : at + width] for at in range(0, len(label), width)]
        middle = len(pieces) // 2
        lines += pieces[:middle]
        lines.append(" ".join([pieces[middle], *figures]))
        lines += pieces[middle + 1 :]
    return "\n".join(lines)


def enumerators_apart(rows: Rows) -> str:
    """One cell a line, and the number of each label on a line of its own."""
    return "\n".join(
        cell.text[:1] + "\n" + cell.text[1:] if cell.text[1:2] == "." and not cell.key else cell.text
        for row in rows
        for cell in row
    )


def run_together(rows: Rows) -> str:
    return "".join(cell.text for row in rows for cell in row)


def row_run_together(rows: Rows) -> str:
    return "\n".join(
        " ".join(cell.text for cell in row if not cell.key)
        + " " * any(cell.key for cell in row)
        + "".join(cell.text for cell in row if cell.key)
        for row in rows
    )


def zeros_lost(rows: Rows) -> str:
    return "\n".join(" ".join(cell.text for cell in row if cell.text != "0") for row in rows)


def some_figures_lost(rows: Rows) -> str:
    lost = random.Random(4)  # noqa: S311 - the same losses each time
    return "\n".join(" ".join(cell.text for cell in row if not (cell.key and lost.random() < 0.05)) for row in rows)


def some_figures_joined(rows: Rows) -> str:
    joined = random.Random(5)  # noqa: S311 - the same losses each time
    return "\n".join(
        "".join(cell.text + ("" if cell.key and joined.random() < 0.05 else " ") for cell in row) for row in rows
    )


def with_row_of_last_year(rows: Rows) -> str:
    """Under each row one of last year, which is not this year's."""
    return "\n".join(
        " ".join(cell.text for cell in row)
        + (("\n上年数 " + " ".join("77" for cell in row if cell.key)) if any(cell.key for cell in row) else "")
        for row in rows
    )


def with_subtotals(rows: Rows) -> str:
    lines = []
    for number, row in enumerate(rows):
        lines.append(" ".join(cell.text for cell in row))
        if number % 9 == 8 and row[-1].key:
            lines.append("小计 " + " ".join("55" for cell in row if cell.key))
    return "\n".join(lines)


WHOLE: dict[str, Layout] = {
    "bars between cells": lambda value: Made(pipe_page(value), "报告.md"),
    "bars, rows filled up": lambda value: Made(pipe_page(value, style="padded"), "报告.md"),
    "cell and bar on alternate lines": lambda value: text(value, lambda rows: cells(rows, "\n|\n") + "\n|"),
    "one cell a line": lambda value: text(value, lambda rows: cells(rows, "\n")),
    "one cell a line, empty lines between": lambda value: text(value, lambda rows: cells(rows, "\n\n")),
    "words between spaces": lambda value: text(value, words),
    "words between wide spaces": lambda value: text(value, lambda rows: words(rows, "\u3000")),
    "cells between tabs": lambda value: text(value, lambda rows: words(rows, "\t")),
    "one cell a line, labels broken": lambda value: text(value, broken_labels),
    "lines as a viewer copies them": lambda value: text(value, as_a_viewer_copies),
    "one cell a line, Windows line ends": lambda value: Made(
        text(value, lambda rows: cells(rows, "\n")).data.replace(b"\n", b"\r\n"), "报告.txt"
    ),
    "one cell a line, gb18030": lambda value: Made(
        text(value, lambda rows: cells(rows, "\n")).data.decode().encode("gb18030"), "报告.txt"
    ),
}
LAYOUTS: dict[str, Layout] = {
    **WHOLE,
    "bars, merged cells empty": lambda value: Made(pipe_page(value, style="in_place"), "报告.md"),
    "labels broken into single letters": lambda value: text(value, lambda rows: broken_labels(rows, 1)),
    "numbers of labels on their own lines": lambda value: text(value, enumerators_apart),
    "everything run together": lambda value: text(value, run_together),
    "figures of a row run together": lambda value: text(value, row_run_together),
    "zeros lost": lambda value: text(value, zeros_lost),
    "some figures lost": lambda value: text(value, some_figures_lost),
    "some figures joined": lambda value: text(value, some_figures_joined),
    "rows of last year between": lambda value: text(value, with_row_of_last_year),
    "subtotal rows between": lambda value: text(value, with_subtotals),
}
