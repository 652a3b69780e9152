"""In Chromium: the finished page into an editor and read back, and files of bodies without an account."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import Organ, OrganKind, ReportingYear, Role, User
from reports.exchange import read
from reports.exchange.workbook import Issue, template
from reports.models import IssuedWorkbook, Report, State
from reports.value import ReportValue
from tests import records
from tests.builders import TEXTS, filled, truth
from tests.services.conftest import few_checks

__all__ = ["few_checks"]

NewPage = Callable[..., Page]
Check = Callable[[Page], None]
EDITOR = '<meta charset="utf-8"><div id="editor" contenteditable="true"></div>'


@pytest.fixture
def county(transactional_db: None) -> Organ:
    return records.organ()


@pytest.fixture
def approved(county: Organ, few_checks: None) -> Report:
    report = records.stored(truth("001").replace(texts=TEXTS))
    records.published(report)
    report.refresh_from_db()
    return report


@pytest.fixture
def coordinator(county: Organ) -> User:
    return records.person(Role.COORDINATOR, county, name="陈静")


def test_copied_into_an_editor_and_read_back(
    new_page: NewPage, approved: Report, coordinator: User, tmp_path: Path, assert_accessible: Check
) -> None:
    page = new_page(coordinator, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/reports/report/{approved.pk}/hand-on/")
    assert_accessible(page)
    page.locator("[data-copy]").click()
    expect(page.locator("[data-said]")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    editor = new_page()
    editor.set_content(EDITOR)
    editor.locator("#editor").focus()
    editor.evaluate("html => document.execCommand('insertHTML', false, html)", copied)
    pasted = tmp_path / "网页.html"
    pasted.write_text(f"<h1>{truth('001').title}</h1>{editor.locator('#editor').inner_html()}", "utf-8")
    assert dict(read(pasted.read_bytes(), "网页.html").value.cells) == dict(truth("001").cells)

    page.goto(f"/reports/report/{approved.pk}/pages/")
    assert_accessible(page)
    page.locator("[name=url]").fill("https://www.example.gov.cn/2023.html")
    page.locator("[name=url]").press("Enter")
    expect(page.get_by_role("link", name="https://www.example.gov.cn/2023.html")).to_be_visible()
    page.locator("[name=file]").set_input_files(pasted)
    page.locator("form[enctype] button").click()
    expect(page.locator(".note.k")).to_be_visible()
    assert_accessible(page)


def test_a_workbook_goes_out_and_comes_back_as_a_submitted_report(
    new_page: NewPage, county: Organ, coordinator: User, few_checks: None, tmp_path: Path, assert_accessible: Check
) -> None:
    year: ReportingYear = records.year(2023)
    bureau = records.organ("蓝田县教育局", county, kind=OrganKind.DEPARTMENT)
    page = new_page(coordinator)
    page.goto(f"/filings/{year.year}/")
    assert_accessible(page)
    page.locator(f'input[name=organs][value="{bureau.pk}"]').check()
    with page.expect_download() as download:
        page.locator("#issue button").click()
    assert read(Path(download.value.path()).read_bytes(), "a.xlsx").value.organ == bureau.name

    issued = IssuedWorkbook.objects.get()
    made = filled()
    value = ReportValue(made.schema, bureau.name, 2023, cells=dict(made.cells), texts=TEXTS)
    back = tmp_path / "教育局.xlsx"
    back.write_bytes(template(value, issue=Issue(issued.number, issued.due_on, county.name)))
    page.goto(f"/filings/{year.year}/")
    page.locator("#id_files").set_input_files(back)
    page.locator("form[data-intake] button[type=submit]").click()
    page.locator("[data-apply-all], form[action$='/apply/'] button.pri").first.click()
    page.goto(f"/filings/{year.year}/")
    row = page.locator("tr", has_text=bureau.name)
    expect(row.locator(".tag.grn")).to_be_visible()
    assert Report.objects.get(organ=bureau).state == State.SUBMITTED
