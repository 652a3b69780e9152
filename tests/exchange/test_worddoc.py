"""Word files in the layouts offices use: every cell as in the truth, or blank with a problem that names it."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import UnreadableFileError, read
from reports.exchange.worddoc import source
from reports.exchange.wordparts import open_parts
from reports.exchange.zipped import open_zip
from reports.value import ReportValue
from tests.builders import TEXTS, coherent_values, filled, truth
from tests.exchange.prints import Printed, Rows, assert_same, damage, html_page, silently_wrong, tables, unnamed_blanks
from tests.exchange.wordprints import cell, page, paragraph, run, table, word_file


@pytest.fixture(params=["2021", "2019", "010"])
def value(request: pytest.FixtureRequest) -> ReportValue:
    return truth("010").replace(texts=TEXTS) if request.param == "010" else filled(request.param)


def lines(body: str, **parts: str) -> list[str]:
    """What the paragraphs of a file say, tables as their cells."""
    found, _pictures = source(open_parts(open_zip(word_file(body, **parts))))
    return found.text.split("\n")


# Layouts that lose nothing.


def letter_by_letter(text: str) -> str:
    return "".join(run(letter, '<w:rFonts w:hint="eastAsia"/>') for letter in text)


def revised(text: str) -> str:
    old = '<w:del w:id="1"><w:r><w:delText>99</w:delText><w:t>99</w:t></w:r></w:del>'
    return f'{old}<w:ins w:id="2">{run(text)}</w:ins><w:moveFrom w:id="3">{run("88")}</w:moveFrom>'


def with_hidden(text: str) -> str:
    return run("77", "<w:vanish/>") + run(text, '<w:vanish w:val="0"/>') + run("66", '<w:rStyle w:val="Unseen"/>')


def as_field(text: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = (
        f"{mark('begin')}{run('55')}<w:r><w:instrText>X</w:instrText></w:r>{mark('separate')}{run('44')}{mark('end')}"
    )
    formula = "<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>"
    return f"{mark('begin')}{formula}{inner}{mark('separate')}{run(text)}{mark('end')}"


def in_controls(text: str) -> str:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    return f"{prompt}<w:sdt><w:sdtPr/><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def controlled_cell(printed: Printed, merge: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{cell(printed, merge, content)}</w:sdtContent></w:sdt>"


def merged_the_old_way(printed: Printed, merge: str, content: str) -> str:
    """Cells merged across by w:hMerge, each in its own grid column."""
    first = "restart" if printed.colspan > 1 else ""
    cells = [f'<w:tc><w:tcPr>{f"""<w:hMerge w:val="{first}"/>""" if first else ""}{merge}</w:tcPr>{content}</w:tc>']
    cells += [f"<w:tc><w:tcPr><w:hMerge/>{merge}</w:tcPr><w:p/></w:tc>"] * (printed.colspan - 1)
    return "".join(cells)


def on_a_finer_grid(printed: Printed, merge: str, content: str) -> str:
    """Every cell of two grid columns, as after a split that was undone."""
    return cell(replace(printed, colspan=printed.colspan * 2), merge, content)


WHOLE: dict[str, Callable[[Rows], str]] = {
    "plain": table,
    "letter by letter": lambda rows: table(rows, letter_by_letter),
    "revised": lambda rows: table(rows, revised),
    "hidden text": lambda rows: table(rows, with_hidden),
    "fields": lambda rows: table(rows, as_field),
    "controls": lambda rows: table(rows, in_controls),
    "cells in controls": lambda rows: table(rows, make=controlled_cell),
    "old merges": lambda rows: table(rows, make=merged_the_old_way),
    "finer grid": lambda rows: table(rows, make=on_a_finer_grid),
    "full-width figures": lambda rows: table(rows, lambda text: run(full_width(text))),
    "layout table": lambda rows: f"<w:tbl><w:tr><w:tc>{table(rows)}<w:p/></w:tc></w:tr></w:tbl>",
    "deleted rows": lambda rows: table(rows).replace(
        "</w:tr>", f"</w:tr><w:tr><w:trPr><w:del/></w:trPr>{'<w:tc>' + paragraph('9') + '</w:tc>'}</w:tr>", 3
    ),
}
STYLES = '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="u"/><w:rPr><w:vanish/></w:rPr></w:style>'


def full_width(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if text.isdigit() else text


@pytest.mark.parametrize("layout", WHOLE)
def test_layouts_that_lose_nothing_are_read_whole(value: ReportValue, layout: str) -> None:
    assert_same(word_file(page(value, WHOLE[layout]), styles=STYLES), value, "a.docx")


def test_the_strict_variant_and_files_with_macros_are_read(value: ReportValue) -> None:
    assert_same(word_file(page(value), strict=True), value, "a.docx")
    assert_same(word_file(page(value), more=[("word/vbaProject.bin", "x")]), value, "a.docm")


# Layouts that leave something open: blank with a problem, never something else.


def labels_repeated(rows: Rows) -> str:
    """Every merged cell undone, its text in each part."""
    return re.sub(r"<w:vMerge[^>]*/>", "", table(rows))


def short_rows(rows: Rows) -> str:
    """Cells reached from above left out, the row begun further right."""
    return re.sub(
        r"<w:tr>((?:<w:tc><w:tcPr>(?:<w:gridSpan[^>]*/>)?<w:vMerge/></w:tcPr><w:p/></w:tc>)+)",
        lambda found: f'<w:tr><w:trPr><w:gridBefore w:val="{found[1].count("<w:tc>")}"/></w:trPr>',
        table(rows),
    )


def last_year_beside(rows: Rows) -> str:
    wider = [
        [part for printed in row for part in ((printed, Printed("7")) if printed.key else (printed,))] for row in rows
    ]
    return table(wider)


def no_spans(rows: Rows) -> str:
    return re.sub(r"<w:gridSpan[^>]*/>", "", table(rows))


def struck(rows: Rows) -> str:
    return table(rows, lambda text: run(text, "<w:strike/>") + run("3", '<w:vertAlign w:val="superscript"/>'))


@pytest.mark.parametrize("layout", [labels_repeated, short_rows, last_year_beside, no_spans, struck])
def test_layouts_that_leave_something_open_are_never_misread(value: ReportValue, layout: Callable[[Rows], str]) -> None:
    result = read(word_file(page(value, layout)), "a.docx")
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []


@settings(max_examples=60, deadline=None)
@given(value=coherent_values(), data=st.data())
def test_a_damaged_table_is_never_misread(value: ReportValue, data: st.DataObject) -> None:
    parts = tables(value)
    damage(parts, data)
    result = read(word_file(page(value, parts=parts)), "a.docx")
    if result.value.schema is value.schema:
        assert silently_wrong(result, value) == []


def test_a_struck_figure_is_void_and_a_raised_one_a_note() -> None:
    value = filled()
    result = read(word_file(page(value, struck)), "a.docx")
    assert result.value.filled == 0


# Numbers that Word gives.

LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(LEVELS)
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)
_PRINTED_NUMBERS = (
    (0, re.compile(r"^[一二三四五六]、")),
    (1, re.compile(r"^（[一二三四五六七]）")),
    (2, re.compile(r"^\d\.")),
)


def listed(level: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def numbered_by_word(text: str, number: int = 1) -> str:
    for level, pattern in _PRINTED_NUMBERS:
        if pattern.match(text):
            return paragraph(pattern.sub("", text), listed(level, number))
    return paragraph(text)


def test_headings_and_rows_numbered_by_word_keep_their_numbers(value: ReportValue) -> None:
    def rows_numbered(printed: Printed, merge: str, content: str) -> str:
        # Rows have a list of their own, so that the headings go on counting.
        return cell(printed, merge, numbered_by_word(printed.text, 2) if content != "<w:p/>" else content)

    body = page(value, lambda rows: table(rows, make=rows_numbered))
    for section in value.schema.sections:
        body = body.replace(paragraph(section.heading), numbered_by_word(section.heading))
    first, second = (NUMBERING.partition("</w:abstractNum>")[0].replace('Id="0"', f'Id="{key}"') for key in (0, 1))
    lists = "".join(f'<w:num w:numId="{key + 1}"><w:abstractNumId w:val="{key}"/></w:num>' for key in (0, 1))
    numbering = f"{first}</w:abstractNum>{second}</w:abstractNum>{lists}"
    assert_same(word_file(body, numbering=numbering), value, "a.docx")


def test_lists_count_restart_and_carry_the_levels_above() -> None:
    body = "".join(paragraph(text, listed(level)) for text, level in zip("甲乙丙丁戊", (0, 1, 2, 1, 0), strict=True))
    body += paragraph("己", listed(0, 2)) + paragraph("庚", listed(1))
    assert lines(body, numbering=NUMBERING) == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "（二）丁",
        "二、戊",
        "一、己",
        "（一）庚",
    ]


@pytest.mark.parametrize(
    ("form", "tenth", "eleventh", "twentieth"),
    [
        ("decimal", "10", "11", "20"),
        ("chineseCountingThousand", "十", "十一", "二十"),
        ("ideographDigital", "一〇", "一一", "二〇"),
        ("chineseLegalSimplified", "壹拾", "壹拾壹", "贰拾"),
        ("decimalEnclosedCircleChinese", "⑩", "⑪", "⑳"),
        ("decimalFullWidth", "１０", "１１", "２０"),
        ("upperLetter", "J", "K", "T"),
        ("lowerRoman", "x", "xi", "xx"),
        ("ideographTraditional", "癸", "甲", "癸"),
        ("bullet", "", "", ""),
        ("unheardOf", "10", "11", "20"),
    ],
)
def test_formats_of_numbers(form: str, tenth: str, eleventh: str, twentieth: str) -> None:
    numbering = NUMBERING.replace("chineseCounting", form, 1)
    found = lines("".join(paragraph("文", listed(0)) for _ in range(20)), numbering=numbering)
    said = [line.removesuffix("文").removesuffix("、") for line in found]
    assert [said[9], said[10], said[19]] == [tenth, eleventh, twentieth]


def test_numbering_may_come_from_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="K"><w:basedOn w:val="H"/></w:style>'
    )
    body = paragraph("甲", '<w:pStyle w:val="H"/>') + paragraph("乙", '<w:pStyle w:val="K"/>')
    assert lines(body, styles=styles, numbering=NUMBERING) == ["一、甲", "二、乙"]


def test_a_number_of_words_own_before_a_mere_figure_is_not_read_as_one() -> None:
    value = filled()
    body = page(value, lambda rows: table(rows, make=_figures_listed))
    result = read(word_file(body, numbering=NUMBERING), "a.docx")
    assert silently_wrong(result, value) == []
    assert result.value.filled == 0


def _figures_listed(printed: Printed, merge: str, content: str) -> str:
    return cell(printed, merge, paragraph(printed.text, listed(2)) if printed.key else content)


# What stands in a paragraph.


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (run("一") + "<w:r><w:tab/></w:r>" + run("二"), "一\t二"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/></w:r>", "1-2"),
        ('<w:r><w:sym w:font="Symbol" w:char="F035"/></w:r>', "5"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F035"/></w:r>', "〓"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>' + run("注"), "注"),
        (run("注") + run("1", '<w:vertAlign w:val="superscript"/>'), "注（上标1）"),
        (f'<w:hyperlink>{run("链接")}</w:hyperlink><w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>', "链接3"),
        (f"<w:r><w:ruby><w:rt>{run('zì')}</w:rt><w:rubyBase>{run('字')}</w:rubyBase></w:ruby></w:r>", "字"),
    ],
)
def test_what_stands_in_a_paragraph(inside: str, said: str) -> None:
    assert lines(f"<w:p>{inside}</w:p>") == [said]


def test_a_deleted_paragraph_mark_joins_what_it_parted() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert lines(paragraph("上", deleted) + paragraph("下")) == ["上下"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(f"<w:p>{run('段')}{drawing}</w:p>") == ["段", "框"]


CENTRED = '<w:jc w:val="center"/>'


@pytest.mark.parametrize(
    "parts",
    [
        ["蓝田县人民政府2023年\n政府信息公开工作年度报告"],
        ["蓝田县人民政府2023年", "政府信息公开工作年度报告"],
        ["蓝田县人民政府", "2023年政府信息公开工作年度报告"],
        ["蓝田县人民政府", "2023年政府信息公开", "工作年度报告"],
    ],
)
def test_a_title_over_several_lines_is_one(parts: list[str]) -> None:
    value = filled()
    title = "".join(paragraph(part, CENTRED) for part in parts)
    title += paragraph("蓝田县人民政府", CENTRED) + paragraph("（2024年3月28日）", CENTRED)
    result = read(word_file(page(value, title=title)), "a.docx")
    assert (result.value.organ, result.value.year) == ("蓝田县人民政府", 2023)
    assert result.value.texts["preamble"] == value.texts["preamble"]


def test_a_web_page_put_into_the_document_whole_is_read(value: ReportValue) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    relation = f'<Relationship Id="h" Type="{kind}" Target="/word/page.htm"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = f'<Relationships xmlns="{namespace}">{relation}</Relationships>'
    more = [("word/page.htm", html_page(value).decode()), ("word/_rels/document.xml.rels", relations)]
    assert_same(word_file('<w:altChunk r:id="h"/>', more=more), value, "a.docx")


# Files that cannot be read.

DEEP = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60
BOMB = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PICTURE = "<w:p><w:r><w:drawing/></w:r></w:p>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (word_file(paragraph("没有表格。")), "没有表格"),
        (word_file(page(filled(), lambda _rows: PICTURE)), "图片"),
        (word_file(DEEP), "太大"),
        (word_file("<w:ins>" * 300 + "</w:ins>" * 300), "损坏"),
        (word_file("<w:p/>" * 60_000), "太大"),
        (word_file("<b/>" * 255_000), "太大"),
        (word_file(f"<w:tbl>{'<w:tr/>' * 25_000}</w:tbl>"), "太大"),
        (word_file(f"<w:tbl><w:tr>{'<w:tc/>' * 45_000}</w:tr></w:tbl>"), "太大"),
        (word_file("", more=[("word/document.xml", f"{BOMB}<w:document>&b;</w:document>")]), "不合规范"),
        (word_file("", more=[("word/document.xml", "<w:document")]), "损坏"),
        (word_file("", more=[("word/document.xml", "<document/>")]), "损坏"),
        (word_file(page(filled()))[:-200], "损坏"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read(data, "a.docx")


def test_strange_figures_in_the_layout_do_no_harm() -> None:
    value = filled()
    body = page(value).replace('<w:gridSpan w:val="', '<w:gridSpan w:val="99999999999', 2)
    result = read(word_file(body), "a.docx")
    assert silently_wrong(result, value) == []


def test_cells_stand_in_the_columns_and_rows_of_the_grid() -> None:
    rows = (
        ("", ("甲", 2, "restart"), ("乙", 1, "")),
        ("", ("", 2, "continue"), ("丙", 1, "")),
        ("<w:gridBefore w:val='2'/>", ("丁", 1, "")),
        ("", ("戊", 1, "continue"), ("己", 2, "restart")),
    )
    body = "".join(
        f"<w:tr><w:trPr>{before}</w:trPr>"
        + "".join(
            cell(Printed(text, span), f'<w:vMerge w:val="{merge}"/>' if merge else "", paragraph(text))
            for text, span, merge in cells
        )
        + "</w:tr>"
        for before, *cells in rows
    )
    found, _pictures = source(open_parts(open_zip(word_file(f"<w:tbl>{body}</w:tbl>"))))
    (only,) = found.tables
    assert [[(part.text, part.column, part.rowspan, part.colspan) for part in row] for row in only.rows] == [
        [("甲", 1, 2, 2), ("乙", 3, 1, 1)],
        [("丙", 3, 1, 1)],
        [("丁", 3, 1, 1)],
        [("戊", 1, 1, 1), ("己", 2, 1, 2)],
    ]


def test_every_cell_says_where_it_stands() -> None:
    result = read(word_file(page(filled())), "a.docx")
    assert len(result.sources) == 200
    assert result.sources["applications.received.natural"].place.startswith("第2个表第4行")
