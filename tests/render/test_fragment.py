"""The page as it goes into somebody else's content system."""

from datetime import date, datetime

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from reports.exchange import read
from reports.render.document import Table, document
from reports.render.fragment import fragment
from reports.render.webpage import COLUMN_TYPE, SiteMark, meta_tags, webpage
from reports.value import ReportValue
from tests.builders import coherent_values, filled, truth

ALLOWED = {
    "tags": {"div", "p", "br", "span", "strong", "h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "td", "th"},
    "attributes": {
        "*": {"style"},
        "table": {"border", "cellspacing", "cellpadding", "width", "align"},
        "td": {"colspan", "rowspan", "width"},
        "th": {"colspan", "rowspan", "width", "scope"},
    },
    "filter_style_properties": {
        *("border", "border-collapse", "padding", "text-align", "text-indent", "width", "margin"),
        *("font-size", "font-weight", "line-height", "color", "overflow-x"),
    },
}
MARK = SiteMark(
    "蓝田县人民政府", "www.lantian.gov.cn", "6101220001", "政府信息公开年报", "年报", "年报,公开", "县政府办"
)


def printed(value: ReportValue) -> str:
    return fragment(document(value, date(2024, 3, 28)))


def cells(page: str) -> list[tuple[str, str, str, str]]:
    found = html.fromstring(page).iter("td", "th")
    return [(one.tag, one.text_content(), one.get("colspan", ""), one.get("rowspan", "")) for one in found]


@pytest.mark.parametrize("key", ["2019", "2021"])
def test_a_cleaner_takes_nothing_out(key: str) -> None:
    page = printed(filled(key))
    cleaned = nh3.clean(page, **ALLOWED)
    assert cells(cleaned) == cells(page)
    assert html.fromstring(cleaned).text_content() == html.fromstring(page).text_content()
    assert "border" in cleaned


def test_without_styles_the_tables_still_have_lines_and_spans() -> None:
    bare = nh3.clean(printed(filled()), tags=ALLOWED["tags"], attributes={**ALLOWED["attributes"], "*": set()})
    tables = html.fromstring(bare).findall(".//table")
    blocks = [block for block in document(filled()).blocks if isinstance(block, Table)]
    assert [table.get("border") for table in tables] == ["1"] * len(blocks)
    spans = [(cell.text, cell.colspan, cell.rowspan) for block in blocks for row in block.rows for cell in row]
    assert [(text, int(c or 1), int(r or 1)) for _tag, text, c, r in cells(bare)] == spans


def test_nothing_that_acts_or_that_comes_from_elsewhere() -> None:
    page = printed(filled().replace(texts={"overview": "<script>alert(1)</script><img src=x onerror=alert(1)>"}))
    tags = {element.tag for element in html.fromstring(page).iter()}
    assert tags <= ALLOWED["tags"]
    assert not {"class", "id", "onerror", "href", "src"} & {
        name for element in html.fromstring(page).iter() for name in element.attrib
    }


@settings(max_examples=25)
@given(value=coherent_values(), data=st.data())
def test_what_is_pasted_reads_back_as_it_was(value: ReportValue, data: st.DataObject) -> None:
    emptied = data.draw(st.lists(st.sampled_from(value.schema.cells), max_size=30))
    value = value.replace(dict.fromkeys(emptied))
    assert read(nh3.clean(printed(value), **ALLOWED).encode(), "片段.html").value == value


def test_the_title_may_be_left_to_the_content_system() -> None:
    made = document(truth("001"), date(2024, 3, 28))
    assert made.title in fragment(made)
    assert made.title not in fragment(made, with_title=False)


def test_the_page_carries_the_required_tags() -> None:
    made = document(truth("001"), date(2024, 3, 28))
    page = html.document_fromstring(webpage(made, MARK, datetime(2024, 3, 28, 9, 5)))
    found = {tag.get("name"): tag.get("content") for tag in page.iter("meta") if tag.get("name")}
    found.pop("viewport")
    assert found == {
        "SiteName": "蓝田县人民政府",
        "SiteDomain": "www.lantian.gov.cn",
        "SiteIDCode": "6101220001",
        "ColumnName": "政府信息公开年报",
        "ColumnDescription": "年报",
        "ColumnKeywords": "年报,公开",
        "ColumnType": "信息公开年报",
        "ArticleTitle": "蓝田县人民政府2023年政府信息公开工作年度报告",
        "PubDate": "2024-03-28 09:05",
        "ContentSource": "县政府办",
    }
    assert page.find(".//title").text == made.title
    assert not page.findall(".//link")


def test_what_the_site_does_not_say_is_there_and_empty() -> None:
    made = document(truth("001"))
    tags = meta_tags(made, SiteMark(), None)
    assert tags["ColumnType"] == COLUMN_TYPE
    assert tags["ContentSource"] == made.issuer
    assert tags["SiteIDCode"] == tags["PubDate"] == ""


def test_the_page_reads_back() -> None:
    value = truth("001").replace(texts={"overview": "一段。\n二段。"})
    page = webpage(document(value, date(2024, 3, 28)), MARK, datetime(2024, 3, 28, 9, 5))
    assert read(page.encode(), "页.html").value == value
