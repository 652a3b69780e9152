"""``manage.py verify_history``: the chain of every report proved, the first broken link of each named."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from reports.models import Move, Report, Transition
from reports.services.history import freeze, record
from reports.services.store import report_load
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_history", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def report(db: None) -> Report:
    """Three links, made without the workflow's guards."""
    stored = records.stored(filled())
    clerk = records.person()
    way = (
        ("draft", Move.SUBMIT, "submitted"),
        ("submitted", Move.WITHDRAW, "draft"),
        ("draft", Move.SUBMIT, "submitted"),
    )
    for before, move, after in way:
        at = datetime(2024, 1, 5, 9, tzinfo=UTC)
        snapshot = freeze(report=stored, value=report_load(report=stored))
        record(Transition(report=stored, move=move, before=before, after=after, by=clerk, at=at, snapshot=snapshot))
    Report.objects.filter(pk=stored.pk).update(state="submitted")
    return stored


def test_whole_chains_are_said_to_be_whole(report: Report) -> None:
    assert "全部完整" in run()
    assert json.loads(run("--json")) == {"reports": 1, "broken": []}


def test_the_first_broken_link_is_named(report: Report) -> None:
    Transition.objects.filter(report=report, number__gte=2).update(reason="另有原因")
    for arguments in ((), ("--json",)):
        out = io.StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("verify_history", *arguments, stdout=out)
        assert ended.value.code == 1
    (broken,) = json.loads(out.getvalue())["broken"]
    assert (broken["organ"], broken["year"], broken["step"]) == (report.organ.name, report.year_id, 2)
    assert "全部完整" in run("--year", "2020")
