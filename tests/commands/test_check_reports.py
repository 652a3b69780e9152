"""``manage.py check_reports``."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from govopen.organs.models import Organ, ReportingYear
from reports.models import ApplicationRow, Report, StoredFinding
from reports.services.reporting import report_start
from reports.value import Scope


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("check_reports", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_checks_afresh_what_is_stored(report: Report) -> None:
    ApplicationRow.objects.filter(report=report, row="granted").update(natural=39)
    (checked,) = json.loads(run("--json"))
    assert (checked["organ"], checked["year"], checked["filled"]) == ("蓝田县人民政府", 2023, 200)
    assert checked["counts"]["error"] == sum(found["level"] == "error" for found in checked["findings"]) > 0
    assert any("applications.granted.natural" in found["cells"] for found in checked["findings"])
    stored = StoredFinding.objects.filter(report=report, level="error").values_list("code", flat=True)
    assert [found["code"] for found in checked["findings"] if found["level"] == "error"] == list(stored)


def test_organ_and_year_narrow_it(report: Report, bureau: Organ, years: dict[int, ReportingYear]) -> None:
    report_start(organ=bureau, year=years[2024], scope=Scope.OWN, user=None)
    assert "共检查 2 份" in run()
    assert [checked["organ"] for checked in json.loads(run("--organ", "蓝田县教育局", "--json"))] == ["蓝田县教育局"]
    assert [checked["year"] for checked in json.loads(run("--year", 2023, "--json"))] == [2023]
    assert "共检查 0 份" in run("--year", 2020)


def test_an_unknown_organ_is_said(db: None) -> None:
    with pytest.raises(CommandError, match="没有登记"):
        run("--organ", "某局")
