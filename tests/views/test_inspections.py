"""The pages on which published reports are read back."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from govopen.organs.models import User
from reports.models import Inspection, Report
from reports.services.exporting import export
from tests import records
from tests.builders import truth

URL = "https://www.example.gov.cn/zwgk/2023.html"


@pytest.fixture
def approved(db: None, few_checks: None) -> Report:
    report = records.stored(
        truth("001").replace(texts={"overview": "一段。", "problems": "二段。", "other_matters": "三段。"})
    )
    records.published(report)
    report.refresh_from_db()
    return report


@pytest.fixture
def client(approved: Report, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(records.hands(approved)[0])


def to(name: str, *arguments: int) -> str:
    return reverse(f"admin:reports_report_{name}", args=arguments)


def upload(client: Client, report: Report, data: bytes, **more: str) -> str:
    sent = {"file": SimpleUploadedFile("页面.html", data), **more}
    response = client.post(to("inspect", report.pk), sent)
    assert response.status_code == 302, response.content.decode()
    return client.get(response["Location"]).content.decode()


def test_from_the_address_to_the_result(approved: Report, client: Client) -> None:
    listed = client.get(reverse("admin:inspections")).content.decode()
    assert to("pages", approved.pk) in listed
    client.post(to("address_add", approved.pk), {"url": URL, "published_on": "2024-03-28"})
    place = approved.addresses.get()
    assert URL in client.get(to("pages", approved.pk)).content.decode()
    wrong = truth("001").replace(
        {"applications.granted.natural": 39}, {"overview": "另一段。", "problems": "二段。", "other_matters": "三段。"}
    )
    shown = upload(client, approved, export(value=wrong, format="html"), address=str(place.pk))
    assert truth("001").schema.specs["applications.granted.natural"].label in shown
    assert "<ins>" in shown
    made = Inspection.objects.get()
    assert (made.address, made.cells_different, made.texts_different) == (place, 1, 1)
    assert to("inspection", approved.pk, made.pk) in client.get(reverse("admin:inspections")).content.decode()
    file = client.get(to("inspection_page", approved.pk, made.pk))
    assert b"".join(file.streaming_content) == bytes(made.data)
    assert file["Content-Disposition"].startswith("attachment")


def test_what_is_wrong_is_said_and_what_was_typed_stays(approved: Report, client: Client) -> None:
    response = client.post(to("address_add", approved.pk), {"url": "县政府网站"})
    assert response.status_code == 422
    assert "县政府网站" in response.content.decode()
    response = client.post(to("inspect", approved.pk), {"file": SimpleUploadedFile("坏.html", b"<p>404</p>")})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Inspection.objects.exists()


def test_nothing_is_fetched_while_no_host_is_named(approved: Report, client: Client) -> None:
    client.post(to("address_add", approved.pk), {"url": URL})
    place = approved.addresses.get()
    fetch = to("address_fetch", approved.pk, place.pk)
    assert fetch not in client.get(to("pages", approved.pk)).content.decode()
    assert client.post(fetch).status_code == 422


def test_the_list_takes_as_many_queries_however_long(
    approved: Report, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    upload(client, approved, export(value=truth("001"), format="html"))
    with django_assert_max_num_queries(14):
        client.get(reverse("admin:inspections"))
