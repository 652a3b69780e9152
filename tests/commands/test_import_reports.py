"""A folder of files through the command line."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from govopen.organs.models import Organ, OrganKind, ReportingYear
from reports.exchange.jsonfile import JsonFile
from reports.models import Intake, Report
from tests.bad_files import LANTIAN
from tests.builders import filled

pytestmark = pytest.mark.django_db


def of(organ: str, year: int = 2023) -> bytes:
    return JsonFile().write(replace(filled(), organ=organ, year=year))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "局").mkdir()
    (tmp_path / "局" / "教育局.json").write_bytes(of("蓝田县教育局"))
    (tmp_path / "局" / "重复.json").write_bytes(of("蓝田县教育局"))
    (tmp_path / LANTIAN.name).write_bytes(LANTIAN.read_bytes())
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "无年度.json").write_bytes(of("蓝田县水务局", year=0))
    (tmp_path / ".DS_Store").write_bytes(b"x")
    return tmp_path


def asked(*arguments: Any) -> tuple[dict[str, Any], str]:
    out, progress = StringIO(), StringIO()
    call_command("import_reports", *arguments, "--json", stdout=out, stderr=progress)
    return json.loads(out.getvalue()), progress.getvalue()


def by_name(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {file["path"].rsplit("/", 1)[-1]: file for file in answer["files"]}


def test_a_folder_goes_in_and_the_answer_says_what_became_of_each_file(folder: Path) -> None:
    answer, progress = asked(folder)
    files = by_name(answer)
    assert {name: file["state"] for name, file in files.items()} == {
        "教育局.json": "applied",
        "重复.json": "refused",
        LANTIAN.name: "applied",
        "坏.pdf": "unreadable",
        "无年度.json": "unmatched",
    }
    totals = {"files": 5, "unreadable": 1, "unmatched": 1, "refused": 1, "applied": 2, "cells": 800, "errors": 0}
    assert {name: count for name, count in answer["totals"].items() if name != "problems"} == totals
    assert files["教育局.json"]["path"] == "局/教育局.json"
    assert (files["教育局.json"]["organ"], files["教育局.json"]["year"]) == ("蓝田县教育局", 2023)
    assert "同一个文件" in files["重复.json"]["message"]
    assert Report.objects.get(organ__name="蓝田县教育局").filled == 200
    assert Organ.objects.get(name="蓝田县教育局").kind == OrganKind.DEPARTMENT
    assert Intake.objects.get().pk == answer["batch"]
    assert "导入" in progress


def test_a_trial_says_the_same_and_writes_nothing(folder: Path) -> None:
    answer, _progress = asked(folder, "--dry-run", "--year", "2022")
    states = {name: (file["state"], file["year"]) for name, file in by_name(answer).items()}
    assert states == {
        "教育局.json": ("ready", 2023),
        "重复.json": ("refused", 2023),
        LANTIAN.name: ("ready", 2023),
        "坏.pdf": ("unreadable", None),
        "无年度.json": ("ready", 2022),
    }
    assert not any(model.objects.exists() for model in (Intake, Report, Organ, ReportingYear))


def test_the_table_names_every_file(folder: Path) -> None:
    out = StringIO()
    call_command("import_reports", folder, stdout=out, stderr=StringIO())
    lines = out.getvalue().splitlines()
    assert lines[0].split("\t")[:3] == ["文件", "机关", "年度"]
    assert len(lines) == 7
    assert lines[-1].startswith("共 5 个文件：")


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_nothing_readable_is_an_error(tmp_path: Path, options: tuple[str, ...]) -> None:
    for missing in (tmp_path, tmp_path / "没有"):
        with pytest.raises(CommandError):
            call_command("import_reports", missing, *options, stdout=StringIO(), stderr=StringIO())
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    out = StringIO()
    with pytest.raises(CommandError, match="没有一个文件能读出来"):
        call_command("import_reports", tmp_path, *options, "--json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())["totals"]["unreadable"] == 1


def test_a_second_time_changes_nothing(folder: Path) -> None:
    asked(folder)
    answer, _progress = asked(folder)
    assert by_name(answer)["教育局.json"]["differences"] == 0
    assert Report.objects.get(organ__name="蓝田县教育局").revision == 1
