"""The finished page before it is public."""

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Role
from reports.exchange import read
from reports.render.pdf import MissingFontError
from reports.views import files
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db

PREVIEW, PDF, WORD = "admin:reports_report_preview", "admin:reports_report_pdf", "admin:reports_report_docx"
EXCEL = "admin:reports_report_xlsx"


@pytest.fixture
def report():
    return records.stored(filled())


def signed_in(report, role=Role.CLERK, organ=None) -> Client:
    client = Client()
    client.force_login(records.person(role, organ or report.organ))
    return client


@pytest.mark.parametrize("name", [PREVIEW, PDF, WORD, EXCEL])
def test_only_who_may_see_the_report_sees_it(report, name) -> None:
    url = reverse(name, args=(report.pk,))
    assert signed_in(report).get(url).status_code == 200
    stranger = signed_in(report, Role.REVIEWER, records.organ("沭阳县人民政府"))
    assert stranger.get(url).status_code == 404
    anonymous = Client().get(url)
    assert (anonymous.status_code, anonymous.url.startswith(reverse("admin:login"))) == (302, True)
    assert signed_in(report, Role.SIGNER).post(url).status_code == 405


def test_it_shows_what_is_stored_now_and_the_way_back(report) -> None:
    response = signed_in(report).get(reverse(PREVIEW, args=(report.pk,)))
    page = lxml.html.document_fromstring(response.content)
    cells = [cell.text_content() for cell in page.cssselect("table.statutory td")]
    assert cells[-1] == str(filled()["disputes.litigation_after_reconsideration.total"])
    assert page.cssselect(".banner a")[0].get("href") == reverse("admin:reports_report_change", args=(report.pk,))
    links = [link.get("href") for link in page.cssselect(".downloads a")]
    assert links == [reverse(name, args=(report.pk,)) for name in (PDF, WORD, EXCEL)]
    assert not page.cssselect(".banner .act")


def test_the_pdf_is_a_file(report) -> None:
    response = signed_in(report).get(reverse(PDF, args=(report.pk,)))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_the_word_document_holds_the_report(report) -> None:
    response = signed_in(report).get(reverse(WORD, args=(report.pk,)))
    assert response["Content-Disposition"].endswith(".docx")
    assert read(b"".join(response.streaming_content), "a.docx").value == filled()


def test_the_workbook_holds_the_report(report) -> None:
    response = signed_in(report).get(reverse(EXCEL, args=(report.pk,)))
    assert response["Content-Disposition"].endswith(".xlsx")
    assert read(b"".join(response.streaming_content), "a.xlsx").value == filled()


def test_without_fonts_it_says_what_to_install(report, monkeypatch) -> None:
    def missing(_document, _folders):
        raise MissingFontError("请安装软件包 fonts-noto-cjk。")

    monkeypatch.setattr(files, "pdf", missing)
    response = signed_in(report).get(reverse(PDF, args=(report.pk,)))
    assert response.status_code == 503
    assert "fonts-noto-cjk" in response.content.decode()


def test_the_banner_of_what_is_published_says_so(report) -> None:
    client, url = signed_in(report, Role.SIGNER), reverse(PREVIEW, args=(report.pk,))

    def banner() -> str:
        return lxml.html.document_fromstring(client.get(url).content).cssselect(".banner")[0].text_content()

    assert "预览" in banner()
    records.published(report)
    assert "已经公开，不能再修改" in banner()
    assert "预览" not in banner()


def test_who_may_not_fill_in_is_led_back_to_the_report(report) -> None:
    def banner(role: str) -> str:
        response = signed_in(report, role).get(reverse(PREVIEW, args=(report.pk,)))
        return lxml.html.document_fromstring(response.content).cssselect(".banner a")[0].text

    assert (banner(Role.CLERK), banner(Role.VIEWER)) == ("返回填报", "返回报告")
