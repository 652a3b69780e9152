import hashlib

import pytest

from reports.models import State
from reports.services.errors import NotPossibleError, OpenFindingsError
from reports.services.history import break_of, snapshot_value
from reports.services.store import report_load
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db


def test_publishing_freezes_the_value():
    report = records.stored(filled())
    value = report_load(report=report)
    made = records.published(report)
    report.refresh_from_db()
    assert report.state == State.PUBLISHED
    assert snapshot_value(snapshot=made.snapshot) == value
    assert made.snapshot.digest == hashlib.sha256(made.snapshot.body.encode()).hexdigest()
    assert break_of(report=report) is None


@pytest.mark.parametrize("cells", [{"applications.granted.total": 999}, {"applications.granted.natural": None}])
def test_an_inconsistent_or_incomplete_report_is_not_published(cells):
    report = records.stored(filled(**cells))
    with pytest.raises(OpenFindingsError) as refused:
        records.published(report)
    report.refresh_from_db()
    assert refused.value.findings
    assert (report.state, report.snapshots.count(), report.published_at) == (State.DRAFT, 0, None)


def test_a_report_is_published_once():
    report = records.stored(filled())
    records.published(report)
    with pytest.raises(NotPossibleError):
        records.published(report)
    assert report.snapshots.count() == 1
