"""``export_report --format csv`` and back by ``import_report``'s reader."""

from pathlib import Path

from django.core.management import call_command

from reports.exchange import read
from reports.models import Report
from reports.services.store import report_load


def test_a_report_written_as_csv_reads_back(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    call_command("export_report", report.organ.name, str(report.year_id), "--format", "csv", "-o", str(path))
    assert read(path.read_bytes(), path.name).value == report_load(report=report)


def test_the_schema_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    call_command("open_data_schema", "2019", "-o", str(path))
    assert '"$id": "urn:govopen:report:2019"' in path.read_text("utf-8")
