"""The head of a report's page: its dates, and what it offers to whom."""

from collections.abc import Callable
from datetime import date

import lxml.html
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Organ, Role, User
from reports.models import Report, State

Sign = Callable[[User], Client]


def shown(client: Client, report: Report) -> lxml.html.HtmlElement:
    response = client.get(reverse("admin:reports_report_change", args=(report.pk,)))
    return lxml.html.document_fromstring(response.content)


def dates(client: Client, report: Report) -> str:
    return " ".join(shown(client, report).cssselect(".head .meta")[0].text_content().split())


@time_machine.travel(date(2024, 2, 6))
def test_dates_of_this_year_need_no_year(clerk: User, report: Report, signed_in: Sign) -> None:
    head = dates(signed_in(clerk), report)
    assert "内部期限 3月15日" in head
    assert "法定期限 3月31日" in head


@time_machine.travel(date(2025, 4, 6))
def test_dates_of_another_year_have_it_and_a_passed_limit_is_marked(
    clerk: User, report: Report, signed_in: Sign
) -> None:
    client = signed_in(clerk)
    assert "内部期限 2024年3月15日" in dates(client, report)
    assert [late.text for late in shown(client, report).cssselect(".meta > .late")] == ["法定期限 2024年3月31日 已过"]


def test_who_only_reads_is_not_told_to_fill_in(
    clerk: User, county: Organ, report: Report, person: Callable[[str, Organ], User], signed_in: Sign
) -> None:
    def bar(user: User) -> str:
        return shown(signed_in(user), report).cssselect("#cellbar")[0].text_content()

    assert "F2" in bar(clerk)
    reader = bar(person(Role.VIEWER, county))
    assert "F2" not in reader
    assert "开始填" not in reader


@pytest.mark.parametrize("is_public", [True, False])
def test_a_published_report_leads_to_its_public_page_if_there_is_one(
    clerk: User, report: Report, signed_in: Sign, settings: object, is_public: bool
) -> None:
    settings.PUBLIC_SITE = is_public
    url = reverse("public_report", args=(report.organ_id, report.year_id))
    client = signed_in(clerk)
    assert not shown(client, report).cssselect(f".head a[href^='{url}']")
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    assert bool(shown(client, report).cssselect(f".head a[href^='{url}']")) is is_public
