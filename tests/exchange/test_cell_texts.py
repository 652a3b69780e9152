"""What a printed cell may say beside its figure: units, marks, struck and raised text, fields of a form."""

import re
from dataclasses import replace

import pytest

from reports.exchange import read
from reports.value import ReportValue
from tests.builders import filled
from tests.exchange.prints import (
    assert_blank,
    html_page,
    silently_wrong,
    tables,
    unnamed_blanks,
)

PARTLY = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"


def test_units_and_marks_beside_figures(value: ReportValue) -> None:
    parts = tables(value)
    parts["documents"] = [
        [replace(cell, text=f"{cell.text}件") if cell.key.startswith("documents.") else cell for cell in row]
        for row in parts["documents"]
    ]
    result = read(html_page(value, parts), "a.html")
    assert result.value.cells == value.cells
    assert any(
        "件" in problem.message and problem.cell == "documents.rules." + value.schema.tables["documents"].column_keys[0]
        for problem in result.problems
    )


def test_slashes_are_blank(value: ReportValue) -> None:
    key = "applications.granted.research"
    parts = {
        name: [[replace(cell, text="/") if cell.key == key else cell for cell in row] for row in rows]
        for name, rows in tables(value).items()
    }
    assert_blank(html_page(value, parts), value, key)


def test_a_footnote_is_not_a_digit(value: ReportValue) -> None:
    key = "applications.received.total"
    page = html_page(value).decode()
    mark = f"<p>{value[key]}</p>"
    result = read(page.replace(mark, mark.replace("</p>", "<sup>1</sup></p>")).encode(), "a.html")
    assert silently_wrong(result, value) == []
    assert any("括注" in problem.message for problem in result.problems)


@pytest.mark.parametrize(
    "opening",
    [
        '<span style="text-decoration:line-through">',
        '<span style="color:red; TEXT-DECORATION-LINE: line-through">',
        "<span class='x old'>",
        "<i class=up>",
        "<b class=gone>",
        "<span style='vertical-align:super;font-size:9pt'>",
        "<span style='vertical-align: sub'>",
        "<span style='position:relative;top:-3.0pt'>",
        "<sub>",
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_text_that_is_struck_or_raised_by_style_is_not_a_digit(
    value: ReportValue, opening: str, *, before: bool
) -> None:
    key = "applications.received.total"
    style = (
        "<style>/* */ .nav td, p.old, td .old{text-decoration : line-through} .up{vertical-align:super}"
        "@media all{.gone{display:none}} .nav span, a:hover{display:none}</style></head>"
    )
    page = html_page(value).decode().replace("<body>", f"<head>{style}<body>", 1)
    extra = f"{opening}9</{opening[1:].split()[0].strip('>')}>"
    figure = f"<p>{value[key]}</p>"
    page = page.replace(figure, f"<p>{extra}{value[key]}</p>" if before else f"<p>{value[key]}{extra}</p>")
    result = read(page.encode(), "a.html")
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []
    assert key in {problem.cell for problem in result.problems}
    assert all(value[name] == value[key] for name, number in result.value.cells.items() if number is None)


def test_a_cell_struck_as_a_whole_is_blank(value: ReportValue) -> None:
    key = "applications.received.total"
    figure = f"<td><p>{value[key]}</p>"
    struck = figure.replace("<td>", "<td style='text-decoration: underline line-through'>")
    result = read(html_page(value).decode().replace(figure, struck).encode(), "a.html")
    assert silently_wrong(result, value) == []
    assert result.value[key] is None


@pytest.mark.parametrize("inside", [True, False])
def test_a_unit_in_yuan_above_the_table(*, inside: bool) -> None:
    value = filled()
    page = html_page(value).decode().replace("（单位：万元）", "")
    said = "（收费金额单位：元）"
    table = page.index("<table")
    row = page.index("<tr>", table)
    page = (
        f"{page[:row]}<tr><td colspan=4>{said}</td></tr>{page[row:]}"
        if inside
        else f"{page[:table]}<p>{said}</p>{page[table:]}"
    )
    result = read(page.encode(), "a.html")
    assert result.value.cells == value.cells
    assert [problem.cell for problem in result.problems if "一万倍" in problem.message] == [
        "charges.administrative_fees.amount"
    ]


def test_a_unit_in_the_head_outweighs_the_line_above() -> None:
    value = filled()
    page = html_page(value).decode().replace("<table", "<p>单位：元</p><table", 1)
    assert not [problem for problem in read(page.encode(), "a.html").problems if "一万倍" in problem.message]


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("（单位：件、元）", "元"),
        ("计量单位：件、元", "元"),
        ("单位：件/元", "元"),
        ("单位：件　元", "元"),
        ("单位：件、千元", "千元"),
        ("单位：件、万元", ""),
        ("（件、万元）", ""),
        ("填报单位：百色市元宝局", ""),
    ],
)
def test_units_of_counts_and_of_money_in_one_line(said: str, unit: str) -> None:
    value = filled()
    page = html_page(value).decode().replace("（单位：万元）", "").replace("<table", f"<p>{said}</p><table", 1)
    result = read(page.encode(), "a.html")
    assert result.value.cells == value.cells
    named = [problem for problem in result.problems if "没有换算" in problem.message]
    assert [problem.cell for problem in named] == (["charges.administrative_fees.amount"] if unit else [])
    assert all(f"写的单位是{unit}，本格单位是万元" in problem.message for problem in named)


