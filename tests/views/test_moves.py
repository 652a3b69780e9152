"""Moving a report on from its own page: asked once more, with what stands against it."""

import lxml.html
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Role, User
from reports.models import ChangeSource, Move, Report, State
from reports.services import rectifying
from reports.services.reasons import CORRECTION_EXAMPLE
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db

CHANGE = "admin:reports_report_change"


@pytest.fixture
def report() -> Report:
    return records.stored(filled())


def url(report: Report, name: str) -> str:
    return reverse(f"admin:reports_report_{name}", args=(report.pk,))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def question(response: HttpResponse) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.content).cssselect(".asking")[0]


def test_submitting_is_asked_for_once_more(report) -> None:
    clerk, *_others = records.hands(report)
    client = signed_in(clerk)
    asked = question(client.get(url(report, "submit")))
    for named in (report.organ.name, str(report.year_id), report.get_scope_display()):
        assert named in asked.text_content()
    report.refresh_from_db()
    assert report.state == State.DRAFT
    client.post(url(report, "submit"), {"revision": report.revision})
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_what_changed_since_it_was_asked_is_looked_at_again(report) -> None:
    clerk, *_others = records.hands(report)
    shown = signed_in(clerk).post(url(report, "submit"), {"revision": report.revision - 1}, follow=True)
    report.refresh_from_db()
    assert report.state == State.DRAFT
    assert "又有改动" in shown.content.decode()


def test_submitting_too_early_lists_what_is_open() -> None:
    report = records.stored(filled(**{"disputes.reconsideration.total": 999}))
    shown = signed_in(records.hands(report)[0]).get(url(report, "submit"))
    links = question(shown).cssselect(".open a")
    assert [link.text for link in links] == [finding["message"] for finding in shown.context["findings"]]
    assert {link.get("href") for link in links} == {f"{reverse(CHANGE, args=(report.pk,))}#part-disputes"}
    assert not question(shown).cssselect("form")


def test_publishing_and_correcting_lead_to_a_new_version(report) -> None:
    client = signed_in(records.signed_off(report))
    assert question(client.get(url(report, "publish"))).cssselect(".btn.pri")
    published = client.post(url(report, "publish"), follow=True)
    assert "报告已发布" in published.content.decode()
    assert client.get(url(report, "publish")).url == reverse(CHANGE, args=(report.pk,))
    assert question(client.get(url(report, "correct"))).cssselect("textarea[required]")
    refused = client.post(url(report, "correct"), {"reason": "更正"}, follow=True)
    assert question(refused).cssselect("textarea")[0].text_content().strip() == "更正"
    assert CORRECTION_EXAMPLE in refused.content.decode()
    report.refresh_from_db()
    assert report.state == State.PUBLISHED  # a correction needs a reason
    client.post(url(report, "correct"), {"reason": records.REASON})
    report.refresh_from_db()
    assert report.state == State.CORRECTING
    client.post(url(report, "cancel"))
    report.refresh_from_db()
    assert report.state == State.PUBLISHED


def test_nobody_else_publishes(report) -> None:
    records.signed_off(report)
    elsewhere = records.person(Role.SIGNER, records.organ("沭阳县人民政府"), name="elsewhere")
    for user in (records.hands(report)[0], elsewhere):
        for answer in (signed_in(user).post(url(report, "publish")), signed_in(user).get(url(report, "publish"))):
            assert answer.status_code == 404
    report.refresh_from_db()
    assert report.state == State.SIGNED


def test_a_submission_is_withdrawn_until_somebody_has_signed(report) -> None:
    clerk, reviewer, *_others = records.hands(report)
    client = signed_in(clerk)
    client.post(url(report, "submit"))
    client.post(url(report, "withdraw"))
    report.refresh_from_db()
    assert report.state == State.DRAFT
    client.post(url(report, "submit"))
    report_move(report=report, move=Move.SIGN, user=reviewer)
    client.post(url(report, "withdraw"))
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_opinions_that_were_not_handed_over_yet_are_listed_before_publication(report) -> None:
    signer = records.signed_off(report)
    opinion = rectifying.opinion_add(report=report, key="problems", text="请写明具体问题", user=signer)
    shown = question(signed_in(signer).get(url(report, "publish")))
    assert not shown.cssselect("form")
    (link,) = shown.cssselect(".open a")
    assert link.get("href") == f"{url(report, 'review')}#opinion-{opinion.pk}"
    assert opinion.text in link.text_content()


def test_a_correction_that_differs_names_its_cells_instead_of_the_button(report) -> None:
    signer = records.published(report).by
    client = signed_in(signer)
    report_move(report=report, move=Move.CORRECT, user=signer, reason=records.REASON)
    assert question(client.get(url(report, "cancel"))).cssselect("form")
    value = report_load(report=report)
    key = "decisions.licences.count"
    changed = value.replace({key: value[key] + 1}, {"problems": "另有改动。"})
    report_save(report=report, value=changed, revision=report.revision, user=None, source=ChangeSource.TYPED)
    shown = question(client.get(url(report, "cancel")))
    assert not shown.cssselect("form")
    work = reverse(CHANGE, args=(report.pk,))
    assert [link.get("href") for link in shown.cssselect(".open a")] == [f"{work}#cell-{key}", f"{work}#cell-problems"]
    assert shown.cssselect(".open a")[0].text == value.schema.specs[key].label


def test_submitting_remarks_on_answers_without_a_change(report) -> None:
    clerk, reviewer, *_others = records.hands(report)
    objection = rectifying.opinion_add(report=report, key="problems", text="请写明具体问题", user=reviewer)
    rectifying.rectification_done(rectification=objection, user=clerk, proof="已与经办股室商定，维持原文")
    shown = question(signed_in(clerk).get(url(report, "submit")))
    (remark,) = shown.cssselect("p.note a")
    assert remark.get("href") == f"{reverse(CHANGE, args=(report.pk,))}#objection-{objection.pk}"
    assert shown.cssselect("form")
    text = {"problems": "一是解读形式单一，将继续丰富。"}
    changed = report_load(report=report).replace(texts=text)
    report_save(report=report, value=changed, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    assert not question(signed_in(clerk).get(url(report, "submit"))).cssselect("p.note a")
