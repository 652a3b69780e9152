"""A county's drop of files in a real browser: taken in, one matched by hand, imported together, withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import Organ, OrganKind, ReportingYear, Role, User
from reports.exchange.workbook import Workbook
from reports.models import Intake, Job, JobState, Report
from tests import records
from tests.bad_files import LANTIAN
from tests.builders import SAMPLES, filled

PAGE = SAMPLES / "files" / "016_平潭综合实验区_2021.reduced.html"


@pytest.fixture
def offices(county: Organ, bureau: Organ, years: dict[int, ReportingYear]) -> User:
    """Somebody who fills in for the county, its bureau and two offices more."""
    more = [records.organ(name, parent=county, kind=OrganKind.DEPARTMENT) for name in ("蓝田县水务局", "蓝田县财政局")]
    return records.person(Role.CLERK, county, bureau, *more, name="汇总员")


@pytest.fixture
def drop(tmp_path: Path) -> list[Path]:
    """A web page, a text, a workbook, one broken, and one of an organ that nobody has registered."""
    page = PAGE.read_text("utf-8").replace("2021年", "2023年")
    contents = {
        "教育局.html": page.replace("平潭综合实验区", "蓝田县教育局").encode(),
        LANTIAN.name: LANTIAN.read_bytes(),
        "水务局.xlsx": Workbook().write(replace(filled(), organ="蓝田县水务局", year=2023)),
        "坏.xlsx": b"PK\x03\x04broken",
        "财政.html": page.replace("平潭综合实验区", "蓝田县财税中心").encode(),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in contents]


def reported() -> dict[str, int]:
    return dict(Report.objects.values_list("organ__name", "filled"))


@pytest.mark.both_databases
def test_a_drop_is_matched_imported_and_withdrawn(
    new_page: Callable[..., Page], offices: User, drop: list[Path], assert_accessible: Callable[[Page], None]
) -> None:
    page = new_page(offices)
    page.goto("/intakes/")
    assert_accessible(page)
    page.click(".bar .btn.pri")
    page.set_input_files("#id_files", drop)
    expect(page.locator("[data-chosen]")).to_contain_text("5")
    assert_accessible(page)
    page.click("button.pri")
    page.wait_for_url("**/intakes/*/")
    expect(page.locator(".intake-files tbody tr")).to_have_count(5)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    expect(page.locator(".intake-files .tag.red")).to_have_count(1)
    assert not Report.objects.exists()

    page.click(".intake-files tr:has(.tag.amb) td a")
    assert_accessible(page)
    page.fill("#id_organ", "蓝田县财政局")
    page.click(".itk-match .btn.pri")
    expect(page.locator(".bar .tag.blue")).to_be_visible()
    assert_accessible(page)
    page.click(".crumb a >> nth=1")

    # None ticked means all; ticking says how many.
    button = page.locator("[data-apply]")
    usual = button.inner_text()
    page.locator(".ck").first.check()
    expect(button).not_to_have_text(usual)
    page.locator(".ck").first.uncheck()
    expect(button).to_have_text(usual)
    button.click()
    expect(page.locator(".intake-files .tag.grn")).to_have_count(4)
    assert set(reported()) == {"蓝田县教育局", "蓝田县人民政府", "蓝田县水务局", "蓝田县财政局"}
    assert min(reported().values()) > 150

    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-confirm]")
    expect(page.locator(".intake-files .tag.grn")).to_have_count(0)
    assert set(reported().values()) == {0}


def test_too_many_files_are_stopped_before_they_travel(new_page: Callable[..., Page], offices: User) -> None:
    page = new_page(offices)
    page.goto("/intakes/new/")
    page.set_input_files(
        "#id_files", [{"name": f"{number}.txt", "mimeType": "text/plain", "buffer": b"1"} for number in range(601)]
    )
    expect(page.locator("[data-problem]")).to_contain_text("601")
    page.click("button.pri")
    expect(page.locator("[data-problem]")).to_be_visible()
    assert page.url.endswith("/intakes/new/")
    assert not Intake.objects.exists()


def test_a_page_that_waits_goes_on_when_the_work_is_done(
    new_page: Callable[..., Page], offices: User, drop: list[Path]
) -> None:
    page = new_page(offices)
    page.goto("/intakes/new/")
    page.set_input_files("#id_files", drop[:1])
    page.click("button.pri")
    page.wait_for_url("**/intakes/*/")
    job = Job.objects.filter(pk=Intake.objects.get().job_id)
    job.update(state=JobState.WAITING, done=0)
    page.reload()
    expect(page.locator("[role=progressbar]")).to_have_attribute("aria-valuenow", "0")
    expect(page.locator("[data-apply]")).to_have_count(0)
    job.update(state=JobState.DONE, done=1)
    expect(page.locator("[data-apply]")).to_be_visible()
