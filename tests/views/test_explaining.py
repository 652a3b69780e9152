"""The small addresses of the panel: explain, answer an objection, sign for zeroes; what the page knows of them."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from govopen.organs.models import Organ, ReportingYear, Role, User
from reports.models import ChangeSource, Explanation, ExplanationCause, Move, Rectification, Report, State
from reports.services import rectifying
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move
from reports.value import Scope
from reports.views.workspace_history import differing

GRANTED = "applications.granted.natural"
REASON = "该部分由县融媒体中心统稿，3月10日前补齐，本次先报表格。"
Sign = Callable[[User], Client]


@pytest.fixture
def client(signed_in: Sign, clerk: User) -> Client:
    return signed_in(clerk)


@pytest.fixture
def cause(db: None) -> ExplanationCause:
    return ExplanationCause.objects.get(name="其他")


def page_data(client: Client, report: Report) -> dict:
    return client.get(f"/reports/report/{report.pk}/change/").context["data"]


def first_to_explain(client: Client, report: Report) -> dict:
    return next(found for found in page_data(client, report)["findings"] if found["level"] == "explain")


def explain(client: Client, report: Report, **sent: object) -> HttpResponse:
    return client.post(f"/reports/report/{report.pk}/explain/", json.dumps(sent), content_type="application/json")


def test_an_explanation_comes_back_with_the_panel(client: Client, report: Report, cause: ExplanationCause) -> None:
    subject = first_to_explain(client, report)["subject"]
    before = page_data(client, report)
    answer = explain(client, report, subject=subject, cause=cause.pk, text=REASON).json()
    (found,) = [one for one in answer["findings"] if one["subject"] == subject]
    assert found["settlement"] == "explained"
    assert (found["explanation"]["text"], found["explanation"]["cause"]) == (REASON, "其他")
    assert answer["explains"] == before["explains"] - 1
    assert answer["said"] != before["said"]
    assert page_data(client, report)["explains"] == answer["explains"]


def test_a_hollow_reason_comes_back_with_an_example(client: Client, report: Report, cause: ExplanationCause) -> None:
    subject = first_to_explain(client, report)["subject"]
    response = explain(client, report, subject=subject, cause=cause.pk, text="核实无误")
    assert response.status_code == 409
    assert response.json()["message"]
    assert response.json()["example"] == f"例如：{cause.example}"
    assert not Explanation.objects.exists()


def test_a_cause_that_is_no_longer_offered_is_none(client: Client, report: Report, cause: ExplanationCause) -> None:
    ExplanationCause.objects.filter(pk=cause.pk).update(is_active=False)
    assert cause.name not in [one["name"] for one in page_data(client, report)["causes"]]
    subject = first_to_explain(client, report)["subject"]
    assert explain(client, report, subject=subject, cause=cause.pk, text=REASON).status_code == 409


@pytest.mark.parametrize(
    "body", ["", "[]", '{"subject": 3}', '{"subject": "x", "cause": "y"}', '{"subject": "x", "text": []}']
)
def test_what_the_page_would_never_send_is_refused(client: Client, report: Report, body: str) -> None:
    url = f"/reports/report/{report.pk}/explain/"
    assert client.post(url, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("address", ["explain", "answer", "zeroes"])
def test_an_expired_login_is_said_with_401_and_readers_may_not(
    address: str, signed_in: Sign, person: Callable[..., User], county: Organ, report: Report
) -> None:
    url = f"/reports/report/{report.pk}/{address}/"
    assert Client().post(url).status_code == 401
    assert signed_in(person(Role.VIEWER, county)).post(url).status_code == 403


def test_a_changed_figure_lapses_it_in_the_saves_own_answer(
    client: Client, county: Organ, years: dict[int, ReportingYear], report: Report, cause: ExplanationCause
) -> None:
    following, _is_new = report_start(organ=county, year=years[2024], scope=Scope.OWN, user=None)
    value = report_load(report=following).replace(dict(report_load(report=report).cells))
    report_save(report=following, value=value, revision=following.revision, user=None, source=ChangeSource.TYPED)
    found = next(one for one in page_data(client, following)["findings"] if one["code"] == "Y-1")
    assert explain(client, following, subject=found["subject"], cause=cause.pk, text=REASON).status_code == 200
    key = found["cells"][0]
    body = {"revision": following.revision, "cells": {key: {"value": "77", "base": str(value[key])}}}
    url = f"/reports/report/{following.pk}/save/"
    answer = client.post(url, json.dumps(body), content_type="application/json").json()
    (lapsed,) = [one for one in answer["findings"] if one["subject"] == found["subject"]]
    assert lapsed["settlement"] == "lapsed"
    assert lapsed["explanation"]["text"] == REASON
    assert answer["explains"] > 0


def test_the_state_shows_that_somebody_explained(client: Client, report: Report, cause: ExplanationCause) -> None:
    before = client.get(f"/reports/report/{report.pk}/state/").json()
    subject = first_to_explain(client, report)["subject"]
    explain(client, report, subject=subject, cause=cause.pk, text=REASON)
    after = client.get(f"/reports/report/{report.pk}/state/").json()
    assert after["revision"] == before["revision"]
    assert after["said"] != before["said"]


@pytest.fixture
def objection(report: Report, clerk: User, person: Callable[..., User], county: Organ) -> Rectification:
    reviewer = person(Role.REVIEWER, county)
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    report.refresh_from_db()
    rectifying.opinion_add(report=report, key=GRANTED, text="台账为37件。", user=reviewer)
    report_move(report=report, move=Move.RETURN, user=reviewer, due_on=timezone.localdate() + timedelta(days=3))
    return Rectification.objects.get()


def test_an_objection_is_answered_with_a_word_and_a_file(
    client: Client, report: Report, clerk: User, objection: Rectification
) -> None:
    (shown,) = page_data(client, report)["objections"]
    assert (shown["key"], shown["text"], shown["done_by"]) == (GRANTED, "台账为37件。", "")
    url = f"/reports/report/{report.pk}/answer/"
    assert client.post(url, {"objection": objection.pk, "proof": " "}).status_code == 409
    file = SimpleUploadedFile("台账.txt", "38件".encode())
    answer = client.post(url, {"objection": objection.pk, "proof": "已按台账改正", "file": file}).json()
    assert answer["objections"][0]["proof"] == "已按台账改正"
    link = answer["objections"][0]["proof_url"]
    assert b"".join(client.get(link).streaming_content) == "38件".encode()
    assert answer["remark"] == answer["objections"][0]["remark"] != ""  # nothing was changed
    objection.refresh_from_db()
    assert (objection.done_by, objection.proof_name, bytes(objection.proof_data)) == (
        clerk,
        "台账.txt",
        "38件".encode(),
    )


def test_an_objection_to_another_report_is_none_of_this_one(
    client: Client, report: Report, objection: Rectification, bureau: Organ
) -> None:
    other = Report.objects.create(organ=bureau, year=report.year, schema=report.schema)
    Rectification.objects.filter(pk=objection.pk).update(report=other)
    response = client.post(f"/reports/report/{report.pk}/answer/", {"objection": objection.pk, "proof": "已改"})
    assert response.status_code == 404


def test_zeroes_are_signed_for(client: Client, report: Report, clerk: User) -> None:
    value = report_load(report=report).replace({GRANTED: None})
    report_save(report=report, value=value, revision=report.revision, user=None, source=ChangeSource.TYPED)
    body = {"revision": report.revision, "sections": [report.form.specs[GRANTED].section.key], "is_certain": True}
    url = f"/reports/report/{report.pk}/zeroes/"
    assert client.post(url, json.dumps(body), content_type="application/json").status_code == 409
    answer = client.post(url, json.dumps(body | {"name": clerk.get_full_name()}), content_type="application/json")
    assert answer.json()["filled_in"] == {GRANTED: "0"}
    assert report_load(report=report)[GRANTED] == 0


def test_a_cells_history_has_the_reasons_that_were_given_for_it(
    client: Client, report: Report, clerk: User, cause: ExplanationCause
) -> None:
    Explanation.objects.create(
        report=report, code="Y-1", subject="s", digest="d", cells=[GRANTED], message="相差 1", cause=cause,
        text=REASON, by=clerk,
    )  # fmt: skip
    history = client.get(f"/reports/report/{report.pk}/changes/?key={GRANTED}").json()
    assert [one["text"] for one in history["explanations"]] == [REASON]
    other = client.get(f"/reports/report/{report.pk}/changes/?key=decisions.licences.count").json()
    assert other["explanations"] == []


def test_changes_of_a_text_are_shown_from_where_they_differ() -> None:
    same = "一年来，本单位认真贯彻落实条例各项规定，" * 20
    old, new = differing(f"{same}公开信息12条。", f"{same}公开信息15条。")
    assert old.endswith("公开信息12条。")
    assert new.endswith("公开信息15条。")
    assert old.startswith("…")
    assert len(old) < 40
    assert differing("", "新写的") == ("", "新写的")
    assert differing("甲乙", "甲") == ("甲乙", "甲")


def test_the_page_asks_once_more_only_for_objections(client: Client, report: Report, objection: Rectification) -> None:
    url = f"/reports/report/{report.pk}/change/"
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) <= 18, "\n".join(query["sql"][:120] for query in queries)
