"""``manage.py import_report``, as design.md §6 promises it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from govopen.organs.models import Organ, OrganAlias, ReportingYear
from reports.models import CellChange, Report, State
from reports.schema import get_schema
from reports.services.store import report_load
from tests.bad_files import LANTIAN, READABLE, UNREADABLE, half_a_table
from tests.builders import truth

SHANGHAI = next(LANTIAN.parent.glob("002_*"))


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_report", *map(str, arguments), stdout=out)
    return out.getvalue()


def answer(*arguments: object) -> dict[str, Any]:
    return json.loads(run(*arguments, "--json"))


def test_a_dry_run_prints_everything_and_writes_nothing(db: None) -> None:
    printed = answer(LANTIAN, "--dry-run")
    assert (printed["organ"], printed["year"], printed["schema"]) == ("蓝田县人民政府", 2023, "2021")
    assert list(printed["cells"]) == list(get_schema("2021").cells)
    assert printed["cells"]["charges.administrative_fees.amount"] == "236.982"
    assert printed["cells"]["applications.granted.natural"] == 38
    assert set(printed["texts"]) == set(get_schema("2021").text_keys)
    assert printed["findings"] == []
    assert {key for problem in printed["problems"] for key in problem} == {"place", "cell", "message"}
    assert not Organ.objects.exists()
    assert not Report.objects.exists()


def test_blanks_are_null_and_each_has_a_problem(db: None) -> None:
    printed = answer(SHANGHAI, "--dry-run")
    blank = {key for key, figure in printed["cells"].items() if figure is None}
    assert blank
    assert blank <= {problem["cell"] for problem in printed["problems"]}
    finding = next(finding for finding in printed["findings"])
    assert set(finding) == {"code", "level", "cells", "expected", "filed", "message"}


def test_a_dry_run_needs_no_database(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}", "DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "manage.py", "import_report", str(LANTIAN), "--dry-run", "--json"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["cells"]["applications.received.total"] == 86


def test_it_stores_the_report_and_registers_what_is_missing(db: None) -> None:
    printed = answer(LANTIAN)
    report = Report.objects.select_related("organ", "year").get()
    assert (report.organ.name, report.organ.kind, report.organ.level) == ("蓝田县人民政府", "government", "county")
    assert (report.year.year, report.year.schema, report.scope) == (2023, "2021", "own")
    assert dict(report_load(report=report).cells) == dict(truth("001").cells)
    assert "机关" in [problem["place"] for problem in printed["problems"]]
    assert CellChange.objects.filter(report=report, source="imported", detail=LANTIAN.name).count() >= 200


def test_a_registered_organ_is_found_by_its_alias(
    county: Organ, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    OrganAlias.objects.create(organ=bureau, name="教育局")
    printed = answer(LANTIAN, "--organ", "教育局", "--year", 2022)
    report = Report.objects.get()
    assert (report.organ, report.year_id, report.scope) == (bureau, 2022, "own")
    assert (printed["organ"], printed["year"]) == ("蓝田县教育局", 2022)
    assert Organ.objects.count() == 2


def test_the_aggregate_of_a_government_but_of_no_department(
    county: Organ, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    answer(LANTIAN, "--scope", "aggregate")
    assert list(Report.objects.values_list("organ", "scope")) == [(county.pk, "aggregate")]
    with pytest.raises(CommandError, match="蓝田县教育局"):
        answer(LANTIAN, "--organ", bureau.name, "--scope", "aggregate")


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("沭阳县发展和改革局", "department", "county"),
        ("尼勒克县乌拉斯台镇", "township", "township"),
        ("淮安市人民政府", "government", "city"),
        ("江苏省人民政府", "government", "province"),
        ("上海市人民政府办公厅", "department", "province"),
        ("江苏省淮安市财政局", "department", "city"),
    ],
)
def test_kind_and_level_follow_from_the_name(name: str, kind: str, level: str, db: None) -> None:
    run(LANTIAN, "--organ", name)
    organ = Organ.objects.get()
    assert (organ.name, organ.kind, organ.level) == (name, kind, level)


def test_figures_the_file_does_not_have_stay(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "蓝田县人民政府_2023.md"
    path.write_bytes(half_a_table())
    said = run(path)
    stored = report_load(report=Report.objects.select_related("organ").get(pk=report.pk))
    assert dict(stored.cells) == dict(truth("001").cells)
    assert "保留原有数字" in said


def test_a_published_report_is_not_overwritten(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    with pytest.raises(CommandError, match="没有写入"):
        run(LANTIAN)
    report.refresh_from_db()
    assert report.state == State.PUBLISHED


@pytest.mark.parametrize(("arguments", "said"), [(("--year", 2017), "2019年以前"), (("--year", 2190), "还没有到")])
def test_an_impossible_year_is_refused(arguments: tuple[object, ...], said: str, db: None) -> None:
    with pytest.raises(CommandError, match=said):
        run(LANTIAN, *arguments)
    assert not Organ.objects.exists()
    assert not ReportingYear.objects.exists()


def test_organ_and_year_must_come_from_somewhere(tmp_path: Path, db: None) -> None:
    path = tmp_path / "年报.md"
    path.write_text(LANTIAN.read_text("utf-8").replace("2023", "").replace("2022", "").replace("2024", ""), "utf-8")
    with pytest.raises(CommandError, match="--organ"):
        run(path)
    with pytest.raises(CommandError, match="--year"):
        run(path, "--organ", "蓝田县人民政府")
    assert not Organ.objects.exists()
    assert run(path, "--dry-run")


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(kind: str, tmp_path: Path, db: None) -> None:
    name, data = UNREADABLE[kind]
    path = tmp_path / name
    path.write_bytes(data)
    for dry in ((), ("--dry-run",)):
        with pytest.raises(CommandError) as refusal:
            run(path, *dry)
        assert "\n" not in str(refusal.value)
        assert any("\u4e00" <= character <= "\u9fff" for character in str(refusal.value))
        assert refusal.value.returncode == 1
    assert not Report.objects.exists()


def test_a_file_of_50_mb_is_refused_by_its_size(tmp_path: Path, db: None) -> None:
    path = tmp_path / "年报.html"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(CommandError, match="50"):
        run(path)


@pytest.mark.parametrize(("make", "said"), [(lambda path: path, "没有这个文件"), (lambda path: path.parent, "文件夹")])
def test_a_path_that_is_no_file_is_said(make: Any, said: str, tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match=said):
        run(make(tmp_path / "没有.html"))


@pytest.mark.parametrize("encoding", READABLE)
def test_other_encodings_read_the_same(encoding: str, tmp_path: Path, db: None) -> None:
    path = tmp_path / LANTIAN.name
    path.write_bytes(READABLE[encoding])
    assert answer(path, "--dry-run")["cells"] == answer(LANTIAN, "--dry-run")["cells"]


def test_a_table_cut_in_half_names_what_is_missing(tmp_path: Path, db: None) -> None:
    path = tmp_path / LANTIAN.name
    path.write_bytes(half_a_table())
    printed = answer(path, "--dry-run")
    blank = {key for key, figure in printed["cells"].items() if figure is None}
    assert "applications.handled_total.total" in blank
    assert printed["cells"]["applications.received.total"] == 86
    assert blank <= {problem["cell"] for problem in printed["problems"]}


def test_the_plain_output_says_what_happened(db: None) -> None:
    assert "没有写入任何内容" in run(LANTIAN, "--dry-run")
    assert "200/200" in run(LANTIAN)


def test_a_form_of_other_years_is_a_problem(db: None) -> None:
    for dry in (("--dry-run",), ()):
        printed = answer(LANTIAN, "--year", 2019, *dry)
        (said,) = [problem["message"] for problem in printed["problems"] if problem["place"] == "格式"]
        assert "2021年起的格式" in said
        assert "2019年度" in said
    assert Report.objects.get().schema == "2021"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--organ", "局" * 300), "超过"),
        (("--organ", "蓝田县\n教育局"), "换行"),
        (("--organ", "蓝田县\x07教育局"), "控制字符"),
        (("--year", "2190"), "还没有到"),
    ],
)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_what_cannot_be_stored_is_refused_in_a_dry_run_too(
    arguments: tuple[str, str], said: str, dry: tuple[str, ...], db: None
) -> None:
    with pytest.raises(CommandError, match=said):
        run(LANTIAN, *arguments, *dry)
    assert not Organ.objects.exists()
