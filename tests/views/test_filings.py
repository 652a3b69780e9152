"""Bodies without an account: workbooks out, files back, submitted on their behalf, receipts."""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from govopen.organs.models import Level, Organ, OrganKind, ReportingYear, Role, User
from reports import exchange
from reports.exchange.workbook import Issue, template
from reports.models import FileState, Intake, IntakeFile, IssuedWorkbook, Report, State
from reports.services.exporting import export
from reports.services.handing_in import Standing, handed_in
from reports.value import ReportValue
from tests import records
from tests.builders import filled

CARRIED_IN, CARRIED_OUT = "applications.carried_in.natural", "applications.carried_out.natural"
TEXTS = {"overview": "一段。", "problems": "二段。", "other_matters": "三段。"}


@pytest.fixture
def coordinator(person: Callable[[str, Organ], User], county: Organ) -> User:
    return person(Role.COORDINATOR, county)


@pytest.fixture
def client(coordinator: User, signed_in: Callable[[User], Client], few_checks: None) -> Client:
    return signed_in(coordinator)


def to(name: str, *arguments: int) -> str:
    return reverse(f"admin:{name}", args=arguments)


def body(response: Any) -> bytes:
    assert response.status_code == 200, response.content.decode()
    return b"".join(response.streaming_content)


def issued(client: Client, *organs: Organ, year: int = 2023) -> bytes:
    return body(client.post(to("filing_issue", year), {"organs": [organ.pk for organ in organs]}))


def returned(organ: Organ, **changes: int) -> bytes:
    """The workbook of an organ as it comes back, filled in."""
    one = IssuedWorkbook.objects.get(organ=organ)
    value = _value(organ).replace({key.replace("__", "."): number for key, number in changes.items()})
    return template(value, issue=Issue(one.number, one.due_on, "蓝田县人民政府"))


def _value(organ: Organ) -> ReportValue:
    made = filled()
    return ReportValue(made.schema, organ.name, 2023, cells=dict(made.cells), texts=TEXTS)


def hand_in(client: Client, *files: tuple[str, bytes]) -> Intake:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    response = client.post(to("filing_take_in", 2023), {"files": sent})
    assert response.status_code == 302, response.content.decode()
    return Intake.objects.get()


def apply(client: Client, intake: Intake) -> None:
    client.post(to("intake_apply", intake.pk), {"all": "1"})


def standing(user: User, organ: Organ, years: dict[int, ReportingYear]) -> Standing:
    return next(row.standing for row in handed_in(user=user, year=years[2023]) if row.organ == organ)


def test_a_workbook_a_body_with_organ_and_year_locked_in_and_last_years_balance(
    client: Client, bureau: Organ, county: Organ, years: dict[int, ReportingYear]
) -> None:
    last = ReportValue(filled().schema, bureau.name, 2022, cells={CARRIED_OUT: 7})
    records.stored(last, bureau)
    read = exchange.read(issued(client, bureau), "填报表.xlsx")
    one = IssuedWorkbook.objects.get()
    assert (read.value.organ, read.value.year, read.issue) == (bureau.name, 2023, one.number)
    assert read.value[CARRIED_IN] == 7
    assert one.due_on == years[2023].due(bureau)
    names = zipfile.ZipFile(io.BytesIO(issued(client, bureau, county))).namelist()
    assert len(names) == 2
    assert any(bureau.name in name for name in names)


