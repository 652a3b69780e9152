"""The report's blocks in the Word file, looked at with python-docx."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as WordTable

from reports.render.document import Table, document
from reports.render.word import docx
from reports.render.word.body import title_lines
from reports.schema import SCHEMAS
from reports.value import ReportValue
from tests.builders import blank, filled

ISSUED = date(2024, 3, 28)
TEXTS = {"overview": "（一）主动公开\n1.点\n正文。\n\n 又一段。", "problems": "1.问题\n内容。"}


def opened(value: ReportValue, issued_on: date | None = ISSUED, issuer: str = "") -> WordDocument:
    return python_docx.Document(BytesIO(docx(document(value, issued_on, issuer))))


def paragraphs(made: WordDocument) -> list[tuple[str, str]]:
    return [(str(paragraph.style.style_id), paragraph.text) for paragraph in made.paragraphs]


def test_title_issuer_and_date_come_first() -> None:
    assert paragraphs(opened(filled(), issuer="蓝田县人民政府办公室"))[:4] == [
        ("Title", "蓝田县人民政府2023年\n政府信息公开工作年度报告"),
        ("Issuer", "蓝田县人民政府办公室"),
        ("IssueDate", "（2024年3月28日）"),
        ("Heading1", "一、总体情况"),
    ]
    assert "IssueDate" not in dict(paragraphs(opened(filled(), None)))


def test_headings_have_the_level_of_the_outline() -> None:
    found = paragraphs(opened(filled().replace(texts={**TEXTS, "preamble": "前言。"})))
    assert found[3:9] == [
        ("BodyText", "前言。"),
        ("Heading1", "一、总体情况"),
        ("Heading2", "（一）主动公开"),
        ("Heading3", "1.点"),
        ("BodyText", "正文。"),
        ("BodyText", "又一段。"),
    ]
    assert ("PointUnderSection", "1.问题") in found


@pytest.mark.parametrize(
    ("start", "rest", "lines"),
    [
        ("蓝田县2023年", "政府信息公开报告", ("蓝田县2023年政府信息公开报告",)),
        ("蓝田县人民政府2023年", "政府信息公开工作年度报告", ("蓝田县人民政府2023年", "政府信息公开工作年度报告")),
        (
            "苏州市吴江区汾湖高新技术产业开发区（黎里镇）人民政府2023年",
            "政府信息公开工作年度报告",
            ("苏州市吴江区汾湖高新技术产业开发区", "（黎里镇）人民政府2023年", "政府信息公开工作年度报告"),
        ),
        ("国" * 45, "", ("国" * 15,) * 3),
    ],
)
def test_a_title_is_broken_where_it_reads(start: str, rest: str, lines: tuple[str, ...]) -> None:
    assert title_lines(start, rest) == lines


def tables(schema: str) -> list[tuple[Table, WordTable]]:
    laid_out = document(filled(schema), ISSUED)
    made = python_docx.Document(BytesIO(docx(laid_out)))
    return list(zip((block for block in laid_out.blocks if isinstance(block, Table)), made.tables, strict=True))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_cell_stands_in_its_merge(schema: str) -> None:
    for table, made in tables(schema):
        width = len(table.widths)
        cells = made._cells  # every position of the grid, merged ones with their one cell
        assert len(cells) == width * len(table.rows)
        for number, row in enumerate(table.rows):
            for cell in row:
                covered = {
                    cells[line * width + column]._tc
                    for line in range(number, number + cell.rowspan)
                    for column in range(cell.column, cell.column + cell.colspan)
                }
                (only,) = covered
                assert cells[number * width + cell.column].text.replace("\n", "") == cell.text
                assert sum(only is other._tc for other in cells) == cell.rowspan * cell.colspan


@pytest.mark.parametrize("schema", SCHEMAS)
def test_tables_fill_the_text_area_and_repeat_their_heads(schema: str) -> None:
    for table, made in tables(schema):
        assert sum(int(column.get(qn("w:w"))) for column in made._tbl.tblGrid) == 8844
        assert made._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        assert made._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.caption
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in made.rows]
        assert heads == [number < table.head for number in range(len(table.rows))]
        for row in made.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
            assert sum(int(width.get(qn("w:w"))) for width in row._tr.iter(qn("w:tcW"))) == 8844
            assert {cell.vertical_alignment for cell in row.cells} == {1}


def test_the_label_of_the_results_runs_down() -> None:
    (_table, made) = tables("2021")[1]
    down = [
        cell.text for row in made.rows for cell in row.cells if cell._tc.tcPr.find(qn("w:textDirection")) is not None
    ]
    assert set(down) == {"三、本年度办理结果"}


def test_a_long_figure_is_set_smaller_than_a_short_one() -> None:
    value = blank().replace({"applications.received.natural": 123_456_789, "applications.received.total": 12_345})
    made = opened(value)
    sizes = {cell.text: cell.paragraphs[0].runs[0].font.size for cell in made.tables[1].rows[3].cells if cell.text}
    assert sizes == {"123456789": Pt(5.5), "12345": None, made.tables[1].rows[3].cells[0].text: None}


def test_zeros_are_printed_and_blanks_stay_blank() -> None:
    made = opened(blank().replace({"applications.received.natural": 0}))
    assert [cell.text for cell in made.tables[1].rows[3].cells][-7:] == ["0", "", "", "", "", "", ""]


HOSTILE = '=cmd|x <w:fldSimple w:instr="DDE"/> &amp; {INCLUDETEXT a} ]]>\t"末"'


def test_what_a_person_writes_is_text_and_nothing_else() -> None:
    made = opened(filled().replace(texts={"overview": HOSTILE}), issuer='<w:b w:val="1"/>"&')
    assert ("BodyText", HOSTILE) in paragraphs(made)
    assert made.paragraphs[1].text == '<w:b w:val="1"/>"&'
    body = made.element.body
    assert not [element for name in ("fldSimple", "fldChar", "instrText") for element in body.iter(qn(f"w:{name}"))]
    with ZipFile(BytesIO(docx(document(filled())))) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "embed" in name.lower()]


def test_groups_stay_together_but_for_the_long_one() -> None:
    (table, made) = tables("2021")[1]
    kept = [row.cells[-1].paragraphs[0].paragraph_format.keep_with_next is True for row in made.rows]
    long = next(number for number, row in enumerate(table.rows) if any(cell.upright for cell in row))
    assert all(kept[: table.head])
    assert all(kept[long : long + 7])  # as many rows as its label needs
    short = [
        (number, cell.rowspan)
        for number, row in enumerate(table.rows)
        for cell in row
        if cell.rowspan > 1 and not cell.upright
    ]
    assert all(all(kept[number : number + rowspan - 1]) for number, rowspan in short)
    assert not all(kept[long + 7 : -1])
    assert not kept[-1]
