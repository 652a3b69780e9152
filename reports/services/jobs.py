"""Long work in the background: begun, told how far it is, stopped, taken up again after whatever interrupted it.

A runner is a generator over its steps. It commits each step itself, can be begun anew at any time and then leaves out
what is done, and yields how many steps are done; between steps the work may be stopped or the machine may fail.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from govopen.organs.models import User
from reports.models import Job, JobState

from .errors import NotPossibleError, RefusedError

Runner = Callable[[Job], Iterator[int]]

SILENT = timedelta(seconds=60)  # no step takes as long; after that a running job was interrupted
_BEAT = timedelta(seconds=1)  # how often progress is written at most
# By kind; imported when a job is done, so that the runners may begin jobs themselves.
RUNNERS: dict[str, str] = {
    "figures": "reports.services.figures_bulk.figures_run",
}

logger = logging.getLogger(__name__)


def job_begin(*, kind: str, title: str, total: int, user: User | None, **arguments: Any) -> Job:
    """Queue work of a kind in :data:`RUNNERS`, with the transaction it is called in. ``arguments`` must fit JSON."""
    job = Job.objects.create(kind=kind, title=title[:200], total=total, user=user, arguments=arguments)
    run.enqueue(job.pk)
    job.refresh_from_db()
    return job


def job_stop(*, job: Job) -> None:
    """Stop after the step under way. What is done stays done."""
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(
        state=JobState.CANCELLED, is_told_to_stop=True, finished_at=timezone.now()
    )
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(is_told_to_stop=True)
    job.refresh_from_db()


def job_resume(*, job: Job) -> None:
    """Go on with what was stopped, failed or was interrupted. Raises NotPossibleError while it is under way."""
    resumed = Job.objects.filter(pk=job.pk).filter(Q(state__in=(JobState.CANCELLED, JobState.FAILED)) | _interrupted())
    if not resumed.update(state=JobState.WAITING, is_told_to_stop=False, note="", finished_at=None):
        raise NotPossibleError(_("This work is under way or done; there is nothing to go on with."))
    run.enqueue(job.pk)
    job.refresh_from_db()


def jobs_revive() -> int:
    """Queue again what a worker that is gone left behind; how many."""
    lost = _interrupted()
    if not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists():
        # Whoever took it from the queue was gone before the work began.
        lost |= Q(state=JobState.WAITING, created_at__lt=timezone.now() - SILENT)
    found = list(Job.objects.filter(lost).values_list("pk", flat=True))
    for pk in found:
        run.enqueue(pk)
    return len(found)


def _interrupted() -> Q:
    return Q(state=JobState.RUNNING, beat_at__lt=timezone.now() - SILENT)


@task()
def run(pk: int) -> None:
    """Do a job, unless somebody else is at it or it was called off."""
    now = timezone.now()
    mine = Job.objects.filter(pk=pk).filter(Q(state=JobState.WAITING) | _interrupted())
    if not mine.update(state=JobState.RUNNING, beat_at=now, finished_at=None):
        return
    Job.objects.filter(pk=pk, started_at=None).update(started_at=now)
    job = Job.objects.select_related("user").get(pk=pk)
    try:
        finished = _go_through(job)
    except RefusedError as error:
        _finish(job, JobState.FAILED, str(error))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(job, JobState.FAILED, _("Something went wrong inside the portal; the log of the server says what."))
    else:
        _finish(job, JobState.DONE if finished else JobState.CANCELLED)


def _go_through(job: Job) -> bool:
    """Whether it came to the end."""
    beat = timezone.now()
    work: Runner = import_string(RUNNERS[job.kind])
    for done in work(job):
        job.done, now = done, timezone.now()
        if now - beat >= _BEAT or job.done >= job.total:
            beat = now
            Job.objects.filter(pk=job.pk).update(done=job.done, beat_at=now)
            if Job.objects.filter(pk=job.pk, is_told_to_stop=True).exists():
                return job.done >= job.total
    return True


def _finish(job: Job, state: JobState, note: str = "") -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state,
        done=F("total") if state == JobState.DONE else job.done,
        note=note,
        finished_at=timezone.now(),
        is_told_to_stop=False,
    )
