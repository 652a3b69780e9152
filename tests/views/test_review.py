"""The review page: what it shows to whom, and the decisions made on it."""

import json
from collections.abc import Callable
from datetime import timedelta

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from govopen.organs.models import Membership, Role, User
from reports.models import ChangeSource, Decision, Explanation, Move, Rectification, Report, Seen, State
from reports.services import rectifying, settling
from reports.services.store import report_load, report_save
from reports.services.text_changes import changes_between
from reports.services.workflow import report_move
from reports.views.review_form import change_text
from reports.views.review_texts import Span, lines_of
from tests import records
from tests.builders import filled
from tests.services.conftest import CARRIED_IN, Case

pytestmark = pytest.mark.django_db

CELL = "documents.normative_documents.issued"
PROOF = "已附2023年制发的规范性文件明细表，共3件"
Sign = Callable[[User], Client]


def save(report: Report, user: User | None = None, texts: dict[str, str] | None = None, **cells: int) -> None:
    report.refresh_from_db()
    value = report_load(report=report).replace(cells, texts)
    report_save(report=report, value=value, revision=report.revision, user=user, source=ChangeSource.TYPED)


def submitted(case: Case) -> Explanation:
    explanation = case.explained()
    report_move(report=case.report, move=Move.SUBMIT, user=case.clerk)
    return explanation


def returned(case: Case, user: User) -> None:
    due = timezone.localdate() + timedelta(days=3)
    report_move(report=case.report, move=Move.RETURN, user=user, due_on=due)


def url(name: str, *args: int) -> str:
    return reverse(f"admin:{name}", args=args)


def shown(client: Client, case: Case, query: str = "") -> lxml.html.HtmlElement:
    response = client.get(url("reports_report_review", case.report.pk) + query)
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.content)


def words(page: lxml.html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.cssselect(selector)]


def accept(client: Client, explanation: Explanation, **headers: str) -> object:
    return client.post(url("explanation_accept", explanation.pk), headers=headers)


def test_it_opens_with_few_queries(case: Case, signed_in: Sign) -> None:
    submitted(case)
    client = signed_in(case.reviewer)
    shown(client, case)
    with CaptureQueriesContext(connection) as queries:
        shown(client, case)
    # 20 of the review; session, person, rights and the mark of what was seen.
    assert len(queries) <= 34, "\n".join(query["sql"][:120] for query in queries)


