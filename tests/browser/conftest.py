"""Real Chromium against a real server thread. A page that throws a script error fails its test."""

from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from govopen.organs.models import User

OFFICE_SCREEN = {"width": 1366, "height": 768}
SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

failed_tests = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    if outcome.when == "call":
        item.stash[failed_tests] = outcome.failed
    return outcome


@pytest.fixture
def new_page(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """``new_page(user=None, **context_options)``: a page of its own browser profile, signed in as ``user``.

    Call it twice for two people at two machines. At the end uncaught script errors fail the test; a failed test
    leaves a picture of every page in var/screenshots.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def note_console(message: ConsoleMessage) -> None:
        # A refused or lost request is the page's to handle; everything else a script complains about is a fault.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    def make(user: User | None = None, **options: object) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id=settings.TIME_ZONE,
            **{"viewport": OFFICE_SCREEN, **options},
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note_console)
        return page

    yield make

    if request.node.stash.get(failed_tests, False):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        pages = [page for context in contexts for page in context.pages]
        for number, page in enumerate(pages, start=1):
            page.screenshot(path=SCREENSHOTS / f"{request.node.name}-{number}.png", full_page=True)
    for context in contexts:
        context.close()
    assert not errors, "script errors in the browser: " + "; ".join(errors)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A fresh page of nobody in particular."""
    return new_page()


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """``assert_accessible(page)``: axe finds nothing against WCAG 2.2 AA on the page as it stands."""

    def check(page: Page) -> None:
        violations = Axe().run(page, options=WCAG).response["violations"]
        found = [
            f"{violation['id']} ({violation['help']}): {node['html'][:200]}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert not found, "\n".join(found)

    return check


@pytest.fixture(autouse=True)
def causes(transactional_db: None) -> None:
    """The list of causes that the installation brings: the test before has emptied every table."""
    brought = import_module("reports.migrations.0003_chain_publications_and_list_causes")
    brought.list_causes(apps, None)


@pytest.fixture
def travel() -> Iterator[Callable[[datetime], None]]:
    """``travel(moment)``: the server's clock goes on from that moment, a naive one being Chinese time."""
    travels: list[time_machine.travel] = []

    def go(moment: datetime) -> None:
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        journey = time_machine.travel(zoned, tick=True)
        journey.start()
        travels.append(journey)

    yield go
    for journey in reversed(travels):
        journey.stop()