@pytest.mark.parametrize("unit", ["元", "百元", "千元", "百万元", "亿元"])
def test_every_other_unit_of_money_in_the_head(unit: str) -> None:
    value = filled()
    result = read(html_page(value).decode().replace("单位：万元", f"单位：{unit}").encode(), "a.html")
    said = [problem.message for problem in result.problems if problem.cell == "charges.administrative_fees.amount"]
    assert len(said) == 1
    assert f"写的单位是{unit}，" in said[0]


@pytest.mark.parametrize("printed", ["（万件）", "（单位：万件）", "（千件）", "（百件）"])
def test_counts_in_hundreds_or_more(printed: str) -> None:
    value = filled()
    page = html_page(value).decode().replace("本年处理决定数量", f"本年处理决定数量{printed}")
    result = read(page.encode(), "a.html")
    named = {problem.cell for problem in result.problems if printed[-3:-1] in problem.message}
    assert named == {key for key in value.cells if key.startswith("decisions.")}


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0",
        "font-size: 0px !important",
        "opacity:0",
        "opacity: 0.0;",
        "position:absolute;left:-9999px",
        "text-indent:-9999px",
        "text-indent:-999em",
        "position:absolute;clip:rect(0,0,0,0)",
        "display:inline-block;width:0;overflow:hidden",
        "height:0px;overflow:hidden;display:inline-block",
        "color:transparent",
    ],
)
@pytest.mark.parametrize("by_class", [False, True])
def test_digits_out_of_sight_do_not_join_those_that_are_seen(style: str, *, by_class: bool) -> None:
    value = filled()
    where = "class=gone" if by_class else f"style='{style}'"
    page = html_page(value).decode().replace("236.982", f"<span {where}>1</span>236.982")
    assert where in page
    page = page.replace("<body>", f"<body><style>.gone {{{style}}}</style>") if by_class else page
    result = read(page.encode(), "a.html")
    assert silently_wrong(result, value) == []
    assert any("隐藏" in problem.message for problem in result.problems)


@pytest.mark.parametrize(
    "style", ["opacity:0.9", "font-size:0.8em", "font-size:10px", "left:-3px", "border-width:0;overflow:hidden"]
)
def test_other_sizes_and_places_hide_nothing(style: str) -> None:
    value = filled()
    page = html_page(value).decode().replace("236.982", f"<span style='{style}'>236.982</span>")
    page = page.replace("<td", "<td style='font-size:0'").replace("<p>", "<p style='font-size:14px'>")
    result = read(page.encode(), "a.html")
    assert result.value.cells == value.cells
    assert not [problem for problem in result.problems if problem.cell]


def test_a_head_that_is_not_the_forms_is_named() -> None:
    result = read(html_page(filled()).decode().replace("自然人", "公民").encode(), "a.html")
    said = [problem.message for problem in result.problems if problem.cell == "applications.received.natural"]
    assert len(said) == 1
    assert "“公民”" in said[0]


def test_figures_in_fields_of_a_form(value: ReportValue) -> None:
    page = html_page(value).decode()
    fields = re.sub(r"<p>([-0-9.]+)</p>", r"<p><input value='\1'><input type=hidden value=7></p>", page)
    assert read(fields.encode(), "a.html").value.cells == value.cells


def test_a_head_in_yuan_over_an_amount_in_ten_thousands() -> None:
    value = filled()
    page = html_page(value).decode().replace("单位：万元", "单位：元")
    result = read(page.encode(), "a.html")
    assert result.value.cells == value.cells
    assert [problem.cell for problem in result.problems if "一万倍" in problem.message] == [
        "charges.administrative_fees.amount"
    ]


def test_an_amount_in_yuan_in_a_cell_of_ten_thousands() -> None:
    value = filled()
    result = read(html_page(value).replace(b"236.982", "2369820元".encode()), "a.html")
    problems = [problem for problem in result.problems if problem.cell == "charges.administrative_fees.amount"]
    assert len(problems) == 1
    assert "一万倍" in problems[0].message
