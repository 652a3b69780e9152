"""A published report on its way into the county's content system."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govopen.organs.models import Organ, Role, User
from reports.exchange import read
from reports.models import Report, SiteProfile
from reports.services.exporting import Format
from reports.services.packaging import FRAGMENT, PAGE, PICTURES, READ_ME, handed_on, package, site_mark
from tests import records
from tests.builders import truth

MARKS = {
    "site_name": "蓝田县人民政府",
    "site_domain": "www.lantian.gov.cn",
    "site_code": "6101220001",
    "column_name": "政府信息公开年报",
    "column_description": "",
    "column_keywords": "",
    "content_source": "",
}
TEXTS = {"overview": "一段。", "problems": "二段。", "other_matters": "三段。"}


@pytest.fixture
def approved(db: None, few_checks: None) -> Report:
    report = records.stored(truth("001").replace(texts=TEXTS))
    records.published(report)
    report.refresh_from_db()
    return report


def to(name: str, *arguments: Any) -> str:
    return reverse(f"admin:reports_report_{name}", args=arguments)


def test_the_package_holds_the_version_in_force_in_every_form(approved: Report) -> None:
    key = "decisions.licences.count"
    records.corrected(approved, {key: 5})
    handed = handed_on(report=approved)
    archive = zipfile.ZipFile(io.BytesIO(package(handed=handed)))
    names = archive.namelist()
    assert names[:3] == [READ_ME, FRAGMENT, PAGE]
    assert "finished" not in archive.read(READ_ME).decode("utf-8-sig")
    assert {name.rsplit(".", 1)[-1] for name in names} >= {form.value for form in Format} - {"html"}
    for name in names:
        if (name.endswith((".json", ".docx", ".xlsx", ".pdf")) and name not in PICTURES.values()) or name == PAGE:
            value = read(archive.read(name), name).value
            assert value[key] == 5, name
            assert dict(value.cells) == dict(handed.value.cells), name
    assert json.loads(archive.read(next(name for name in names if name.endswith(".json"))))["cells"][key] == 5


def test_a_draft_is_not_handed_on(db: None, signed_in: Callable[[User], Client]) -> None:
    report = records.stored(truth("001"))
    client = signed_in(records.person(Role.CLERK, report.organ))
    assert client.get(to("hand_on", report.pk)).status_code == 302
    assert client.get(to("hand_on_file", report.pk, "package")).status_code == 302


def test_the_page_offers_the_fragment_and_every_file(approved: Report, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(records.hands(approved)[0])
    page = client.get(to("hand_on", approved.pk)).content.decode()
    for kind in ("fragment", "page", "package", "docx", "xlsx", "pdf", "json", *PICTURES):
        assert to("hand_on_file", approved.pk, kind) in page
        response = client.get(to("hand_on_file", approved.pk, kind))
        assert response.status_code == 200, kind
        assert b"".join(response.streaming_content), kind
    assert "sandbox" in page
    assert to("pages", approved.pk) in page
    assert to("site_mark", approved.pk) not in page
    assert client.get(to("hand_on_file", approved.pk, "exe")).status_code == 302


def test_the_marks_are_set_once_for_all_bodies_below(
    county: Organ, approved: Report, bureau: Organ, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(records.person(Role.COORDINATOR, county))
    wrong = {**MARKS, "site_domain": "http://www.lantian.gov.cn/", "site_code": "12"}
    response = client.post(to("site_mark", approved.pk), wrong)
    assert response.status_code == 422
    assert response.content.decode().count('role="alert"') == 2
    assert not SiteProfile.objects.exists()
    client.post(to("site_mark", approved.pk), MARKS)
    assert site_mark(organ=bureau).site_code == "6101220001"
    page = b"".join(client.get(to("hand_on_file", approved.pk, "page")).streaming_content).decode()
    assert 'content="6101220001"' in page
    published = timezone.localtime(approved.transitions.get(move="publish").at)
    assert f'content="{published:%Y-%m-%d %H:%M}"' in page
