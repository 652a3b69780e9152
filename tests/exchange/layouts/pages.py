"""Web pages: how the same tables are marked up, encoded, saved and hidden away."""

import base64
import json
import quopri
import re
from dataclasses import replace
from html import escape

from reports.value import ReportValue
from tests.exchange.layouts.base import (
    Layout,
    Made,
    Parts,
    body,
    changed,
    each_figure,
    each_label,
    each_row,
    page,
    replaced,
)
from tests.exchange.prints import Printed, Rows, html_table, tables


def archive(value: ReportValue, encoding: str = "quoted-printable", charset: str = "gb2312", inside: str = "") -> Made:
    """As Internet Explorer saves a page: one file, the page among its pictures."""
    text = f'<html><head><meta charset="{charset}"></head><body>{inside or body(value)}</body></html>'.encode("gb18030")
    if charset == "utf-8":
        text = f"<html><body>{body(value)}</body></html>".encode()
    packed = quopri.encodestring(text) if encoding == "quoted-printable" else base64.encodebytes(text)
    head = (
        b"From: <Saved by Windows Internet Explorer 11>\r\nSubject: =?gb2312?B?xOqxqA==?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_NextPart_000"\r\n\r\n'
        b"This is a multi-part message in MIME format.\r\n\r\n------=_NextPart_000\r\n"
    )
    part = f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'.encode()
    picture = (
        b"\r\n------=_NextPart_000\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"R0lGODlhAQABAAAAACw=\r\n------=_NextPart_000--\r\n"
    )
    return Made(head + part + packed + picture, "报告.mht")


def chrome_archive(value: ReportValue) -> Made:
    """As Chrome saves it: the article in a frame of its own."""
    frame = f"<html><body>{body(value)}</body></html>".encode()
    outer = b"<html><body><iframe src=3D'cid:frame'></iframe><p>menu</p></body></html>"
    lines = [
        b"From: <Saved by Blink>",
        b"Snapshot-Content-Location: https://www.example.gov.cn/a.html",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related; type="text/html"; boundary="----MultipartBoundary--x----"',
        b"",
        b"------MultipartBoundary--x----",
        b"Content-Type: text/html",
        b"Content-Transfer-Encoding: quoted-printable",
        b"",
        outer,
        b"------MultipartBoundary--x----",
        b"Content-Type: text/html",
        b"Content-ID: <frame>",
        b"Content-Transfer-Encoding: quoted-printable",
        b"",
        quopri.encodestring(frame),
        b"------MultipartBoundary--x------",
        b"",
    ]
    return Made(b"\r\n".join(lines), "报告.mhtml")


def as_entities(value: ReportValue) -> Made:
    """Every character that is not ASCII, and every digit of a figure, as a number."""
    text = body(value, each_figure(lambda figure: "".join(f"\ue000{ord(letter)};" for letter in figure))(tables(value)))
    text = "".join(letter if ord(letter) < 128 or letter == "\ue000" else f"&#x{ord(letter):X};" for letter in text)
    return page(text.replace("\ue000", "&#"))


def office_page(value: ReportValue) -> Made:
    """As Word and WPS save a page: conditional comments, styles in every cell, spans in spans, non-breaking spaces."""

    def words(cell: Printed) -> str:
        text = escape(cell.text)
        return text if cell.key else "<br>".join(text[at : at + 4] for at in range(0, len(text), 4))

    def draw(rows: Rows) -> str:
        lines = []
        for row in rows:
            cells = "".join(
                f"<td width=104 colspan={cell.colspan} rowspan={cell.rowspan} style='border:solid windowtext 1.0pt;"
                "mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt'><p class=MsoNormal align=center>"
                "<span lang=EN-US style='font-size:10.5pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体'>"
                f"<span style='mso-spacerun:yes'>&nbsp;</span>{words(cell)}</span>"
                "<span lang=EN-US><o:p>&nbsp;</o:p></span></p></td>"
                for cell in row
            )
            last = "<![if !supportMisalignedColumns]><td width=0></td><![endif]>"
            lines.append(f"<tr style='mso-yfti-irow:1;height:19.8pt'>{cells}{last}</tr>")
        return f"<table class=MsoNormalTable border=1><![if gte mso 9]>{''.join(lines)}<![endif]></table>"

    head = (
        "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style><!-- p.MsoNormal {margin:0cm;} --></style>"
    )
    return page(body(value, draw=draw), head)


def in_textarea(value: ReportValue) -> Made:
    return page(f"<div id=box></div><textarea style='display:none' id=content>{escape(body(value))}</textarea>")


def in_template(value: ReportValue) -> Made:
    return page(f"<template>{body(value)}</template><table><tr><td>首页</td><td>导航</td></tr></table>")


def in_script(value: ReportValue) -> Made:
    data = json.dumps({"id": 7, "content": body(value)}).replace("<", "\\u003c").replace("/", "\\/")
    return page(f"<div id=app></div><script>window.__DATA__ = {data};</script>")


