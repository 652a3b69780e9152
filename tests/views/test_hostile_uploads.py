"""Files made to harm, uploaded: the page answers in time with a sentence, and the other files of a batch are read."""

import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Organ, ReportingYear, User
from reports.exchange.jsonfile import JsonFile
from reports.models import FileState, ImportDraft, JobState, Report
from reports.services.intake import batches
from tests.builders import filled
from tests.exchange.test_bombs import rows

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]
SECONDS = 5.0  # of the processor


def million_rows() -> bytes:
    return rows(*(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(200, 400_000)))[1]


def zip_bomb() -> bytes:
    """A document that is a thousand times larger than it looks."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 100_000_000)
    return target.getvalue()


@pytest.fixture(scope="module")
def hostile() -> dict[str, bytes]:
    return {"百万行.xlsx": million_rows(), "炸弹.docx": zip_bomb()}


@pytest.mark.parametrize("name", ["百万行.xlsx", "炸弹.docx"])
def test_the_import_page_answers_with_a_sentence(
    name: str, hostile: dict[str, bytes], report: Report, clerk: User, signed_in: SignedIn
) -> None:
    client = signed_in(clerk)
    address = reverse("admin:reports_report_import", args=[report.pk])
    start = time.process_time()
    answer = client.post(address, {"file": SimpleUploadedFile(name, hostile[name])})
    assert time.process_time() - start < SECONDS
    assert answer.status_code == 422
    assert "大" in answer.context["refusal"]
    assert not ImportDraft.objects.exists()
    sound = SimpleUploadedFile("报告.json", JsonFile().write(replace(filled(), organ=report.organ.name)))
    assert client.post(address, {"file": sound}).status_code == 302


def test_in_a_batch_the_other_files_are_read(
    hostile: dict[str, bytes], clerk: User, county: Organ, years: dict[int, ReportingYear]
) -> None:
    sound = JsonFile().write(replace(filled(), organ=county.name, year=2023))
    files = [*hostile.items(), ("报告.json", sound)]
    start = time.process_time()
    intake = batches.intake_begin(files=files, user=clerk, title="一批")
    assert time.process_time() - start < 3 * SECONDS
    assert intake.job is not None
    assert intake.job.state == JobState.DONE
    told = list(intake.files.order_by("number").values_list("state", "message"))
    assert [state for state, _ in told[:2]] == [FileState.UNREADABLE] * 2
    assert all("大" in message for _, message in told[:2])
    assert told[2][0] == FileState.READY
