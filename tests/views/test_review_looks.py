"""Which look the review page compares a report with, and when that moves on."""

from collections.abc import Callable
from datetime import timedelta

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govopen.organs.models import User
from reports.models import ChangeSource, Move, Seen
from reports.services import rectifying, settling
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move
from reports.views.review_looks import LOOKS, PAUSE
from tests.services.conftest import Case

pytestmark = pytest.mark.django_db

CELL = "documents.normative_documents.issued"
PARTS = {"X-Requested-With": "XMLHttpRequest"}  # the page fetches its own parts anew
Sign = Callable[[User], Client]


def shown(client: Client, case: Case, **headers: str) -> lxml.html.HtmlElement:
    address = reverse("admin:reports_report_review", args=(case.report.pk,))
    return lxml.html.document_fromstring(client.get(address, headers=headers).content)


def said(client: Client, case: Case, **headers: str) -> str:
    return " ".join(shown(client, case, **headers).cssselect(".seen")[0].text_content().split())


def change(case: Case) -> None:
    case.report.refresh_from_db()
    value = report_load(report=case.report)
    value = value.replace({CELL: value[CELL] + 1})
    report_save(report=case.report, value=value, revision=case.report.revision, user=None, source=ChangeSource.TYPED)


def moment(user: User) -> str:
    at = timezone.localtime(Seen.objects.get(user=user).at)
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def wait(client: Client, minutes: int) -> None:
    session = client.session
    for look in session[LOOKS].values():
        look["opened"] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
    session.save()


def test_only_the_first_look_is_called_the_first(case: Case, signed_in: Sign) -> None:
    client = signed_in(case.reviewer)
    first = said(client, case)
    assert said(client, case, **PARTS) == first
    second = said(client, case)
    assert second != first
    assert moment(case.reviewer) in second


def test_what_changed_stays_marked_while_it_is_read_and_not_longer(case: Case, signed_in: Sign) -> None:
    client = signed_in(case.reviewer)
    shown(client, case)
    at = moment(case.reviewer)
    change(case)
    for _reload in range(2):
        assert at in said(client, case)
        assert shown(client, case).cssselect("td.chg")
    wait(client, PAUSE.seconds // 60 + 1)
    assert shown(client, case, **PARTS).cssselect("td.chg")  # a page left open
    wait(client, PAUSE.seconds // 60 + 1)
    assert not shown(client, case).cssselect("td.chg")


def test_signing_and_returning_end_the_look(case: Case, signed_in: Sign) -> None:
    settling.explanation_accept(explanation=case.explained(), user=case.reviewer)
    client, signer = signed_in(case.reviewer), signed_in(case.signer)
    for person in (client, signer):
        shown(person, case)
    change(case)
    report_move(report=case.report, move=Move.SUBMIT, user=case.clerk)
    for person, move, posted in ((client, "sign", {}), (signer, "return", {"due_on": timezone.localdate()})):
        assert shown(person, case).cssselect("td.chg")
        case.report.refresh_from_db()
        if move == "return":
            rectifying.opinion_add(report=case.report, key=CELL, text="请核对", user=case.signer)
        person.post(reverse(f"admin:reports_report_{move}", args=(case.report.pk,)), posted)
        assert not shown(person, case).cssselect("td.chg")
