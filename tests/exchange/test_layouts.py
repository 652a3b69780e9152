"""Layouts offices are known to publish: the figures are found by label and head, wherever they stand."""

from dataclasses import replace

import pytest

from reports.exchange import read
from reports.schema import get_schema
from reports.value import ReportValue
from tests.builders import filled
from tests.exchange.prints import (
    Printed,
    Rows,
    assert_blank,
    assert_same,
    columns_moved,
    html_page,
    html_table,
    pipe_page,
    relabelled,
    silently_wrong,
    tables,
    unnamed_blanks,
)

PARTLY = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"


def test_total_printed_first(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["applications"]
    rows[1] = [rows[1][2], rows[1][0], rows[1][1]]
    parts["applications"] = [*rows[:3], *columns_moved(rows[3:], [6, 0, 1, 2, 3, 4, 5], lambda cell: bool(cell.key))]
    assert_same(html_page(value, parts), value)
    assert_same(pipe_page(value, parts), value, "a.md")


def test_group_columns_in_another_order(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["applications"]
    rows[2] = [rows[2][index] for index in (4, 0, 3, 1, 2)]
    order = [0, 5, 1, 4, 2, 3, 6]
    parts["applications"] = [*rows[:3], *columns_moved(rows[3:], order, lambda cell: bool(cell.key))]
    assert_same(html_page(value, parts), value)


def test_total_under_the_organisations(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["applications"]
    rows[2].append(replace(rows[1].pop(), rowspan=1))
    rows[1][1] = replace(rows[1][1], colspan=6)
    assert_same(html_page(value, parts), value)


def test_disputes_in_another_order(value: ReportValue) -> None:
    parts = tables(value)
    groups, middle, lowest, figures = parts["disputes"]
    moved = [
        [groups[1], groups[0]],
        [*middle[5:], *middle[4::-1]],
        lowest,
        [*figures[5:], *figures[4::-1]],
    ]
    parts["disputes"] = moved
    assert_same(html_page(value, parts), value)


def test_heads_as_th_without_tbody_and_in_capitals(value: ReportValue) -> None:
    page = html_page(value).decode().replace("<td", "<TD").replace("</td>", "</TD>")
    page = page.replace("<table", "<TABLE").replace("<tr>", "<TR>")
    assert_same(page.encode(), value)
    assert_same(html_page(value).replace(b"<td", b"<th").replace(b"</td>", b"</th>"), value)


def test_cells_without_end_tags(value: ReportValue) -> None:
    assert_same(html_page(value).replace(b"</td>", b"").replace(b"</tr>", b"").replace(b"</p>", b""), value)


def test_layout_tables_and_site_furniture_around(value: ReportValue) -> None:
    page = html_page(value).decode()
    inner = page[page.index("<h1>") : page.index("</body>")]
    metadata = html_table(
        [[Printed("索引号"), Printed("014314799/2024-00002")], [Printed("公开日期"), Printed("2024")]]
    )
    around = (
        "<html><head><title>年报-某网</title><style>td{}</style><script>var a='<table>';</script></head><body>"
        "<div class=nav><ul><li>首页</li><li>政务公开</li></ul></div><p>当前位置：首页 > 年报</p>"
        f"<table width=100%><tr><td>左栏 总体情况</td><td>{metadata}<div id=zoom>{inner}</div></td></tr></table>"
        "<div style='display:none'><table><tr><td>规章</td><td>9</td><td>9</td><td>9</td></tr></table></div>"
        "<p>上一篇：无</p><p>分享到：微信</p><div>陕公网安备61012202000008号</div></body></html>"
    )
    result = read(around.encode(), "a.html")
    assert result.value.diff(value) == ()
    assert result.value.texts["other_matters"] == value.texts["other_matters"]


def test_furniture_in_the_same_element_ends_the_last_text(value: ReportValue) -> None:
    page = html_page(value).decode().replace("</body>", "<p>打印 关闭</p><p>上一篇：无</p><p>ICP备1号</p></body>")
    assert_same(page.encode(), value)


def test_broken_labels_and_half_width_brackets(value: ReportValue) -> None:
    page = html_page(value).decode().replace("商业企业", "商业<br>\n   企业").replace("（", "(").replace("）", ")")
    page = page.replace("商业<br>", "商 业<br>").replace("结果维持", "结果<span>&nbsp;</span>维持")
    assert read(page.encode(), "a.html").value.cells == value.cells


def test_other_prints_of_labels(value: ReportValue) -> None:
    parts = {
        key: relabelled(
            rows,
            {
                "行政规范性文件": "规范性文件（件）",
                "2.其他法律行政法规禁止公开": "②其他法律、行政法规禁止公开",
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正的",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
                PARTLY: "（二）部分公开（区分处理的，只计这一情形）",
                "3.危及“三安全一稳定”": "3、危及‘三安全一稳定’",
                "信息内容": "项目",
            },
        )
        for key, rows in tables(value).items()
    }
    result = read(html_page(value, parts), "a.html")
    assert silently_wrong(result, value) == []
    assert result.value.filled == len(value.cells)


def test_a_running_number_in_front(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["applications"]
    rows[0] = [Printed("序号", rowspan=3), *rows[0]]
    parts["applications"] = [*rows[:3], *([Printed(str(number)), *row] for number, row in enumerate(rows[3:], start=1))]
    assert_same(html_page(value, parts), value)


def test_a_remark_column_behind(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["applications"]
    rows[0] = [*rows[0], Printed("备注", rowspan=3)]
    parts["applications"] = [
        *rows[:3],
        *([*row, Printed("无" if number % 2 else "")] for number, row in enumerate(rows[3:])),
    ]
    result = read(html_page(value, parts), "a.html")
    assert silently_wrong(result, value) == []


def test_a_column_of_last_year_beside(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["documents"]
    head = value.schema.tables["documents"].column_items[0].label
    for number in (1, 2, 3):
        first = Printed(head.replace("本年", "上年")) if number == 1 else Printed("999")
        rows[number] = [rows[number][0], first, *rows[number][1:]]
    result = read(html_page(value, parts), "a.html")
    assert silently_wrong(result, value) == []
    assert all(result.value[key] == value[key] for key in value.cells if key.startswith("documents."))


def test_a_row_of_another_year_is_not_this_years(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["documents"]
    other = [Printed("1999年"), replace(rows[2][0]), *(Printed("999") for _ in rows[2][1:])]
    rows.insert(3, other)
    assert_same(html_page(value, parts), value)


def test_a_span_and_an_empty_cell_that_cancel_out(value: ReportValue) -> None:
    """The row has as many cells as it should, but not in the columns of the heads."""
    row = "rejected_repeat"
    parts = tables(value)
    for number, cells in enumerate(parts["applications"]):
        if any(cell.key.startswith(f"applications.{row}.") for cell in cells):
            at = next(index for index, cell in enumerate(cells) if cell.key)
            merged = replace(cells[at + 1], text="0", colspan=2)
            parts["applications"][number] = [*cells[: at + 1], merged, *cells[at + 3 :], Printed("")]
    result = read(html_page(value, parts), "a.html")
    assert {key for key, found in result.value.cells.items() if found is None} == {
        key for key in value.cells if key.startswith(f"applications.{row}.")
    }
    assert unnamed_blanks(result) == []


def test_a_figure_that_spans_two_rows_moves_nothing(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["applications"]
    above = next(i for i, row in enumerate(rows) if row[-1].key == "applications.rejected_petition.total")
    rows[above] = [replace(cell, rowspan=2) if cell.key.endswith(".natural") else cell for cell in rows[above]]
    rows[above + 1] = [*(cell for cell in rows[above + 1] if not cell.key.endswith(".natural")), Printed("")]
    result = read(html_page(value, parts), "a.html")
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []
    assert all(result.value[key] is None for key in value.cells if key.startswith("applications.rejected_repeat."))


def test_a_span_and_an_empty_cell_in_the_disputes(value: ReportValue) -> None:
    parts = tables(value)
    figures = parts["disputes"][3]
    parts["disputes"][3] = [figures[0], replace(figures[1], text="0", colspan=2), *figures[3:], Printed("")]
    assert_blank(html_page(value, parts), value, "disputes.")


@pytest.mark.parametrize("corner", ["项目", "信息内容", "申请人情况", "", "内容"])
def test_a_head_of_one_row_with_any_corner(value: ReportValue, corner: str) -> None:
    parts = tables(value)
    _, first, second, *rows = parts["applications"]
    names = [first[0], *second, first[-1]]
    head = [Printed(corner, colspan=3), *(replace(cell, rowspan=1) for cell in names)]
    parts["applications"] = [head, *rows]
    assert_same(html_page(value, parts), value)


def test_an_empty_remark_column(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["applications"]
    parts["applications"] = [
        [*rows[0], Printed("备注", rowspan=3)],
        *rows[1:3],
        *([*row, Printed("")] for row in rows[3:]),
    ]
    assert_same(html_page(value, parts), value)


@pytest.mark.parametrize("grouped", [True, False])
def test_disputes_with_their_groups_as_rows(value: ReportValue, *, grouped: bool) -> None:
    parts = tables(value)
    groups, middle, _, figures = parts["disputes"]
    labels = [groups[0], *(cell for cell in middle if cell.colspan > 1)]
    rows: Rows = [[Printed("类别", colspan=2 if grouped else 1), *middle[:5]]]
    for number, label in enumerate(labels):
        before = [replace(groups[1], colspan=1, rowspan=2)] if grouped and number == 1 else []
        own = replace(label, colspan=2 if grouped and not number else 1)
        rows.append([*before, own, *figures[5 * number : 5 * number + 5]])
    rows[0] = [replace(cell, rowspan=1) for cell in rows[0]]
    parts["disputes"] = rows
    assert_same(html_page(value, parts), value)


def test_a_table_continued_on_the_next_page(value: ReportValue) -> None:
    page = html_page(value).decode()
    label = "<tr><td rowspan=5><p>（五）不予处理"
    at = page.index(label)
    assert_same((page[:at] + "</table><p>- 3 -</p><table>" + page[at:]).encode(), value)


def test_each_block_in_its_own_table(value: ReportValue) -> None:
    page = html_page(value).decode()
    for band in ("五", "六", "八"):
        at = page.index(f"第二十条第（{band}）项")
        row = page.rindex("<tr>", 0, at)
        page = page[:row] + "</table><table>" + page[row:]
    assert_same(page.encode(), value)


def test_group_labels_repeated_on_each_row(value: ReportValue) -> None:
    parts = tables(value)
    carried: list[tuple[Printed, int]] = []
    rows: Rows = []
    for row in parts["applications"]:
        labels = [replace(cell, rowspan=1) for cell, left in carried if left > 0 and not cell.key]
        carried = [(cell, left - 1) for cell, left in carried if left > 1]
        if row[0].text.startswith(("一", "二", "四")) or any("申请人情况" in cell.text for cell in row):
            rows.append(row)
            continue
        carried += [(cell, cell.rowspan - 1) for cell in row if cell.rowspan > 1 and cell.text.startswith(("三", "（"))]
        rows.append([*labels, *(replace(cell, rowspan=1) for cell in row)])
    parts["applications"] = rows
    assert_same(html_page(value, parts), value)


def test_blank_rows_between(value: ReportValue) -> None:
    parts = {
        key: [line for row in rows for line in (row, [Printed("") for _ in row])] for key, rows in tables(value).items()
    }
    result = read(html_page(value, parts), "a.html")
    assert silently_wrong(result, value) == []
    assert result.value.filled == len(value.cells)


def test_heads_left_out_altogether(value: ReportValue) -> None:
    parts = tables(value)
    parts["applications"] = parts["applications"][3:]
    parts["disputes"] = parts["disputes"][3:]
    assert_same(html_page(value, parts), value)
    assert_same(pipe_page(value, parts), value, "a.md")


def test_heads_that_contradict_the_form_are_believed_or_nothing(value: ReportValue) -> None:
    parts = tables(value)
    parts["applications"][2].pop(1)
    assert_blank(html_page(value, parts), value, "applications.")


def test_a_row_printed_twice_with_other_figures(value: ReportValue) -> None:
    parts = tables(value)
    rows = parts["documents"]
    rows.insert(3, [rows[2][0], *(replace(cell, text="77") for cell in rows[2][1:])])
    assert_blank(html_page(value, parts), value, "documents.rules.")


def test_the_2021_form_with_one_row_for_other_results() -> None:
    value = filled()
    parts = tables(value)
    rows = parts["applications"]
    first = next(number for number, row in enumerate(rows) if row[0].text == "（六）其他处理")
    single = [
        Printed("（六）其他处理", colspan=2),
        *(replace(cell, text=str(number)) for number, cell in enumerate(rows[first][2:])),
    ]
    parts["applications"] = [*rows[:first], single, *rows[first + 3 :]]
    result = read(html_page(value, parts), "a.html")
    assert result.value.schema is get_schema("2021")
    columns = value.schema.tables["applications"].column_keys
    assert [result.value[f"applications.other_other.{column}"] for column in columns] == list(range(7))
    assert result.value["applications.other_fee_unpaid.total"] is None
    said = [problem for problem in result.problems if problem.cell == "applications.other_other.total"]
    assert any("只有一行" in problem.message and not problem.unread for problem in said)
    assert unnamed_blanks(result) == []


def test_the_2019_form_with_three_rows_for_other_results_is_not_guessed() -> None:
    value = filled("2019")
    parts = tables(value)
    newer = tables(filled("2021"))["applications"]
    parts["applications"] = newer
    result = read(html_page(value, parts), "a.html")
    assert result.value.schema is get_schema("2019")
    assert result.value["applications.other_processing.total"] is None


def test_one_cell_to_a_line(value: ReportValue) -> None:
    """As from copying a page into a plain text: a cell and a bar by turns, or a cell and its bar on each line."""
    for joint in ("\n|\n", " |\n"):
        lines = [value.title]
        for part in value.schema.sections:
            lines.append(part.heading)
            if part.text:
                lines.append(value.texts[part.text.key])
            else:
                lines.append(
                    joint.join(cell.text for row in tables(value)[part.key] for cell in row) + joint.rstrip("\n")
                )
        result = read("\n".join(lines).encode(), "a.txt")
        assert silently_wrong(result, value) == []
        assert result.value.filled == len(value.cells)


def test_two_layouts_of_markdown(value: ReportValue) -> None:
    text = pipe_page(value, style="padded").decode()
    ruled = text.replace("三、收到", "三、收到", 1).replace("|\n| 规章", "|\n|---|---|\n| 规章")
    assert_same(ruled.encode(), value, "a.md")
    assert_same(text.replace("\n| ", "\n").encode(), value, "a.md")


def test_a_table_of_the_prose_is_not_the_forms(value: ReportValue) -> None:
    extra = html_table([[Printed("事项"), Printed("数量")], [Printed("行政许可"), Printed("999")]])
    page = html_page(value).decode().replace("<p>二、主动", extra + "<p>二、主动")
    assert read(page.encode(), "a.html").value.cells == value.cells


def test_cells_between_tabs(value: ReportValue) -> None:
    """As from copying a page in the browser: a cell alone in its row has no tab."""
    lines = pipe_page(value).decode().split("\n")
    text = "\n".join(line.strip("| ").replace(" | ", "\t") if line.startswith("|") else f"\t{line}" for line in lines)
    assert_same(text.encode(), value, "a.txt")


def test_a_head_line_printed_twice(value: ReportValue) -> None:
    parts = tables(value)
    parts["applications"].insert(0, parts["applications"][0])
    for style in ("bare", "padded", "in_place"):
        result = read(pipe_page(value, parts, style), "a.md")
        assert silently_wrong(result, value) == []
        if style == "bare":
            assert result.value.cells == value.cells
