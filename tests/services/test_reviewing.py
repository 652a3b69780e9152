"""What a reviewer is shown: what is open, what changed since the last look, what a correction changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from govopen.organs.access import Action
from reports.models import CellChange, ChangeSource, Move, Report
from reports.services import rectifying, settling
from reports.services.reviewing import Review, alterations_of, mark_seen, review_of, seen_by
from reports.services.store import report_load, report_save
from reports.services.workflow import findings_against, report_move
from tests import records
from tests.builders import filled

from .conftest import CARRIED_IN, Case

pytestmark = pytest.mark.django_db

CELL = "disputes.reconsideration.upheld"
OTHER = "documents.normative_documents.issued"


def save(report: Report, user: object = None, texts: dict[str, str] | None = None, **cells: int | None) -> None:
    report.refresh_from_db()
    value = report_load(report=report).replace(cells, texts)
    report_save(report=report, value=value, revision=report.revision, user=user, source=ChangeSource.TYPED)


def seen_before(case: Case) -> Review:
    """The review as the reviewer sees it who looked at the report before."""
    seen = seen_by(report=case.report, user=case.reviewer)
    return review_of(report=case.report, user=case.reviewer, since=seen.revision if seen else None)


def submitted(case: Case) -> None:
    case.explained()
    report_move(report=case.report, move=Move.SUBMIT, user=case.clerk)


def test_the_first_look_marks_nothing_as_changed(case: Case) -> None:
    save(case.report, case.clerk, **{CELL: 9})
    review = seen_before(case)
    assert review.is_first_look
    assert review.alterations == {}


def test_what_changed_since_the_last_look_is_told_once_with_its_first_and_last_content(case: Case) -> None:
    before = case.report.revision, report_load(report=case.report)[CELL]
    mark_seen(report=case.report, user=case.reviewer)
    save(case.report, case.clerk, **{CELL: 8})
    save(case.report, case.clerk2, **{CELL: 9})
    review = seen_before(case)
    assert review.since == before[0]
    assert list(review.alterations) == [CELL]
    altered = review.alterations[CELL]
    assert (altered.before, altered.after, altered.last.user) == (str(before[1]), "9", case.clerk2)
    assert len(altered.changes) == 2


def test_what_was_put_back_is_no_change(case: Case) -> None:
    mark_seen(report=case.report, user=case.reviewer)
    was = report_load(report=case.report)[CELL]
    save(case.report, case.clerk, **{CELL: was + 5})
    save(case.report, case.clerk, **{CELL: was})
    assert seen_before(case).alterations == {}


def test_everybody_has_a_mark_of_their_own(case: Case) -> None:
    mark_seen(report=case.report, user=case.reviewer)
    save(case.report, case.clerk, **{CELL: 9})
    mark_seen(report=case.report, user=case.reviewer2)
    assert CELL in seen_before(case).alterations
    again = seen_by(report=case.report, user=case.reviewer2)
    assert review_of(report=case.report, user=case.reviewer2, since=again.revision).alterations == {}


def test_a_text_changes_where_it_reads_differently(case: Case) -> None:
    save(case.report, case.clerk, texts={"other_matters": "本年收到999件。"})
    mark_seen(report=case.report, user=case.reviewer)
    cell = report_load(report=case.report)[CELL]
    save(case.report, case.clerk, texts={"other_matters": f"本年收到{cell}件。"})
    review = seen_before(case)
    assert review.alterations["other_matters"].before == "本年收到999件。"
    mark_seen(report=case.report, user=case.reviewer)
    save(case.report, case.clerk, texts={"other_matters": f"本年收到{{{{{CELL}}}}}件。"})
    review = seen_before(case)
    assert "other_matters" not in review.alterations  # now bound to the cell, and reads the same
    assert review.shown.texts["other_matters"] == f"本年收到{cell}件。"


def test_alterations_take_changes_newest_first() -> None:
    changes = [
        CellChange(key="a", old="2", new="3"),
        CellChange(key="b", old="1", new="1"),
        CellChange(key="a", old="1"),
    ]
    found = alterations_of(changes)
    assert {key: (one.before, one.after) for key, one in found.items()} == {"a": ("1", "3")}


def test_findings_are_sorted_by_whose_turn_it_is(case: Case) -> None:
    review = review_of(report=case.report, user=case.reviewer)
    assert [found.cells for found in review.with_clerk] == [case.finding.cells]
    submitted(case)
    review = review_of(report=case.report, user=case.reviewer)
    assert [found.explanation.text for found in review.to_decide]
    assert (review.with_clerk, review.settled, review.decided_count) == ([], [], 0)
    settling.explanation_accept(explanation=review.to_decide[0].explanation, user=case.reviewer)
    review = review_of(report=case.report, user=case.reviewer)
    assert (len(review.settled), review.to_decide, review.standing, review.decided_count) == (1, [], [], 1)


def test_what_stands_against_a_signature_is_what_the_workflow_says(case: Case) -> None:
    submitted(case)
    for _step in range(2):
        review = review_of(report=case.report, user=case.reviewer)
        against = findings_against(report=case.report, move=Move.SIGN)
        assert [found.subject for found in review.standing] == [found.subject for found in against]
        for found in review.standing:
            settling.explanation_accept(explanation=found.explanation, user=case.reviewer)


def test_a_lapsed_explanation_waits_for_the_clerk_and_is_still_shown(case: Case) -> None:
    given = case.explained()
    save(case.report, case.clerk, **{CARRIED_IN: report_load(report=case.report)[CARRIED_IN] + 5})
    found = review_of(report=case.report, user=case.reviewer).with_clerk
    assert given in [one.explanation for one in found if one.code == case.finding.code]


def test_opinions_wait_and_objections_were_handed_over(case: Case) -> None:
    submitted(case)
    waiting = rectifying.opinion_add(report=case.report, key=CELL, text="请附明细", user=case.reviewer)
    review = review_of(report=case.report, user=case.reviewer)
    assert (review.opinions, review.objections) == ([waiting], [])
    assert review_of(report=case.report, user=case.clerk).opinions == []
    due = timezone.localdate() + timedelta(days=3)
    report_move(report=case.report, move=Move.RETURN, user=case.reviewer, due_on=due)
    review = review_of(report=case.report, user=case.reviewer)
    assert (review.opinions, review.objections) == ([], [waiting])


def test_a_correction_is_measured_by_the_published_version() -> None:
    report = records.stored(filled())
    made = records.published(report)
    assert review_of(report=report, user=made.by).corrections == {}
    report_move(report=report, move=Move.CORRECT, user=made.by, reason="表三漏计1件信函申请，现予补录")
    was = report_load(report=report)[OTHER]
    save(report, None, **{OTHER: was + 1})
    corrections = review_of(report=report, user=made.by).corrections
    assert {key: (one.before, one.after) for key, one in corrections.items()} == {OTHER: (str(was), str(was + 1))}


def test_who_may_decide(case: Case) -> None:
    submitted(case)
    may = {
        name: (review.may_decide, review.may_make(Move.SIGN), review.may(Action.PUBLISH))
        for name in ("clerk", "reviewer", "signer")
        for review in [review_of(report=case.report, user=getattr(case, name))]
    }
    assert may == {"clerk": (False, False, False), "reviewer": (True, True, False), "signer": (True, True, True)}
    assert review_of(report=case.report, user=case.reviewer).objection == ""
    assert review_of(report=case.report, user=case.clerk).objection


def test_it_takes_few_queries_whatever_there_is_to_show(case: Case) -> None:
    mark_seen(report=case.report, user=case.reviewer)
    since = case.report.revision
    save(case.report, case.clerk, **{OTHER: 9})
    submitted(case)
    for number in range(5):
        rectifying.opinion_add(report=case.report, key=OTHER, text=f"意见{number}", user=case.reviewer)
    report = Report.objects.select_related("organ", "year").get(pk=case.report.pk)
    review_of(report=report, user=case.reviewer, since=since)
    with CaptureQueriesContext(connection) as queries:
        review = review_of(report=report, user=case.reviewer, since=since)
        shown = [one.by.get_full_name() for one in review.opinions], review.alterations, review.to_decide
        assert all(shown)
    assert len(queries) <= 20, "\n".join(query["sql"][:140] for query in queries)
