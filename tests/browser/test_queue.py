"""The queue by key alone: next, refuse with a reason, accept, take back; accepting together after a sample."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import Organ, Role, User
from reports.models import BulkSettlement, Explanation, ExplanationCause, Rectification, StoredFinding
from reports.services import settling
from tests import records
from tests.services.conftest import Case, few_checks, make_case

__all__ = ["few_checks", "make_case"]

NewPage = Callable[..., Page]
REASON = "请附上2022年度台账，说明漏统的是哪一件"


@pytest.fixture
def county(db: None) -> Organ:
    return records.organ()


@pytest.fixture
def reviewer(county: Organ) -> User:
    return records.person(Role.REVIEWER, county, name="张志强")


@pytest.fixture
def explained(county: Organ, make_case: Callable[..., Case]) -> list[Explanation]:
    """Five bodies below the county, each with one explained finding; their last year's reports are left out."""
    ExplanationCause.objects.get_or_create(name="上年漏统")  # a test before this one has emptied the tables
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(5)]
    StoredFinding.objects.exclude(report__in=[case.report for case in cases]).delete()
    return [case.explained() for case in cases]


@pytest.fixture
def queue(new_page: NewPage, reviewer: User, explained: list[Explanation]) -> Page:
    page = new_page(reviewer)
    page.goto("/findings/")
    expect(page.locator("#panel .lead")).to_be_visible()
    return page


def chosen(page: Page) -> str:
    """The primary key of the explanation whose row is chosen, once the panel shows it."""
    row = page.locator("#list tr.on")
    finding = row.get_attribute("data-finding")
    expect(page.locator(f'#panel .in[data-finding="{finding}"]')).to_be_visible()
    return row.get_attribute("data-explanation") or ""


def decision(key: str) -> str:
    return Explanation.objects.get(pk=key).decision


def test_the_whole_work_by_key(queue: Page, explained: list[Explanation]) -> None:
    page, rows = queue, queue.locator("#list tr[data-finding]")
    first = chosen(page)
    page.keyboard.press("j")
    second = chosen(page)
    assert second != first
    page.keyboard.press("k")
    assert chosen(page) == first
    # Accepted: the row goes, the next one is chosen, the numbers follow, the page stays.
    page.evaluate("window.stayed = true")
    page.keyboard.press("a")
    expect(rows).to_have_count(4)
    assert chosen(page) == second
    assert decision(first) == "accepted"
    expect(page.locator('[data-count="undecided"]')).to_have_text("4")
    expect(page.locator('[data-count="accepted"]')).to_have_text("1")
    # Taken back: the row stands where it stood.
    page.keyboard.press("z")
    expect(rows).to_have_count(5)
    assert (chosen(page), decision(first)) == (first, "")
    expect(page.locator('[data-count="undecided"]')).to_have_text("5")
    # Refused: the reason is asked for in place, and keys are letters in it.
    page.keyboard.press("r")
    reason = page.locator("#refuse-reason")
    expect(reason).to_be_focused()
    page.keyboard.type("ajkxz")
    expect(reason).to_have_value("ajkxz")
    expect(rows).to_have_count(5)
    reason.fill(REASON)
    page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(4)
    assert decision(first) == "refused"
    assert Rectification.objects.get().text == REASON
    expect(page.locator('[data-count="refused"]')).to_have_text("1")
    assert page.evaluate("window.stayed")


def test_a_reason_is_needed_and_what_was_typed_stays(queue: Page) -> None:
    page = queue
    first = chosen(page)
    page.keyboard.press("r")
    page.locator("#refuse-reason").fill("   ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#refuse .problem")).to_be_visible()
    assert decision(first) == ""
    page.locator("#refuse-reason").fill("想了一半")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert chosen(page) != first
    page.keyboard.press("k")
    assert chosen(page) == first
    page.keyboard.press("r")
    expect(page.locator("#refuse-reason")).to_have_value("想了一半")


def test_together_after_a_sample(queue: Page, explained: list[Explanation]) -> None:
    page = queue
    begin = page.locator("#bulk-begin")
    expect(begin).to_be_hidden()
    page.keyboard.press("x")
    expect(begin.locator("button")).to_have_attribute("aria-disabled", "true")
    page.locator("#pick-all").check()
    expect(begin.locator("button")).to_have_attribute("aria-disabled", "false")
    begin.locator("button").click()
    finish = page.locator("#bulk form:not(.cancel) button")
    expect(finish).to_have_attribute("aria-disabled", "true")
    finish.click(force=True)  # Playwright does not click what says that it is disabled; people do
    assert not Explanation.objects.exclude(decision="").exists()
    for left in range(len(BulkSettlement.objects.get().sample), 0, -1):
        expect(page.locator("#bulk [data-open]")).to_have_count(left)
        page.locator("#bulk [data-open]").first.click()
        assert int(chosen(page)) in BulkSettlement.objects.get().sample
        page.keyboard.press("a")
        expect(page.locator("#bulk [data-open]")).to_have_count(left - 1)
    assert Explanation.objects.filter(decision="accepted").count() == 3
    finish.click()
    expect(page.locator(".emp.big")).to_be_visible()
    assert Explanation.objects.filter(decision="accepted", bulk__isnull=False).count() == 2


