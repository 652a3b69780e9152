"""Pages with figures that are not the report's, and tables with more or other rows and columns than the form."""

import re
from collections.abc import Callable
from dataclasses import replace

from reports.value import ReportValue
from tests.exchange.layouts.base import Layout, Made, Parts, body, changed, page
from tests.exchange.prints import Printed, Rows, html_table, tables

ANOTHER_YEAR = (
    "{year}年度",
    "（{year}年）",
    "{year}年度统计表",
    "附：{year}年数据",
    "上年度（{year}年）数据",
    "上年数据",
    "附：{year}年数据，供参考",
)
OWN_YEAR = (
    "{year}年度",
    "（{year}年）",
    "{next}年1月15日",
    "{next}年",
    "统计期限：{year}年1月1日至{year}年12月31日",
    "（统计时间：{before}年12月26日至{year}年12月25日）",
    "{before}—{year}年",
)


def last_year_beside(value: ReportValue) -> Made:
    """Last year's table of the same form behind this year's, under a line that says so."""
    before = value.replace({key: (number or 0) + 1 for key, number in value.cells.items()})
    text = body(value)
    for key, rows in tables(value).items():
        other = f"<p>附：{value.year - 1}年度数据（供对照）</p>" + html_table(tables(before)[key])
        text = text.replace(html_table(rows), html_table(rows) + other)
    return page(text)


def another_year_said(where: str, said: str) -> Layout:
    """Last year's figures in place of this year's, which only a line above the tables or their first row says."""

    def made(value: ReportValue) -> Made:
        before = value.replace({key: (number or 0) + 1 for key, number in value.cells.items()})
        text = body(before)
        label = said.format(year=value.year - 1)
        row = f"<tr><td colspan=15>{label}</td></tr>"
        new = f"<p>{label}</p><table" if where == "above" else "<table"
        text = text.replace("<table", new)
        return page(re.sub(r"(<table[^>]*>)", rf"\1{row}", text) if where == "inside" else text)

    return made


def own_year_said(said: str) -> Layout:
    """Lines above the tables that name years and say nothing against them."""

    def made(value: ReportValue) -> Made:
        label = said.format(year=value.year, next=value.year + 1, before=value.year - 1)
        return page(body(value).replace("<table", f"<p>{label}</p><table"))

    return made


def with_column(head: str, figure: str, *, first: bool = False) -> Callable[[Parts], Parts]:
    """A foreign column in table 三."""

    def change(parts: Parts) -> Parts:
        rows: Rows = []
        for number, row in enumerate(parts["applications"]):
            at = next((position for position, cell in enumerate(row) if cell.key), None)
            extra = Printed(head, rowspan=3) if number == 0 else Printed(figure)
            if number in (1, 2):
                rows.append(row)
            elif first:
                place = 1 if at is None else at
                rows.append([*row[:place], extra, *row[place:]])
            else:
                rows.append([*row, extra])
        return {**parts, "applications": rows}

    return change


def with_rows(label: str, figure: str) -> Callable[[Parts], Parts]:
    """Foreign rows in table 三: behind each group of labels one more."""

    def change(parts: Parts) -> Parts:
        rows: Rows = []
        for row in parts["applications"]:
            rows.append(row)
            if any(cell.key.endswith(".total") and "refused" in cell.key for cell in row):
                rows.append([Printed(label), *(Printed(figure) for cell in row if cell.key)])
        return {**parts, "applications": rows}

    return change


def numbered(parts: Parts) -> Parts:
    rows = parts["applications"]
    head = [[Printed("序号", rowspan=3), *rows[0]], *rows[1:3]]
    return {**parts, "applications": [*head, *([Printed(str(n)), *row] for n, row in enumerate(rows[3:], start=1))]}


def a_cell_lost(parts: Parts) -> Parts:
    rows = [list(row) for row in parts["applications"]]
    for row in rows[5::4]:
        at = next((position for position, cell in enumerate(row) if cell.key), None)
        if at is not None:
            del row[at + 1]
    return {**parts, "applications": rows}


def a_cell_more(parts: Parts) -> Parts:
    rows = [list(row) for row in parts["applications"]]
    for row in rows[5::4]:
        row.insert(len(row) - 2, Printed("4"))
    return {**parts, "applications": rows}


def one_row_for_other(parts: Parts) -> Parts:
    """（六）其他处理 in one row though the form has three."""
    rows = parts["applications"]
    keys = [cell.key for row in rows for cell in row]
    if not any("other_other" in key for key in keys):
        return parts
    first = next(n for n, row in enumerate(rows) if any("other_correction_overdue" in cell.key for cell in row))
    label = replace(rows[first][0], rowspan=1, colspan=2)
    single = [label, *(cell for cell in rows[first + 2] if cell.key)]
    return {**parts, "applications": [*rows[:first], single, *rows[first + 3 :]]}


def total_first(parts: Parts) -> Parts:
    rows = parts["applications"]
    moved: Rows = []
    for number, row in enumerate(rows):
        if number == 1:
            moved.append([row[-1], *row[:-1]])
        elif number > 2:
            at = next(position for position, cell in enumerate(row) if cell.key)
            moved.append([*row[:at], row[-1], *row[at:-1]])
        else:
            moved.append(row)
    return {**parts, "applications": moved}


def heads_not_moved_along(parts: Parts) -> Parts:
    """Figures one column to the left of their heads, the last cell empty."""
    rows: Rows = []
    for row in parts["applications"]:
        at = next((position for position, cell in enumerate(row) if cell.key), None)
        rows.append(row if at is None else [*row[:at], *row[at + 1 :], Printed("")])
    return {**parts, "applications": rows}


def statistics_table_in_the_prose(value: ReportValue) -> Made:
    extra = html_table(
        [[Printed("指标"), Printed("数量")], [Printed("行政许可"), Printed("999")], [Printed("规章"), Printed("9")]]
    )
    return page(body(value).replace("<p>二、", extra + "<p>二、", 1))


def table_of_contents(value: ReportValue) -> Made:
    contents = "".join(f"<p>{section.heading}</p>" for section in value.schema.sections)
    return page(body(value).replace("</h1>", "</h1><p>目录</p>" + contents, 1))


WHOLE: dict[str, Layout] = {
    "total printed first": changed(total_first),
    "running numbers": changed(numbered),
    "another year's figures beside": changed(with_column("上年总计", "88")),
    "another year's figures in front": changed(with_column("上年总计", "88", first=True)),
    "a change on last year beside": changed(with_column("同比增长", "5%")),
    "subtotal rows": changed(with_rows("小计", "66")),
    "rows of last year": changed(with_rows("上年数", "66")),
    "table of the prose": statistics_table_in_the_prose,
    "table of contents": table_of_contents,
}
WHOLE |= {f"own year: {said}": own_year_said(said) for said in OWN_YEAR}
LAYOUTS: dict[str, Layout] = {
    **WHOLE,
    **{f"{where}: {said}": another_year_said(where, said) for where in ("above", "inside") for said in ANOTHER_YEAR},
    "last year's tables below": last_year_beside,
    "a cell lost": changed(a_cell_lost),
    "a cell more": changed(a_cell_more),
    "one row for other results": changed(one_row_for_other),
    "figures one column to the left": changed(heads_not_moved_along),
}