def test_from_the_mailbox_to_the_submitted_report(
    client: Client, coordinator: User, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    issued(client, bureau)
    assert standing(coordinator, bureau, years) is Standing.MISSING
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "office@example.gov.cn", "年报", "Mon, 15 Jan 2024 09:30:00 +0800"
    mail.set_content("请查收")
    mail.add_attachment(returned(bureau), maintype="application", subtype="octet-stream", filename="随便叫什么.xlsx")
    intake = hand_in(client, ("来信.eml", mail.as_bytes()))
    file = intake.files.get()
    assert (file.state, file.organ, file.year_id, file.sender) == (
        FileState.READY,
        bureau,
        2023,
        "office@example.gov.cn",
    ), file.message
    assert file.issued == IssuedWorkbook.objects.get()
    assert standing(coordinator, bureau, years) is Standing.READ
    apply(client, intake)
    report = Report.objects.get(organ=bureau)
    assert report.state == State.SUBMITTED
    submitted = report.transitions.get()
    assert submitted.by == coordinator
    assert "随便叫什么.xlsx" in submitted.reason
    assert standing(coordinator, bureau, years) is Standing.IN
    written = docx.Document(io.BytesIO(body(client.get(to("filing_receipt", 2023, bureau.pk)))))
    text = "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert "回执" in text
    assert "随便叫什么.xlsx" in text
    mails = zipfile.ZipFile(io.BytesIO(body(client.get(to("filing_receipts", 2023) + "?kind=mail"))))
    assert b"office@example.gov.cn" in mails.read(mails.namelist()[0])


def test_a_faulty_file_is_imported_and_not_submitted_until_it_is_put_right(
    client: Client, coordinator: User, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    issued(client, bureau)
    intake = hand_in(client, ("表.xlsx", returned(bureau, applications__granted__natural=9999)))
    assert standing(coordinator, bureau, years) is Standing.FAULTY
    apply(client, intake)
    report = Report.objects.get(organ=bureau)
    assert report.state == State.DRAFT
    assert "没有提交" in intake.files.get().message
    written = docx.Document(io.BytesIO(body(client.get(to("filing_receipt", 2023, bureau.pk)))))
    text = "\n".join(paragraph.text for paragraph in written.paragraphs)
    spec = report.form.specs["applications.granted.natural"]
    assert "更正清单" in text
    assert spec.row_label in text or spec.label in text
    page = client.post(to("filing_submit", 2023, bureau.pk), follow=True).content.decode()
    assert "没有提交" in page
    again = Intake.objects.get().pk
    sent = [SimpleUploadedFile("更正.xlsx", returned(bureau))]
    client.post(to("filing_take_in", 2023), {"files": sent})
    apply(client, Intake.objects.exclude(pk=again).get())
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_what_belongs_to_nobody_yet_is_shown_with_its_reason(
    client: Client, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    intake = hand_in(client, ("空.xlsx", b"PK\x03\x04broken"))
    file = intake.files.get()
    assert file.state == FileState.UNREADABLE
    page = client.get(to("filings_year", 2023)).content.decode()
    assert "空.xlsx" in page
    assert file.message in page


def test_the_file_is_kept_as_it_came(client: Client, bureau: Organ, years: dict[int, ReportingYear]) -> None:
    issued(client, bureau)
    data = returned(bureau)
    intake = hand_in(client, ("表.xlsx", data))
    apply(client, intake)
    assert bytes(IntakeFile.objects.get().data) == data


def test_a_report_entered_in_another_way_is_not_missing(
    client: Client, coordinator: User, bureau: Organ, county: Organ, years: dict[int, ReportingYear]
) -> None:
    records.stored(_value(bureau), bureau)
    assert standing(coordinator, bureau, years) is Standing.ENTERED
    assert standing(coordinator, county, years) is Standing.MISSING
    assert to("filing_submit", 2023, bureau.pk) not in client.get(to("filings_year", 2023)).content.decode()


def test_many_cells_with_one_reason_are_one_line_of_the_list(
    client: Client, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    blank = ReportValue(filled().schema, bureau.name, 2023, texts=TEXTS)
    hand_in(client, ("空表.html", export(value=blank, format="html")))
    written = docx.Document(io.BytesIO(body(client.get(to("filing_receipt", 2023, bureau.pk)))))
    lines = [paragraph.text for paragraph in written.paragraphs]
    assert any("起185格" in line for line in lines), "\n".join(lines)
    assert len(lines) < 30
    assert timezone.localdate().strftime("%Y年") in "".join(lines)


def test_only_coordinators_and_only_their_bodies(
    client: Client, clerk: User, elsewhere: Organ, years: dict[int, ReportingYear], signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(clerk).get(to("filings_year", 2023)).status_code == 403
    response = client.post(to("filing_issue", 2023), {"organs": [elsewhere.pk]})
    assert response.status_code == 422
    assert not IssuedWorkbook.objects.exists()
    assert elsewhere.name not in client.get(to("filings_year", 2023)).content.decode()


def test_the_table_takes_as_many_queries_however_many_bodies(
    client: Client,
    county: Organ,
    years: dict[int, ReportingYear],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Organ.objects.bulk_create(
        Organ(name=f"蓝田县第{number}局", kind=OrganKind.DEPARTMENT, level=Level.COUNTY, parent=county)
        for number in range(30)
    )
    with django_assert_max_num_queries(26):
        client.get(to("filings_year", 2023))
