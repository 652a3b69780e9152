import pytest

from govopen.organs.models import OrganKind
from reports import checks
from reports.models import CellChange, ChangeSource, Report, State
from reports.services.errors import RefusedError
from reports.services.reporting import carries_unpublished, report_previous, report_start
from reports.services.store import report_load, report_pair, report_save
from reports.value import Scope
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db


def test_a_new_report_carries_in_last_years_balances():
    last = records.stored(filled())
    report, is_new = report_start(organ=last.organ, year=records.year(2024), scope=Scope.OWN, user=None)
    assert is_new
    value, before = report_load(report=report), report_load(report=last)
    for column in value.schema.tables["applications"].column_keys:
        assert value[f"applications.carried_in.{column}"] == before[f"applications.carried_out.{column}"]
    assert value.filled == len(value.schema.tables["applications"].column_keys)
    assert set(CellChange.objects.filter(report=report).values_list("source", flat=True)) == {"carried"}
    assert report_previous(report=report) == last


def test_without_last_year_a_new_report_is_blank():
    report, _ = report_start(organ=records.organ(), year=records.year(), scope=Scope.OWN, user=None)
    assert report_load(report=report).filled == 0


def test_starting_twice_gives_the_same_report():
    first, _ = report_start(organ=records.organ(), year=records.year(), scope=Scope.OWN, user=None)
    second, is_new = report_start(organ=records.organ(), year=records.year(), scope=Scope.OWN, user=None)
    assert (second, is_new) == (first, False)


def test_own_and_aggregate_are_two_reports():
    own, _ = report_start(organ=records.organ(), year=records.year(), scope=Scope.OWN, user=None)
    aggregate, _ = report_start(organ=records.organ(), year=records.year(), scope=Scope.AGGREGATE, user=None)
    assert own != aggregate


def test_a_2020_balance_carries_into_the_2021_form():
    records.stored(filled("2019"))
    report, _ = report_start(organ=records.organ(), year=records.year(2021), scope=Scope.OWN, user=None)
    assert report_load(report=report)["applications.carried_in.total"] is not None


@pytest.mark.parametrize("kind", [kind for kind in OrganKind if kind != OrganKind.GOVERNMENT])
def test_only_a_government_has_an_aggregate(kind):
    with pytest.raises(RefusedError):
        report_start(organ=records.organ("某单位", kind=kind), year=records.year(), scope=Scope.AGGREGATE, user=None)
    assert not Report.objects.exists()


def test_what_is_carried_in_from_an_unpublished_report_is_watched():
    last = records.stored(filled())
    report, _ = report_start(organ=last.organ, year=records.year(2024), scope=Scope.OWN, user=None)
    assert carries_unpublished(report=report)
    value, before = report_pair(report=report)
    assert before is not None
    of_last_year = "applications.carried_out.natural"
    assert "Y-1" not in codes(value, before)
    changed = before.replace({of_last_year: before[of_last_year] + 1})
    report_save(report=last, value=changed, revision=last.revision, user=None, source=ChangeSource.TYPED)
    assert "Y-1" in codes(*report_pair(report=report))


def test_a_published_report_is_carried_in_for_good():
    last = records.stored(filled())
    Report.objects.filter(pk=last.pk).update(state=State.PUBLISHED)
    report, _ = report_start(organ=last.organ, year=records.year(2024), scope=Scope.OWN, user=None)
    assert not carries_unpublished(report=report)


def codes(value, previous):
    return {found.code for found in checks.run(value, checks.Context(previous=previous))}
