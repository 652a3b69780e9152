"""The list of what has to be put right, and answers to it."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govopen.organs.models import Organ, User
from reports.models import Rectification
from reports.services import rectifying
from reports.tables.rectifications import late_by
from tests import records
from tests.services.conftest import CARRIED_IN, Case

LIST = "/rectifications/"
DONE = "已按2022年度台账补录1件，总计随之更正"


@pytest.fixture
def objection(case: Case) -> Rectification:
    """Handed over at once, since the report is being filled in."""
    return rectifying.opinion_add(report=case.report, key=CARRIED_IN, text="请与上年报告核对", user=case.reviewer)


def listed(response: Any) -> list[Rectification]:
    return [row.record for row in response.context["table"].rows]


def test_only_what_is_in_reach(
    objection: Rectification, case: Case, make_case: Callable[[Organ], Case], signed_in: Callable[[User], Client]
) -> None:
    foreign = make_case(records.organ("沭阳县人民政府"))
    for user in (case.clerk, case.reviewer):
        assert listed(signed_in(user).get(LIST)) == [objection]
    client = signed_in(foreign.clerk)
    assert listed(client.get(LIST)) == []
    assert 'class="emp big"' in client.get(LIST).content.decode()
    done = reverse("admin:rectification_done", args=(objection.pk,))
    assert client.post(done, {"proof": DONE}).status_code == 404


def test_the_clerk_answers_with_a_proof_and_another_closes(
    objection: Rectification, case: Case, signed_in: Callable[[User], Client]
) -> None:
    done = reverse("admin:rectification_done", args=(objection.pk,))
    clerk, reviewer = signed_in(case.clerk), signed_in(case.reviewer)
    assert done in clerk.get(LIST).content.decode()
    assert done not in reviewer.get(LIST).content.decode()
    clerk.post(done, {"proof": " "})
    objection.refresh_from_db()
    assert objection.done_at is None
    clerk.post(done, {"proof": DONE, "file": SimpleUploadedFile("台账.txt", b"1")})
    objection.refresh_from_db()
    assert (objection.proof, objection.proof_name, bytes(objection.proof_data)) == (DONE, "台账.txt", b"1")
    page = reviewer.get(LIST).content.decode()
    assert DONE in page
    proof = reverse("admin:reports_report_opinion_proof", args=(case.report.pk, objection.pk))
    assert proof in page
    assert b"".join(reviewer.get(proof).streaming_content) == b"1"
    close = reverse("admin:reports_report_opinion_close", args=(case.report.pk, objection.pk))
    assert close in page
    assert reviewer.post(close, {"next": LIST})["Location"] == LIST
    objection.refresh_from_db()
    assert objection.closed_by == case.reviewer


def test_a_file_that_is_too_large_is_refused(
    objection: Rectification, case: Case, signed_in: Callable[[User], Client]
) -> None:
    large = SimpleUploadedFile("a.bin", b"0" * (rectifying.LARGEST_FILE + 1))
    done = reverse("admin:rectification_done", args=(objection.pk,))
    signed_in(case.clerk).post(done, {"proof": DONE, "file": large})
    objection.refresh_from_db()
    assert objection.done_at is None


@pytest.mark.parametrize(
    ("narrowed", "fits"),
    [
        ({"state": "open"}, True),
        ({"state": "done"}, False),
        ({"state": "closed"}, False),
        ({"search": "蓝田"}, True),
        ({"search": "核对"}, True),
        ({"search": "别的"}, False),
        ({"year": "2022"}, False),
        ({"late": "on"}, True),
        ({"state": "x"}, False),
    ],
)
def test_filters(
    narrowed: dict[str, str], fits: bool, objection: Rectification, case: Case, signed_in: Callable[[User], Client]
) -> None:
    Rectification.objects.update(due_on=timezone.localdate() - timedelta(days=9))
    response = signed_in(case.reviewer).get(LIST, narrowed)
    assert listed(response) == ([objection] if fits else [])
    assert response.context["late"] == 1


def test_lateness_is_in_working_days_and_ends_with_the_answer() -> None:
    objection = Rectification(due_on=date(2024, 2, 8))
    # The week of the spring festival, 10 to 17 February, was off; the 18th was worked.
    assert late_by(objection, date(2024, 2, 8)) == 0
    assert late_by(objection, date(2024, 2, 19)) == 3
    objection.done_at = timezone.make_aware(timezone.datetime(2024, 2, 9, 9))
    assert late_by(objection, date(2024, 2, 19)) == 1


def test_the_list_as_a_file(objection: Rectification, case: Case, signed_in: Callable[[User], Client]) -> None:
    Rectification.objects.update(text="@SUM(1,2) 请核对")
    response = signed_in(case.reviewer).get(LIST, {"file": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert "'@SUM(1,2) 请核对" in lines[1]
    assert len(lines) == 2


def test_the_file_says_how_far_each_is(
    objection: Rectification, case: Case, signed_in: Callable[[User], Client]
) -> None:
    def state() -> str:
        content = b"".join(signed_in(case.reviewer).get(LIST, {"file": "csv"}).streaming_content)
        (row,) = csv.DictReader(content.decode("utf-8-sig").splitlines())
        return row["状态"]

    assert state() == "待整改"
    rectifying.rectification_done(rectification=objection, user=case.clerk, proof=DONE)
    assert state() == "已整改，待确认"


def test_queries_do_not_grow_with_the_list(
    objection: Rectification, case: Case, signed_in: Callable[[User], Client], django_assert_max_num_queries: Any
) -> None:
    Rectification.objects.bulk_create(
        Rectification(
            report=case.report, key=CARRIED_IN, text="请核对", by=case.reviewer, owner=case.clerk,
            handed_over_at=timezone.now(), due_on=timezone.localdate(),
        )
        for _number in range(60)
    )  # fmt: skip
    client = signed_in(case.reviewer)
    with django_assert_max_num_queries(13):
        response = client.get(LIST)
    assert len(response.context["table"].page.object_list) == 25
