"""Figures of the tables in the texts: put in, followed, found, marked."""

import random
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from govopen.organs.models import Organ, ReportingYear, User
from reports.bound import Field, Form, figure_text
from reports.models import ChangeSource, Report
from reports.schema import V2021, Kind
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.value import Number, ReportValue, Scope, number_text
from tests.browser.workspace_page import Workspace
from tests.builders import TEXTS

GRANTED = "applications.granted.natural"
GRANTED_TOTAL = "applications.granted.total"
HANDLED_TOTAL = "applications.handled_total.total"
RECEIVED_TOTAL = "applications.received.total"
COPIED = "（一）依申请公开\n2023年，新收政府信息公开申请86件，同比增长12.5%，办结83件，其中予以公开38件，占45.8%。"

Open = Callable[..., Page]


@pytest.fixture
def report(report: Report) -> Report:
    """The stored report with texts; its overview is empty."""
    value = report_load(report=report).replace({}, TEXTS | {"overview": ""})
    report_save(report=report, value=value, revision=report.revision, user=None, source=ChangeSource.IMPORTED)
    return report


@pytest.fixture
def workspace(new_page: Open, clerk: User, report: Report) -> Workspace:
    return Workspace(new_page(clerk), report)


@pytest.fixture
def following(new_page: Open, clerk: User, county: Organ, years: dict[int, ReportingYear], report: Report) -> Workspace:
    """The next year's report, in which last year's texts are at hand."""
    value = report_load(report=report).replace({}, {"overview": COPIED})
    report_save(report=report, value=value, revision=report.revision, user=None, source=ChangeSource.IMPORTED)
    draft = report_start(organ=county, year=years[2024], scope=Scope.OWN, user=clerk)[0]
    figures = {
        **value.cells,
        "applications.received.natural": 107,
        GRANTED: 59,
        "applications.handled_total.natural": 104,
    }
    figures |= {RECEIVED_TOTAL: 107, GRANTED_TOTAL: 59, HANDLED_TOTAL: 104}
    now = report_load(report=draft).replace(figures)
    report_save(report=draft, value=now, revision=draft.revision, user=None, source=ChangeSource.TYPED)
    return Workspace(new_page(clerk), draft)


def text_of(workspace: Workspace, key: str = "overview") -> str:
    """The text as it is read, a line a paragraph."""
    return workspace.editor(key).evaluate(
        r"box => Array.from(box.children, line => line.textContent.replace(/\ufeff/g, '')).join('\n')"
    )


def chips(workspace: Workspace) -> Locator:
    return workspace.editor("overview").locator("[data-token]")


def stored(report: Report, key: str = "overview") -> str:
    return report_load(report=report).texts[key]


def insert(workspace: Workspace, fragments: str) -> None:
    """Type the shorthand and choose the first label with these fragments."""
    workspace.page.keyboard.type("{{")
    expect(workspace.page.locator(".pick")).to_be_visible()
    workspace.page.keyboard.type(fragments)
    workspace.press("Enter")
    expect(workspace.page.locator(".pick")).to_be_hidden()


@pytest.mark.both_databases
def test_a_figure_put_in_by_shorthand_follows_the_table_and_is_a_number_in_the_preview(
    workspace: Workspace, report: Report
) -> None:
    workspace.editor("overview").click()
    workspace.page.keyboard.type("全年予以公开")
    insert(workspace, "予以公开 总计")
    workspace.page.keyboard.type("件。")
    assert text_of(workspace) == "全年予以公开38件。"
    expect(chips(workspace)).to_have_attribute("title", V2021.specs[GRANTED_TOTAL].label)
    workspace.type(GRANTED, "40")
    expect(chips(workspace)).to_have_text("40")
    expect(workspace.page.locator('[data-count="overview"]')).to_contain_text("10")
    workspace.expect_saved()
    assert stored(report) == f"全年予以公开{{{{{GRANTED_TOTAL}}}}}件。"
    workspace.page.reload()
    workspace.wait_until_ready()
    assert text_of(workspace) == "全年予以公开40件。"
    workspace.page.goto(f"/reports/report/{report.pk}/preview/")
    expect(workspace.page.locator("main")).to_contain_text("全年予以公开40件。")


