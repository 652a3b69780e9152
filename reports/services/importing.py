"""A file into a report: kept, shown, applied at one click, withdrawn at another."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from govopen.organs.models import User
from reports import exchange
from reports.exchange.base import UnreadableFileError
from reports.models import CellChange, ChangeSource, ImportDraft, Report
from reports.schema import CellKey, get_schema
from reports.value import Number, ReportValue, number_text

from .errors import NotEditableError, RefusedError
from .import_cells import CellReview
from .import_review import (
    ImportRefusedError,
    ImportReview,
    form_name,
    import_review,
    kept_read,
    moved_since,
    names_of,
    refuse_form_of_other_years,
    refuse_other_form,
)
from .store import report_load, report_save

MAX_BYTES = exchange.LARGEST_FILE
KEPT_UNUSED = timedelta(days=7)  # a file that was neither imported nor dropped


class ImportMovedError(RefusedError):
    """Somebody changed, after the preview was drawn, what would be overwritten; it must be drawn again."""


@dataclass(frozen=True)
class Withdrawal:
    """How many contents went back, and which did not because somebody has changed them since (key -> by whom)."""

    restored: int
    kept: dict[str, str]
    kept_names: str


def refuse_oversize(*, size: int) -> None:
    """``size`` in bytes. Asked before the content is read into memory."""
    if size > MAX_BYTES:
        raise UnreadableFileError(
            f"文件有{size / 1024 / 1024:.1f} MB，超过{MAX_BYTES // 1024 // 1024} MB的上限。"
            "年度报告的文字和表格用不了这么大，请另存一份不带图片、附件的再导入。"
        )


@transaction.atomic
def import_preview(*, report: Report, user: User, filename: str, data: bytes) -> ImportDraft:
    """Keep an uploaded file for the preview; the report itself is not touched.

    Raises UnreadableFileError, ImportRefusedError, NotEditableError, and then nothing is kept.
    """
    if not report.is_editable:
        raise NotEditableError(report)
    refuse_oversize(size=len(data))
    filename = filename[-255:]
    result = kept_read(data=data, filename=filename)
    refuse_other_form(report=report, stored=report_load(report=report), result=result)
    refuse_form_of_other_years(report=report, result=result)
    forgotten = ImportDraft.objects.filter(report=report, applied_at=None, created_at__lt=timezone.now() - KEPT_UNUSED)
    forgotten.delete()
    return ImportDraft.objects.create(report=report, user=user, filename=filename, data=data)


@transaction.atomic
def import_apply(
    *,
    draft: ImportDraft,
    user: User,
    choices: Mapping[CellKey, str] | None = None,
    texts: Mapping[str, str] | None = None,
    adopted: Collection[int] = (),
    revision: int | None = None,
    confirmed: bool = False,
) -> ImportReview:
    """Write the file's figures and texts as chosen, all or nothing; returns what was done.

    ``choices``, ``texts`` and ``adopted`` as for :func:`import_review`. ``revision`` is the one the preview showed:
    when a content that is to be overwritten was saved after it, ImportMovedError and nothing is written. A warning
    (another organ, year or form) needs ``confirmed``.
    """
    locked = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.applied_at:
        raise ImportRefusedError("这份文件已经导入过了。要再导入一次，请重新选文件。")
    review = import_review(draft=locked, choices=choices, texts=texts, adopted=adopted)
    report = Report.objects.select_related("organ", "year").get(pk=draft.report_id)
    if review.rejected:
        raise ImportRefusedError("有填写的数字不能采用，没有导入。请改正下面标出的地方。")
    if review.warnings and not confirmed:
        raise ImportRefusedError("文件与本报告有不符的地方，没有导入。请核对后勾选“确认导入到本报告”。")
    moved = moved_since(report=report, revision=review.revision if revision is None else revision)
    overwritten = {difference.key for difference in review.differences} & set(moved)
    if overwritten:
        who = _name(moved[min(overwritten)].user)
        raise ImportMovedError(
            f"预览之后，{who}改动了要导入的内容：{names_of(overwritten, review.after)}。"
            "没有写入任何内容，请对照下面的最新数字再导入。"
        )
    if not review.differences:
        raise ImportRefusedError("按现在的选择，没有要写入的内容。")
    if report.schema != review.after.schema.key:
        report.schema = review.after.schema.key
        report.save(update_fields=["schema"])
    report_save(
        report=report,
        value=review.after,
        revision=review.revision,
        user=user,
        source=ChangeSource.IMPORTED,
        detail=locked.filename,
        details=_places(review),
    )
    locked.before = json.dumps(
        {
            "schema": review.stored.schema.key,
            "cells": {key: number_text(number) for key, number in review.stored.cells.items()},
            "texts": dict(review.stored.texts),
        },
        ensure_ascii=False,
    )
    locked.applied_at, locked.applied_revision = timezone.now(), report.revision
    locked.save(update_fields=["before", "applied_at", "applied_revision"])
    draft.refresh_from_db()
    return review


@transaction.atomic
def import_withdraw(*, draft: ImportDraft, user: User) -> Withdrawal:
    """Put back what the import changed, except where somebody has changed it since; those are named."""
    locked = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if not locked.applied_at or locked.applied_revision is None:
        raise ImportRefusedError("这份文件还没有导入，不用撤回。")
    if locked.withdrawn_at:
        raise ImportRefusedError("这次导入已经撤回过了。")
    report = Report.objects.select_related("organ", "year").get(pk=draft.report_id)
    current = report_load(report=report)
    written = CellChange.objects.filter(report=report, revision=locked.applied_revision, source=ChangeSource.IMPORTED)
    changed = set(written.values_list("key", flat=True))
    since = moved_since(report=report, revision=locked.applied_revision)
    # A total that filled itself is nobody's word: it goes with its parts.
    by_people = {key: change for key, change in since.items() if change.source != ChangeSource.TOTAL}
    moved = {key: _name(change.user) for key, change in by_people.items() if key in changed}
    before = json.loads(locked.before)
    if report.schema != before["schema"] and by_people:
        raise ImportRefusedError(
            f"导入时本报告改用了{form_name(current.schema)}，此后又有人改过：{names_of(set(by_people), current)}。"
            f"撤回要换回{form_name(get_schema(before['schema']))}，这些改动会丢失，所以没有撤回。"
        )
    back = changed - set(moved)
    restored = current.replace(
        {key: _number(before["cells"].get(key, "")) for key in back if key in current.cells},
        {key: before["texts"].get(key, "") for key in back if key in current.texts},
    )
    value = _totals_followed(current, restored, set(by_people), {key for key in since if key not in by_people})
    summed = {difference.key for difference in restored.diff(value)}
    differences = current.diff(value)
    if differences:
        report_save(
            report=report,
            value=value,
            revision=report.revision,
            user=user,
            source=ChangeSource.WITHDRAWN,
            sources=dict.fromkeys(summed, ChangeSource.TOTAL),
            detail=locked.filename,
        )
    if report.schema != before["schema"]:
        report.schema = before["schema"]
        report.save(update_fields=["schema"])
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    draft.refresh_from_db()
    count = sum(difference.key not in summed for difference in differences)
    return Withdrawal(count, moved, names_of(set(moved), current))


def _totals_followed(
    current: ReportValue, restored: ReportValue, typed: set[CellKey], followed: set[CellKey]
) -> ReportValue:
    """``restored`` with the totals that had filled themselves made to fit the parts that people have kept.

    ``typed``: what people have changed since the import; ``followed``: totals that filled themselves since. A total
    all of whose parts are as before stays as before too; one with a blank part is blank.
    """
    totals = current.schema.totals
    kept = typed & set(current.cells)
    sums: dict[CellKey, Number | None] = {}

    def settle(key: CellKey) -> Number | None:
        if key not in sums:
            parts = [settle(part) if part in totals else restored[part] for part in totals[key]]
            was = [current[part] for part in totals[key]]
            is_moved = any(part in kept or part in moved for part in totals[key])
            follows = key in followed or (None not in was and current[key] == sum(filter(None, was)))
            sums[key] = restored[key]
            if is_moved and follows and key not in typed:
                sums[key] = None if None in parts else sum(part for part in parts if part is not None)
                moved.add(key)
        return sums[key]

    moved: set[CellKey] = set()
    for key in totals:
        settle(key)
    return restored.replace(sums)


def _places(review: ImportReview) -> dict[CellKey, str]:
    """Of each cell that is written: the file, the place in it, whose figure it is (报告.docx 表三第4行，按建议填写)."""
    return {cell.key: _told(review.draft.filename, cell) for cell in review.cells if cell.changes}


def _told(filename: str, cell: CellReview) -> str:
    """At most 255 characters; a long name gives way to the place."""
    place = f" {cell.source.place}" if cell.source is not None and cell.source.place else ""
    whose = "，按预览时填写" if cell.is_typed else "，按建议填写" if cell.is_adopted else ""
    return filename[: 255 - len(place + whose)] + place + whose


def import_drop(*, draft: ImportDraft) -> None:
    """Forget a file that was not imported."""
    if draft.applied_at is None:
        draft.delete()


def _number(text: str) -> Number | None:
    """A figure as :func:`import_apply` kept it."""
    if not text:
        return None
    return Decimal(text) if "." in text else int(text)


def _name(user: User | None) -> str:
    return user.get_full_name() if user else "有人"
