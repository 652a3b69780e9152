"""Reports with bound figures as they leave the house."""

import json

import pytest

from reports.exchange.jsonfile import JsonFile
from reports.models import ChangeSource, ImportDraft, Report
from reports.services.editing import edits_apply
from reports.services.exporting import export
from reports.services.filing import file_import
from reports.services.findings import findings_current
from reports.services.history import publications_of, snapshot_value
from reports.services.import_review import import_review
from reports.services.store import report_load, report_pair, report_save
from reports.services.texts import marks_json, previous_shown, value_shown
from reports.value import ReportValue, Scope
from tests import records
from tests.builders import TEXTS, filled

RECEIVED = "applications.received.total"
BOUND = TEXTS | {"overview": f"（一）依申请公开。新收政府信息公开申请{{{{{RECEIVED}}}}}件，𠮷予以公开9件。"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return records.stored(filled().replace(texts=BOUND))


def shown_of(value: ReportValue) -> str:
    return f"新收政府信息公开申请{value[RECEIVED]}件"


def test_a_report_is_exported_with_numbers_and_stored_with_fields(report: Report) -> None:
    value = value_shown(report=report)
    assert shown_of(value) in value.texts["overview"]
    assert "{{" in report_load(report=report).texts["overview"]
    exported = json.loads(export(value=value, format="json"))
    assert shown_of(value) in json.dumps(exported, ensure_ascii=False)


def test_what_is_published_has_numbers() -> None:
    report = records.stored(filled().replace(texts=TEXTS | {"overview": f"依法办理{{{{{RECEIVED}}}}}件。其余正常。"}))
    records.published(report)
    (publication,) = publications_of(report=report)
    published = snapshot_value(snapshot=publication.snapshot)
    assert published.texts["overview"] == f"依法办理{published[RECEIVED]}件。其余正常。"


def test_changes_are_computed_from_last_years_report(report: Report) -> None:
    value = report_load(report=report)
    last = ReportValue(value.schema, value.organ, value.year - 1, value.scope, value.cells, BOUND)
    previous = records.stored(last.replace({RECEIVED: 1}))
    report_save(
        report=report,
        value=value.replace({RECEIVED: 3}, {"overview": f"{{{{{RECEIVED}|change}}}}"}),
        revision=report.revision,
        user=None,
        source=ChangeSource.TYPED,
    )
    assert value_shown(report=report).texts["overview"] == "增长200.0%"
    stored = report_load(report=previous)
    read = previous_shown(report=report, previous=stored)
    assert read is not None
    assert "申请1件" in read.texts["overview"]


def test_marks_stand_where_the_stored_text_has_the_figure(report: Report) -> None:
    value, previous = report_pair(report=report)
    found = findings_current(report=report, value=value, previous=previous)
    marks = marks_json(value=value, previous=previous, found=found)["overview"]
    text = value.texts["overview"].encode("utf-16-le")
    said = {(text[mark["start"] * 2 : mark["end"] * 2].decode("utf-16-le"), mark["state"]) for mark in marks}
    assert ("9", "disagrees") in said
    assert not [words for words, state in said if state == "agrees"]  # a field needs no line


def test_a_save_is_answered_with_the_marks(report: Report) -> None:
    user = records.person()
    edit = {"value": "（一）依申请公开。新收政府信息公开申请1件。", "base": BOUND["overview"]}
    result = edits_apply(report=report, revision=report.revision, cells={}, texts={"overview": edit}, user=user)  # type: ignore[dict-item]  # an edit as JSON
    assert [mark["state"] for mark in result.marks["overview"]] == ["disagrees"]


def test_a_file_that_says_what_is_shown_leaves_the_fields(report: Report) -> None:
    result = JsonFile().read(JsonFile().write(value_shown(report=report)))
    file_import(
        result=result, filename="报告.json", organ=report.organ.name, year=report.year_id, scope=Scope(report.scope)
    )
    assert report_load(report=report).texts["overview"] == BOUND["overview"]


def test_the_preview_of_an_import_compares_what_is_shown(report: Report) -> None:
    shown = value_shown(report=report)
    other = shown.replace(texts={"problems": "另有问题。"})
    draft = ImportDraft.objects.create(report=report, filename="报告.json", data=JsonFile().write(other))
    review = import_review(draft=draft)
    assert [text.key for text in review.texts] == ["problems"]
    assert review.after.texts["overview"] == BOUND["overview"]
