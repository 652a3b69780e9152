"""The finished page before it is public."""

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Role
from reports.models import State
from reports.render.pdf import MissingFontError
from reports.views import files
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db

PREVIEW, PDF, PUBLISH, CHANGE = (f"admin:reports_report_{name}" for name in ("preview", "pdf", "publish", "change"))


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
    assert not page.cssselect(".banner .act")


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


def test_publishing_is_asked_for_once_more_from_the_preview(report) -> None:
    client = signed_in(report, Role.SIGNER)
    page = lxml.html.document_fromstring(client.get(reverse(PREVIEW, args=(report.pk,))).content)
    asked = client.get(page.cssselect(".banner .act")[0].get("href"))
    question = lxml.html.document_fromstring(asked.content).cssselect(".asking")[0]
    for named in (report.organ.name, str(report.year_id), report.get_scope_display(), "不能再修改"):
        assert named in question.text_content()
    report.refresh_from_db()
    assert report.state == State.DRAFT
    (button,) = question.cssselect(".btn.pri")
    shown = client.post(next(button.iterancestors("form")).get("action"), follow=True)
    report.refresh_from_db()
    assert report.state == State.PUBLISHED
    published = lxml.html.document_fromstring(shown.content)
    assert not published.cssselect(".banner .act")
    public = published.cssselect(".banner a")[-1].get("href")
    assert client.get(public).status_code == 200


def test_nobody_else_publishes(report) -> None:
    url = reverse(PUBLISH, args=(report.pk,))
    for client in (signed_in(report), signed_in(report, Role.SIGNER, records.organ("沭阳县人民政府"))):
        assert client.post(url).status_code == 404
        assert client.get(url).status_code == 404
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_what_is_published_is_not_asked_for_again(report) -> None:
    client = signed_in(report, Role.SIGNER)
    client.post(reverse(PUBLISH, args=(report.pk,)))
    assert client.get(reverse(PUBLISH, args=(report.pk,))).url == reverse(PREVIEW, args=(report.pk,))
    assert client.post(reverse(PUBLISH, args=(report.pk,))).url == reverse(CHANGE, args=(report.pk,))


def test_the_banner_of_what_is_published_says_so(report) -> None:
    client, url = signed_in(report, Role.SIGNER), reverse(PREVIEW, args=(report.pk,))

    def banner() -> str:
        return lxml.html.document_fromstring(client.get(url).content).cssselect(".banner")[0].text_content()

    assert "预览" in banner()
    client.post(reverse(PUBLISH, args=(report.pk,)))
    client.get(url)  # takes the notice of what was just done
    assert "已经公开，不能再修改" in banner()
    assert "预览" not in banner()


def test_publishing_too_early_lists_what_is_open_and_who_settles_it() -> None:
    report = records.stored(filled(**{"disputes.reconsideration.total": 999}))
    client = signed_in(report, Role.SIGNER)
    shown = client.post(reverse(PUBLISH, args=(report.pk,)), follow=True)
    question = lxml.html.document_fromstring(shown.content).cssselect(".asking")[0]
    links = question.cssselect(".open a")
    assert [link.text for link in links] == [finding["message"] for finding in shown.context["findings"]]
    assert {link.get("href") for link in links} == {f"{reverse(CHANGE, args=(report.pk,))}#part-disputes"}
    assert "还不能发布" in question.text_content()
    assert "请填报员处理" in question.text_content()
    assert not question.cssselect("form")
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_who_may_not_fill_in_is_led_back_to_the_report(report) -> None:
    def banner(role: str) -> str:
        response = signed_in(report, role).get(reverse(PREVIEW, args=(report.pk,)))
        return lxml.html.document_fromstring(response.content).cssselect(".banner a")[0].text

    assert (banner(Role.CLERK), banner(Role.VIEWER)) == ("返回填报", "返回报告")
