"""From an inconsistent report to its publication, by five people at five machines, with the keyboard alone."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from govopen.organs.models import User
from reports.models import Decision, Explanation, ExplanationCause, Rectification, Report, State
from reports.services.store import report_load
from reports.value import ReportValue
from tests import records
from tests.browser.workspace_page import Workspace
from tests.builders import filled

STOCK = "documents.normative_documents.in_force"
REASON = "《校外培训机构管理办法》2023年6月有效期满失效1件，没有计入废止。"
REFUSAL = "失效的1件已经计在上年，请按公式改为5件。"
MOST_STEPS = 400


@pytest.fixture
def report(live_server: object) -> Report:
    """Complete and coherent but for the stock of documents, which is one more than last year's leads to."""
    ExplanationCause.objects.get_or_create(name="失效计入废止", defaults={"hint": "写明失效、废止各几件"})
    this = filled().replace({"decisions.licences.count": 9})
    last = filled()
    texts = {key: f"{text}上一年的情况另有说明。" for key, text in last.texts.items()}
    records.stored(ReportValue(last.schema, last.organ, this.year - 1, last.scope, last.cells, texts))
    return records.stored(this)


def reach(page: Page, selector: str) -> None:
    """Tab until the focus is on it."""
    for _step in range(MOST_STEPS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    page.keyboard.press("Enter")


def submit(workspace: Workspace) -> None:
    workspace.expect_saved()
    press(workspace.page, "#submit")
    workspace.page.wait_for_url("**/submit/")
    press(workspace.page, "main form button[type=submit], form .btn.pri")
    workspace.page.wait_for_url("**/change/")


def sign(page: Page, report: Report, number: int) -> None:
    page.goto(reverse("admin:reports_report_review", args=(report.pk,)))
    page.wait_for_selector("body[data-ready]")
    press(page, "#sign-button")
    press(page, "#sign button[type=submit]")
    expect(page.locator(".steps .done")).to_have_count(number)


@pytest.mark.both_databases
def test_from_an_explanation_refused_to_publication(
    new_page: Callable[[User], Page], report: Report, settings: object
) -> None:
    clerk, reviewer, signer, leader = records.hands(report)

    # The clerk explains what last year's stock does not lead to, and submits.
    workspace = Workspace(new_page(clerk), report)
    page = workspace.page
    reach(page, "#finding-list .fnd form select")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(REASON)
    press(page, "#finding-list .fnd form button[type=submit]")
    expect(page.locator(".fnd.x")).to_have_count(1)
    submit(workspace)

    # The reviewer refuses it in the queue, and returns the report with that as the objection.
    desk = new_page(reviewer)
    desk.goto(reverse("admin:findings_queue"))
    expect(desk.locator("#panel")).to_contain_text(REASON)
    desk.keyboard.press("r")
    desk.keyboard.type(REFUSAL)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#list tr[data-finding]:not(.gone)")).to_have_count(0)
    assert Explanation.objects.get().decision == Decision.REFUSED
    desk.goto(reverse("admin:reports_report_review", args=(report.pk,)))
    desk.wait_for_selector("body[data-ready]")
    press(desk, "#return-button")
    press(desk, "#return button[type=submit]")
    expect(desk.locator("#return-button")).to_have_count(0)
    report.refresh_from_db()
    assert report.state == State.RETURNED

    # The clerk finds the objection at the cell, puts the figure right, says so, and submits again.
    workspace = Workspace(page, report)
    expect(workspace.box(STOCK).locator(".ob")).to_be_visible()
    page.keyboard.press("F8")
    assert workspace.focused() == STOCK
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.locator("#finding-list .fnd.w")).to_have_count(0)
    reach(page, "[id^=objection-] textarea")
    page.keyboard.type("已按公式改为5件。")
    press(page, "[id^=objection-] form button[type=submit]")
    expect(page.locator("[id^=objection-] .fine")).to_be_visible()
    submit(workspace)

    # The reviewer confirms the answer, three people sign, the last of them publishes.
    desk.goto(reverse("admin:reports_report_review", args=(report.pk,)))
    desk.wait_for_selector("body[data-ready]")
    press(desk, "form[action$='/close/'] button")
    expect(desk.locator("form[action$='/close/']")).to_have_count(0)
    sign(desk, report, 1)
    sign(new_page(signer), report, 2)
    office = new_page(leader)
    sign(office, report, 3)
    press(office, "#publish-button")
    office.wait_for_url("**/publish/")
    press(office, "form .btn.pri")
    office.wait_for_url("**/preview/")
    report.refresh_from_db()
    assert report.state == State.PUBLISHED
    assert report_load(report=report)[STOCK] == 5
    assert Rectification.objects.get().done_by == clerk
    office.goto(reverse("public_report", args=(report.organ_id, report.year_id)))
    expect(office.locator("table.statutory").first).to_contain_text("现行有效件数")
    call_command("verify_history")
