"""The workspace as a test drives it."""

from playwright.sync_api import Locator, Page, expect

from reports.models import Report

APPLICANTS = ("natural", "company", "research", "nonprofit", "legal_service", "other", "total")


class Workspace:
    def __init__(self, page: Page, report: Report) -> None:
        self.page = page
        page.goto(f"/reports/report/{report.pk}/change/")
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        self.page.wait_for_selector("body[data-ready]")

    def cell(self, key: str) -> Locator:
        return self.page.locator(f'input[data-cell="{key}"]')

    def box(self, key: str) -> Locator:
        """The printed cell around the input."""
        return self.page.locator("td.c", has=self.cell(key))

    def type(self, key: str, text: str, leave: str = "Enter") -> None:
        self.cell(key).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press(leave)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        return self.page.evaluate("document.activeElement.dataset.cell || document.activeElement.dataset.text || ''")

    def paste(self, text: str) -> None:
        """What Ctrl+V does with ``text`` on the clipboard."""
        self.page.evaluate(
            """text => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                const event = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
                document.activeElement.dispatchEvent(event);
            }""",
            text,
        )

    def copied(self) -> str:
        """What Ctrl+C puts on the clipboard."""
        return self.page.evaluate(
            """() => {
                const clipboardData = new DataTransfer();
                const event = new ClipboardEvent("copy", {clipboardData, bubbles: true, cancelable: true});
                document.activeElement.dispatchEvent(event);
                return clipboardData.getData("text/plain");
            }"""
        )

    def editor(self, key: str) -> Locator:
        return self.page.locator(f'[data-text="{key}"]')

    @property
    def findings(self) -> Locator:
        return self.page.locator("#finding-list .fnd")

    @property
    def toasts(self) -> Locator:
        return self.page.locator(".toasts.ours")

    @property
    def status(self) -> Locator:
        return self.page.locator("#saved")

    def expect_saved(self) -> None:
        """All is with the server: the cloud is shown, and no cell carries the ring of an unsaved one."""
        expect(self.status.locator(".i-cloud")).to_be_visible()
        expect(self.page.locator("td.pend")).to_have_count(0)