def test_one_refusal_of_the_sample_ends_it(queue: Page) -> None:
    page = queue
    page.locator("#pick-all").check()
    page.locator("#bulk-begin button").click()
    page.locator("#bulk [data-open]").first.click()
    chosen(page)
    page.keyboard.press("r")
    page.locator("#refuse-reason").fill(REASON)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#bulk .bulk")).to_have_count(0)
    assert BulkSettlement.objects.get().ended_at is not None


def test_what_is_under_way_stays_chosen_and_can_be_given_up(queue: Page, explained: list[Explanation]) -> None:
    page = queue
    page.locator("#pick-all").check()
    page.locator("#bulk-begin button").click()
    expect(page.locator("#bulk .bulk")).to_be_visible()
    ticks = page.locator('#list input[name="explanation"]')
    expect(page.locator("#list tr.together")).to_have_count(5)
    assert all(ticks.nth(number).is_checked() and ticks.nth(number).is_disabled() for number in range(5))
    page.keyboard.press("x")
    toast = page.locator("#toasts .toast")
    expect(toast).to_be_visible()
    above = toast.bounding_box()
    assert above is not None
    assert above["y"] + above["height"] <= page.evaluate("document.querySelector('#bulk').getBoundingClientRect().top")
    page.locator("#bulk .cancel button").click()
    expect(page.locator("#bulk .bulk")).to_have_count(0)
    expect(page.locator("#list tr.together")).to_have_count(0)
    expect(page.locator("#bulk-begin button")).to_have_attribute("aria-disabled", "false")
    assert ticks.first.is_checked()
    assert ticks.first.is_enabled()
    assert BulkSettlement.objects.get().ended_at is not None


@pytest.mark.parametrize("box", ["#refuse", "#waive"])
def test_a_box_opens_within_the_window(queue: Page, box: str) -> None:
    page = queue
    accept = page.locator('[data-decision="accept"] button')
    width = accept.evaluate("button => button.offsetWidth")
    page.locator(f"{box} > summary").click()
    send = page.locator(f"{box} form > button")
    expect(send).to_be_in_viewport(ratio=1)
    expect(page.locator("#refuse > summary")).to_be_in_viewport(ratio=1)
    assert accept.evaluate("button => button.offsetWidth") == width


def test_who_comes_second_sees_the_decision_and_the_side_bar_follows(
    queue: Page, explained: list[Explanation], county: Organ
) -> None:
    page = queue
    badge = page.locator('.side nav a[href="/findings/"] .n')
    expect(badge).to_have_text("5")
    first = chosen(page)
    other = records.person(Role.REVIEWER, county, name="周敏")
    settling.explanation_accept(explanation=Explanation.objects.get(pk=first), user=other)
    page.keyboard.press("a")
    expect(page.locator("#toasts .toast.e")).to_contain_text("周敏")
    expect(page.locator("#list tr.on .tag.grn")).to_be_visible()
    expect(page.locator("#panel")).to_contain_text("周敏")
    expect(badge).to_have_text("4")
    page.keyboard.press("j")
    chosen(page)
    page.keyboard.press("a")
    expect(badge).to_have_text("3")


def test_a_clerk_opens_the_report_at_the_cell(new_page: NewPage, explained: list[Explanation]) -> None:
    clerk = explained[0].by
    page = new_page(clerk)
    page.goto("/findings/?tab=all")
    expect(page.locator("#panel .lead")).to_be_visible()
    page.keyboard.press("o")
    cell = explained[0].cells[0]
    expect(page.locator(f'input[data-cell="{cell}"]')).to_be_focused()


@pytest.mark.parametrize(
    "address",
    ["/findings/", "/findings/?tab=all&by=organ", "/findings/?tab=refused", "/rules/", "/rules/Y-1/?preview=2023"],
)
def test_pages_are_accessible_and_fit_an_office_screen(
    address: str, new_page: NewPage, reviewer: User, explained: list[Explanation],
    assert_accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    page = new_page(reviewer)
    page.goto(address)
    if page.locator("#list").count():
        expect(page.locator("#panel .lead")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert_accessible(page)


def test_the_list_of_keys_opens_and_closes(queue: Page, assert_accessible: Callable[[Page], None]) -> None:
    queue.keyboard.press("?")
    expect(queue.locator("#keys")).to_be_visible()
    assert_accessible(queue)
    queue.keyboard.press("Escape")
    expect(queue.locator("#keys")).to_be_hidden()


def test_without_script_a_finding_is_decided_on_a_page_of_its_own(
    new_page: NewPage, reviewer: User, explained: list[Explanation]
) -> None:
    page = new_page(reviewer, java_script_enabled=False)
    page.goto("/findings/")
    page.locator("#list tr[data-finding] a").first.click()
    page.locator('[data-decision="accept"] button').click()
    expect(page.locator(".toast")).to_be_visible()
    assert Explanation.objects.filter(decision="accepted").count() == 1
    expect(page.locator("#list tr[data-finding]")).to_have_count(4)
