"""What a layout is, and the parts layouts are put together from."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.value import ReportValue
from tests.exchange.prints import Printed, Rows, html_table, tables


@dataclass(frozen=True)
class Made:
    """A file."""

    data: bytes
    name: str = "报告.html"


Layout = Callable[[ReportValue], Made]
Parts = dict[str, Rows]
Change = Callable[[Parts], Parts]


def body(value: ReportValue, parts: Parts | None = None, draw: Callable[[Rows], str] = html_table) -> str:
    """Title, headings, prose and tables as the inside of a page."""
    parts = parts or tables(value)
    lines = [f"<h1>{value.title}</h1>"]
    for section in value.schema.sections:
        lines.append(f"<p>{section.heading}</p>")
        if section.text:
            lines += [f"<p>{line}</p>" for line in value.texts.get(section.text.key, "无。").split("\n")]
        else:
            lines.append(draw(parts[section.key]))
    return "\n".join(lines)


def page(inside: str, head: str = "", charset: str = "utf-8") -> Made:
    return Made(f"<!doctype html><html><head>{head}</head><body>{inside}</body></html>".encode(charset))


def changed(change: Change) -> Layout:
    """A page with its tables changed."""
    return lambda value: page(body(value, change(tables(value))))


def replaced(*pairs: tuple[str, str]) -> Layout:
    """A page with pieces of its markup replaced."""

    def made(value: ReportValue) -> Made:
        text = body(value)
        for old, new in pairs:
            text = text.replace(old, new)
        return page(text)

    return made


def each_row(change: Callable[[list[Printed]], list[Printed]]) -> Change:
    return lambda parts: {key: [change(row) for row in rows] for key, rows in parts.items()}


def each_figure(change: Callable[[str], str]) -> Change:
    return each_row(lambda row: [replace(cell, text=change(cell.text)) if cell.key else cell for cell in row])


def each_label(change: Callable[[str], str]) -> Change:
    return each_row(lambda row: [cell if cell.key else replace(cell, text=change(cell.text)) for cell in row])
