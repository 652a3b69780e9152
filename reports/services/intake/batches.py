"""A batch of files from the drop to the last withdrawal: what people do with it. The work itself is in ``work``."""

import hashlib
from collections.abc import Collection, Iterable
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.access import ROLES, Action, may, may_somewhere, memberships_of, reach
from govopen.organs.models import Organ, ReportingYear, User
from reports.exchange.archives import Allowance, members
from reports.exchange.base import UnreadableFileError
from reports.models import FileState, Intake, IntakeFile, JobState
from reports.services.errors import NotAllowedError, NotPossibleError, RefusedError
from reports.services.jobs import RUNNERS, SILENT, job_begin
from reports.value import Scope

from .reading import Desk, file_judge

READ, APPLY, WITHDRAW = "intake_read", "intake_apply", "intake_withdraw"
RUNNERS.update(
    {
        READ: "reports.services.intake.work.read",
        APPLY: "reports.services.intake.work.apply",
        WITHDRAW: "reports.services.intake.work.withdraw",
    }
)
AT_ONCE = 100  # files that are written together

Content = bytes | BinaryIO


@transaction.atomic
def intake_begin(
    *,
    files: Iterable[tuple[str, Content]],
    user: User | None,
    title: str,
    year: ReportingYear | None = None,
    scope: Scope = Scope.OWN,
    is_filing: bool = False,
) -> Intake:
    """Keep the files, archives opened, and begin to read them behind the page.

    ``year`` and ``scope`` hold where a file says none. Raises RefusedError when there is nothing in them or too much;
    nothing is kept then.
    """
    intake = intake_keep(files=files, user=user, title=title, year=year, scope=scope, is_filing=is_filing)
    _begin(intake, READ, _("Reading %(title)s") % {"title": intake.title}, intake.files.count(), user)
    return intake


@transaction.atomic
def intake_keep(
    *,
    files: Iterable[tuple[str, Content]],
    user: User | None,
    title: str,
    year: ReportingYear | None = None,
    scope: Scope = Scope.OWN,
    is_filing: bool = False,
) -> Intake:
    """Keep the files without beginning anything; see :func:`intake_begin`."""
    intake = Intake.objects.create(
        title=title[:200], year=year, scope=Scope(scope).value, is_filing=is_filing, user=user
    )
    allowance = Allowance()
    waiting: list[IntakeFile] = []
    number = 0
    try:
        for name, content in files:
            for member in members(content, name, allowance):
                number += 1
                waiting.append(
                    IntakeFile(
                        intake=intake,
                        number=number,
                        path=member.path,
                        data=member.data,
                        size=len(member.data),
                        digest=hashlib.sha256(member.data).hexdigest(),
                        sender=member.sender[:254],
                        scope=intake.scope,
                        state=FileState.UNREADABLE if member.problem else FileState.WAITING,
                        message=member.problem,
                    )
                )
                if len(waiting) == AT_ONCE:
                    IntakeFile.objects.bulk_create(waiting)
                    waiting.clear()
    except UnreadableFileError as error:
        raise RefusedError(f"{error}。") from error
    IntakeFile.objects.bulk_create(waiting)
    if not number:
        raise RefusedError("里面没有可以导入的文件，没有收下。请选择年度报告文件，或装有这些文件的zip。")
    return intake


def _begin(intake: Intake, kind: str, title: str, total: int, user: User | None, **arguments: object) -> None:
    locked = Intake.objects.select_for_update(of=("self",)).select_related("job").get(pk=intake.pk)
    if locked.job and locked.job.is_under_way:
        raise NotPossibleError("这一批正在处理，请等它做完，或先取消。")
    job = job_begin(kind=kind, title=title, total=total, user=user, intake=intake.pk, **arguments)
    Intake.objects.filter(pk=intake.pk).update(job=job)
    intake.refresh_from_db()