def in_script_plain(value: ReportValue) -> Made:
    text = body(value).replace("'", "\\'").replace("\n", "\\n")
    return page(f"<div id=app></div><script>var content='{text}';</script>")


def empty_cell_last(parts: Parts) -> Parts:
    return each_row(lambda row: [*row, Printed("")])(parts)


def nested_figures(value: ReportValue) -> Made:
    text = re.sub(
        r"<td><p>(\d+)</p></td>", lambda match: f"<td><table><tr><td>{match[1]}</td></tr></table></td>", body(value)
    )
    return page(text)


def stacked_disputes(value: ReportValue, *, apart: bool = False) -> Made:
    """Table 四 as two tables, or one under the other: review first, litigation below."""
    groups, middle, lowest, figures = tables(value)["disputes"]
    first: Rows = [[groups[0]], [replace(cell, rowspan=1) for cell in middle[:5]], figures[:5]]
    second: Rows = [[groups[1]], middle[5:], lowest, figures[5:]]
    drawn = html_table(first) + "<p>&nbsp;</p>" + html_table(second) if apart else html_table([*first, *second])
    parts = tables(value)
    text = body(value, {**parts, "disputes": [[Printed("DISPUTES")]]})
    return page(text.replace(html_table([[Printed("DISPUTES")]]), drawn))


def three_disputes(value: ReportValue) -> Made:
    """Table 四 as three rows of tables with a head each."""
    groups, middle, _, figures = tables(value)["disputes"]
    labels = [groups[0], *(cell for cell in middle if cell.colspan > 1)]
    drawn = "".join(
        html_table(
            [[replace(label, colspan=5)], [replace(c, rowspan=1) for c in middle[:5]], figures[5 * n : 5 * n + 5]]
        )
        for n, label in enumerate(labels)
    )
    text = body(value, {**tables(value), "disputes": [[Printed("DISPUTES")]]})
    return page(text.replace(html_table([[Printed("DISPUTES")]]), drawn))


def head_repeated(parts: Parts) -> Parts:
    rows = parts["applications"]
    return {**parts, "applications": [*rows[:15], *rows[:3], *rows[15:]]}


def transposed(value: ReportValue) -> Made:
    """Table 三 with applicants as rows and results as columns."""
    rows = tables(value)["applications"]
    table = value.schema.tables["applications"]
    head = [Printed("申请人"), *(Printed(item.label) for item in table.row_items)]
    turned = [
        [Printed(column.label), *(Printed(str(value[table.cell(row.key, column.key)])) for row in table.row_items)]
        for column in table.column_items
    ]
    assert rows
    return page(body(value, {**tables(value), "applications": [head, *turned]}))


def grouped_thousands(figure: str) -> str:
    return f"{int(figure):,}" if figure.isdigit() else figure


def full_width(text: str) -> str:
    return text.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789."})


def wrapped_in_all_kinds(value: ReportValue) -> Made:
    text = re.sub(
        r"<td><p>(\d+)</p></td>",
        r"<td><div><font size=2><b><span style='color:red'> \1 </span></b></font></div><p>&nbsp;</p></td>",
        body(value),
    )
    return page(text)


def in_frames_of_layout(value: ReportValue) -> Made:
    meta = html_table([[Printed("索引号"), Printed("1101"), Printed("发布日期"), Printed("2024-01-31")]])
    around = (
        f"<div>首页 > 政务公开</div><table><tr><td><ul><li>总体情况</li></ul></td><td>{meta}{body(value)}</td></tr>"
        "</table><script>document.write('<table><tr><td>1</td></tr></table>')</script><div>网站标识码 123</div>"
    )
    return page(around)


def lines_only(value: ReportValue) -> Made:
    """A page without tables: each cell in an element of its own."""

    def draw(rows: Rows) -> str:
        return "".join(f"<div class=cell>{escape(cell.text)}</div>" for row in rows for cell in row)

    return page(body(value, draw=draw))


def as_inputs(value: ReportValue) -> Made:
    """A form filled in and saved: figures stand in its fields."""
    return page(re.sub(r"<td><p>(\d+)</p></td>", r"<td><input type=text value='\1'></td>", body(value)))


def footnoted(value: ReportValue) -> Made:
    """A raised sign behind labels, as a footnote has it."""
    return page(body(value).replace("行政许可</p>", "行政许可<sup>[1]</sup></p>"))


def slips(text: str) -> str:
    """Single letters wrong, missing or too many, as real prints have them."""
    for right, wrong in (
        ("属于行政查询事项", "属于行政査询事项"),
        ("无正当理由大量反复申请", "无正当由大量反复申请"),
        ("本机关不掌握相关政府信息", "本机关不掌握相关的政府信息"),
        ("结转下年度继续办理", "结转下年度继续办里"),
    ):
        text = text.replace(right, wrong)
    return text


