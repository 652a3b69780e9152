"""The finished page, read back as a browser reads it."""

from datetime import date
from pathlib import Path

import lxml.html
import pytest
from django.conf import settings
from django.template.loader import render_to_string

from reports.render.document import Document, document
from reports.schema import SCHEMAS, Role, grid
from reports.value import ReportValue
from tests.builders import blank, filled

CSS = Path(settings.BASE_DIR, "static/reports/page.css")


def page_of(laid_out: Document, **context: object) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(
        render_to_string("reports/page.html", {"document": laid_out, "standalone": True, **context})
    )


@pytest.fixture(scope="module")
def page(lantian_document: Document) -> lxml.html.HtmlElement:
    return page_of(lantian_document)


def words(element: lxml.html.HtmlElement) -> str:
    return "".join(element.text_content().split())


@pytest.mark.parametrize("schema", SCHEMAS)
def test_tables_have_the_merges_and_figures_of_the_paper(schema: str) -> None:
    value = filled(schema)
    tables = page_of(document(value)).cssselect("table.statutory")
    sections = [section for section in value.schema.sections if section.tables]
    assert len(tables) == 3
    for table, section in zip(tables, sections, strict=True):
        printed = grid(section)
        assert words(table.find("caption")) == section.heading
        assert len(table.findall("colgroup/col")) == printed.columns
        assert len(table.findall("thead/tr")) == printed.head
        rows = table.cssselect("tr")
        assert len(rows) == len(printed.rows)
        for row, expected in zip(rows, printed.rows, strict=True):
            assert [
                (cell.tag, words(cell), int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))) for cell in row
            ] == [
                (
                    "th" if cell.is_heading else "td",
                    cell.text or f"{value[cell.cell]}",
                    cell.colspan,
                    cell.rowspan,
                )
                for cell in expected
            ]


def test_every_head_says_what_it_heads(page: lxml.html.HtmlElement) -> None:
    scopes = {Role.BAND: "colgroup", Role.COLUMN: "col", Role.COLUMN_GROUP: "colgroup", Role.ROW: "row"}
    for role, scope in scopes.items():
        heads = page.cssselect(f"table.statutory th.{role}")
        assert heads
        assert {head.get("scope") for head in heads} == {scope}


def test_the_page_reads_from_title_to_last_section(page: lxml.html.HtmlElement, lantian: ReportValue) -> None:
    assert page.get("lang") == "zh-Hans"
    assert words(page.find(".//h1")) == words(page.find("head/title")) == lantian.title
    headings = page.cssselect(".text h2")
    assert [words(heading) for heading in headings] == [section.heading for section in lantian.schema.sections]
    links = page.cssselect(".contents a")
    assert [link.get("href") for link in links] == [f"#{heading.get('id')}" for heading in headings]
    assert [words(link) for link in links] == [words(heading) for heading in headings]
    assert "（2024年3月28日）" in words(page.cssselect(".issued")[0])
    assert words(page.cssselect(".text h3")[0]) == "1.加强组织领导,落实信息发布制度"


def test_what_a_person_writes_is_text_and_never_markup() -> None:
    evil = "<script>alert(1)</script>&amp;\"'<b>"
    value = ReportValue(blank().schema, f"县{evil}", 2023, texts={"overview": evil, "preamble": f"1.{evil}"})
    page = page_of(document(value))
    assert not page.cssselect(".paper script, .paper .text b")
    assert page.cssselect(".text p")[0].text_content() == evil
    assert words(page.cssselect(".text h3")[0]) == "".join(f"1.{evil}".split())
    assert evil in page.find(".//h1").text_content()


def test_blank_cells_are_empty_and_a_draft_says_so() -> None:
    page = page_of(document(blank()), draft=True)
    assert {cell.text_content() for cell in page.cssselect("table.statutory td")} == {""}
    assert not page.cssselect(".colophon")


def test_a_page_that_stands_alone_needs_nothing_else(page: lxml.html.HtmlElement) -> None:
    assert not page.cssselect("link, script, img, [src]")
    assert CSS.read_text("utf-8").strip() in page.find("head/style").text_content()
    assert not [link for link in page.cssselect("a") if not link.get("href").startswith("#")]


def test_a_correction_is_told_and_marked(lantian_document: Document) -> None:
    page = page_of(
        lantian_document,
        corrections=[{"label": "表二 行政事业性收费", "before": "236.98", "after": "236.982"}],
        corrected={"charges.administrative_fees.amount"},
        corrected_on=date(2024, 4, 10),
        earlier={"url": "earlier", "on": date(2024, 3, 28)},
    )
    assert [words(cell) for cell in page.cssselect("td.corrected")] == ["236.982"]
    note = page.cssselect(".corrections")[0]
    assert [words(cell) for cell in note.cssselect("td")] == ["表二行政事业性收费", "236.98", "236.982"]
    assert note.cssselect("a")[0].get("href") == "earlier"


def test_the_style_prints_and_runs_on_old_browsers() -> None:
    css = CSS.read_text("utf-8")
    assert "@media print" in css
    assert "size:A4" in css
    assert "display:table-header-group" in css
    for too_new in (":has(", "@container", "@layer", "oklch(", "color-mix(", "subgrid", "text-wrap"):
        assert too_new not in css
