from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command

from govopen.organs.models import OrganAlias
from reports.exchange.jsonfile import JsonFile
from reports.exchange.worddoc import WordDocument
from reports.exchange.workbook import Workbook
from reports.services.exporting import export
from reports.value import ReportValue, Scope
from tests import records
from tests.builders import filled


def test_json_reads_back_as_the_same_value() -> None:
    assert JsonFile().read(export(value=filled(), format="json")).value == filled()


def test_html_is_one_file_with_its_style_and_date() -> None:
    page = export(value=filled(), format="html", issued_on=date(2024, 3, 28)).decode()
    assert "（2024年3月28日）" in page
    assert "@media print" in page
    assert "<link" not in page


def test_pdf_has_the_title() -> None:
    metadata = pypdf.PdfReader(BytesIO(export(value=filled(), format="pdf"))).metadata
    assert metadata is not None
    assert metadata.title == filled().title


def test_other_formats_are_refused() -> None:
    with pytest.raises(ValueError, match="gif"):
        export(value=filled(), format="gif")


def test_docx_reads_back_as_the_same_value() -> None:
    assert WordDocument().read(export(value=filled(), format="docx", issued_on=date(2024, 3, 28))).value == filled()


def test_xlsx_reads_back_as_the_same_value() -> None:
    assert Workbook().read(export(value=filled(), format="xlsx")).value == filled()


@pytest.mark.django_db
class TestCommand:
    def run(self, tmp_path: Path, *arguments: str, form: str = "json") -> bytes:
        path = tmp_path / f"report.{form}"
        call_command("export_report", *arguments, "--format", form, "-o", str(path), stdout=StringIO())
        return path.read_bytes()

    @pytest.mark.parametrize(
        ("form", "start"),
        [("json", b"{"), ("pdf", b"%PDF-"), ("html", b"<!doctype html>"), ("docx", b"PK"), ("xlsx", b"PK")],
    )
    def test_writes_the_stored_report(self, tmp_path: Path, form: str, start: bytes) -> None:
        report = records.stored(filled())
        OrganAlias.objects.create(organ=report.organ, name="蓝田县")
        assert self.run(tmp_path, "蓝田县人民政府", "2023", form=form).startswith(start)
        assert self.run(tmp_path, "蓝田县", "2023", form=form).startswith(start)

    def test_asks_which_report_where_there_are_two(self, tmp_path: Path) -> None:
        records.stored(filled())
        value = filled()
        whole = ReportValue(value.schema, value.organ, value.year, Scope.AGGREGATE, value.cells, value.texts)
        records.stored(whole)
        with pytest.raises(CommandError, match="--scope"):
            self.run(tmp_path, value.organ, "2023")
        assert JsonFile().read(self.run(tmp_path, value.organ, "2023", "--scope", "aggregate")).value == whole

    @pytest.mark.parametrize("form", ["doc", "xls", "gif", "txt"])
    def test_refuses_other_formats_in_one_sentence(self, tmp_path: Path, form: str) -> None:
        records.stored(filled())
        with pytest.raises(CommandError, match=f"不能导出 {form} 格式"):
            self.run(tmp_path, "蓝田县人民政府", "2023", form=form)
        assert list(tmp_path.iterdir()) == []

    def test_says_what_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="没有“蓝田县人民政府”2023年的报告"):
            self.run(tmp_path, "蓝田县人民政府", "2023")

    def test_says_when_the_file_cannot_be_written(self, tmp_path: Path) -> None:
        records.stored(filled())
        with pytest.raises(CommandError, match="写不了文件"):
            self.run(tmp_path / "absent", "蓝田县人民政府", "2023")
