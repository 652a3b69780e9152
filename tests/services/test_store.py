from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.models import ApplicationRow, CellChange, ChangeSource, ChargeRow, Report, State
from reports.services.errors import NotEditableError, StaleRevisionError
from reports.services.store import report_load, report_save, reports_load
from reports.value import ReportValue
from tests import records
from tests.builders import any_values, blank, filled

pytestmark = pytest.mark.django_db

RECEIVED = "applications.received.natural"


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_saved_is_loaded(data, db):
    value = data.draw(any_values())
    with transaction.atomic():
        organ = records.organ(value.organ or "某机关")
        report = records.stored(
            ReportValue(value.schema, organ.name, value.year, value.scope, value.cells, value.texts), of=organ
        )
        loaded = report_load(report=report)
        transaction.set_rollback(True)
    assert loaded.cells == value.cells
    assert loaded.texts == value.texts


def test_money_keeps_the_digits_it_was_typed_with():
    amount = "charges.administrative_fees.amount"
    report = records.stored(filled(**{amount: Decimal("236.90")}))
    assert str(report_load(report=report)[amount]) == "236.90"
    assert str(ChargeRow.objects.get(report=report).amount.normalize()) == "236.9"


def test_loading_takes_one_query_a_table(django_assert_num_queries):
    report = records.stored(filled())
    other = records.stored(filled().replace(texts={"overview": "另一年"}), of=records.organ("蓝田县水利局"))
    reports = list(Report.objects.select_related("organ").filter(pk__in=(report.pk, other.pk)))
    with django_assert_num_queries(6):
        report_load(report=reports[0])
    with django_assert_num_queries(6):
        assert [value.texts["overview"] for value in reports_load(reports=reports)].count("另一年") == 1


def test_a_save_logs_each_change_and_nothing_else():
    clerk = records.person("clerk", records.organ())
    report = records.stored(filled())
    before = report_load(report=report)
    after = before.replace({RECEIVED: 99}, {"overview": "改过"})
    report_save(
        report=report,
        value=after,
        revision=report.revision,
        user=clerk,
        source=ChangeSource.TYPED,
        sources={RECEIVED: ChangeSource.PASTED},
        detail="",
    )
    changes = {change.key: change for change in CellChange.objects.filter(report=report, revision=report.revision)}
    assert set(changes) == {RECEIVED, "overview"}
    change = changes[RECEIVED]
    assert (change.old, change.new, change.source, change.user) == (str(before[RECEIVED]), "99", "pasted", clerk)
    assert changes["overview"].old == before.texts["overview"]


def test_a_stale_save_is_refused_and_writes_nothing():
    report = records.stored(filled())
    stale = Report.objects.get(pk=report.pk)
    value = report_load(report=report)
    report_save(report=report, value=value.replace({RECEIVED: 1}), revision=report.revision, user=None, source="typed")
    with pytest.raises(StaleRevisionError):
        report_save(
            report=stale, value=value.replace({RECEIVED: 2}), revision=stale.revision, user=None, source="typed"
        )
    assert report_load(report=report)[RECEIVED] == 1
    assert not CellChange.objects.filter(report=report, new="2", key=RECEIVED).exists()


def test_a_published_report_cannot_be_saved():
    report = records.stored(filled())
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    with pytest.raises(NotEditableError):
        report_save(report=report, value=blank(), revision=report.revision, user=None, source="typed")
    assert report_load(report=report).cells == filled().cells


def test_findings_follow_the_value():
    report = records.stored(filled(**{"applications.granted.total": 999}))
    codes = set(report.findings.values_list("code", flat=True))
    assert "T3-3" in codes
    report_save(report=report, value=filled(), revision=report.revision, user=None, source="typed")
    assert not report.findings.filter(level="error").exists()


@pytest.mark.parametrize(("model", "fields"), [(ApplicationRow, {"natural": -1}), (ChargeRow, {"amount": Decimal(-1)})])
def test_the_database_refuses_a_negative_figure(model, fields):
    report = records.stored(filled())
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(report=report).update(**fields)


def test_the_database_refuses_a_second_record_of_a_row():
    report = records.stored(filled())
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationRow.objects.create(report=report, row="received")
