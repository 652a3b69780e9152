"""Background work: done once, stopped between steps, taken up again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import Job, JobState
from reports.services import jobs
from reports.services.errors import NotPossibleError, RefusedError

DONE: list[int] = []


def steps(job: Job) -> Iterator[int]:
    for number in range(job.total):
        if number >= len(DONE):
            DONE.append(number)
            if number == job.arguments.get("stops_at"):
                Job.objects.filter(pk=job.pk).update(is_told_to_stop=True)
            if number == job.arguments.get("fails_at"):
                DONE.pop()
                raise ZeroDivisionError
            if number == job.arguments.get("refuses_at"):
                DONE.pop()
                raise RefusedError("第二份不行")
        yield number + 1


@pytest.fixture(autouse=True)
def _runner(monkeypatch: pytest.MonkeyPatch) -> None:
    DONE.clear()
    monkeypatch.setitem(jobs.RUNNERS, "steps", f"{__name__}.steps")
    monkeypatch.setattr(jobs, "import_string", lambda _path: steps)
    monkeypatch.setattr(jobs, "_BEAT", timedelta())


def begin(**arguments: int) -> Job:
    return jobs.job_begin(kind="steps", title="数到五", total=5, user=None, **arguments)


@pytest.mark.django_db
def test_work_is_done_to_the_end() -> None:
    job = begin()
    assert (job.state, job.done, DONE) == (JobState.DONE, 5, [0, 1, 2, 3, 4])
    assert job.started_at
    assert job.finished_at


@pytest.mark.django_db
def test_stopped_work_keeps_what_is_done_and_goes_on_from_there() -> None:
    job = begin(stops_at=1)
    assert (job.state, job.done) == (JobState.CANCELLED, 2)
    jobs.job_resume(job=job)
    assert (job.state, job.done, DONE) == (JobState.DONE, 5, [0, 1, 2, 3, 4])


@pytest.mark.django_db
def test_a_fault_inside_fails_the_job_without_its_words_and_a_refusal_with_them() -> None:
    assert begin(fails_at=2).state == JobState.FAILED
    DONE.clear()
    refused = begin(refuses_at=2)
    assert (refused.state, refused.note, refused.done) == (JobState.FAILED, "第二份不行", 2)


@pytest.mark.django_db
def test_interrupted_work_is_taken_up_and_living_work_is_not() -> None:
    job = begin(stops_at=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, beat_at=timezone.now())
    assert jobs.jobs_revive() == 0
    with pytest.raises(NotPossibleError):
        jobs.job_resume(job=job)
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - jobs.SILENT * 2)
    assert jobs.jobs_revive() == 1
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, 5)


@pytest.mark.django_db
def test_work_whose_place_in_the_queue_was_lost_is_queued_again() -> None:
    job = begin(stops_at=0)
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, created_at=timezone.now() - jobs.SILENT * 2)
    assert jobs.jobs_revive() == 1
    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.django_db
def test_waiting_work_that_is_called_off_never_begins() -> None:
    job = Job.objects.create(kind="steps", title="数到五", total=5)
    jobs.job_stop(job=job)
    assert job.state == JobState.CANCELLED
    jobs.run.call(job.pk)
    job.refresh_from_db()
    assert (job.state, DONE) == (JobState.CANCELLED, [])
