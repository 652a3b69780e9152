"""Paper, styles and page numbers, and what LibreOffice makes of the whole file."""

import re
import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx as python_docx
import pypdf
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.render.document import Document, document
from reports.render.word import docx
from reports.schema import SCHEMAS
from reports.value import ReportValue
from tests.builders import blank, filled

MM = 72 / 25.4
ISSUED = date(2024, 3, 28)


@pytest.fixture(scope="module")
def made() -> WordDocument:
    return python_docx.Document(BytesIO(docx(document(filled(), ISSUED))))


def test_the_paper_is_that_of_an_official_document(made: WordDocument) -> None:
    (section,) = made.sections
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=1000)
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert margins == pytest.approx((Mm(37), Mm(35), Mm(28), Mm(26)), abs=1000)
    assert section.footer_distance == pytest.approx(Mm(28) - Pt(16), abs=1000)


@pytest.mark.parametrize(
    ("style", "font", "size", "outline"),
    [
        ("Title", "方正小标宋简体", 22, None),
        ("Heading1", "黑体", 16, 0),
        ("Heading2", "楷体_GB2312", 16, 1),
        ("Heading3", "仿宋_GB2312", 16, 2),
        ("PointUnderSection", "仿宋_GB2312", 16, 1),
        ("BodyText", "仿宋_GB2312", 16, None),
        ("TableText", "仿宋_GB2312", 10.5, None),
        ("Footer", "宋体", 14, None),
    ],
)
def test_styles_have_the_fonts_of_the_standard(
    made: WordDocument, style: str, font: str, size: float, outline: int | None
) -> None:
    chain = []
    key: str | None = style
    while key:
        element = made.styles.element.find(f"{qn('w:style')}[@{qn('w:styleId')}='{key}']")
        chain.append(element)
        based = element.find(qn("w:basedOn"))
        key = None if based is None else based.get(qn("w:val"))
    chain.append(made.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}"))

    def nearest(path: str) -> dict[str, str]:
        found = next((hit for element in chain if (hit := element.find(path)) is not None), None)
        return {} if found is None else dict(found.attrib)

    fonts = nearest(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert {fonts[qn(f"w:{script}")] for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert int(nearest(f"{qn('w:rPr')}/{qn('w:sz')}")[qn("w:val")]) / 2 == size
    level = nearest(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    assert (int(level[qn("w:val")]) if level else None) == outline


def test_every_named_font_says_what_stands_in_for_it() -> None:
    with ZipFile(BytesIO(docx(document(filled())))) as archive:
        fonts, styles = archive.read("word/fontTable.xml").decode(), archive.read("word/styles.xml").decode()
    declared = dict(re.findall(r'<w:font w:name="([^"]+)"><w:altName w:val="([^"]+)"', fonts))
    assert set(re.findall(r'w:eastAsia="([^"]+?)" w:cs', styles)) == set(declared)
    assert all("宋" in others or "楷" in others or "Hei" in others for others in declared.values())


def test_page_numbers_differ_on_odd_and_even_pages(made: WordDocument) -> None:
    assert made.settings.odd_and_even_pages_header_footer
    (section,) = made.sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_the_file_says_what_it_is(made: WordDocument) -> None:
    properties = made.core_properties
    assert (properties.title, properties.author, properties.language) == (filled().title, "蓝田县人民政府", "zh-CN")
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == datetime(2024, 3, 28)


def test_the_same_report_gives_the_same_file(lantian_document: Document) -> None:
    assert docx(lantian_document) == docx(lantian_document)
    with ZipFile(BytesIO(docx(lantian_document))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2024, 3, 28, 0, 0, 0)}


# LibreOffice, which script/test installs.

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (libreoffice-writer-nogui) is not installed")


def converted(laid_out: Document, folder: Path) -> list[pypdf.PageObject]:
    """The pages LibreOffice makes of the file; fails when it says anything but that it converts."""
    (folder / "report.docx").write_bytes(docx(laid_out))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "report.docx"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, check=True)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line and "javaldx" not in line]
    assert all(line.startswith("convert ") for line in said), said
    return list(pypdf.PdfReader(folder / "report.pdf").pages)


def left_edges(page: pypdf.PageObject) -> list[float]:
    """Of every run of text, in points."""
    found: list[float] = []

    def visit(text: str, _page: list[float], matrix: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append(matrix[4])

    page.extract_text(visitor_text=visit)
    return found


def solid(text: str) -> str:
    return "".join(text.split())


@needs_office
@pytest.mark.parametrize("schema", SCHEMAS)
def test_libreoffice_shows_every_figure_inside_the_text_area(schema: str, tmp_path: Path) -> None:
    given = {key: 100_000 + number for number, key in enumerate(SCHEMAS[schema].cells)}
    value = ReportValue(SCHEMAS[schema], "蓝田县人民政府", 2023, cells=given)
    pages = converted(document(value, ISSUED), tmp_path)
    assert sorted(re.findall(r"1\d{5}", " ".join(page.extract_text() for page in pages))) == sorted(
        map(str, given.values())
    )
    for number, page in enumerate(pages, 1):
        lefts = left_edges(page)
        assert min(lefts) > 27 * MM
        assert max(lefts) < 184 * MM
        assert solid(f"— {number} —") in solid(page.extract_text())


@needs_office
def test_libreoffice_sets_22_lines_of_28_characters(tmp_path: Path) -> None:
    pages = converted(document(blank().replace(texts={"overview": "国" * 28 * 60})), tmp_path)
    lines = [line for line in pages[1].extract_text().splitlines() if "国" in line]
    assert {len(line.strip()) for line in lines} == {28}
    assert len(lines) == 22


@needs_office
def test_libreoffice_repeats_the_heads_of_a_table_cut_by_the_page(lantian_document: Document, tmp_path: Path) -> None:
    pages = [solid(page.extract_text()) for page in converted(lantian_document, tmp_path)]
    assert 5 <= len(pages) <= 8
    assert [text.count("申请人情况") for text in pages].count(1) == 2
    assert "蓝田县人民政府2023年政府信息公开工作年度报告" in pages[0]
    assert "六、其他需要报告的事项" in pages[-1]
