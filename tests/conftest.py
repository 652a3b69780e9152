"""What all tests share: a county with its people and reports, the database they run on, Hypothesis profiles."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from govopen.organs.models import Level, Membership, Organ, OrganKind, ReportingYear, Role, User
from reports.models import ChangeSource, Report
from reports.services.reporting import report_start
from reports.services.store import report_save
from reports.value import Scope
from tests.builders import truth

# The same examples every time, so that a failure belongs to the change that caused it; for a longer search run
# pytest --hypothesis-profile=search.
hypothesis_settings.register_profile("suite", max_examples=50, derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", max_examples=1000, deadline=None)
hypothesis_settings.load_profile("suite")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only tests that touch the database, and of those in the browser only the ones marked both_databases",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: runs in Chromium (set by the folder)")
    config.addinivalue_line("markers", "both_databases: a browser test to run on PostgreSQL too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    browser_folder = Path(__file__).parent / "browser"
    for item in items:
        if browser_folder in item.path.parents:
            item.add_marker("browser")
    if config.getoption("--only-database"):
        kept = [item for item in items if _touches_database(item) and _belongs_on_second_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    test_class = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        or (isinstance(test_class, type) and issubclass(test_class, TransactionTestCase))
    )


def _belongs_on_second_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is None or item.get_closest_marker("both_databases") is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in real life: in memory, the browser tests' server threads would share one transaction."""
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What one test made the cache remember would be of records that another test does not have."""
    cache.clear()


@pytest.fixture
def county(db: None) -> Organ:
    """The body that files the real reports among the samples."""
    return Organ.objects.create(name="蓝田县人民政府", kind=OrganKind.GOVERNMENT, level=Level.COUNTY)


@pytest.fixture
def bureau(county: Organ) -> Organ:
    """A department below the county."""
    return Organ.objects.create(
        name="蓝田县教育局", kind=OrganKind.DEPARTMENT, level=Level.COUNTY, parent=county, is_demo=True
    )


@pytest.fixture
def elsewhere(db: None) -> Organ:
    """A county that nobody from 蓝田 may look into."""
    return Organ.objects.create(name="沭阳县人民政府", kind=OrganKind.GOVERNMENT, level=Level.COUNTY)


@pytest.fixture
def years(db: None) -> dict[int, ReportingYear]:
    """The years 2019 to 2025, each on the form then in force."""
    return {
        year: ReportingYear.objects.get_or_create(
            year=year,
            defaults={
                "schema": "2019" if year < 2021 else "2021",
                "opens_on": date(year + 1, 1, 1),
                "department_due": date(year + 1, 1, 20),
                "government_due": date(year + 1, 3, 15),
            },
        )[0]
        for year in range(2019, 2026)
    }


@pytest.fixture
def person(db: None) -> Callable[[str, Organ], User]:
    """``person(role, organ)``: somebody with that role there; the user name is the role and the organ's number."""

    def make(role: str, organ: Organ) -> User:
        user, is_new = User.objects.get_or_create(
            username=f"{role}-{organ.pk}", defaults={"full_name": "李静", "is_staff": True}
        )
        if is_new:
            user.set_password("correct horse battery")
            user.save()
        Membership.objects.get_or_create(user=user, organ=organ, role=role)
        return user

    return make


@pytest.fixture
def clerk(person: Callable[[str, Organ], User], county: Organ) -> User:
    return person(Role.CLERK, county)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """``signed_in(user)``: a test client with that person's session."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def report(county: Organ, years: dict[int, ReportingYear]) -> Report:
    """蓝田县's real report on 2023, stored: every true figure, and no text."""
    stored, _is_new = report_start(organ=county, year=years[2023], scope=Scope.OWN, user=None)
    report_save(report=stored, value=truth("001"), revision=stored.revision, user=None, source=ChangeSource.IMPORTED)
    return stored


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread; Django would take every query of the test for an async mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.fail("No Chromium on this machine: sudo apt-get install chromium")
    running = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
    yield running
    running.close()
