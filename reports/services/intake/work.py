"""What is done behind the pages with the files of a batch, one after the other, each in a transaction of its own.

Every step can be done again: a file that has been seen to is no longer waiting, ready or applied.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from govopen.organs.models import User
from reports.models import FileState, Intake, IntakeFile, Job
from reports.services.handing_in import file_submit

from .applying import file_apply, file_withdraw
from .reading import KILLED, MOST_ATTEMPTS, Desk, file_open, file_settle


def read(job: Job) -> Iterator[int]:
    intake = Intake.objects.get(pk=job.arguments["intake"])
    yield from counted(job, files_read(intake=intake, desk=Desk.of(job.user, intake.action)))


def apply(job: Job) -> Iterator[int]:
    ready = IntakeFile.objects.filter(pk__in=job.arguments["files"], state=FileState.READY)
    intake = Intake.objects.get(pk=job.arguments["intake"])
    yield from counted(job, (_applied(file, job.user, intake) for file in _one_by_one(ready)))


def withdraw(job: Job) -> Iterator[int]:
    applied = IntakeFile.objects.filter(pk__in=job.arguments["files"], state=FileState.APPLIED)
    yield from counted(job, (file_withdraw(file=file, user=job.user) for file in _one_by_one(applied)))


def _applied(file: IntakeFile, user: User | None, intake: Intake) -> FileState | None:
    """What a body without an account handed in is submitted for it, where nothing stands against that."""
    state = file_apply(file=file, user=user)
    if state == FileState.APPLIED and intake.is_filing and user is not None:
        file_submit(file=IntakeFile.objects.select_related("report__organ", "organ").get(pk=file.pk), user=user)
    return state


def files_apply(*, files: QuerySet[IntakeFile], user: User | None) -> Iterator[FileState | None]:
    """Import those of the files that are ready; gives what became of each."""
    for file in _one_by_one(files.filter(state=FileState.READY)):
        yield file_apply(file=file, user=user)


def counted(job: Job, steps: Iterator[object]) -> Iterator[int]:
    """The steps done with those that were done before the work was interrupted."""
    done = job.done
    for _step in steps:
        done += 1
        yield min(done, job.total)


def _one_by_one(files: QuerySet[IntakeFile]) -> Iterator[IntakeFile]:
    keys = list(files.order_by("number").values_list("pk", flat=True))
    for pk in keys:
        yield IntakeFile.objects.only("pk", "path", "intake_id").get(pk=pk)


def files_read(*, intake: Intake, desk: Desk) -> Iterator[IntakeFile]:
    """Read what is waiting; gives each file when it has been seen to."""
    waiting = intake.files.filter(state=FileState.WAITING).order_by("number")
    for pk, attempts in list(waiting.values_list("pk", "attempts")):
        # Noted first: it is nobody else's now, and a file at which the machine gives out is not read for ever.
        mine = IntakeFile.objects.filter(pk=pk, state=FileState.WAITING, attempts=attempts)
        if not mine.update(attempts=attempts + 1):
            continue
        file = IntakeFile.objects.select_related("intake").get(pk=pk)
        if file.attempts > MOST_ATTEMPTS:
            file.state, file.message = FileState.UNREADABLE, KILLED
            file.save(update_fields=["state", "message"])
        else:
            _read_one(file, desk)
        yield file


def _read_one(file: IntakeFile, desk: Desk) -> None:
    result = file_open(file=file)
    with transaction.atomic():
        if result is not None:
            file_settle(file=file, result=result, desk=desk)
        fields = [field.name for field in file._meta.concrete_fields if field.name not in ("id", "data", "attempts")]
        file.save(update_fields=fields)
