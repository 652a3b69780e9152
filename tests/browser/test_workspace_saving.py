"""Saving by itself: nothing typed is lost, and nobody's figure is overwritten unseen."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from govopen.organs.models import Membership, Organ, Role, User
from reports.models import CellChange, Report, State
from reports.services.store import report_load
from tests.browser.workspace_page import Workspace

GRANTED = "applications.granted.natural"
RECEIVED = "applications.received.natural"
TOTAL = "applications.received.total"
LICENCES = "decisions.licences.count"
SAVE = re.compile(r"/save/$")

Open = Callable[..., Page]


@pytest.fixture
def colleague(county: Organ) -> User:
    user = User.objects.create_user("colleague", password="correct horse battery", full_name="李建国")
    Membership.objects.create(user=user, organ=county, role=Role.CLERK)
    return user


def stored(report: Report, key: str) -> object:
    return report_load(report=report)[key]


def lose(route: Route) -> None:
    route.abort("internetdisconnected")


@pytest.mark.both_databases
def test_it_saves_by_itself_within_a_second_of_typing(new_page: Open, clerk: User, report: Report) -> None:
    workspace = Workspace(new_page(clerk), report)
    workspace.cell(GRANTED).click()
    workspace.page.keyboard.type("39")
    workspace.page.wait_for_timeout(1500)
    workspace.expect_saved()
    assert stored(report, GRANTED) == 39
    workspace.page.reload()
    workspace.wait_until_ready()
    expect(workspace.cell(GRANTED)).to_have_value("39")


def test_what_was_typed_without_a_line_is_sent_when_it_is_back(new_page: Open, clerk: User, report: Report) -> None:
    workspace = Workspace(new_page(clerk), report)
    workspace.page.context.set_offline(True)
    workspace.type(LICENCES, "5")
    workspace.type("decisions.penalties.count", "6")
    expect(workspace.status).to_contain_text("2")
    expect(workspace.page.locator("#banner")).to_be_visible()
    assert stored(report, LICENCES) == 67711
    workspace.page.context.set_offline(False)
    workspace.expect_saved()
    expect(workspace.page.locator("#banner")).to_be_hidden()
    assert stored(report, LICENCES) == 5


def test_what_could_not_be_sent_survives_a_reload(new_page: Open, clerk: User, report: Report) -> None:
    workspace = Workspace(new_page(clerk), report)
    workspace.page.route(SAVE, lose)
    workspace.type(LICENCES, "5")
    workspace.editor("overview").click()
    workspace.page.keyboard.type("写到一半的总体情况")
    expect(workspace.status).to_contain_text("2")
    workspace.page.reload()
    workspace.wait_until_ready()
    expect(workspace.cell(LICENCES)).to_have_value("5")
    expect(workspace.editor("overview")).to_have_text("写到一半的总体情况")
    workspace.page.unroute(SAVE, lose)
    workspace.expect_saved()
    assert stored(report, LICENCES) == 5
    assert report_load(report=report).texts["overview"] == "写到一半的总体情况"
    assert workspace.page.evaluate("Object.keys(localStorage).filter(name => /^govopen:\\d/.test(name))") == []


def test_an_expired_login_keeps_everything_until_the_next(new_page: Open, clerk: User, report: Report) -> None:
    workspace = Workspace(new_page(clerk), report)
    Session.objects.all().delete()
    workspace.type(LICENCES, "5")
    banner = workspace.page.locator("#banner")
    expect(banner.locator("a")).to_be_visible()
    workspace.type("decisions.penalties.count", "6")
    assert stored(report, LICENCES) == 67711
    with workspace.page.context.expect_page() as opened:
        banner.locator("a").click()
    login = opened.value
    login.fill("input[name=username]", clerk.username)
    login.fill("input[name=password]", "correct horse battery")
    login.press("input[name=password]", "Enter")
    login.wait_for_load_state()
    workspace.expect_saved()
    expect(banner).to_be_hidden()
    assert (stored(report, LICENCES), stored(report, "decisions.penalties.count")) == (5, 6)


def test_somebody_else_logging_in_does_not_save_as_them(
    new_page: Open, clerk: User, colleague: User, report: Report
) -> None:
    workspace = Workspace(new_page(clerk), report)
    Session.objects.all().delete()
    workspace.type(LICENCES, "5")
    expect(workspace.page.locator("#banner a")).to_be_visible()
    login = workspace.page.context.new_page()
    login.goto("/login/")
    login.fill("input[name=username]", colleague.username)
    login.fill("input[name=password]", "correct horse battery")
    login.press("input[name=password]", "Enter")
    login.wait_for_load_state()
    expect(workspace.page.locator("#banner")).to_contain_text("李建国")
    workspace.page.wait_for_timeout(500)
    assert stored(report, LICENCES) == 67711
    expect(workspace.cell(LICENCES)).to_have_value("5")


@pytest.mark.both_databases
def test_two_people_at_one_cell_see_both_figures_and_choose(
    new_page: Open, clerk: User, colleague: User, report: Report
) -> None:
    mine, theirs = Workspace(new_page(clerk), report), Workspace(new_page(colleague), report)
    theirs.type(LICENCES, "111")
    theirs.expect_saved()
    mine.page.context.set_offline(True)
    mine.type("decisions.penalties.count", "6")
    mine.type(LICENCES, "222")
    mine.page.context.set_offline(False)
    expect(mine.page.locator("#waiting")).to_be_visible()
    expect(mine.box(LICENCES)).to_have_class(re.compile("f-c"))
    assert (stored(report, LICENCES), stored(report, "decisions.penalties.count")) == (111, 6)
    mine.page.locator("#waiting").click()
    box = mine.page.locator("#clash")
    for figure in ("222", "111", "67711", "李建国"):
        expect(box).to_contain_text(figure)
    box.locator("button").first.click()
    mine.expect_saved()
    assert stored(report, LICENCES) == 222
    expect(mine.page.locator("#waiting")).to_be_hidden()
    change = CellChange.objects.filter(report=report, key=LICENCES).first()
    assert (change.old, change.new, change.user) == ("111", "222", clerk)


def test_the_other_persons_figure_can_be_taken(new_page: Open, clerk: User, colleague: User, report: Report) -> None:
    mine, theirs = Workspace(new_page(clerk), report), Workspace(new_page(colleague), report)
    theirs.type(LICENCES, "111")
    theirs.expect_saved()
    mine.page.route(re.compile("/state/$"), lambda route: route.abort())
    mine.type(LICENCES, "222")
    mine.page.locator("#waiting").click()
    mine.page.locator("#clash button").last.click()
    expect(mine.cell(LICENCES)).to_have_value("111")
    assert stored(report, LICENCES) == 111


def test_other_peoples_changes_appear_and_sums_are_no_conflict(
    new_page: Open, clerk: User, colleague: User, report: Report
) -> None:
    mine, theirs = Workspace(new_page(clerk), report), Workspace(new_page(colleague), report)
    theirs.type(RECEIVED, "85")
    theirs.expect_saved()
    mine.type("applications.received.company", "10")
    expect(mine.cell(RECEIVED)).to_have_value("85")
    expect(mine.cell(TOTAL)).to_have_value("97")
    expect(mine.page.locator("#waiting")).to_be_hidden()
    mine.expect_saved()
    assert stored(report, TOTAL) == 97
    assert stored(report, "applications.received.company") == 10


def test_two_versions_of_a_text_wait_for_a_decision(
    new_page: Open, clerk: User, colleague: User, report: Report
) -> None:
    mine, theirs = Workspace(new_page(clerk), report), Workspace(new_page(colleague), report)
    theirs.editor("problems").click()
    theirs.page.keyboard.type("李建国写的问题")
    theirs.editor("problems").blur()
    theirs.expect_saved()
    mine.page.route(re.compile("/state/$"), lambda route: route.abort())
    mine.editor("problems").click()
    mine.page.keyboard.type("我写的问题")
    mine.editor("problems").blur()
    mine.page.locator("#waiting").click()
    expect(mine.page.locator("#clash")).to_contain_text("李建国写的问题")
    expect(mine.editor("problems")).to_have_text("我写的问题")
    mine.page.locator("#clash button").first.click()
    mine.expect_saved()
    assert report_load(report=report).texts["problems"] == "我写的问题"


def test_undo_leaves_alone_what_somebody_else_changed_since(
    new_page: Open, clerk: User, colleague: User, report: Report
) -> None:
    mine = Workspace(new_page(clerk), report)
    mine.type(LICENCES, "5")
    mine.expect_saved()
    theirs = Workspace(new_page(colleague), report)
    theirs.type(LICENCES, "6")
    theirs.expect_saved()
    mine.type("decisions.penalties.count", "7")
    expect(mine.cell(LICENCES)).to_have_value("6")
    mine.press("Control+z", "Control+z")
    mine.expect_saved()
    assert stored(report, LICENCES) == 6


def test_a_report_published_meanwhile_says_so_and_keeps_what_was_typed(
    new_page: Open, clerk: User, report: Report
) -> None:
    workspace = Workspace(new_page(clerk), report)
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    workspace.type(LICENCES, "5")
    expect(workspace.page.locator("#banner")).to_be_visible()
    expect(workspace.cell(LICENCES)).to_have_value("5")
    assert stored(report, LICENCES) == 67711


def test_a_faulty_server_is_tried_again(new_page: Open, clerk: User, report: Report) -> None:
    workspace = Workspace(new_page(clerk), report)
    answers = iter([500, 503])

    def fail_twice(route: Route) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, body="")

    workspace.page.route(SAVE, fail_twice)
    workspace.type(LICENCES, "5")
    expect(workspace.status.locator(".sg.e")).to_be_visible()
    workspace.expect_saved()
    assert stored(report, LICENCES) == 5
