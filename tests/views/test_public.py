"""The public site: what is published, and nothing else."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import OrganKind
from reports.exchange.jsonfile import JsonFile
from reports.models import Report
from reports.services.store import report_load
from reports.value import ReportValue, Scope, number_text
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = ("public_report", "public_pdf", "public_docx", "public_xlsx", "public_json", "public_picture")
ISSUED = datetime(2024, 3, 28, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def published() -> Report:
    report = records.stored(filled())
    records.published(report, at=ISSUED)
    report.refresh_from_db()
    return report


def address(name: str, report: Report) -> str:
    return reverse(name, args=(report.organ_id, report.year_id))


def page(client: Client, url: str) -> lxml.html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.content)


def words(element: lxml.html.HtmlElement) -> str:
    return "".join(element.text_content().split())


def corrected(report: Report, **cells: int) -> ReportValue:
    """A second version, published on 10 April 2024."""
    return records.corrected(report, cells, at=ISSUED.replace(month=4, day=10))


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_nowhere(client: Client, name: str) -> None:
    report = records.stored(filled())
    assert client.get(address(name, report)).status_code == 404
    assert report.organ.name not in client.get(reverse("public_list")).content.decode()


def test_a_demonstration_is_marked_on_the_list_and_on_the_page(client: Client, published: Report) -> None:
    addresses = reverse("public_list"), address("public_report", published)
    assert not any(page(client, url).cssselect(".demo") for url in addresses)
    Report.objects.filter(pk=published.pk).update(is_demo=True)
    for url in addresses:
        (mark,) = page(client, url).cssselect("b.demo, .demo b")
        assert mark.text == "演示"


@pytest.mark.parametrize("wanted", ["1999", "abc", "²"])
def test_a_year_that_does_not_exist_is_not_silently_another(client: Client, published: Report, wanted: str) -> None:
    url = f"{reverse('public_list')}?year={wanted}"
    shown = page(client, url)
    assert not shown.cssselect(".reports a")
    assert "没有公开过这个年度的报告" in shown.cssselect(".nothing")[0].text_content()
    assert shown.cssselect(".years a")


def test_where_nothing_is_published_leads_to_what_is(client: Client) -> None:
    response = client.get(reverse("public_report", args=(1, 2024)))
    shown = lxml.html.document_fromstring(response.content)
    assert response.status_code == 404
    assert [link.get("href") for link in shown.cssselect("a")] == [reverse("public_list")]
    assert "无权" not in shown.text_content()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_public_where_there_is_no_public_site(client, settings, published, name) -> None:
    settings.PUBLIC_SITE = False
    assert client.get(address(name, published)).status_code == 404
    assert client.get(reverse("public_list")).status_code == 404


def test_the_page_shows_the_frozen_version_whatever_the_records_say_now(client, published) -> None:
    Report.objects.filter(pk=published.pk).update(schema="2019")
    shown = page(client, address("public_report", published))
    assert words(shown.find(".//h1")) == filled().title
    figures = [words(cell) for cell in shown.cssselect("table.statutory td")]
    assert figures[-15:] == [str(filled()[key]) for key in filled().schema.cells[-15:]]
    assert "（2024年3月28日）" in words(shown)


def test_the_check_sum_is_that_of_the_json_offered(client, published) -> None:
    shown = page(client, address("public_report", published))
    data = b"".join(client.get(address("public_json", published)).streaming_content)
    digest = hashlib.sha256(data).hexdigest()
    assert shown.cssselect(".digest")[0].get("title") == digest
    assert words(shown.cssselect(".digest")[0]) == digest[:16]
    assert JsonFile().read(data).value == filled()


def test_downloads_are_files_named_after_the_report(client, published) -> None:
    links = {
        words(link): link.get("href")
        for link in page(client, address("public_report", published)).cssselect(".downloads a")
    }
    for label, start, kind in (
        ("PDF", b"%PDF-", "application/pdf"),
        ("JSON", b"{", "application/json"),
        ("Word", b"PK", WORD),
        ("Excel", b"PK", EXCEL),
    ):
        response = client.get(links[label])
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["Content-Disposition"].startswith("attachment")
        assert b"".join(response.streaming_content).startswith(start)


def test_an_earlier_version_stays_and_says_where_the_one_in_force_is(client, published) -> None:
    corrected(published, **{"decisions.licences.count": 8})
    now = page(client, address("public_report", published))
    assert [words(cell) for cell in now.cssselect("td.corrected")] == ["8"]
    assert records.REASON in words(now.cssselect(".corrections")[0])
    assert [words(cell) for cell in now.cssselect(".corrections td")] == ["表二行政许可", "7", "8"]
    assert "2024年4月10日" in words(now.cssselect(".about")[0])
    assert "（2024年3月28日）" in words(now.cssselect(".issued")[0])
    before = page(client, now.cssselect(".corrections a")[0].get("href"))
    assert not before.cssselect(".corrections, td.corrected")
    back = page(client, before.cssselect(".superseded a")[0].get("href"))
    assert words(back.cssselect(".paper")[0]) == words(now.cssselect(".paper")[0])


def test_both_reports_of_an_organ_can_be_read(client, published) -> None:
    own = filled().replace({"decisions.licences.count": 4321})
    whole = ReportValue(own.schema, own.organ, own.year, Scope.AGGREGATE, own.cells, own.texts)
    records.published(records.stored(whole), at=ISSUED)
    links = [link.get("href") for link in page(client, reverse("public_list")).cssselect(".reports a")]
    assert len(links) == 2
    assert ["4321" in words(page(client, link).cssselect(".paper")[0]) for link in sorted(links)] == [True, False]


@pytest.mark.parametrize("query", ["?version=9", "?version=x", "?version=-1", "?scope=x", "?version=" + "9" * 30])
def test_what_does_not_exist_is_not_found(client, published, query) -> None:
    assert client.get(address("public_report", published) + query).status_code == 404


def test_the_list_goes_by_year_and_kind(client, published) -> None:
    bureau = records.organ("蓝田县教育局", kind=OrganKind.DEPARTMENT)
    earlier = ReportValue(filled().schema, bureau.name, 2022, cells=filled().cells, texts=filled().texts)
    records.published(records.stored(earlier), at=ISSUED)
    newest = page(client, reverse("public_list"))
    assert [words(link) for link in newest.cssselect(".years a")] == ["2023", "2022"]
    assert [words(link) for link in newest.cssselect(".reports a")] == [filled().title]
    older = page(client, reverse("public_list") + "?year=2022")
    assert [words(link) for link in older.cssselect(".reports a")] == [earlier.title]
    both = ReportValue(earlier.schema, bureau.name, 2023, cells=filled().cells, texts=filled().texts)
    both = both.replace({"documents.normative_documents.in_force": 5})  # what last year's stock leads to
    records.published(records.stored(both), at=ISSUED)
    newest = page(client, reverse("public_list"))
    assert [words(link) for link in newest.cssselect(".reports a")] == [filled().title, both.title]
    assert client.get(reverse("public_list") + "?year=" + "9" * 30).status_code == 200


def test_an_empty_list_says_what_comes(client) -> None:
    assert page(client, reverse("public_list")).cssselect(".nothing")


def test_the_page_costs_few_queries(client, published, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):
        client.get(address("public_report", published))
    with django_assert_max_num_queries(3):
        client.get(reverse("public_list"))


def test_a_corrected_text_is_told_in_words(client, published) -> None:
    value = report_load(report=published)
    records.corrected(published, {"decisions.licences.count": 8}, {"problems": "改过的文字，写明新的问题。"})
    cells = [words(cell) for cell in page(client, address("public_report", published)).cssselect(".corrections td")]
    assert cells[:3] == ["表二行政许可", number_text(value["decisions.licences.count"]), "8"]
    assert cells[3] == value.schema.sections[4].heading


def test_a_corrected_text_shows_the_old_and_the_new_sentence(client, published) -> None:
    was = report_load(report=published).texts["problems"]
    now = was.replace("内容", "事项", 1)
    assert now != was
    records.corrected(published, {}, {"problems": f"{now}\n<b>新写</b>的一句。"})
    shown = page(client, address("public_report", published)).cssselect(".corrections")[0]
    assert [words(piece) for piece in shown.cssselect("del")] == ["内容"]
    assert [words(piece) for piece in shown.cssselect("ins")] == ["事项", "<b>新写</b>的一句。"]
    assert not shown.cssselect(".words b")