def test_the_picker_is_used_by_mouse_and_by_keyboard(
    workspace: Workspace, assert_accessible: Callable[[Page], None], report: Report
) -> None:
    page = workspace.page
    workspace.editor("overview").click()
    page.locator('[data-pick="overview"]').click()
    search = page.locator("#pick-input")
    expect(search).to_be_focused()
    assert_accessible(page)
    search.fill("没有这样的栏目")
    expect(page.locator(".pick [role=option]")).to_have_count(0)
    search.fill("不予公开")
    options = page.locator(".pick [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.first).to_contain_text("不予公开·总计")  # the group's sum
    workspace.press("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "Escape")
    expect(page.locator(".pick")).to_be_hidden()
    assert workspace.focused() == "overview"
    page.locator('[data-pick="overview"]').click()
    search.fill("不予公开 总计")
    options.first.click()
    assert text_of(workspace).isdigit()
    workspace.expect_saved()
    assert (
        stored(report).count("+")
        == len([key for key in V2021.cells if ".refused_" in key and key.endswith(".total")]) - 1
    )


def test_a_share_asks_for_its_whole(workspace: Workspace, report: Report) -> None:
    workspace.editor("overview").click()
    workspace.page.keyboard.type("{{")
    workspace.page.locator('.pick [value="share"]').check()
    workspace.page.locator("#pick-input").fill("予以公开 总计")
    workspace.press("Enter")
    expect(workspace.page.locator(".pick [role=option]").first).to_contain_text("总计")
    workspace.page.locator("#pick-input").fill("七 总计·总计")
    workspace.press("Enter")
    value = report_load(report=report)
    assert text_of(workspace) == f"{value[GRANTED_TOTAL] / value[HANDLED_TOTAL]:.1%}"  # type: ignore[operator]


def test_a_share_is_chosen_with_the_mouse_alone(workspace: Workspace) -> None:
    page = workspace.page
    workspace.editor("overview").click()
    page.locator('[data-pick="overview"]').click()
    for kind in ("change", "difference", "share"):
        page.locator(f'.pick label:has([value="{kind}"])').click(position={"x": 24, "y": 8})
        expect(page.locator(f'.pick [value="{kind}"]')).to_be_checked()
        expect(page.locator("#pick-input")).to_be_focused()
    options = page.locator(".pick [role=option]")
    options.first.click()
    expect(page.locator(".pick")).to_be_visible()
    options.first.click()
    expect(page.locator(".pick")).to_be_hidden()
    assert text_of(workspace).endswith("%")


def test_the_shorthand_goes_when_no_figure_is_chosen(workspace: Workspace) -> None:
    workspace.editor("overview").click()
    workspace.page.keyboard.type("甲{{乱七八糟")
    workspace.press("Escape")
    assert text_of(workspace) == "甲"
    workspace.page.keyboard.type("乙")
    assert text_of(workspace) == "甲乙"


def test_chips_behave_like_characters(workspace: Workspace, report: Report) -> None:
    workspace.editor("overview").click()
    workspace.page.keyboard.type("甲")
    insert(workspace, "新收 总计")
    workspace.page.keyboard.type("乙")
    assert text_of(workspace) == "甲86乙"
    workspace.press("Backspace", "Backspace")
    assert text_of(workspace) == "甲"
    workspace.press("Control+z")
    assert text_of(workspace) == "甲86"
    workspace.press("ArrowLeft")
    workspace.page.keyboard.type("前")
    assert text_of(workspace) == "甲前86"
    workspace.press("End", "Enter")
    workspace.page.keyboard.type("第二段")
    workspace.press("Home", "Backspace")
    assert text_of(workspace) == "甲前86第二段"
    workspace.press("Control+a", "Control+c", "End", "Enter", "Control+v")
    assert text_of(workspace) == "甲前86第二段\n甲前86第二段"
    expect(chips(workspace)).to_have_count(2)
    workspace.press("Control+a", "Control+x")
    assert text_of(workspace) == ""
    workspace.press("Control+z", "Control+z")
    assert text_of(workspace) == "甲前86第二段\n"
    workspace.expect_saved()
    assert stored(report) == f"甲前{{{{{RECEIVED_TOTAL}}}}}第二段"


def test_a_click_on_a_chip_puts_the_caret_beside_it(workspace: Workspace) -> None:
    workspace.editor("overview").click()
    insert(workspace, "新收 总计")
    workspace.page.locator("#title-overview").click()
    chips(workspace).click(position={"x": 3, "y": 6})
    workspace.page.keyboard.type("共")
    assert text_of(workspace) == "共86"


def test_outside_a_copied_text_has_numbers(workspace: Workspace) -> None:
    workspace.editor("overview").click()
    insert(workspace, "新收 总计")
    workspace.press("Control+a")
    assert workspace.copied() == "86"


def test_a_figure_that_cannot_be_shown_says_so_and_is_a_finding(workspace: Workspace) -> None:
    workspace.editor("overview").click()
    workspace.page.keyboard.type("{{")
    workspace.page.locator('.pick [value="change"]').check()
    workspace.page.locator("#pick-input").fill("新收 总计")
    workspace.press("Enter")
    expect(chips(workspace)).to_have_text("【未填】")
    expect(workspace.page.locator("#finding-list")).to_contain_text("N-20")


def test_what_matches_in_last_years_text_is_bound_after_one_review(
    following: Workspace, assert_accessible: Callable[[Page], None]
) -> None:
    page = following.page
    page.locator('[data-last="overview"]').click()
    page.locator('[data-take="overview"]').click()
    expect(following.editor("overview")).to_contain_text("86")
    page.locator('[data-offer="overview"] .btn').first.click()
    review = page.locator("dialog.bind")
    expect(review.locator("li:not(.grp)")).to_have_count(5)
    review.locator("[type=checkbox]").nth(1).uncheck()
    review.locator("[type=submit]").click()
    expect(chips(following)).to_have_count(4)
    line = text_of(following).split("\n")[1]
    assert line == "2023年，新收政府信息公开申请107件，同比增长12.5%，办结104件，其中予以公开59件，占56.7%。"
    page.locator(".toast[data-kind=bind] .btn").click()
    expect(chips(following)).to_have_count(0)
    page.locator('[data-bind="overview"]').click()
    expect(review).to_be_visible()
    expect(review.locator("mark").first).to_have_text("86")
    assert_accessible(page)
    following.press("Escape")
    expect(review).to_be_hidden()


def test_figures_are_underlined_and_say_which_cell_they_are(workspace: Workspace) -> None:
    page = workspace.page
    workspace.editor("overview").click()
    page.keyboard.type("（一）依申请公开。本年新收政府信息公开申请86件，予以公开37件。")
    agrees, disagrees = page.locator(".marks .agrees"), page.locator(".marks .disagrees")
    expect(agrees).to_have_count(1)
    expect(disagrees).to_have_count(1)
    box = disagrees.bounding_box()
    assert box is not None
    figure = workspace.editor("overview").evaluate(
        """box => {
            const [text] = box.firstElementChild.childNodes;
            const range = document.createRange();
            range.setStart(text, text.data.indexOf('37'));
            range.setEnd(text, text.data.indexOf('37') + 2);
            return range.getBoundingClientRect().toJSON();
        }"""
    )
    assert abs(box["x"] - figure["x"]) < 1
    assert abs(box["width"] - figure["width"]) < 1
    page.mouse.move(box["x"] + 3, box["y"] + 5)
    expect(page.locator(".said:visible")).to_have_text(re.compile("予以公开.*38"))
    page.mouse.move(5, 5)
    for _ in range(3):
        workspace.press("ArrowLeft")  # the caret inside 37
    expect(page.locator(".said:visible")).to_have_text(re.compile("予以公开.*38"))
    workspace.press("Delete")
    page.keyboard.type("8")
    expect(disagrees).to_have_count(0)
    expect(agrees).to_have_count(2)


def test_the_page_shows_the_figures_that_the_server_shows(following: Workspace) -> None:
    """The same fields over the same cells, random but zero-heavy, in script and in Python."""
    chance = random.Random(3)  # noqa: S311  # no secret is made of it
    counts = [key for key in V2021.cells if V2021.specs[key].kind is Kind.COUNT]
    amount = "charges.administrative_fees.amount"

    def figures() -> dict[str, Number | None]:
        found: dict[str, Number | None] = {
            key: chance.choice((0, 0, 1, chance.randrange(9999), None)) for key in counts
        }
        return found | {amount: chance.choice((Decimal("236.90"), Decimal("0.05"), Decimal(12), None))}

    now, last = figures(), figures()
    fields = [Field((amount,), form) for form in (Form.NUMBER, Form.CHANGE, Form.DIFFERENCE)]
    for _ in range(400):
        form = chance.choice(list(Form))
        whole = tuple(chance.sample(counts, 2)) if form is Form.SHARE else ()
        fields.append(Field(tuple(chance.sample(counts, chance.randrange(1, 3))), form, whole))
    value = ReportValue(V2021, "", 2024, cells=now)
    previous = ReportValue(V2021, "", 2023, cells=last)
    expected = [figure_text(field, value, previous)[0] for field in fields]
    assert len(set(expected)) > 50
    shown = following.page.evaluate(
        """async ({tokens, now, last}) => {
            const {fieldOf, figureOf} = await import('/static/reports/workspace/text_figures.js');
            const {Book} = await import('/static/reports/workspace/book.js');
            const data = JSON.parse(document.querySelector('#workspace-data').textContent);
            const book = new Book({...data, values: {...data.values, ...now}, previous: last, has_previous: true});
            return tokens.map((token) => figureOf(book, fieldOf(book, token)).text);
        }""",
        {
            "tokens": [field.token for field in fields],
            "now": {key: number_text(number) for key, number in now.items()},
            "last": {key: number_text(number) for key, number in last.items()},
        },
    )
    assert shown == expected