def other_prints(text: str) -> str:
    """Labels as other offices print them."""
    for ours, theirs in (
        ("信访举报投诉类申请", "信访、举报、投诉类申请"),
        ("其他法律行政法规禁止公开", "其他法律、行政法规禁止公开的"),
        ("法人或其他组织", "法人和其他组织"),
        ("本年新收政府信息公开申请数量", "本年度新收政府信息公开申请数"),
        ("上年结转政府信息公开申请数量", "上年度结转政府信息公开申请数"),
        ("没有现成信息需要另行制作", "没有现成信息，需要另行制作"),
        ("（七）总计", "（七）合计"),
        ("确认或重新出具", "确认或者重新出具"),
    ):
        text = text.replace(ours, theirs)
    return text


def groups_in_labels(parts: Parts) -> Parts:
    """Every label with its group in front: 不予公开-属于国家秘密; no cells for groups."""
    rows: Rows = []
    group, left = "", 0
    for row in parts["applications"]:
        labels = [cell for cell in row if not cell.key]
        inner = next((cell for cell in labels if cell.rowspan > 1 and cell.text.startswith("（")), None)
        if inner and any(cell.key for cell in row):
            group, left = inner.text, inner.rowspan
        if not any(cell.key for cell in row):
            rows.append(row)
            continue
        text = f"{group}-{labels[-1].text}" if left else labels[-1].text
        rows.append([Printed(text, colspan=3), *(cell for cell in row if cell.key)])
        left = max(left - 1, 0)
    return {**parts, "applications": rows}


def empty_cells_for_rowspans(parts: Parts) -> Parts:
    """Heads that span rows stand in the first, with empty cells of their own below."""
    found = dict(parts)
    first, second, third, *rows = parts["applications"]
    second = [replace(cell, rowspan=1) for cell in second]
    found["applications"] = [first, second, [Printed(""), *third, Printed("")], *rows]
    groups, middle, lowest, figures = parts["disputes"]
    middle = [replace(cell, rowspan=1) for cell in middle]
    found["disputes"] = [groups, middle, [*(Printed("") for _ in range(5)), *lowest], figures]
    return found


def without_spans(value: ReportValue) -> Made:
    return page(re.sub(r" (?:col|row)span=\d+", "", body(value)))


def encoded(name: str, head: str = "") -> Layout:
    return lambda value: page(body(value), head, name)


WHOLE: dict[str, Layout] = {
    "page": lambda value: page(body(value)),
    "mht, quoted-printable, gb2312": archive,
    "mht, base64, utf-8": lambda value: archive(value, "base64", "utf-8"),
    "mht, base64, gb2312": lambda value: archive(value, "base64"),
    "mhtml of Chrome, article in a frame": chrome_archive,
    "all characters as entities": as_entities,
    "page of Word or WPS": office_page,
    "article in a textarea": in_textarea,
    "article in a template": in_template,
    "article in JSON in a script": in_script,
    "article in a string of a script": in_script_plain,
    "gb18030": encoded("gb18030"),
    "gbk that says utf-8": encoded("gbk", "<meta charset='utf-8'>"),
    "utf-8 that says gb2312": encoded("utf-8", "<meta charset='gb2312'>"),
    "utf-16 with its mark": encoded("utf-16"),
    "utf-16 without its mark": encoded("utf-16-le"),
    "rows end in an empty cell": changed(empty_cell_last),
    "a table in every figure's cell": nested_figures,
    "disputes one under the other": stacked_disputes,
    "disputes in two tables": lambda value: stacked_disputes(value, apart=True),
    "disputes in three tables": three_disputes,
    "head repeated in the middle": changed(head_repeated),
    "figures in all kinds of elements": wrapped_in_all_kinds,
    "site and layout tables around": in_frames_of_layout,
    "thousands grouped": changed(each_figure(grouped_thousands)),
    "full-width digits": changed(each_figure(full_width)),
    "unit behind each figure": changed(each_figure(lambda text: text + "件" if text.isdigit() else text)),
    "labels without their numbers": changed(
        each_label(lambda text: re.sub(r"^(?:（[一二三四五六七]）|[一二三四]、|\d\.)", "", text))
    ),
    "half-width brackets": changed(each_label(lambda text: text.replace("（", "(").replace("）", ")"))),
    "spaces in labels": changed(each_label(lambda text: " ".join(text))),
    "vertical labels": changed(each_label(lambda text: "\n".join(text))),
    "cells th": replaced(("<td", "<th"), ("</td>", "</th>")),
    "figures in fields of a form": as_inputs,
    "a footnote at a label": footnoted,
    "slips in labels": changed(each_label(slips)),
    "other prints of labels": changed(each_label(other_prints)),
    "page of Word in one file": lambda value: archive(value, "base64", inside=office_page(value).data.decode()),
    "groups in front of labels": changed(groups_in_labels),
    "empty cells for heads that span rows": changed(empty_cells_for_rowspans),
    "no table, an element for each cell": lines_only,
}
LAYOUTS: dict[str, Layout] = {
    **WHOLE,
    "spans left out": without_spans,
    "table three turned": transposed,
    "footnote signs": changed(each_figure(lambda text: f"{text}①" if text == "3" else text)),
}
