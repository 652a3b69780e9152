"""Importing a file, as a clerk does it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from govopen.organs.models import Organ, ReportingYear, User
from reports.exchange.base import Proposal, ReadResult
from reports.exchange.workbook import Workbook
from reports.models import ChangeSource, ImportDraft, Report
from reports.services import import_review
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.value import Scope
from tests.bad_files import LANTIAN, UNREADABLE
from tests.builders import truth

GRANTED = "applications.granted.natural"
FORCE = "decisions.coercive_measures.count"
SHUYANG = next(LANTIAN.parent.glob("003_*"))


@pytest.fixture
def started(county: Organ, years: dict[int, ReportingYear]) -> Report:
    return report_start(organ=county, year=years[2023], scope=Scope.OWN, user=None)[0]


@pytest.fixture
def changed(report: Report, clerk: User) -> Report:
    value = report_load(report=report).replace({GRANTED: 39, FORCE: 2520})
    report_save(report=report, value=value, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    return report


def upload(page: Page, report: Report, file: Path | dict[str, object]) -> None:
    page.goto(f"/reports/report/{report.pk}/import/")
    page.set_input_files("input[type=file]", file)
    page.click(".btn.pri")


def cells(report: Report) -> dict[str, object]:
    return dict(report_load(report=Report.objects.select_related("organ").get(pk=report.pk)).cells)


@pytest.mark.both_databases
def test_a_file_goes_in_and_comes_out_again(new_page: Callable[..., Page], started: Report, clerk: User) -> None:
    page = new_page(clerk)
    upload(page, started, LANTIAN)
    expect(page.locator(".kpi b").first).to_have_text("200")
    expect(page.locator("table.src.open")).to_be_visible()
    assert cells(started)[GRANTED] is None
    page.click(".applybar .pri")
    page.wait_for_url("**/change/")
    assert cells(started) == dict(truth("001").cells)
    expect(page.locator(f'[data-cell="{GRANTED}"], [data-key="{GRANTED}"], [name="{GRANTED}"]').first).to_be_visible()
    page.click(".toast a")
    page.get_by_role("button").filter(has=page.locator(".i-back")).click()
    page.wait_for_url("**/change/")
    assert set(cells(started).values()) == {None}


def test_the_outcome_follows_the_choices(new_page: Callable[..., Page], changed: Report, clerk: User) -> None:
    page = new_page(clerk)
    upload(page, changed, LANTIAN)
    ticks = page.locator("#dif input[name^=cell-]")
    expect(ticks).to_have_count(2)
    expect(page.locator("[data-errors]")).to_have_text("0")
    page.locator(f'#dif input[name="cell-{GRANTED}"]').uncheck()
    expect(page.locator("[data-errors]")).not_to_have_text("0")
    page.click(".applybar .pri")
    page.wait_for_url("**/change/")
    assert (cells(changed)[GRANTED], cells(changed)[FORCE]) == (39, truth("001")[FORCE])


def test_a_place_and_its_cell_find_each_other(new_page: Callable[..., Page], changed: Report, clerk: User) -> None:
    page = new_page(clerk)
    text = LANTIAN.read_text("utf-8").replace("| 84 |", "| 84件 |", 1)
    upload(page, changed, {"name": "定稿.md", "mimeType": "text/plain", "buffer": text.encode()})
    page.click("#src [data-tab=src-1]")
    place = page.locator(".prb > li", has_text="84件")
    place.locator("a").focus()
    marked = page.locator("#src td.on")
    expect(marked).to_be_visible()
    expect(marked).to_contain_text("84件")
    number = marked.locator("a.pn")
    page.click("#src [data-tab=src-1]")
    page.click("#src [data-tab=src-2]")
    number.press("Enter")
    expect(place).to_have_class("on")


def test_blanks_are_filled_only_when_a_person_says_so(
    new_page: Callable[..., Page], started: Report, clerk: User
) -> None:
    page = new_page(clerk)
    upload(page, started, SHUYANG)
    page.locator(".imp-group summary").click()
    page.locator("[data-zero]").click()
    expect(page.locator(".applybar .pri")).to_contain_text("200")
    page.click(".applybar .pri")
    assert page.url.endswith(
        f"/import/{ImportDraft.objects.get().pk}/"
    )  # another organ's file: not before it is ticked
    page.check("input[name=confirmed]")
    page.click(".applybar .pri")
    page.wait_for_url("**/change/")
    assert dict.fromkeys(cells(started)) != cells(started)
    assert None not in cells(started).values()


def test_it_works_without_scripts(new_page: Callable[..., Page], changed: Report, clerk: User) -> None:
    page = new_page(clerk, java_script_enabled=False)
    upload(page, changed, LANTIAN)
    expect(page.locator("table.src")).to_have_count(3)
    for table in page.locator("table.src").all():
        expect(table).to_be_visible()
    page.locator(f'#dif input[name="cell-{FORCE}"]').uncheck()
    page.locator("[data-recheck]").click()
    expect(page.locator(f'#dif input[name="cell-{FORCE}"]')).not_to_be_checked()
    page.click(".applybar .pri")
    page.wait_for_url("**/change/")
    assert (cells(changed)[GRANTED], cells(changed)[FORCE]) == (38, 2520)


def test_pasted_text_is_read_like_a_file(new_page: Callable[..., Page], started: Report, clerk: User) -> None:
    page = new_page(clerk)
    page.goto(f"/reports/report/{started.pk}/import/")
    page.fill("textarea[name=pasted]", LANTIAN.read_text("utf-8"))
    page.click(".btn.pri")
    expect(page.locator(".kpi b").first).to_have_text("200")


def test_a_pasted_table_keeps_its_merged_cells(new_page: Callable[..., Page], started: Report, clerk: User) -> None:
    page = new_page(clerk)
    page.goto(f"/reports/report/{started.pk}/import/")
    page.evaluate(
        """html => {
            const clipboard = new DataTransfer();
            clipboard.setData("text/html", html);
            clipboard.setData("text/plain", "表");
            const box = document.querySelector("textarea[name=pasted]");
            box.value = "表";
            box.select();
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true }));
        }""",
        SHUYANG.read_text("utf-8"),
    )
    expect(page.locator("input[name=pasted_html]")).not_to_have_value("")
    page.click(".btn.pri")
    expect(page.locator(".kpi b").first).to_have_text("75")


def test_a_wrong_file_is_refused_on_the_page(new_page: Callable[..., Page], started: Report, clerk: User) -> None:
    page = new_page(clerk)
    for name, data in UNREADABLE.values():
        upload(page, started, {"name": name, "mimeType": "text/html", "buffer": data})
        expect(page.get_by_role("alert").first).to_be_visible()
        expect(page.locator(".err1")).not_to_be_empty()
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}])
def test_the_pages_are_accessible_and_do_not_scroll_sideways(
    size: dict[str, int],
    new_page: Callable[..., Page],
    changed: Report,
    clerk: User,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = new_page(clerk, viewport=size)

    def check() -> None:
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.locator(".btn.pri").count() == 1

    page.goto(f"/reports/report/{changed.pk}/import/")
    check()
    upload(page, changed, {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    check()
    upload(page, changed, SHUYANG)
    page.locator(".imp-group summary").click()
    check()
    page.click("[data-show=cells]")
    check()
    upload(page, changed, LANTIAN)
    check()
    page.click(".applybar .pri")
    page.wait_for_url("**/change/")
    page.goto(f"/reports/report/{changed.pk}/import/{ImportDraft.objects.filter(applied_at__isnull=False).get().pk}/")
    check()


@pytest.fixture
def pdf() -> Path:
    return next(LANTIAN.parent.glob("005_*.pdf"))


def test_a_figure_is_corrected_in_the_table_of_all_values(
    new_page: Callable[..., Page], changed: Report, clerk: User
) -> None:
    page = new_page(clerk)
    upload(page, changed, LANTIAN)
    expect(page.locator("[data-left]")).to_contain_text("2")
    page.click("[data-show=cells]")
    expect(page.locator("[data-row]:visible")).to_have_count(2)
    page.locator("[data-filter=all]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]:visible")).to_have_count(200)
    assert page.url.endswith("?show=all")
    box = page.locator('[name="set-decisions.penalties.count"]')
    box.fill("一百")
    expect(page.locator('[data-row="decisions.penalties.count"] .problem')).to_contain_text("一百")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_focused()
    box.fill("101")
    expect(page.locator('[data-row="decisions.penalties.count"] [data-said]')).to_contain_text("101")
    page.locator(f'[name="set-{GRANTED}"]').fill("40")
    expect(page.locator("[data-left]")).to_contain_text("1")
    expect(page.locator("[data-errors]")).not_to_have_text("0")
    page.reload()
    expect(page.locator("[data-row]:visible")).to_have_count(200)
    page.locator('[name="set-decisions.penalties.count"]').fill("101")
    page.click(".applybar .pri")
    page.wait_for_url("**/change/")
    assert (cells(changed)["decisions.penalties.count"], cells(changed)[GRANTED]) == (101, 38)


def test_a_proposal_is_taken_only_by_a_click(
    new_page: Callable[..., Page], started: Report, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*, data: bytes, filename: str) -> ReadResult:
        result = import_review.file_read(data=data, filename=filename)
        offer = Proposal("第2个表第6行", "只有这样各行各列的合计才对得上", {GRANTED: 38, FORCE: 5})
        return replace(result, value=result.value.replace({GRANTED: None, FORCE: None}), proposals=(offer,))

    monkeypatch.setattr(import_review, "kept_read", read)
    page = new_page(clerk)
    upload(page, started, LANTIAN)
    offer = page.locator("#offers li")
    expect(offer).to_contain_text("合计才对得上")
    expect(offer.locator("input:checked")).to_have_count(0)
    expect(page.locator("[data-left]")).to_contain_text("2")
    offer.locator('input[value="1"]').check()
    expect(page.locator(".applybar .pri")).to_contain_text("200")
    page.click("[data-show=cells]")
    page.click("[data-filter=all]")
    page.locator(f'[name="set-{FORCE}"]').fill("6")
    expect(page.locator(f'[data-row="{FORCE}"] [data-said]')).to_contain_text("6")
    page.click(".applybar .pri")
    page.wait_for_url("**/change/")
    assert (cells(started)[GRANTED], cells(started)[FORCE]) == (38, 6)


def test_a_pdf_shows_its_page_with_the_figure_marked(
    new_page: Callable[..., Page],
    started: Report,
    clerk: User,
    pdf: Path,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = new_page(clerk)
    upload(page, started, pdf)
    page.click("[data-show=cells]")
    page.click("[data-filter=all]")
    page.locator(f'[data-row="{GRANTED}"] a').click()
    mark = page.locator("#src .box.on")
    expect(mark).to_be_visible()
    expect(mark).to_have_attribute("data-key", GRANTED)
    page.wait_for_function("document.querySelector('.srcp.open img').naturalWidth > 600")
    before = mark.bounding_box()
    page.locator("[data-zoom] [data-by='1']").click()
    assert mark.bounding_box()["width"] > before["width"]
    other = page.locator(f'#src [data-key="{FORCE}"]')
    panel = other.evaluate("box => box.closest('[data-panel]').id")
    page.click("[data-tab=src-text]")
    page.click(f"[data-tab={panel}]")
    page.click("[data-show=places]")
    other.click()
    expect(page.locator(f'[name="set-{FORCE}"]')).to_be_visible()
    expect(page.locator(f'[data-row="{FORCE}"]')).to_have_class(re.compile(r"\bon\b"))
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_a_workbook_is_drawn_as_a_sheet(new_page: Callable[..., Page], started: Report, clerk: User) -> None:
    page = new_page(clerk)
    data = Workbook().write(truth("001"))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    upload(page, started, {"name": "表.xlsx", "mimeType": kind, "buffer": data})
    page.click("[data-show=cells]")
    page.click("[data-filter=all]")
    link = page.locator(f'[data-row="{GRANTED}"] a')
    expect(link).to_contain_text("工作表“三”D9")
    link.click()
    marked = page.locator("table.src.open td.on")
    expect(marked).to_have_text("38")
    expect(marked.locator("xpath=../th")).to_have_text("9")
    expect(page.locator("table.src.open thead th").nth(3)).to_have_text("D")


def test_several_files_are_sent_to_the_batch_import(
    new_page: Callable[..., Page], started: Report, clerk: User
) -> None:
    page = new_page(clerk)
    page.goto(f"/reports/report/{started.pk}/import/")
    expect(page.locator("[data-several]")).to_be_hidden()
    page.evaluate(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["1"], "a.html"));
            dropped.items.add(new File(["2"], "b.html"));
            document.querySelector("[data-drop]")
                .dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("[data-several] a")).to_have_attribute("href", "/intakes/")
    expect(page.locator("[data-several] a")).to_be_focused()


PROPOSING = next(LANTIAN.parent.glob("016_*.txt"))


def test_all_proposals_taken_at_once_are_seen_everywhere(
    new_page: Callable[..., Page], county: Organ, years: dict[int, ReportingYear], clerk: User
) -> None:
    report = report_start(organ=county, year=years[2021], scope=Scope.OWN, user=None)[0]
    page = new_page(clerk)
    upload(page, report, PROPOSING)
    unread = page.locator(".kpi b").nth(1)
    left = page.locator("[data-left]")
    before, count = left.inner_text(), int(unread.inner_text())
    page.locator("[data-adopt]").click()
    expect(page.locator("#prb .prb > li.done")).not_to_have_count(0)
    given = page.locator("#prb .prb > li.done").count()
    expect(unread).to_have_text(str(count - given))
    expect(page.locator("[data-filter=unread] b")).to_have_text(str(count - given))
    expect(page.locator(".applybar .b").first).to_contain_text(str(given))
    assert left.inner_text() != before
    summaries = page.locator(".imp-group summary").all_inner_texts()
    assert len(summaries) == len(set(summaries))


def test_a_figure_that_cannot_be_taken_is_not_looked_at_and_is_gone_to(
    new_page: Callable[..., Page], changed: Report, clerk: User
) -> None:
    page = new_page(clerk)
    upload(page, changed, LANTIAN)
    expect(page.locator("[data-left]")).to_contain_text("2")
    page.click("[data-show=cells]")
    row = page.locator(f'[data-row="{GRANTED}"]')
    row.locator(".typed").fill("1,2")
    expect(row.locator(".problem")).not_to_be_empty()
    expect(row.locator(".ck")).not_to_be_checked()
    expect(page.locator("[data-left]")).to_contain_text("2")
    page.click("[data-show=places]")
    page.click(".applybar .pri")
    box = page.locator(f'[name="set-{GRANTED}"]')
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    expect(page.locator(f'#src td[data-key="{GRANTED}"]')).to_be_visible()
    page.click("[data-show=places]")
    page.click("[data-faulty]")
    expect(box).to_be_focused()
    box.fill("38")
    expect(page.locator(f'[data-row="{GRANTED}"] .ck')).to_be_checked()
    expect(page.locator("[data-left]")).to_contain_text("1")


def test_the_figures_of_the_file_are_reached_with_the_keyboard(
    new_page: Callable[..., Page], changed: Report, clerk: User
) -> None:
    page = new_page(clerk)
    upload(page, changed, LANTIAN)
    first, second = (page.locator("table.src.open [data-key]").nth(number) for number in (0, 1))
    expect(first).to_have_attribute("tabindex", "0")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    key = second.get_attribute("data-key")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-key="{key}"]:focus-within, [data-row="{key}"]:focus-within')).to_have_count(1)


def test_digits_stay_on_one_line_beside_long_names(new_page: Callable[..., Page], started: Report, clerk: User) -> None:
    page = new_page(clerk, viewport={"width": 1366, "height": 768})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    data = Workbook().write(truth("001").replace({FORCE: 1234567890}))
    upload(page, started, {"name": "表.xlsx", "mimeType": kind, "buffer": data})
    page.click("[data-show=cells]")
    page.click("[data-filter=all]")
    broken = page.evaluate(
        """() => {
            const broken = [];
            const walker = document.createTreeWalker(document.getElementById("cells"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                for (const digits of walker.currentNode.data.matchAll(/[0-9]{2,}/g)) {
                    const range = document.createRange();
                    range.setStart(walker.currentNode, digits.index);
                    range.setEnd(walker.currentNode, digits.index + digits[0].length);
                    if (range.getClientRects().length > 1) broken.push(digits[0]);
                }
            }
            return broken;
        }"""
    )
    assert broken == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
