"""The address at which the workspace asks what could follow the tables."""

from collections.abc import Callable

import pytest
from django.test import Client

from govopen.organs.models import Organ, Role, User
from reports.models import Report

pytestmark = pytest.mark.django_db

TEXT = "𠮷（二）依申请公开。本年新收政府信息公开申请86件。"


def ask(client: Client, report: Report, body: object) -> object:
    return client.post(f"/reports/report/{report.pk}/bindings/", body, content_type="application/json")


def test_places_are_counted_as_a_script_counts_them(
    report: Report, clerk: User, signed_in: Callable[[User], Client]
) -> None:
    (found,) = ask(signed_in(clerk), report, {"text": TEXT}).json()["bindings"]
    units = TEXT.encode("utf-16-le")
    assert units[found["start"] * 2 : found["end"] * 2].decode("utf-16-le") == "86"
    assert found["token"] == "{{applications.received.total}}"
    assert found["sure"]


@pytest.mark.parametrize("body", ["no JSON", "[]", {"text": 7}])
def test_what_the_page_never_sends_is_refused(
    body: object, report: Report, clerk: User, signed_in: Callable[[User], Client]
) -> None:
    assert ask(signed_in(clerk), report, body).status_code == 400


def test_who_may_only_read_is_refused(
    report: Report, county: Organ, person: Callable[[str, Organ], User], signed_in: Callable[[User], Client]
) -> None:
    assert ask(signed_in(person(Role.VIEWER, county)), report, {"text": TEXT}).status_code == 403
