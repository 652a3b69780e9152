"""The pages of batches of files."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from govopen.organs.models import Organ, ReportingYear, Role, User
from reports.exchange.jsonfile import JsonFile
from reports.models import FileState, Intake, Job, JobState, Report
from reports.services.intake import batches
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db

CELL = "applications.received.natural"


def of(organ: str, year: int = 2023, **cells: int | None) -> bytes:
    return JsonFile().write(replace(filled(), organ=organ, year=year).replace(cells))


@pytest.fixture
def both(county: Organ, bureau: Organ, years: dict[int, ReportingYear]) -> User:
    return records.person(Role.CLERK, county, bureau, name="两边填报")


@pytest.fixture
def client(both: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(both)


def send(client: Client, *files: tuple[str, bytes], **fields: str) -> Intake:
    sent = [SimpleUploadedFile(name.rsplit("/", 1)[-1], data) for name, data in files]
    paths = json.dumps([name for name, _data in files])
    response = client.post(reverse("admin:intake_new"), {"files": sent, "paths": paths, "scope": "own", **fields})
    assert response.status_code == 302, response.content.decode()
    return Intake.objects.latest("pk")


def page(client: Client, intake: Intake, query: str = "") -> str:
    response = client.get(reverse("admin:intake", args=(intake.pk,)) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_drop_is_shown_imported_and_withdrawn(client: Client, both: User, bureau: Organ) -> None:
    intake = send(client, ("2023年/局/报告.json", of("蓝田县教育局")), ("2023年/坏.json", b"{"), title="一批")
    assert (intake.title, intake.user) == ("一批", both)
    first = intake.files.get(number=1)
    assert (first.path, first.state) == ("2023年/局/报告.json", "ready")
    shown = page(client, intake)
    assert "2023年/局" in shown
    assert reverse("admin:intake_apply", args=(intake.pk,)) in shown
    assert client.post(reverse("admin:intake_apply", args=(intake.pk,)))["Location"] == reverse(
        "admin:intake", args=(intake.pk,)
    )
    assert Report.objects.get(organ=bureau).filled == 200
    shown = page(client, intake)
    assert reverse("admin:intake_apply", args=(intake.pk,)) not in shown
    assert reverse("admin:intake_withdraw", args=(intake.pk,)) in shown
    client.post(reverse("admin:intake_withdraw", args=(intake.pk,)))
    assert Report.objects.get(organ=bureau).filled == 0


def test_only_ticked_files_are_imported(client: Client, bureau: Organ, county: Organ) -> None:
    intake = send(client, ("a.json", of("蓝田县教育局")), ("b.json", of("蓝田县人民政府")))
    ticked = intake.files.get(organ=county)
    client.post(reverse("admin:intake_apply", args=(intake.pk,)), {"file": ticked.pk})
    assert dict(intake.files.values_list("organ__name", "state")) == {
        "蓝田县教育局": "ready",
        "蓝田县人民政府": "applied",
    }


def test_nothing_to_take_in_is_said_and_nothing_kept(client: Client) -> None:
    address = reverse("admin:intake_new")
    assert client.post(address, {"scope": "own"}).status_code == 422
    response = client.post(address, {"scope": "own", "files": SimpleUploadedFile("Thumbs.db", b"1")})
    assert response.status_code == 422
    assert "没有可以导入的文件" in response.content.decode()
    assert not Intake.objects.exists()


def test_the_list_narrows_by_state_and_words_and_comes_as_a_file(client: Client) -> None:
    intake = send(client, ("a.json", of("蓝田县教育局")), ("=坏.json", b"{"), ("不明.json", of("某某局")))
    states = {state: page(client, intake, f"?state={state}").count("intake-files") for state in FileState.values}
    assert set(states.values()) == {1}
    assert "不明.json" in page(client, intake, "?state=unmatched")
    assert "不明.json" not in page(client, intake, "?state=unreadable")
    assert "a.json" in page(client, intake, "?search=教育")
    assert "不明.json" not in page(client, intake, "?search=教育")
    assert "不明.json" not in page(client, intake, "?state=none")
    response = client.get(reverse("admin:intake", args=(intake.pk,)) + "?state=unreadable&file=csv")
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert len(lines) == 2
    assert lines[1][0] == "'=坏.json"
    assert lines[1][-1] == intake.files.get(number=2).message


def test_a_file_is_matched_by_hand_and_left_out(client: Client, bureau: Organ, elsewhere: Organ) -> None:
    intake = send(client, ("a.json", of("某某局")))
    own = reverse("admin:intake_file", args=(intake.pk, 1))
    match = reverse("admin:intake_file_match", args=(intake.pk, 1))
    assert match in client.get(own).content.decode()
    for foreign in (elsewhere.name, "没有这个"):
        refused = client.post(match, {"organ": foreign, "year": 2023, "scope": "own"})
        assert refused.status_code == 422
    assert client.post(match, {"organ": bureau.name, "year": 2023, "scope": "own"})["Location"] == own
    file = intake.files.get()
    assert (file.state, file.organ) == ("ready", bureau)
    shown = client.get(own).content.decode()
    assert filled().schema.specs[CELL].label in shown
    client.post(reverse("admin:intake_file_skip", args=(intake.pk, 1)))
    assert intake.files.get().state == "skipped"


def test_the_content_is_only_to_take_away(client: Client) -> None:
    data = b"<html><script>alert(1)</script></html>"
    intake = send(client, ("a.html", data))
    response = client.get(reverse("admin:intake_file_content", args=(intake.pk, 1)))
    assert response.getvalue() == data
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_names_of_files_are_shown_as_text(client: Client) -> None:
    intake = send(client, ("<img src=x onerror=alert(1)>.json", of("<b>某局")))
    for shown in (page(client, intake), client.get(reverse("admin:intake_file", args=(intake.pk, 1))).content.decode()):
        assert "<img src=x" not in shown
        assert "<b>某局" not in shown


def test_progress_interruption_and_going_on(client: Client) -> None:
    intake = send(client, ("a.json", of("蓝田县教育局")))
    progress = reverse("admin:intake_progress", args=(intake.pk,))
    assert client.get(progress).json() | {"text": ""} == {
        "busy": False, "done": 1, "total": 1, "percent": 100, "text": "", "interrupted": False,
    }  # fmt: skip
    job = Job.objects.filter(pk=intake.job_id)
    job.update(state=JobState.RUNNING, done=0, beat_at=timezone.now())
    stop, resume = (reverse(f"admin:intake_{what}", args=(intake.pk,)) for what in ("stop", "resume"))
    shown = page(client, intake)
    assert stop in shown
    assert resume not in shown
    assert 'data-busy="1"' in shown
    client.post(stop)
    assert job.get().is_told_to_stop
    job.update(beat_at=timezone.now() - timedelta(minutes=2))
    assert client.get(progress).json()["interrupted"]
    shown = page(client, intake)
    assert resume in shown
    assert 'data-busy="0"' in shown
    client.post(resume)
    assert job.get().state == JobState.DONE


def test_batches_of_others_do_not_exist(
    client: Client, elsewhere: Organ, person: Callable[[str, Organ], User], signed_in: Callable[[User], Client]
) -> None:
    intake = send(client, ("a.json", of("蓝田县教育局")))
    other = signed_in(person(Role.CLERK, elsewhere))
    assert other.get(reverse("admin:intake", args=(intake.pk,))).status_code == 404
    assert other.post(reverse("admin:intake_apply", args=(intake.pk,))).status_code == 404
    assert intake.title not in other.get(reverse("admin:intakes")).content.decode()
    assert 'class="emp big"' in other.get(reverse("admin:intakes")).content.decode()


def test_the_way_there_is_shown_to_those_whose_work_it_is(
    client: Client,
    clerk: User,
    county: Organ,
    person: Callable[[str, Organ], User],
    signed_in: Callable[[User], Client],
) -> None:
    link = f'href="{reverse("admin:intakes")}"'
    assert link in client.get("/").content.decode()
    assert client.get("/reports/report/").content.decode().count(link) == 2
    assert link in signed_in(person(Role.COORDINATOR, county)).get("/").content.decode()
    assert link not in signed_in(clerk).get("/").content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, both: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    files = [(f"{number}.json", of("蓝田县教育局", year=2019 + number % 3)) for number in range(12)]
    intake = batches.intake_begin(files=files, user=both, title="一批")
    for number in range(4):
        batches.intake_begin(files=files[:1], user=both, title=f"第{number}批")
    with django_assert_max_num_queries(22):
        page(client, intake)
    with django_assert_max_num_queries(6):
        assert client.get(reverse("admin:intakes")).status_code == 200
    with django_assert_max_num_queries(13):
        assert client.get(reverse("admin:intake_file", args=(intake.pk, 1))).status_code == 200
