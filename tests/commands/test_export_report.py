"""``manage.py export_report``."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import Report


def export(*arguments: object) -> None:
    call_command("export_report", *map(str, arguments))


def test_it_writes_a_file(report: Report, tmp_path: Path) -> None:
    export(report.organ.name, report.year_id, "--format", "json", "-o", tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_bytes())["year"] == report.year_id


def test_a_dash_is_standard_output(report: Report, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    export(report.organ.name, report.year_id, "--format", "pdf", "-o", "-")
    printed = capfdbinary.readouterr().out
    assert printed.startswith(b"%PDF")
    assert printed.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize(("path", "said"), [("", "这是一个文件夹"), ("no/a.json", "没有这个文件或文件夹")])
def test_a_file_that_cannot_be_written_is_said(path: str, said: str, report: Report, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=said):
        export(report.organ.name, report.year_id, "--format", "json", "-o", tmp_path / path)


def test_a_report_that_is_not_there_is_said(report: Report, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有“没有”2023年的报告"):
        export("没有", 2023, "--format", "json", "-o", tmp_path / "a.json")
    assert not list(tmp_path.iterdir())
