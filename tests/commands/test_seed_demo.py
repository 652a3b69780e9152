"""Demo data: only on request, once, and never in production mode."""

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from govopen.organs.models import Organ, ReportingYear, User
from reports.models import Report, State
from reports.services.store import report_load
from tests.builders import truth

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def seed() -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def test_nothing_is_created_in_production_mode(settings: Any, folder: Path) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="GOVOPEN_DEMO"):
        seed()
    assert not User.objects.exists()
    assert not Organ.objects.exists()
    assert not list(folder.iterdir())


def test_the_real_report_is_read_from_its_file_and_published() -> None:
    seed()
    report = Report.objects.get(year=2023, organ__parent=None)
    assert (report.state, report.is_demo, report.scope) == (State.PUBLISHED, False, "aggregate")
    assert dict(report_load(report=report).cells) == dict(truth("001").cells)
    assert not report.findings.filter(level="error").exists()
    assert report.imports.get().applied_at


def test_last_years_balances_are_marked_and_all_else_is_blank() -> None:
    seed()
    report = Report.objects.get(year=2022, organ__parent=None)
    cells = {key: number for key, number in report_load(report=report).cells.items() if number is not None}
    assert report.is_demo
    assert cells.pop("documents.normative_documents.in_force") == 1
    assert cells == dict.fromkeys(report.form.carries.values(), 0)


def test_invented_organs_are_marked_and_years_have_their_form() -> None:
    seed()
    county = Organ.objects.get(parent=None)
    assert not county.is_demo
    assert county.children.count() == 7
    assert all(organ.is_demo for organ in county.children.all())
    assert dict(ReportingYear.objects.values_list("year", "schema")) == {
        year: "2019" if year < 2021 else "2021" for year in range(2019, 2027)
    }


def test_each_role_has_somebody_who_can_sign_in_with_the_printed_password(client: Any, folder: Path) -> None:
    lines = [line.split("\t") for line in seed().splitlines()]
    assert [line[1] for line in lines] == [
        "clerk",
        "clerk2",
        "reviewer",
        "signer",
        "leader",
        "coordinator",
        "viewer",
        "admin",
    ]
    for line in lines:
        assert client.login(username=line[1], password=line[2])
    file = folder / "demo-users.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8").split() == [part for line in lines for part in line]


def test_a_second_run_changes_nothing_and_prints_the_same(folder: Path) -> None:
    first = seed()
    before = {model: model.objects.count() for model in (Organ, User, Report)}
    assert seed() == first
    assert {model: model.objects.count() for model in (Organ, User, Report)} == before


def test_without_the_file_new_passwords_are_made(folder: Path) -> None:
    first = seed()
    (folder / "demo-users.txt").unlink()
    assert seed() != first
