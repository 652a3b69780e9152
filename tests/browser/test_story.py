"""The product in one sitting: what somebody who has never seen it does on the first day, on the demo's real data."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect

from govopen.organs.models import User
from reports.models import Report
from tests.browser.workspace_page import Workspace

NATURAL = "applications.received.natural"
TOTAL = "applications.received.total"
CARRIED_IN = "applications.carried_in.natural"


@pytest.fixture
def demo(live_server: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The demo county; user names with their passwords."""
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    call_command("seed_demo", verbosity=0)
    lines = (tmp_path / "demo-users.txt").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[1]: line.split("\t")[2] for line in lines}


@pytest.mark.both_databases
def test_a_clerks_first_day(
    demo: dict[str, str],
    new_page: Callable[..., Page],
    travel: Callable[[datetime], None],
    assert_accessible: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    travel(datetime(2025, 1, 6, 9, 0))
    page = new_page()
    page.goto("/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", demo["clerk"])
    page.keyboard.press("Enter")

    real = Report.objects.get(year=2023, organ__parent=None)
    assert real.filled == 200
    assert not real.findings.exists()
    expect(page.locator("body")).to_contain_text("2024年度报告")
    page.get_by_role("button", name="带入并开始").click()
    expect(page).to_have_url(re.compile(r"/change/"))

    started = Report.objects.get(year=2024, organ__parent=None)
    workspace = Workspace(page, started)
    expect(workspace.cell(CARRIED_IN)).to_have_value("3")

    for column in ("natural", "company", "research", "nonprofit", "legal_service", "other"):
        workspace.type(f"applications.received.{column}", "2")
    expect(workspace.cell(TOTAL)).to_have_value("12")
    workspace.cell(TOTAL).click()
    workspace.press("F9")
    workspace.type(TOTAL, "13")
    finding = page.locator("#finding-list").get_by_text("T3-3")
    expect(finding).to_be_visible()
    workspace.press("ArrowUp", "1", "2", "Enter")
    expect(finding).to_have_count(0)
    workspace.expect_saved()
    page.reload()
    expect(workspace.cell(NATURAL)).to_have_value("2")
    assert_accessible(page)

    page.get_by_role("link", name="预览").first.click()
    expect(page.locator("h1")).to_contain_text("蓝田县人民政府2024年政府信息公开工作年度报告")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    download.value.save_as(tmp_path / "report.pdf")
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "report.pdf").pages)
    assert "蓝田县人民政府2024年" in "".join(text.split())


def test_the_demo_makes_one_person_a_role(demo: dict[str, str]) -> None:
    assert set(demo) == {"clerk", "clerk2", "reviewer", "signer", "leader", "coordinator", "viewer", "admin"}
    assert all(User.objects.get(username=name).check_password(password) for name, password in demo.items())
