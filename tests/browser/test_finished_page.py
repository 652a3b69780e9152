"""The finished page in Chromium: public, in preview, on a telephone and on paper."""

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import Role, User
from reports.models import Report
from tests import records
from tests.builders import filled

ISSUED = datetime(2024, 3, 28, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TELEPHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def draft(db: None) -> Report:
    return records.stored(filled())


@pytest.fixture
def published(draft: Report) -> Report:
    records.published(draft, at=ISSUED)
    return draft


def public_address(report: Report) -> str:
    return f"/public/{report.organ_id}/{report.year_id}/"


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("options", [{}, TELEPHONE], ids=["office", "telephone"])
def test_public_pages_are_accessible_and_fit(
    new_page: Callable[..., Page],
    published: Report,
    assert_accessible: Callable[[Page], None],
    options: dict[str, object],
) -> None:
    page = new_page(**options)
    for address in ("/public/", public_address(published)):
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_on_a_telephone_the_labels_stay_while_the_figures_slide(
    new_page: Callable[..., Page], published: Report
) -> None:
    page = new_page(**TELEPHONE)
    page.goto(public_address(published))
    sheet = page.locator(".sheet").nth(1)
    label = sheet.get_by_text("（一）予以公开")
    figure = sheet.locator("tbody td").first
    where = "element => element.getBoundingClientRect().left"
    label_at_first, figure_at_first = label.evaluate(where), figure.evaluate(where)
    sheet.evaluate("element => { element.scrollLeft = 120; }")
    assert label.evaluate(where) == pytest.approx(label_at_first, abs=1)
    assert figure.evaluate(where) == pytest.approx(figure_at_first - 120, abs=1)


def test_the_contents_list_follows_the_reader(new_page: Callable[..., Page], published: Report) -> None:
    page = new_page()
    page.goto(public_address(published))
    current = page.locator(".contents a[aria-current]")
    expect(current).to_have_text("一、总体情况")
    page.locator(".contents a").nth(2).click()
    expect(current).to_have_text("三、收到和处理政府信息公开申请情况")
    page.keyboard.press("End")
    expect(current).to_have_text("六、其他需要报告的事项")


def test_it_prints_on_a4_without_what_is_for_the_screen(
    new_page: Callable[..., Page], published: Report, tmp_path: Path
) -> None:
    page = new_page()
    page.goto(public_address(published))
    printed = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert float(printed.pages[0].mediabox.width) == pytest.approx(595, abs=2)
    text = "".join("".join(sheet.extract_text().split()) for sheet in printed.pages)
    assert "四、结转下年度继续办理" in text
    for for_the_screen in ("当前位置", "目录", "左右滑动", "JSON文件下载"):
        assert for_the_screen not in text


def test_a_clerk_previews_and_takes_the_pdf_along(
    new_page: Callable[..., Page],
    draft: Report,
    assert_accessible: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    clerk: User = records.person(Role.CLERK, draft.organ)
    page = new_page(clerk)
    page.goto(f"/reports/report/{draft.pk}/preview/")
    expect(page.locator("h1")).to_have_text(filled().title)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == f"{filled().title}.pdf"
    download.value.save_as(tmp_path / "report.pdf")
    assert len(pypdf.PdfReader(tmp_path / "report.pdf").pages) >= 3


@pytest.mark.both_databases
def test_a_signer_publishes_and_the_public_reads(
    new_page: Callable[..., Page], draft: Report, assert_accessible: Callable[[Page], None]
) -> None:
    page = new_page(records.signed_off(draft))
    page.goto(f"/reports/report/{draft.pk}/preview/")
    page.locator(".banner .act").click()
    assert_accessible(page)
    page.locator(".asking button").click()
    page.locator(".banner a").last.click()
    expect(page).to_have_url(re.compile(re.escape(public_address(draft))))
    expect(page.locator(".about")).to_contain_text("有效")
