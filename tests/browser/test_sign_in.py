"""Signing in, as a person does it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import User


def fill_in(page: Page, username: str, password: str) -> None:
    page.goto("/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")


@pytest.mark.both_databases
def test_a_clerk_signs_in(page: Page, clerk: User) -> None:
    fill_in(page, clerk.username, "correct horse battery")
    expect(page).not_to_have_url("**/login/**")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_a_wrong_password_is_refused_in_chinese(page: Page, clerk: User) -> None:
    fill_in(page, clerk.username, "not the password")
    expect(page.locator("body")).to_contain_text("密码")
    expect(page.locator("input[name=password]")).to_be_visible()


def test_the_sign_in_page_is_accessible(page: Page, db: None, assert_accessible: Callable[[Page], None]) -> None:
    page.goto("/login/")
    assert_accessible(page)


def test_a_session_from_the_servers_own_day_holds(
    new_page: Callable[..., Page], clerk: User, travel: Callable[[datetime], None]
) -> None:
    travel(datetime(2025, 1, 10, 9, 30))
    page = new_page(clerk)
    page.goto("/")
    expect(page.locator("input[name=password]")).to_have_count(0)
