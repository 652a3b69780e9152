"""A published page read back and laid beside the approved version."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from govopen.organs.models import User
from reports.exchange.base import UnreadableFileError
from reports.models import Inspection, Report
from reports.services import inspecting
from reports.services.errors import NotPossibleError, RefusedError
from reports.services.exporting import export
from reports.services.fetching import FetchError, page_fetch
from reports.services.store import report_load
from reports.value import ReportValue
from tests import records
from tests.builders import truth

OVERVIEW = "（一）主动公开。全年公开信息120条。\n（二）依申请公开。全年收到申请86件。"
URL = "https://www.example.gov.cn/zwgk/2023.html"


@pytest.fixture
def value() -> ReportValue:
    return truth("001").replace(texts={"overview": OVERVIEW, "problems": "更新不够及时。", "other_matters": "未收费。"})


@pytest.fixture
def approved(value: ReportValue, db: None, few_checks: None) -> Report:
    report = records.stored(value)
    records.published(report)
    report.refresh_from_db()
    return report


@pytest.fixture
def signer(approved: Report) -> User:
    return records.hands(approved)[-1]


def page(value: ReportValue) -> bytes:
    return export(value=value, format="html")


def inspect(report: Report, user: User, data: bytes) -> Inspection:
    return inspecting.inspection_make(report=report, user=user, filename="页面.html", data=data)


def test_the_page_as_approved_shows_no_difference(approved: Report, signer: User, value: ReportValue) -> None:
    made = inspect(approved, signer, page(value))
    assert (made.cells_different, made.cells_unread, made.texts_different) == (0, 0, 0)
    assert made.result["head"] == []
    assert bytes(made.data) == page(value)


def test_every_changed_figure_and_paragraph_is_shown(approved: Report, signer: User, value: ReportValue) -> None:
    key, other = "applications.granted.natural", "disputes.reconsideration.total"
    changed = value.replace({key: 39, other: None}, {"overview": OVERVIEW.replace("86件", "85件")})
    result = inspect(approved, signer, page(changed)).result
    assert [(cell["key"], cell["approved"], cell["published"]) for cell in result["cells"]] == [
        (key, "38", "39"),
        (other, str(value[other]), ""),
    ]
    assert all(cell["place"] for cell in result["cells"])
    (text,) = result["texts"]
    (passage,) = text["passages"]
    assert text["key"] == "overview"
    assert [piece["text"] for piece in passage["before"] if piece["is_changed"]] == ["86"]
    assert [piece["text"] for piece in passage["after"] if piece["is_changed"]] == ["85"]


def test_what_an_editor_changes_by_itself_is_no_difference(approved: Report, signer: User, value: ReportValue) -> None:
    same = OVERVIEW.replace("。", "。 ").replace("（", "(").replace("）", ")")
    assert inspect(approved, signer, page(value.replace(texts={"overview": same}))).texts_different == 0


def test_a_figure_that_cannot_be_read_there_is_not_called_wrong(
    approved: Report, signer: User, value: ReportValue
) -> None:
    key = "applications.granted.natural"
    spoilt = page(value.replace({key: 987654})).replace(b"987654", "见附件".encode())
    made = inspect(approved, signer, spoilt)
    assert key in {cell["key"] for cell in made.result["unread"]}
    assert key not in {cell["key"] for cell in made.result["cells"]}


def test_another_year_and_organ_are_said(approved: Report, signer: User, value: ReportValue) -> None:
    foreign = replace(value, organ="沭阳县人民政府", year=2022)
    head = inspect(approved, signer, page(foreign)).result["head"]
    assert ["2022" in head[0], "沭阳县" in head[1]] == [True, True]


def test_nothing_is_kept_of_what_cannot_be_compared(approved: Report, signer: User) -> None:
    with pytest.raises(RefusedError, match="格式"):
        inspect(approved, signer, page(truth("002")))
    with pytest.raises(UnreadableFileError):
        inspect(approved, signer, b"<html><body>404</body></html>")
    unpublished = records.stored(truth("003"))
    with pytest.raises(NotPossibleError):
        inspect(unpublished, signer, page(truth("003")))
    assert not Inspection.objects.exists()


def test_compared_is_with_the_version_in_force(approved: Report, signer: User, value: ReportValue) -> None:
    first = inspect(approved, signer, page(value))
    key = "decisions.licences.count"
    records.corrected(approved, {key: 5})
    approved.refresh_from_db()
    made = inspect(approved, signer, page(value))
    assert [cell["key"] for cell in made.result["cells"]] == [key]
    assert made.publication.version == 2
    assert inspecting.is_outdated(first, made.publication)
    assert not inspecting.is_outdated(made, made.publication)


def test_addresses(approved: Report, signer: User) -> None:
    place = inspecting.address_add(report=approved, url=f" {URL} ", published_on=None, user=signer)
    assert place.url == URL
    for wrong in (URL, "ftp://example.gov.cn/a", "javascript:alert(1)", "县政府网站", f"https://a.cn/{'a' * 600}"):
        with pytest.raises(RefusedError):
            inspecting.address_add(report=approved, url=wrong, published_on=None, user=signer)
    made = inspecting.inspection_make(
        report=approved, user=signer, filename="", data=page(report_load(report=approved)), address=place
    )
    inspecting.address_remove(address=place)
    made.refresh_from_db()
    assert (made.address, made.url) == (None, URL)


class Site(BaseHTTPRequestHandler):
    body: ClassVar[bytes] = b""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://localhost:1/")
            self.end_headers()
            return
        self.send_response(200 if self.path == "/page" else 404)
        self.end_headers()
        if self.path == "/page":
            self.wfile.write(self.body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_is_fetched_from_named_hosts_only(
    approved: Report, signer: User, value: ReportValue, site: str, settings: Any
) -> None:
    Site.body = page(value)
    place = inspecting.address_add(report=approved, url=f"{site}/page", published_on=None, user=signer)
    with pytest.raises(FetchError, match=r"127\.0\.0\.1"):
        inspecting.inspection_fetch(address=place, user=signer)
    settings.INSPECTED_HOSTS = ["127.0.0.1"]
    made = inspecting.inspection_fetch(address=place, user=signer)
    assert (made.cells_different, made.url) == (0, f"{site}/page")
    with pytest.raises(FetchError, match="404"):
        page_fetch(url=f"{site}/gone")
    with pytest.raises(FetchError, match="localhost"):
        page_fetch(url=f"{site}/away")
    for other in ("file:///etc/passwd", "http://localhost/", "http://127.0.0.1@localhost/"):
        with pytest.raises(FetchError):
            page_fetch(url=other)
