import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.render import fonts
from reports.render import pdf as pdf_module
from reports.render.document import Document, Table, document
from reports.render.fonts import MissingFontError, find_fonts
from reports.render.pdf import pdf
from reports.schema import SCHEMAS, get_schema
from reports.value import ReportValue, number_text
from tests.builders import blank, filled

MM = 72 / 25.4
ISSUED = date(2024, 3, 28)


def pages_of(laid_out: Document) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(BytesIO(pdf(laid_out))).pages)


def solid(text: str) -> str:
    """Without white space: where a line is broken is the paper's business."""
    return "".join(text.split())


def placed(page: pypdf.PageObject) -> list[tuple[str, float, float, float]]:
    """Every run of text with its left edge, baseline (points from the lower left) and size."""
    found: list[tuple[str, float, float, float]] = []

    def visit(text: str, matrix: list[float], _text_matrix: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append((text.strip(), matrix[4], matrix[5], size))

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def file(lantian_document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf(lantian_document)))


def test_every_page_is_a4(file: pypdf.PdfReader) -> None:
    for page in file.pages:
        assert (float(page.mediabox.width) / MM, float(page.mediabox.height) / MM) == pytest.approx((210, 297), abs=0.1)


def test_it_is_pdf_a_2a_and_pdf_ua_1_and_says_what_it_is(file: pypdf.PdfReader) -> None:
    catalogue = file.trailer["/Root"]
    metadata = catalogue["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert re.search(r"<dc:title>.*蓝田县人民政府2023年政府信息公开工作年度报告.*</dc:title>", metadata)
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata is not None
    assert file.metadata.title == "蓝田县人民政府2023年政府信息公开工作年度报告"
    assert file.metadata.author == "蓝田县人民政府"
    assert file.metadata.subject == "、".join(section.heading for section in get_schema("2021").sections)
    assert file.metadata.keywords == "政府信息公开, 年度报告, 蓝田县人民政府"


def tags(node: pypdf.generic.PdfObject) -> Iterator[pypdf.generic.DictionaryObject]:
    """Every element of the structure in the order it is read out."""
    node = node.get_object()
    for part in node if isinstance(node, list) else [node]:
        element = part.get_object()
        if isinstance(element, pypdf.generic.DictionaryObject):
            if "/S" in element:
                yield element
            if "/K" in element:
                yield from tags(element["/K"])


@pytest.mark.parametrize("schema", SCHEMAS)
def test_headings_tables_and_heads_are_tagged(schema: str) -> None:
    laid_out = document(filled(schema))
    read = pypdf.PdfReader(BytesIO(pdf(laid_out)))
    elements = list(tags(read.trailer["/Root"]["/StructTreeRoot"]["/K"]))
    kinds = [element["/S"] for element in elements]
    assert kinds[:2] == ["/Document", "/Title"]
    assert [element["/T"] for element in elements if element["/S"] == "/H1"] == [
        heading.text for heading in laid_out.contents
    ]
    sheets = [block for block in laid_out.blocks if isinstance(block, Table)]
    rows = [row for sheet in sheets for row in sheet.rows]
    heads = [cell for row in rows if all(cell.is_heading for cell in row) for cell in row]
    assert kinds.count("/Table") == len(sheets)
    assert kinds.count("/TR") == len(rows)
    assert kinds.count("/TH") == len(heads)
    assert kinds.count("/TD") == sum(map(len, rows)) - len(heads)
    scopes = {
        attributes["/Scope"]
        for element in elements
        if element["/S"] == "/TH"
        for attributes in element["/A"]
        if "/Scope" in attributes
    }
    assert scopes == {"/Column"}


def test_all_fonts_are_embedded(file: pypdf.PdfReader) -> None:
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in file.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


def test_page_numbers_are_right_on_odd_and_left_on_even_pages_below_the_text(file: pypdf.PdfReader) -> None:
    for number, page in enumerate(file.pages, 1):
        (_text, left, base, size) = next(run for run in placed(page) if run[0] == f"— {number} —")
        assert size == 14  # 4号
        # A character's width (14 pt) in from the edge of the text area, which runs from 28 mm to 184 mm.
        assert (left > 150 * MM) if number % 2 else (left == pytest.approx(28 * MM + 14, abs=2))
        # Its upper edge is 7 mm below the text area, which ends 35 mm above the edge of the paper.
        assert base == pytest.approx((35 - 7) * MM - 11, abs=2)


def test_text_is_set_22_lines_of_28_characters_from_the_prescribed_margins(lantian: ReportValue) -> None:
    page = pages_of(document(lantian.replace(texts={"overview": "国" * 28 * 60})))[1]
    lines = [run for run in placed(page) if "国" in run[0]]
    assert len(lines) == 22
    assert {len(text) for text, *_rest in lines} == {28}
    assert {size for *_rest, size in lines} == {16}  # 3号
    assert {round(left / MM, 1) for _text, left, *_rest in lines} == {28}
    pitches = [upper[2] - lower[2] for upper, lower in pairwise(lines)]
    assert pitches == pytest.approx([225 / 22 * MM] * 21, abs=0.1)
    assert 297 * MM - lines[0][2] == pytest.approx(37 * MM + 13, abs=2)


def test_headings_and_paragraphs_start_two_characters_in(lantian: ReportValue) -> None:
    laid_out = document(lantian.replace(texts={"overview": "1.点\n段落"}))
    runs = {text: (left, size) for text, left, _base, size in placed(pages_of(laid_out)[0])}
    for text in ("一、总体情况", "1.点", "段落"):
        assert runs[text] == (pytest.approx((28 + 2 * 156 / 28) * MM, abs=0.6), 16)


def test_the_title_is_larger_and_broken_where_it_reads(file: pypdf.PdfReader) -> None:
    title = [text for text, _left, _base, size in placed(file.pages[0]) if size == 22]  # 2号
    assert title == ["蓝田县人民政府2023年", "政府信息公开工作年度报告"]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_figure_and_label_is_there(schema: str) -> None:
    given = {key: 100_000 + number for number, key in enumerate(get_schema(schema).cells)}
    value = ReportValue(get_schema(schema), "蓝田县人民政府", 2023, cells=given)
    pages = [page.extract_text() for page in pages_of(document(value))]
    figures = re.findall(r"\b1\d{5}\b", "\n".join(pages))
    assert sorted(figures) == sorted(number_text(number) for number in given.values())
    everything = solid("".join(pages))
    for spec in value.schema.specs.values():
        assert solid(spec.row.label) in everything


def test_no_figure_leaves_its_column() -> None:
    value = ReportValue(get_schema("2021"), "国", 2023, cells={"applications.received.total": 123_456_789})
    runs = [run for page in pages_of(document(value)) for run in placed(page)]
    (_text, left, _base, size) = next(run for run in runs if run[0] == "123456789")
    assert left > (28 + 156 * (1 - 0.075)) * MM - 1
    assert size < 7


def test_heads_of_table_three_are_repeated_on_the_next_page() -> None:
    pages = [solid(page.extract_text()) for page in pages_of(document(filled()))]
    (first, second) = (number for number, text in enumerate(pages) if "申请人情况" in text)
    assert second == first + 1
    for page in (pages[first], pages[second]):
        for head in ("法人或其他组织", "商业企业", "自然人", "勾稽关系"):
            assert head in page
    assert "一、本年新收政府信息公开申请数量" in pages[first]
    assert "四、结转下年度继续办理" in pages[second]


@pytest.mark.parametrize("lines", range(0, 22, 3))
def test_no_heading_stands_alone_above_a_table_on_the_next_page(lines: int) -> None:
    value = blank().replace(texts={"overview": "\n".join(["国"] * lines)})
    pages = [solid(page.extract_text()) for page in pages_of(document(value))]
    heads = {"二、主动公开": "第二十条第（一）项", "三、收到": "申请人情况", "四、政府": "未经复议直接起诉"}
    for heading, head in heads.items():
        assert head in next(text for text in pages if heading in text)


@settings(max_examples=25)
@given(st.text(st.sampled_from("#$*@\\<[]>_`~=-+/\"'{}%&;:.,?!()|^ab1国政"), min_size=1, max_size=50))
def test_what_a_person_writes_is_printed_and_never_read_as_markup(text: str) -> None:
    value = blank().replace(texts={"other_matters": f"始{text}终"})
    assert solid(f"始{text}终") in solid("".join(page.extract_text() for page in pages_of(document(value))))


@settings(max_examples=25)
@given(st.text(max_size=20))
def test_any_text_at_all_can_be_printed(text: str) -> None:
    assert pdf(document(blank().replace(texts={"overview": text}), ISSUED)).startswith(b"%PDF-")


def test_a_character_that_no_font_has_becomes_a_geta(monkeypatch: pytest.MonkeyPatch) -> None:
    only = find_fonts((_folder_of_chinese(),), system=False)
    monkeypatch.setattr(pdf_module, "find_fonts", lambda _folders: only)
    value = blank().replace(texts={"overview": "甲\U00013000乙\ue000丙\x07丁"})
    assert "甲〓乙〓丙〓丁" in solid(pages_of(document(value))[0].extract_text())


def test_the_same_issued_report_gives_the_same_file(lantian_document: Document) -> None:
    assert pdf(lantian_document) == pdf(lantian_document)


def test_without_a_chinese_font_the_person_is_told_what_to_install() -> None:
    with pytest.raises(MissingFontError, match=r"fonts-noto-cjk.*方正小标宋简体.*SimHei"):
        find_fonts((), system=False)


def test_fonts_of_the_standard_come_before_those_that_stand_in() -> None:
    found = find_fonts()
    for use, families in found.families.items():
        wanted = [name.casefold() for name in fonts.PREFERRED[use]]
        ranks = [wanted.index(family.casefold()) for family in families if family.casefold() in wanted]
        assert ranks == sorted(ranks)
        assert families[0].casefold() in wanted


def test_a_draft_can_be_printed() -> None:
    assert "（" not in solid(pages_of(document(blank()))[0].extract_text()).partition("一、总体情况")[0]


def _folder_of_chinese() -> Path:
    """A folder whose fonts are enough: the body's own family, which the other uses fall back to."""
    names = set(fonts.PREFERRED["body"])
    paths = [font.path for font in typst.Fonts(include_embedded_fonts=False).fonts() if font.family in names]
    return Path(paths[0]).parent
