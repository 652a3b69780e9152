"""The review page before the last signature: what was answered is to be confirmed first."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import User
from reports.models import Move
from reports.services import rectifying
from tests.services.conftest import Case
from tests.services.moving import TOMORROW, move, object_to

from .test_review import shown, words

pytestmark = pytest.mark.django_db


def test_answers_to_confirm_are_listed_before_the_last_signature_alone(
    case: Case, signed_in: Callable[[User], Client]
) -> None:
    case.settled()
    move(case, Move.SUBMIT)
    object_to(case)
    move(case, Move.RETURN, "reviewer", due_on=TOMORROW)
    answered = case.report.rectifications.order_by("pk").last()
    for one in case.report.rectifications.all():
        rectifying.rectification_done(rectification=one, user=case.clerk, proof="与台账逐件核对，改为8件")
    move(case, Move.SUBMIT)
    for user in ("reviewer", "signer"):
        page = shown(signed_in(getattr(case, user)), case)
        assert page.get_element_by_id("sign-button").get("href") == "#sign"
        move(case, Move.SIGN, user)
    client = signed_in(case.signer2)
    page = shown(client, case)
    assert page.get_element_by_id("sign-button").get("href") == "#early"
    assert any(f"#opinion-{answered.pk}" == link.get("href") for link in page.cssselect("#early li a"))
    assert words(page, "#need a") != []
    for one in case.report.rectifications.all():
        client.post(reverse("admin:reports_report_opinion_close", args=(case.report.pk, one.pk)))
    assert shown(client, case).get_element_by_id("sign-button").get("href") == "#sign"