def test_who_only_reads_is_offered_no_decision(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    viewer = records.person(Role.VIEWER, case.report.organ)
    for user in (viewer, case.clerk):
        page = shown(signed_in(user), case)
        assert explanation.text in page.text_content()
        assert not page.cssselect("#sign-button, #return-button, [data-accept], #opinion-form")


def test_the_page_shows_both_sides_and_the_explanation(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    page = shown(signed_in(case.reviewer), case)
    card = page.cssselect("[data-decide]")[0]
    assert explanation.text in card.text_content()
    assert case.finding.message in card.text_content()
    cell = page.get_element_by_id(f"cell-{CARRIED_IN}")
    assert "f-w" in cell.get("class")
    assert cell.cssselect(".fs")[0].get("href") == f"#{card.get('id')}"
    assert cell.cssselect(".pv")


def test_the_suspected_cell_has_a_solid_frame(signed_in: Sign) -> None:
    report = records.stored(filled(**{"applications.received.natural": 999}))
    reviewer = records.person(Role.REVIEWER, report.organ)
    page = lxml.html.document_fromstring(signed_in(reviewer).get(url("reports_report_review", report.pk)).content)
    assert [cell.get("data-cell") for cell in page.cssselect("td.sus")] == ["applications.received.natural"]


def test_signing_too_early_lists_what_is_missing(case: Case, signed_in: Sign) -> None:
    submitted(case)
    client = signed_in(case.reviewer)
    page = shown(client, case)
    button = page.get_element_by_id("sign-button")
    assert (button.get("href"), button.get("disabled"), button.get("aria-disabled")) == ("#early", None, None)
    link = page.cssselect("#early li a")[0]
    assert link.text_content() == case.finding.message
    assert page.get_element_by_id(link.get("href")[1:]) is not None
    client.post(url("reports_report_sign", case.report.pk), {"revision": case.report.revision})
    case.report.refresh_from_db()
    assert case.report.stage == 0


def test_three_people_sign_and_one_who_may_not_is_told_why(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    accept(signed_in(case.reviewer), explanation)
    for number, user in enumerate((case.reviewer, case.signer, case.signer2), start=1):
        client = signed_in(user)
        page = shown(client, case)
        assert len(page.cssselect(".steps .done")) == number - 1
        assert page.get_element_by_id("sign-button").get("href") == "#sign"
        revision = page.cssselect("#sign [name=revision]")[0].get("value")
        client.post(url("reports_report_sign", case.report.pk), {"revision": revision})
        case.report.refresh_from_db()
        assert case.report.stage == number
        if number < 3:
            again = shown(client, case)
            assert again.get_element_by_id("sign-button").get("href") == "#early"
            assert words(again, "#need .cannot")[0] in words(again, "#early")[0]
    assert case.report.state == State.SIGNED
    assert shown(signed_in(case.signer), case).get_element_by_id("publish-button").get("href") == url(
        "reports_report_publish", case.report.pk
    )
    assert not shown(signed_in(case.reviewer), case).cssselect("#publish-button")


def test_a_refusal_becomes_an_opinion_and_goes_along(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    client = signed_in(case.reviewer)
    client.post(url("explanation_refuse", explanation.pk), {"reason": "请附当时的台账"})
    page = shown(client, case)
    opinion = Rectification.objects.get()
    assert opinion.text in words(page, f"#opinion-{opinion.pk}")[0]
    assert opinion.text in words(page, "#return")[0]
    due = (timezone.localdate() + timedelta(days=2)).isoformat()
    client.post(url("reports_report_return", case.report.pk), {"revision": case.report.revision, "due_on": due})
    case.report.refresh_from_db()
    opinion.refresh_from_db()
    assert (case.report.state, opinion.owner, opinion.due_on.isoformat()) == (State.RETURNED, case.clerk, due)


def test_a_refusal_without_a_reason_keeps_what_was_typed(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    client = signed_in(case.reviewer)
    address = url("explanation_refuse", explanation.pk)
    answer = client.post(address, {"reason": " "}, headers={"Accept": "application/json"})
    assert (answer.status_code, bool(answer.json()["message"])) == (409, True)
    client.post(url("reports_report_opinion_add", case.report.pk), {"key": "no.such.cell", "text": "请核对数量"})
    assert words(shown(client, case), "#opinion-text") == ["请核对数量"]
    assert words(shown(client, case), "#opinion-text") == [""]  # once


def test_a_script_gets_json(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    client = signed_in(case.reviewer)
    answer = accept(client, explanation, Accept="application/json")
    assert answer.status_code == 200
    assert answer.json()["message"]
    assert accept(client, explanation, Accept="application/json").status_code in (403, 409)
    explanation.refresh_from_db()
    assert explanation.decision == Decision.ACCEPTED


@pytest.mark.parametrize(
    ("asked", "is_followed"), [("/findings/?level=explain", True), ("https://example.org/", False), ("//x.org", False)]
)
def test_next_leads_only_to_ourselves(case: Case, signed_in: Sign, asked: str, is_followed: bool) -> None:
    explanation = submitted(case)
    answer = signed_in(case.reviewer).post(url("explanation_accept", explanation.pk), {"next": asked})
    assert (answer["Location"] == asked) is is_followed


def test_an_explanation_can_be_decided_before_it_is_submitted_but_not_once_published(
    case: Case, signed_in: Sign
) -> None:
    explanation = case.explained()
    client = signed_in(case.reviewer)
    page = shown(client, case)
    assert page.cssselect("[data-accept]")
    assert page.cssselect("[data-refuse]")
    assert not page.cssselect("#opinion-form")  # nothing is returned from here
    accept(client, explanation)
    page = shown(client, case)
    assert page.cssselect("[data-undo]")
    report_move(report=case.report, move=Move.SUBMIT, user=case.clerk)
    for user in (case.reviewer, case.signer, case.signer2):
        report_move(report=case.report, move=Move.SIGN, user=user)
    report_move(report=case.report, move=Move.PUBLISH, user=case.signer)
    assert not shown(client, case).cssselect("[data-accept], [data-undo], details.waive")


def test_a_text_without_any_change_is_folded_as_a_whole(case: Case, signed_in: Sign) -> None:
    submitted(case)
    client = signed_in(case.reviewer)
    assert not shown(client, case).cssselect(".tx .gap button")  # the first look folds nothing
    page = shown(client, case)
    (gap,) = page.cssselect("#text-problems .gap")
    assert gap.cssselect("[data-unfolds]")
    assert page.cssselect("#part-problems [data-unfold]")
    was = report_load(report=case.report).texts["problems"]
    rectifying.opinion_add(report=case.report, key=CELL, text="请核对", user=case.reviewer)
    returned(case, case.reviewer)
    save(case.report, case.clerk, {"problems": f"新写的一段。\n{was}"})
    gaps = shown(client, case).cssselect("#text-problems .gap")
    assert gaps
    assert not any(gap.cssselect("[data-unfolds]") for gap in gaps)


def test_the_clerk_decides_nothing(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    client = signed_in(case.clerk)
    for address in (
        url("explanation_accept", explanation.pk),
        url("explanation_refuse", explanation.pk),
        url("finding_waive", case.report.pk),
        url("reports_report_opinion_add", case.report.pk),
    ):
        answer = client.post(address, {"key": CELL, "text": "意见", "reason": "理由", "subject": case.finding.subject})
        assert answer.status_code == 404
    explanation.refresh_from_db()
    assert (explanation.decision, Rectification.objects.count()) == ("", 0)


def test_nobody_is_asked_to_decide_on_their_own_explanation(case: Case, signed_in: Sign) -> None:
    submitted(case)
    Membership.objects.create(user=case.clerk, organ=case.report.organ, role=Role.REVIEWER)
    page = shown(signed_in(case.clerk), case)
    assert page.cssselect("#opinion-form")
    assert not page.cssselect("[data-accept], [data-refuse]")


def test_a_decision_is_taken_back_by_who_made_it(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    accept(signed_in(case.reviewer), explanation)
    assert not shown(signed_in(case.reviewer2), case).cssselect("[data-undo]")
    assert shown(signed_in(case.reviewer), case).cssselect("[data-undo]")
    signed_in(case.reviewer).post(url("explanation_undo", explanation.pk))
    assert shown(signed_in(case.reviewer), case).cssselect("[data-accept]")


def test_a_waiver_settles_until_its_day(case: Case, signed_in: Sign) -> None:
    submitted(case)
    until = timezone.localdate() + timedelta(days=10)
    posted = {
        "subject": case.finding.subject,
        "reason": "档案库搬迁至2024年3月，届时补查2022年件数",
        "expires_on": until.isoformat(),
    }
    client = signed_in(case.reviewer)
    client.post(url("finding_waive", case.report.pk), posted | {"expires_on": ""})
    assert Explanation.objects.get().decision == ""
    client.post(url("finding_waive", case.report.pk), posted)
    assert Explanation.objects.get().decision == Decision.WAIVED
    assert shown(client, case).get_element_by_id("sign-button").get("href") == "#sign"


def test_the_second_look_shows_what_changed_until_the_next_change(case: Case, signed_in: Sign) -> None:
    submitted(case)
    client = signed_in(case.reviewer)
    assert not shown(client, case).cssselect("td.chg")
    rectifying.opinion_add(report=case.report, key=CELL, text="请核对", user=case.reviewer)
    returned(case, case.reviewer)
    was = report_load(report=case.report)
    save(case.report, case.clerk, {"problems": was.texts["problems"].replace("继续", "着力")}, **{CELL: was[CELL] + 1})
    for _look in range(2):  # looking again does not make it old
        page = shown(client, case)
        assert [cell.get("data-cell") for cell in page.cssselect("td.chg")] == [CELL]
        assert words(page, f"[id='cell-{CELL}'] s")[0].endswith(str(was[CELL]))
        assert (words(page, "#text-problems del"), words(page, "#text-problems ins")) == (["继续"], ["着力"])
        assert len(page.cssselect(".chl li")) == 2
    assert Seen.objects.get(user=case.reviewer).revision == case.report.revision
    assert not shown(signed_in(case.reviewer), case).cssselect("td.chg")  # logged in anew: seen


def test_opinions_stand_at_their_cell_and_can_be_dropped(case: Case, signed_in: Sign) -> None:
    submitted(case)
    client = signed_in(case.reviewer)
    add = url("reports_report_opinion_add", case.report.pk)
    client.post(add, {"key": CELL, "text": "请附明细"})
    client.post(add, {"key": "problems", "text": "请写新情况"})
    page = shown(client, case)
    assert page.get_element_by_id(f"cell-{CELL}").cssselect(".cm")
    assert page.cssselect("#part-problems .cm")
    assert len(page.cssselect("#return ol li")) == 2
    drop = url("reports_report_opinion_drop", case.report.pk, Rectification.objects.get(key=CELL).pk)
    assert not shown(signed_in(case.reviewer2), case).cssselect(f"form[action='{drop}']")
    client.post(drop)
    assert [one.key for one in Rectification.objects.all()] == ["problems"]


def test_answered_objections_are_closed_or_reopened_by_another_person(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    settling.explanation_accept(explanation=explanation, user=case.reviewer)
    objection = rectifying.opinion_add(report=case.report, key=CELL, text="请附明细", user=case.reviewer)
    returned(case, case.reviewer)
    rectifying.rectification_done(
        rectification=objection, user=case.clerk, proof=PROOF, file_name="明细.txt", file_data=b"12"
    )
    report_move(report=case.report, move=Move.SUBMIT, user=case.clerk)
    client = signed_in(case.reviewer)
    place = words(shown(client, case), f"#opinion-{objection.pk}")[0]
    assert PROOF in place
    proof = client.get(url("reports_report_opinion_proof", case.report.pk, objection.pk))
    assert (b"".join(proof.streaming_content), proof["Content-Type"]) == (b"12", "application/octet-stream")
    assert proof["Content-Disposition"].startswith("attachment")
    reopen = url("reports_report_opinion_reopen", case.report.pk, objection.pk)
    client.post(reopen, {"reason": ""})
    objection.refresh_from_db()
    assert objection.done_at is not None
    client.post(url("reports_report_opinion_close", case.report.pk, objection.pk))
    objection.refresh_from_db()
    assert objection.closed_by == case.reviewer
    client.post(reopen, {"reason": "明细不全"})
    objection.refresh_from_db()
    assert (objection.done_at, objection.closed_at) == (None, None)
    assert "明细不全" in objection.text


def test_an_opinion_of_another_report_is_not_reached_through_this_one(
    make_case: Callable[..., Case], signed_in: Sign
) -> None:
    one, other = make_case(), make_case(records.organ("蓝田县教育局", parent=records.organ()))
    objection = rectifying.opinion_add(report=other.report, key=CELL, text="请附明细", user=other.reviewer)
    answer = signed_in(one.reviewer).post(url("reports_report_opinion_drop", one.report.pk, objection.pk))
    assert answer.status_code == 404
    assert Rectification.objects.filter(pk=objection.pk).exists()


def test_a_lapsed_explanation_says_so(case: Case, signed_in: Sign) -> None:
    submitted(case)
    returned_with = rectifying.opinion_add(report=case.report, key=CARRIED_IN, text="请核对", user=case.reviewer)
    returned(case, case.reviewer)
    value = report_load(report=case.report)
    balance = {CARRIED_IN: value[CARRIED_IN] + 5}
    save(case.report, case.clerk, **balance)
    page = shown(signed_in(case.reviewer), case)
    assert page.cssselect(".quote.lapsed")
    assert page.cssselect(f"#opinion-{returned_with.pk}")


def test_a_correction_is_compared_with_the_published_version(case: Case, signed_in: Sign) -> None:
    explanation = submitted(case)
    settling.explanation_accept(explanation=explanation, user=case.reviewer)
    for user in (case.reviewer, case.signer, case.signer2):
        report_move(report=case.report, move=Move.SIGN, user=user)
    report_move(report=case.report, move=Move.PUBLISH, user=case.signer)
    report_move(report=case.report, move=Move.CORRECT, user=case.signer, reason="表三漏计1件信函申请，现予补录")
    save(case.report, case.clerk, **{CELL: report_load(report=case.report)[CELL] + 1})
    client = signed_in(case.signer)
    page = shown(client, case)
    assert [cell.get("data-cell") for cell in page.cssselect("td.chg")] == [CELL]
    assert not shown(client, case, "?compare=seen").cssselect("td.chg")


def test_the_change_record_says_who_changed_what_and_can_be_narrowed(case: Case, signed_in: Sign) -> None:
    was = report_load(report=case.report)
    save(case.report, case.clerk, **{CELL: was[CELL] + 1})
    client = signed_in(case.reviewer)
    log = url("reports_report_log", case.report.pk)
    rows = client.get(log).context["rows"]
    assert (rows[0].change.key, rows[0].change.user, rows[0].change.new) == (CELL, case.clerk, str(was[CELL] + 1))
    narrowed = client.get(log, {"key": CELL}).context["rows"]
    assert {row.change.key for row in narrowed} == {CELL}
    assert rows[0].place.label == case.report.form.specs[CELL].label


def test_the_change_record_of_a_text_tells_the_words(case: Case, signed_in: Sign) -> None:
    was = report_load(report=case.report).texts["problems"]
    save(case.report, case.clerk, {"problems": was.replace("继续", "着力")})
    page = signed_in(case.reviewer).get(url("reports_report_log", case.report.pk), {"key": "problems"})
    assert page.context["rows"][0].edits == [("继续", "着力")]
    assert "<del>继续</del> → <ins>着力</ins>" in page.content.decode()


def test_what_a_text_holds_is_never_taken_for_markup(case: Case, signed_in: Sign) -> None:
    save(case.report, case.clerk, {"problems": "<script>alert(1)</script>{{ x }}"})
    response = signed_in(case.reviewer).get(url("reports_report_review", case.report.pk))
    assert b"<script>alert(1)" not in response.content
    data = lxml.html.document_fromstring(response.content).get_element_by_id("review-data").text
    assert json.loads(data)["history"] == url("reports_report_history", case.report.pk)


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("共86件，已回复85件。", "共86件，已回复83件。", [("85", "83")]),
        ("甲。", "甲。", []),
        ("", "新写", [("", "新写")]),
        ("写过的话", "", [("写过的话", "")]),
        ("甲乙丙", "甲丁丙", [("乙", "丁")]),
        ("共1.5万件", "共1.6万件", [("1.5", "1.6")]),
    ],
)
def test_changes_are_told_word_by_word(before: str, after: str, edits: list[tuple[str, str]]) -> None:
    found = changes_between(before, after)
    assert [(edit.gone, after[edit.start : edit.end]) for edit in found] == edits


short = st.lists(st.text("甲乙丙12.。，", max_size=8), max_size=4).map("\n".join)


@given(before=short, after=short)
def test_both_versions_can_be_read_off_what_is_shown(before: str, after: str) -> None:
    runs = [run for line in lines_of(after, before=before) for run in line.runs]
    assert "".join(run.text for run in runs if run.kind != "del") == after.replace("\n", "")
    old = "".join(run.text for run in runs if run.kind != "ins").replace(" ⏎ ", "")
    assert old == before.replace("\n", "")


def test_what_agrees_or_is_settled_folds_with_what_is_unchanged() -> None:
    calm, open_one = Span(0, 1, "k", is_calm=True), Span(3, 4, "w")
    assert [line.is_plain for line in lines_of("甲一\n乙二", [calm, open_one])] == [True, False]


def test_a_new_paragraph_leaves_the_others_alone() -> None:
    lines = lines_of("2024年新写一段。\n2024年旧的一段。", before="2024年旧的一段。")
    assert [line.is_plain for line in lines] == [False, True]


def test_lines_keep_every_character_once_and_fold_what_is_calm() -> None:
    text = "（一）主动公开\n共86件，已回复83件。\n\n没有变动的一段。\n又一段。"
    lines = lines_of(text, [Span(9, 11, "w", "不符", "finding-1"), Span(9, 13, "sim")], text.replace("83", "85"))
    kept = "".join(run.text for line in lines for run in line.runs if run.kind != "del")
    assert kept == text.replace("\n", "")
    assert [line.is_plain for line in lines] == [True, False, True, True]
    assert [line.is_first_folded for line in lines] == [True, False, True, False]
    assert [(run.text, run.kind) for run in lines[1].runs if run.kind] == [("85", "del"), ("83", "ins")]
    assert [run.css for run in lines[1].runs if run.css] == ["w", "sim"]
    assert [line.level for line in lines] == [2, 0, 0, 0]


@pytest.mark.parametrize(
    ("figure", "last", "text"),
    [(40592, 25880, "＋56.8%"), (90, 100, "−10.0%"), (5, 0, ""), (5, None, ""), (None, 5, ""), (5, 5, "")],
)
def test_the_change_on_last_year(figure: int | None, last: int | None, text: str) -> None:
    assert change_text(figure, last) == text
