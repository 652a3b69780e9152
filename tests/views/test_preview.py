"""The finished page before it is public."""

import lxml.html
import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Role
from reports.models import State
from reports.render.pdf import MissingFontError
from reports.views import files
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db

PREVIEW, PDF, PUBLISH = (f"admin:reports_report_{name}" for name in ("preview", "pdf", "publish"))


@pytest.fixture
def report():
    return records.stored(filled())


def signed_in(report, role=Role.CLERK, organ=None) -> Client:
    client = Client()
    client.force_login(records.person(role, organ or report.organ))
    return client


@pytest.mark.parametrize("name", [PREVIEW, PDF])
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
    assert [link.get("href") for link in page.cssselect(".downloads a")] == [reverse(PDF, args=(report.pk,))]
    assert not page.cssselect(".banner form")


def test_the_pdf_is_a_file(report) -> None:
    response = signed_in(report).get(reverse(PDF, args=(report.pk,)))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_without_fonts_it_says_what_to_install(report, monkeypatch) -> None:
    def missing(_document, _folders):
        raise MissingFontError("请安装软件包 fonts-noto-cjk。")

    monkeypatch.setattr(files, "pdf", missing)
    response = signed_in(report).get(reverse(PDF, args=(report.pk,)))
    assert response.status_code == 503
    assert "fonts-noto-cjk" in response.content.decode()


def test_a_signer_publishes_from_the_preview(report) -> None:
    client = signed_in(report, Role.SIGNER)
    page = lxml.html.document_fromstring(client.get(reverse(PREVIEW, args=(report.pk,))).content)
    (form,) = page.cssselect(".banner form")
    shown = client.post(form.get("action"), follow=True)
    report.refresh_from_db()
    assert report.state == State.PUBLISHED
    published = lxml.html.document_fromstring(shown.content)
    assert not published.cssselect(".banner form")
    public = published.cssselect(".banner a")[-1].get("href")
    assert client.get(public).status_code == 200


def test_nobody_else_publishes(report) -> None:
    for client in (signed_in(report), signed_in(report, Role.SIGNER, records.organ("沭阳县人民政府"))):
        assert client.post(reverse(PUBLISH, args=(report.pk,))).status_code == 404
    assert signed_in(report, Role.REVIEWER).get(reverse(PUBLISH, args=(report.pk,))).status_code == 405
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_an_inconsistent_report_goes_back_with_the_reason() -> None:
    report = records.stored(filled(**{"disputes.reconsideration.total": 999}))
    response = signed_in(report, Role.SIGNER).post(reverse(PUBLISH, args=(report.pk,)))
    assert response.url == reverse("admin:reports_report_change", args=(report.pk,))
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]
    report.refresh_from_db()
    assert report.state == State.DRAFT
