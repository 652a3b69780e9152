"""Last year's text taken over into a part that has a text already."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import Organ, ReportingYear, User
from reports.models import ChangeSource, Report
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.value import Scope
from tests.browser.workspace_page import Workspace

LAST, OWN = "去年的文字。", "今年的文字。"


@pytest.fixture
def workspace(
    new_page: Callable[..., Page], county: Organ, years: dict[int, ReportingYear], report: Report, clerk: User
) -> Workspace:
    following, _is_new = report_start(organ=county, year=years[2024], scope=Scope.OWN, user=clerk)
    for record, text in ((report, LAST), (following, OWN)):
        value = report_load(report=record).replace({}, {"overview": text})
        report_save(report=record, value=value, revision=record.revision, user=clerk, source=ChangeSource.TYPED)
    return Workspace(new_page(clerk), following)


@pytest.mark.parametrize(("button", "expected"), [("replace", LAST), ("append", OWN + LAST), ("", OWN)])
def test_it_is_asked_where_last_years_text_goes_and_can_be_undone(
    workspace: Workspace, button: str, expected: str
) -> None:
    page = workspace.page
    page.locator('[data-last="overview"]').click()
    page.locator('[data-take="overview"]').click()
    page.locator(f'dialog.ask[open] button[value="{button}"]').click()
    editor = workspace.editor("overview")
    expect(editor).to_have_text(expected)
    if button:
        expect(editor).to_be_focused()
        workspace.press("Control+z")
        expect(editor).to_have_text(OWN)