@transaction.atomic
def intake_apply(*, intake: Intake, user: User, files: Collection[int] | None = None) -> int:
    """Begin to import what is ready, or of it the ``files`` (keys); returns how many.

    Only files of organs that ``user`` may fill in: raises NotAllowedError when there are none, NotPossibleError when
    nothing is ready.
    """
    ready = intake.files.filter(state=FileState.READY)
    chosen = ready if files is None else ready.filter(pk__in=files)
    if not chosen.exists():
        raise NotPossibleError("没有可以导入的文件。")
    allowed = list(chosen.filter(organ__in=reach(user, intake.action)).values_list("pk", flat=True))
    if not allowed:
        raise NotAllowedError("这些文件的机关都不归您填报或管理，不能导入。")
    title = _("Importing %(title)s") % {"title": intake.title}
    _begin(intake, APPLY, title, len(allowed), user, files=allowed)
    return len(allowed)


@transaction.atomic
def intake_withdraw(*, intake: Intake, user: User, files: Collection[int] | None = None) -> int:
    """Begin to withdraw what was imported, or of it the ``files`` (keys); returns how many."""
    applied = intake.files.filter(state=FileState.APPLIED)
    chosen = applied if files is None else applied.filter(pk__in=files)
    allowed = list(chosen.filter(organ__in=reach(user, intake.action)).values_list("pk", flat=True))
    if not allowed:
        raise NotPossibleError("没有可以撤回的文件。")
    title = _("Withdrawing %(title)s") % {"title": intake.title}
    _begin(intake, WITHDRAW, title, len(allowed), user, files=allowed)
    return len(allowed)


@transaction.atomic
def file_match(*, file: IntakeFile, organ: Organ, year: ReportingYear, scope: Scope, user: User) -> IntakeFile:
    """Say whose report of which year a file is; it is judged again with that."""
    if not may(user, file.intake.action, organ):
        raise NotAllowedError(f"“{organ.name}”不归您填报或管理，不能导入。")
    locked = _changeable(file)
    if not locked.details.get("schema"):
        raise NotPossibleError("这个文件没有读出来，不能指定机关。")
    locked.organ, locked.year, locked.scope = organ, year, Scope(scope).value
    file_judge(file=locked, desk=Desk.of(user, locked.intake.action))
    locked.details = {**locked.details, "chosen_by": user.get_full_name()}
    locked.save()
    return locked


@transaction.atomic
def file_skip(*, file: IntakeFile, user: User) -> None:
    """Leave a file out."""
    locked = _changeable(file)
    locked.state, locked.message = FileState.SKIPPED, f"{user.get_full_name()}设为不导入"
    locked.save(update_fields=["state", "message"])


def _changeable(file: IntakeFile) -> IntakeFile:
    locked = IntakeFile.objects.select_for_update(of=("self",)).select_related("intake").get(pk=file.pk)
    if locked.state in (FileState.APPLIED, FileState.WAITING):
        raise NotPossibleError(f"这个文件是“{locked.get_state_display()}”，现在不能改。")
    return locked


def may_take_in(user: User) -> bool:
    """Whether taking in many files is this person's work: who fills in for several organs, or looks after some."""
    organs = {held.organ_id for held in memberships_of(user) if held.role in ROLES[Action.TAKE_IN]}
    return len(organs) > 1 or may_somewhere(user, Action.MANAGE)


def intakes_visible(user: User) -> QuerySet[Intake]:
    """One's own batches, and those all whose organs one coordinates."""
    if user.is_superuser and user.is_active:
        return Intake.objects.all()
    files = IntakeFile.objects.filter(intake=OuterRef("pk"), organ__isnull=False)
    foreign = files.exclude(organ__in=reach(user, Action.MANAGE))
    return Intake.objects.filter(Q(user=user) | (Exists(files) & ~Exists(foreign)))


def state_counts(intake: Intake) -> dict[str, int]:
    """How many files are in each state, in the order of the states; those without any are left out."""
    found = dict(intake.files.order_by().values_list("state").annotate(Count("pk")))
    return {state: found[state] for state in FileState.values if state in found}


def is_interrupted(intake: Intake) -> bool:
    """Whether its work has given no sign of life for a minute, or has waited that long without beginning."""
    job = intake.job
    if job is None or not job.is_under_way:
        return False
    last = job.beat_at if job.state == JobState.RUNNING else job.created_at
    return last is not None and last < timezone.now() - SILENT
