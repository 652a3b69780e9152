"""The pages on which figures of many reports come in and go out: who may, what is seen, what a file holds."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from govopen.organs.models import Organ, OrganKind, ReportingYear, Role, User
from reports.exchange.opendata import JsonLines, LongTable, WideTable, WideWorkbook
from reports.models import FiguresImport, Report
from reports.schema import V2021
from reports.services.reporting import report_start
from reports.services.store import report_load
from reports.value import Scope
from tests.builders import filled
from tests.records import published, stored

PENALTIES = "decisions.penalties.count"
HEAD = f"机关,年度,范围,{V2021.specs[PENALTIES].label}\n"
SignedIn = Callable[[User], Client]
Person = Callable[[str, Organ], User]


def send(client: Client, text: str, name: str = "表.csv") -> Any:
    return client.post(reverse("admin:figures_upload"), {"file": SimpleUploadedFile(name, text.encode())}, follow=True)


@pytest.fixture
def filling(clerk: User, signed_in: SignedIn) -> Client:
    return signed_in(clerk)


def test_a_table_is_looked_over_then_imported_then_taken_back(filling: Client, report: Report) -> None:
    before = report_load(report=report)
    page = send(filling, f"{HEAD}{report.organ},{report.year_id},本机关,4321\n")
    assert "4321" in page.content.decode()
    assert report_load(report=report) == before
    record = FiguresImport.objects.get()
    done = filling.post(reverse("admin:figures_apply", args=(record.pk,)), follow=True)
    assert done.status_code == 200
    assert report_load(report=report) == before.replace({PENALTIES: 4321})
    filling.post(reverse("admin:figures_withdraw", args=(record.pk,)), follow=True)
    assert report_load(report=report) == before


def test_faults_are_shown_with_row_and_column_and_nothing_can_be_imported(filling: Client, report: Report) -> None:
    page = send(filling, f"{HEAD}{report.organ},{report.year_id},本机关,4.5\n").content.decode()
    assert f"第2行“{V2021.specs[PENALTIES].label}”列" in page
    record = FiguresImport.objects.get()
    assert reverse("admin:figures_apply", args=(record.pk,)) not in page
    filling.post(reverse("admin:figures_apply", args=(record.pk,)))
    record.refresh_from_db()
    assert record.job is None


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("a.csv", "", "空"), ("a.csv", "甲,乙\n1,2\n", "表头"), ("a.xls", "x", ".xlsx"), ("a.csv", HEAD, "只有表头")],
)
def test_a_file_that_is_no_such_table_is_refused(filling: Client, name: str, text: str, said: str) -> None:
    assert said in send(filling, text, name).content.decode()
    assert not FiguresImport.objects.exists()


def test_the_rows_of_the_preview_are_paged(filling: Client, report: Report, django_assert_max_num_queries: Any) -> None:
    send(filling, HEAD + "".join(f"第{number}局,2023,本机关,1\n" for number in range(130)))
    with django_assert_max_num_queries(12):
        page = filling.get(reverse("admin:figures_import", args=(FiguresImport.objects.get().pk,)))
    assert len(page.context["page"].object_list) == 50
    assert "show=faulty&amp;page=2" in page.content.decode()


def test_a_dropped_table_is_gone(filling: Client, report: Report) -> None:
    send(filling, f"{HEAD}{report.organ},{report.year_id},本机关,1\n")
    filling.post(reverse("admin:figures_drop", args=(FiguresImport.objects.get().pk,)))
    assert not FiguresImport.objects.exists()


def test_the_sheet_to_fill_in_has_the_rows_of_the_person_and_comes_back(
    filling: Client, county: Organ, report: Report, elsewhere: Organ
) -> None:
    answer = filling.get(reverse("admin:figures_sheet", args=(report.year_id,)))
    rows = WideWorkbook().read(b"".join(answer.streaming_content))
    assert {row.organ for row in rows.rows} == {county.name}
    assert {row.scope for row in rows.rows} == set(Scope)
    assert report_load(report=report).cells in [value.cells for value in rows.values()]


def exported(client: Client, **asked: Any) -> bytes:
    answer = client.get(reverse("admin:open_data"), asked)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.fixture
def two(report: Report, bureau: Organ, elsewhere: Organ, years: dict[int, ReportingYear]) -> list[Report]:
    """Two of a county's reports, and one that is not."""
    second, _is_new = report_start(organ=bureau, year=years[2022], scope=Scope.OWN, user=None)
    report_start(organ=elsewhere, year=years[2023], scope=Scope.OWN, user=None)
    return [report, second]


def test_every_format_holds_what_the_person_may_see_and_nothing_else(
    two: list[Report], person: Person, signed_in: SignedIn, county: Organ
) -> None:
    client = signed_in(person(Role.VIEWER, county))
    expected = tuple(report_load(report=report) for report in two)
    assert WideWorkbook().read(exported(client, format="xlsx")).values() == expected
    assert WideTable().read(exported(client, format="csv", headings="keys")).values() == expected
    assert LongTable().read(exported(client, format="long-csv"))[0] == expected
    assert JsonLines().read(exported(client, format="jsonl"))[0] == expected


def test_an_export_is_narrowed_like_the_list_and_to_chosen_reports(
    two: list[Report], person: Person, signed_in: SignedIn, county: Organ
) -> None:
    client = signed_in(person(Role.VIEWER, county))

    def organs(**asked: Any) -> list[str]:
        return [value.organ for value in JsonLines().read(exported(client, format="jsonl", **asked))[0]]

    assert organs(year=2022) == [two[1].organ.name]
    assert organs(kind=OrganKind.GOVERNMENT) == [county.name]
    assert organs(report=two[1].pk) == [two[1].organ.name]


def test_exporting_takes_as_many_queries_for_many_reports_as_for_few(
    two: list[Report], person: Person, signed_in: SignedIn, county: Organ, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(person(Role.VIEWER, county))
    with django_assert_max_num_queries(18):
        exported(client, format="csv")


def test_the_schema_is_public_and_the_command_prints_the_same(client: Client, capsys: Any, db: None) -> None:
    document = client.get(reverse("report_schema", args=("2021",))).json()
    Draft202012Validator.check_schema(document)
    call_command("open_data_schema", "2021")
    assert json.loads(capsys.readouterr().out) == document
    assert client.get(reverse("report_schema", args=("2000",))).status_code == 404
    with pytest.raises(CommandError):
        call_command("open_data_schema", "2000")


def test_a_published_report_is_offered_as_csv(client: Client, settings: Any, db: None) -> None:
    settings.PUBLIC_SITE = True
    report = stored(filled())
    address = reverse("public_csv", args=(report.organ_id, report.year_id))
    assert client.get(address).status_code == 404
    published(report)
    answer = client.get(address)
    assert LongTable().read(b"".join(answer.streaming_content)) == ((filled(),), ())
    page = client.get(reverse("public_report", args=(report.organ_id, report.year_id))).content.decode()
    assert address in page
