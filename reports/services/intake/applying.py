"""One file of a batch into its report, all or nothing, and out of it again."""

import json
import logging
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils import timezone

from govopen.organs.access import may
from govopen.organs.models import User
from reports.models import CellChange, ChangeSource, FileState, ImportDraft, IntakeFile, Report
from reports.services.errors import RefusedError
from reports.services.import_review import moved_since, names_of
from reports.services.importing import import_withdraw
from reports.services.reporting import report_start
from reports.services.store import report_save
from reports.value import ReportValue, Scope, number_text

from .kept import taken_out
from .reading import Outlook, outlook_of, refuse_twin

NOT_APPLIED = "导入这一份时系统出错，没有写入任何内容：请重新核对后再导入；仍然不行的，到该机关的报告里单独导入"

logger = logging.getLogger(__name__)


def file_apply(*, file: IntakeFile, user: User | None, at: datetime | None = None) -> FileState | None:
    """Write a file that is ready into its report; returns what became of it, nothing where it was not ready.

    It is applied once whoever else is at it, and not at all when anything goes wrong: then it says why.
    """
    try:
        with transaction.atomic():
            now = at or timezone.now()
            claimed = IntakeFile.objects.filter(pk=file.pk, state=FileState.READY)
            if not claimed.update(state=FileState.APPLIED, applied_at=now, message=""):
                return None
            locked = IntakeFile.objects.select_related("organ", "year", "intake").defer("details").get(pk=file.pk)
            _apply(locked, user, now)
    except RefusedError as error:
        return _refused(file, str(error))
    except OperationalError:
        raise  # the database is away or busy, which is no fault of the file: the job stops and goes on later
    except Exception:
        logger.exception("file %s of batch %s", file.path, file.intake_id)
        return _refused(file, NOT_APPLIED)
    return FileState.APPLIED


def _refused(file: IntakeFile, sentence: str) -> FileState:
    waiting = IntakeFile.objects.filter(pk=file.pk, state=FileState.READY)
    waiting.update(state=FileState.REFUSED, message=sentence, report=None)
    return FileState.REFUSED


def _apply(file: IntakeFile, user: User | None, now: datetime) -> None:
    if file.organ is None or file.year is None:
        raise RefusedError("原来选定的机关或年度已经删除，请重新选定")
    if user is not None and not may(user, file.intake.action, file.organ):
        raise RefusedError(f"“{file.organ.name}”不归您填报或管理，不能导入")
    result = taken_out(file.details)
    wanted = {"organ": file.organ, "year": file.year, "scope": Scope(file.scope)}
    # Nobody saves between what is compared here and what is written.
    Report.objects.select_for_update().filter(**wanted).values("pk").first()
    refuse_twin(file=file)
    outlook = outlook_of(**wanted, result=result)
    report, is_new = report_start(**wanted, user=user, is_saved_next=True)
    if not is_new:
        if outlook.report.pk is None:
            raise RefusedError("正在导入时，有人新建了这份报告，没有写入任何内容：请重新核对后再导入")
        _refuse_moved(file, outlook)
    if not outlook.differences:
        IntakeFile.objects.filter(pk=file.pk).update(report=report, message="与已存的内容相同，没有改动")
        return
    if report.schema != outlook.after.schema.key:
        report.schema = outlook.after.schema.key
        report.save(update_fields=["schema"])
    name = file.path[-255:]
    report_save(
        report=report,
        value=outlook.after,
        revision=report.revision,
        user=user,
        source=ChangeSource.IMPORTED,
        detail=name,
        details={key: f"{name[-200:]} {source.place}" for key, source in result.sources.items() if source.place},
    )
    draft = ImportDraft.objects.create(
        report=report,
        user=user,
        filename=name,
        data=file.data,
        applied_at=now,
        applied_revision=report.revision,
        before=_before(outlook.stored),
    )
    IntakeFile.objects.filter(pk=file.pk).update(report=report, draft=draft)


def _refuse_moved(file: IntakeFile, outlook: Outlook) -> None:
    """What somebody changed after the file was compared is not overwritten unseen."""
    moved: dict[str, CellChange] = moved_since(report=outlook.report, revision=file.details.get("revision") or 0)
    moved = {key: change for key, change in moved.items() if change.source != ChangeSource.CARRIED}
    overwritten = {difference.key for difference in outlook.stored.diff(outlook.after)} & set(moved)
    if overwritten:
        user = moved[min(overwritten)].user
        raise RefusedError(
            f"读取之后，{user.get_full_name() if user else '有人'}改动了要导入的内容："
            f"{names_of(overwritten, outlook.after)}。没有写入任何内容，请重新核对后再导入"
        )


def _before(stored: ReportValue) -> str:
    """What :func:`reports.services.importing.import_withdraw` returns to."""
    cells = {key: number_text(number) for key, number in stored.cells.items()}
    before = {"schema": stored.schema.key, "cells": cells, "texts": dict(stored.texts)}
    return json.dumps(before, ensure_ascii=False)


def file_withdraw(*, file: IntakeFile, user: User | None) -> FileState | None:
    """Put back what the file changed, except what people have changed since, which is named in its remark."""
    try:
        with transaction.atomic():
            claimed = IntakeFile.objects.filter(pk=file.pk, state=FileState.APPLIED)
            if not claimed.update(state=FileState.WITHDRAWN, message=""):
                return None
            locked = IntakeFile.objects.select_related("draft", "organ", "intake").get(pk=file.pk)
            if user is not None and locked.organ is not None and not may(user, locked.intake.action, locked.organ):
                raise RefusedError(f"“{locked.organ.name}”不归您填报或管理，不能撤回")
            if locked.draft is not None and locked.draft.withdrawn_at is None:
                done = import_withdraw(draft=locked.draft, user=user)
                if done.kept:
                    said = f"此后有人改过，没有撤回：{done.kept_names}"
                    IntakeFile.objects.filter(pk=file.pk).update(message=said)
    except RefusedError as error:
        IntakeFile.objects.filter(pk=file.pk).update(message=f"没有撤回：{error}")
        return None
    return FileState.WITHDRAWN
