"""The portal's frame: rail, drawer and menu; axe on the pages around the report."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import Organ, Role, User
from reports.models import Report

NewPage = Callable[..., Page]


@pytest.mark.parametrize("address", ["/", "/reports/report/", "/reports/report/start/", "/password_change/"])
def test_a_clerks_pages_are_accessible(
    address: str, new_page: NewPage, clerk: User, report: Report, assert_accessible: Callable[[Page], None]
) -> None:
    page = new_page(clerk)
    page.goto(address)
    expect(page.get_by_role("navigation")).to_be_visible()
    assert_accessible(page)


def test_an_overview_is_accessible(
    new_page: NewPage,
    county: Organ,
    person: Callable[[str, Organ], User],
    report: Report,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = new_page(person(Role.REVIEWER, county))
    page.goto("/")
    assert_accessible(page)


@pytest.mark.parametrize("address", ["/", "/reports/report/"])
@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}])
def test_no_page_scrolls_sideways(
    address: str, size: dict[str, int], new_page: NewPage, clerk: User, report: Report
) -> None:
    page = new_page(clerk, viewport=size)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("address", ["/", "/reports/report/"])
def test_on_a_telephone_lists_are_cards_read_without_sliding(
    address: str, new_page: NewPage, county: Organ, person: Callable[[str, Organ], User], report: Report
) -> None:
    page = new_page(person(Role.REVIEWER, county), viewport={"width": 390, "height": 844})
    page.goto(address)
    box = page.locator(".scroll-x").first
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    state = box.locator("td[data-label]").filter(has=page.locator(".tag")).first
    assert state.bounding_box()["height"] < 40
    for link in page.locator(".crumb a").all():
        assert link.bounding_box()["height"] >= 24


def test_on_a_narrow_screen_the_side_bar_is_a_drawer(new_page: NewPage, clerk: User, report: Report) -> None:
    page = new_page(clerk, viewport={"width": 390, "height": 844})
    page.goto("/")
    side = page.locator(".side")
    expect(side).to_be_hidden()
    page.locator(".burger").click()
    expect(side).to_be_visible()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(page.locator(".burger")).to_be_focused()


def test_on_the_reports_page_the_side_bar_is_a_rail_whose_links_say_their_name(
    new_page: NewPage, clerk: User, report: Report
) -> None:
    page = new_page(clerk)
    page.goto(f"/reports/report/{report.pk}/change/")
    assert page.locator(".side").bounding_box()["width"] == 56
    link = page.locator(".side nav a").first
    expect(link.locator("span")).to_have_css("opacity", "0")
    link.hover()
    expect(link.locator("span")).to_have_css("opacity", "1")


def test_logging_out_from_the_menu(new_page: NewPage, clerk: User) -> None:
    page = new_page(clerk)
    page.goto("/")
    page.locator(".side .me summary").click()
    page.locator(".side .menu button").click()
    page.goto("/")
    expect(page.locator("#login-form")).to_be_visible()


def test_the_registers_lists_are_readable_without_the_themes_script(
    new_page: NewPage, county: Organ, person: Callable[[str, Organ], User]
) -> None:
    page = new_page(person(Role.COORDINATOR, county))
    page.route("**/alpine*.js", lambda route: route.abort())
    page.goto("/organs/organ/")
    expect(page.get_by_text(county.name).last).to_be_visible()


def test_filters_apply_when_chosen(new_page: NewPage, clerk: User, report: Report) -> None:
    page = new_page(clerk)
    page.goto("/reports/report/")
    page.select_option("#id_state", "published")
    expect(page).to_have_url(re.compile("state=published"))
    expect(page.locator(".emp")).to_be_visible()
