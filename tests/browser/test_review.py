"""The review page in Chromium: deciding by key and by click, returning, looking again, three signatures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import ChangeSource, Decision, Explanation, ExplanationCause, Move, Rectification, State
from reports.services import rectifying
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move
from tests.services.conftest import Case, few_checks, make_case

__all__ = ["few_checks", "make_case"]  # fixtures

CELL = "documents.normative_documents.issued"
OTHER_CELL = "disputes.reconsideration.upheld"

Open = Callable[..., Page]


@pytest.fixture
def case(live_server: object, make_case: Callable[..., Case]) -> Case:
    """Submitted, with one explanation to decide."""
    # Of the list that the installation brings, which tests with a server begin without.
    ExplanationCause.objects.get_or_create(name="上年漏统")
    case = make_case()
    case.explained()
    report_move(report=case.report, move=Move.SUBMIT, user=case.clerk)
    return case


def look(page: Page, case: Case) -> Page:
    page.goto(f"/reports/report/{case.report.pk}/review/")
    page.wait_for_selector("body[data-ready]")
    return page


def sign(page: Page) -> None:
    page.click("#sign-button")
    page.click("#sign button[type=submit]")
    page.wait_for_load_state()


@pytest.mark.both_databases
def test_three_different_people_sign(new_page: Open, case: Case, assert_accessible: Callable[[Page], None]) -> None:
    page = look(new_page(case.reviewer), case)
    page.click("#sign-button")
    early = page.locator("#early")
    expect(early).to_be_visible()
    expect(early).to_be_focused()
    expect(early.locator("li a")).to_have_text([case.finding.message])
    assert_accessible(page)
    early.locator("li a").click()
    expect(early).to_be_hidden()
    expect(page.locator("[data-decide]")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(".fnd.k")).to_have_count(1)
    expect(page.locator(".fnd.k")).to_be_focused()
    assert Explanation.objects.get().decision == Decision.ACCEPTED
    page.keyboard.press("z")
    expect(page.locator("[data-decide]")).to_have_count(1)
    page.locator("[data-accept] button").click()
    expect(page.locator(".fnd.k")).to_have_count(1)
    sign(page)
    expect(page.locator(".steps .done")).to_have_count(1)
    page.click("#sign-button")
    expect(page.locator("#early")).to_be_visible()  # one person signs once
    expect(page.locator("#early li")).to_have_count(0)
    for number, user in enumerate((case.signer, case.signer2), start=2):
        page = look(new_page(user), case)
        sign(page)
        expect(page.locator(".steps .done")).to_have_count(number)
    case.report.refresh_from_db()
    assert case.report.state == State.SIGNED
    page.click("#publish-button")
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    case.report.refresh_from_db()
    assert case.report.state == State.PUBLISHED


def test_a_report_is_returned_with_a_refusal_and_an_opinion_at_a_cell(
    new_page: Open, case: Case, assert_accessible: Callable[[Page], None]
) -> None:
    page = look(new_page(case.reviewer), case)
    page.click("#return-button")
    expect(page.locator("#return")).to_be_visible()
    expect(page.locator("#return button[type=submit]")).to_have_count(0)  # nothing to go along yet
    page.keyboard.press("Escape")
    expect(page.locator("#return")).to_be_hidden()
    expect(page.locator("#return-button")).to_be_focused()

    page.keyboard.press("j")
    page.keyboard.press("r")
    reason = page.locator("[data-refuse] textarea")
    expect(reason).to_be_focused()
    page.keyboard.type("jar")  # no key acts inside a text box
    expect(reason).to_have_value("jar")
    reason.fill("")
    page.locator("[data-refuse] button[type=submit]").click()
    expect(page.locator("[data-refuse] .problem")).to_be_visible()
    reason.fill("请附当时的台账")
    page.locator("[data-refuse] button[type=submit]").click()
    expect(page.locator("#find .cml li")).to_have_count(1)

    page.locator(f"[id='cell-{CELL}'] .ro").click()
    bubble = page.locator("#at")
    expect(bubble).to_contain_text(case.report.form.specs[CELL].label)
    expect(bubble.locator("ol li").first).to_contain_text(case.clerk.full_name)
    assert_accessible(page)
    bubble.locator("textarea").fill("请附明细")
    bubble.locator("button[type=submit]").click()
    expect(page.locator(f"[id='cell-{CELL}'] .cm")).to_be_visible()
    expect(bubble).to_be_hidden()

    page.locator("[data-opinion=problems]").click()
    expect(page.locator("#opinion-key")).to_have_value("problems")
    page.locator("#opinion-text").fill("请写新情况")
    page.locator("#opinion-form button").click()
    expect(page.locator("#find .cml li")).to_have_count(3)
    expect(page.locator("#opinion-text")).to_have_value("")

    page.click("#return-button")
    expect(page.locator("#return li")).to_have_count(3)
    assert_accessible(page)
    page.locator("#return button[type=submit]").click()
    page.wait_for_load_state()
    case.report.refresh_from_db()
    assert case.report.state == State.RETURNED
    assert set(Rectification.objects.values_list("owner", flat=True)) == {case.clerk.pk}
    assert Rectification.objects.filter(handed_over_at=None).count() == 0


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_refusal_that_was_not_sent_does_not_get_lost(new_page: Open, case: Case, is_sent: bool) -> None:
    rectifying.opinion_add(report=case.report, key=CELL, text="请附明细", user=case.reviewer)
    page = look(new_page(case.reviewer), case)
    page.locator(".refuse > summary").first.click()
    page.fill("[data-refuse] textarea", "请附当时的台账")
    page.click("#return-button")
    box = page.locator("#return [data-unsent]")
    expect(box).to_contain_text("请附当时的台账")
    expect(page.locator("#return .undecided li")).to_have_count(1)
    page.fill("#return-reason", "请尽快")
    page.keyboard.press("Control+Enter")  # the report does not go back with it unsaid
    expect(box.locator("button").first).to_be_focused()
    box.locator("button").nth(0 if is_sent else 1).click()
    expect(box).to_be_hidden()
    expect(page.locator("#return")).to_be_visible()
    expect(page.locator("#return .undecided li")).to_have_count(0 if is_sent else 1)
    expect(page.locator("#return-reason")).to_have_value("请尽快")
    page.focus("#return-reason")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    expect(page.locator("#return")).to_have_count(0)
    case.report.refresh_from_db()
    assert case.report.state == State.RETURNED
    texts = {"请附明细", "请附当时的台账"} if is_sent else {"请附明细"}
    assert {one.text for one in Rectification.objects.all()} == texts


def test_the_second_look_shows_what_changed(
    new_page: Open, case: Case, assert_accessible: Callable[[Page], None]
) -> None:
    page = look(new_page(case.reviewer), case)
    expect(page.locator("td.chg")).to_have_count(0)
    rectifying.opinion_add(report=case.report, key=CELL, text="请核对", user=case.reviewer)
    due = timezone.localdate() + timedelta(days=3)
    report_move(report=case.report, move=Move.RETURN, user=case.reviewer, due_on=due)
    value = report_load(report=case.report)
    text = value.texts["overview"]
    report_save(
        report=case.report,
        value=value.replace({CELL: value[CELL] + 1}, {"overview": text.replace("100条", "200条")}),
        revision=case.report.revision,
        user=case.clerk,
        source=ChangeSource.TYPED,
    )
    objection = Rectification.objects.get()
    rectifying.rectification_done(rectification=objection, user=case.clerk, proof="与台账逐件核对，改为8件")
    report_move(report=case.report, move=Move.SUBMIT, user=case.clerk)

    look(page, case)
    changed = page.locator(f"[id='cell-{CELL}']")
    expect(page.locator("td.chg")).to_have_count(1)
    expect(changed.locator("s")).to_contain_text(str(value[CELL]))
    expect(page.locator("#text-overview ins")).to_have_text("200")
    expect(page.locator("#text-overview .same").first).to_be_hidden()  # what is known already
    page.locator("[data-unfold=overview]").click()
    expect(page.locator("#text-overview .same").first).to_be_visible()
    page.click("[data-toggle=nochg]")
    expect(changed.locator("s")).to_be_hidden()
    page.click("[data-toggle=nochg]")
    page.click("[data-toggle=nopv]")
    expect(page.locator("td .pv").first).to_be_hidden()
    expect(page.locator(f"#opinion-{objection.pk}")).to_contain_text("与台账逐件核对，改为8件")
    page.locator(f"#opinion-{objection.pk} form[action$='/close/'] button").click()
    expect(page.locator(f"#opinion-{objection.pk} form")).to_have_count(0)
    assert_accessible(page)
    page.locator(".chl a").first.click()
    assert Rectification.objects.get().closed_by == case.reviewer
    page.locator(".tabs .tools a").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    assert_accessible(page)


def test_an_opinion_is_written_at_a_cell_by_key_alone(new_page: Open, case: Case) -> None:
    page = look(new_page(case.reviewer), case)
    page.keyboard.press("j")
    page.keyboard.press("o")
    first = case.finding.cells[0]
    expect(page.locator(f"[id='cell-{first}']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    beside = "applications.granted.company"  # of the row below 上年结转, one column on
    expect(page.locator(f"[id='cell-{beside}']")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("请附明细")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='cell-{beside}'] .cm")).to_be_visible()
    assert Rectification.objects.get().key == beside


def test_a_lost_line_loses_nothing(new_page: Open, case: Case) -> None:
    page = look(new_page(case.reviewer), case)
    page.locator("#opinion-text").fill("请附明细")
    page.context.set_offline(True)
    page.locator("#opinion-form button").click()
    expect(page.locator("#opinion-form .problem")).to_be_visible()
    expect(page.locator("#opinion-text")).to_have_value("请附明细")
    page.context.set_offline(False)
    page.locator("#opinion-form button").click()
    expect(page.locator("#find .cml li")).to_have_count(1)


def test_without_a_script_everything_can_be_decided(new_page: Open, case: Case) -> None:
    page = new_page(case.reviewer, java_script_enabled=False)
    page.goto(f"/reports/report/{case.report.pk}/review/")
    page.click("#sign-button")
    expect(page.locator("#early")).to_be_visible()
    page.locator("[data-accept] button").click()
    page.locator("#opinion-key").select_option(OTHER_CELL)
    page.locator("#opinion-text").fill("请附明细")
    page.locator("#opinion-form button").click()
    expect(page.locator(f"[id='cell-{OTHER_CELL}'] .cm")).to_be_visible()
    page.click("#sign-button")
    expect(page.locator("#early li")).to_have_count(1)  # an opinion is to be sent along or dropped
    page.locator("form[action$='/drop/'] button").click()
    page.click("#sign-button")
    page.locator("#sign button[type=submit]").click()
    expect(page.locator(".steps .done")).to_have_count(1)


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_is_wider_than_the_screen(new_page: Open, case: Case, width: int) -> None:
    page = look(new_page(case.reviewer, viewport={"width": width, "height": 768}), case)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
