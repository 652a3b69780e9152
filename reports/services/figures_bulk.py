"""Many reports' figures from one table: looked over, written in batches behind the pages, taken back.

All rows are read and compared before any is written, and one fault refuses the whole table. Writing goes in batches of
:data:`reports.services.figures_plan.BATCH` reports, a transaction each: other people's saves wait seconds, not
minutes, and interrupted work is taken up where it stopped (docs/decisions/0020).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from govopen.organs.access import Action, reach
from govopen.organs.models import User
from reports import checks
from reports.checks.base import Finding
from reports.checks.matrix import arithmetic
from reports.exchange.base import UnreadableFileError
from reports.exchange.opendata import TableRow, WideRows, WideTable, WideWorkbook
from reports.models import CellChange, ChangeSource, FiguresImport, Job, Report
from reports.schema import Kind
from reports.value import Difference, Number, ReportValue, Scope, number_text

from .context import ContextsOfMany
from .errors import RefusedError
from .figures_plan import BATCH, Plan, Register, plans_of
from .jobs import job_begin
from .peers import Filed
from .store import Checked, Save, report_pairs, reports_save

KIND = "figures"
LARGEST_TABLE = 50 * 1024 * 1024  # bytes
MOST_ROWS = 5_000
DIFFERENCES_SHOWN = 12  # of one row

Check = Callable[[Sequence[Checked]], Sequence[Sequence[Finding]]]


class FiguresRefusedError(RefusedError):
    """Nothing was written."""


@dataclass(frozen=True)
class Taken:
    """How many contents went back, and what stays because somebody has changed it since."""

    restored: int
    kept: int


def table_read(*, data: bytes, filename: str) -> WideRows:
    """The rows of a CSV file or a workbook. Raises :class:`UnreadableFileError`."""
    if len(data) > LARGEST_TABLE:
        raise UnreadableFileError(f"文件超过{LARGEST_TABLE // 1024 // 1024}MB的上限，请分成几个文件导入")
    if not data.strip():
        raise UnreadableFileError("文件是空的，没有内容可读")
    if data.startswith(b"\xd0\xcf\x11\xe0") or filename.lower().endswith(".xls"):
        raise UnreadableFileError("这是旧的Excel文件（.xls）：请用Excel或WPS打开，另存为.xlsx后再导入")
    rows = (WideWorkbook() if data.startswith(b"PK") else WideTable()).read(data)
    if len(rows.rows) > MOST_ROWS:
        raise UnreadableFileError(f"表里有{len(rows.rows)}行，一次最多导入{MOST_ROWS}行，请分成几个文件")
    return rows


def is_theirs(record: FiguresImport, user: User) -> bool:
    """Whether this person may look at the table: who brought it, and who fills in every report in it."""
    organs = set(record.summary["organs"])
    within = organs <= set(reach(user, Action.TAKE_IN).values_list("pk", flat=True))
    return record.user_id == user.pk or (bool(organs) and within)


@transaction.atomic
def figures_preview(*, filename: str, data: bytes, user: User) -> FiguresImport:
    """Keep an uploaded table with what it would change; no report is touched.

    Raises :class:`UnreadableFileError`, and then nothing is kept.
    """
    rows = table_read(data=data, filename=filename)
    plans = list(plans_of(rows=rows.rows, register=Register(user)))
    FiguresImport.objects.filter(user=user, job=None, applied_at=None).delete()  # looked over and left
    return FiguresImport.objects.create(filename=filename[-255:], data=data, user=user, summary=_summary(rows, plans))


def figures_drop(*, record: FiguresImport) -> None:
    """Forget a table that was not imported."""
    FiguresImport.objects.filter(pk=record.pk, job=None).delete()


def figures_apply(*, record: FiguresImport, user: User) -> Job:
    """Begin to write the table. Raises FiguresRefusedError when it has faults or a report has moved since."""
    with transaction.atomic():
        locked = FiguresImport.objects.select_for_update().get(pk=record.pk)
        if locked.job_id:
            raise FiguresRefusedError("这份表格已经导入过了。要再导入一次，请重新选文件。")
        if locked.summary["faulty"]:
            raise FiguresRefusedError("表格里还有错误，没有导入。请改正后重新选文件。")
        seen = {row["report"]: row["revision"] for row in locked.summary["rows"] if row["report"]}
        now = dict(Report.objects.filter(pk__in=seen).values_list("pk", "revision"))
        if moved := [pk for pk, revision in seen.items() if now.get(pk) != revision]:
            names = [str(report) for report in Report.objects.select_related("organ").filter(pk__in=moved[:3])]
            raise FiguresRefusedError(
                f"预览之后有{len(moved)}份报告被改动（{'、'.join(names)}），没有导入。请重新选文件，对照最新的数字。"
            )
        total = len(locked.summary["rows"])
        title = f"导入年度数据：{locked.filename}"
        locked.job = job_begin(kind=KIND, title=title, total=total, user=user, record=locked.pk)
        locked.applied_at = timezone.now()
        locked.save(update_fields=["job", "applied_at"])
    record.refresh_from_db()
    return locked.job


def figures_run(job: Job) -> Iterator[int]:
    """The runner of :mod:`.jobs`: a step is a row, a batch at a time."""
    record = FiguresImport.objects.select_related("user").get(pk=job.arguments["record"])
    rows = table_read(data=bytes(record.data), filename=record.filename).rows
    register = Register(record.user)
    check = _checker(_filed(rows, register))
    while record.rows_done < len(rows):
        batch = rows[record.rows_done : record.rows_done + BATCH]
        figures_write(record=record, rows=batch, register=register, check=check)
        yield record.rows_done


@transaction.atomic
def figures_write(*, record: FiguresImport, rows: Sequence[TableRow], register: Register, check: Check) -> None:
    """Write one batch of rows, or nothing of it."""
    plans = list(plans_of(rows=rows, register=register))
    record.left_out += [f"{error.place}：{error.message}" for plan in plans for error in plan.errors]
    changing = [plan for plan in plans if plan.report is not None and (plan.is_new or plan.differences)]
    Report.objects.bulk_create([plan.report for plan in changing if plan.report and plan.is_new])
    saves = [_save(plan, record.filename) for plan in changing]
    differences, left = reports_save(saves=saves, user=record.user, source=ChangeSource.IMPORTED, check=check)
    record.left_out += [f"{save.detail}：预览之后有人改动了{save.report}，没有写入" for save in left]
    record.written |= {str(save.report.pk): save.report.revision for save in saves if save.report.pk in differences}
    record.cells_written += sum(map(len, differences.values()))
    record.rows_done += len(rows)
    record.save(update_fields=["left_out", "written", "cells_written", "rows_done"])


def _save(plan: Plan, filename: str) -> Save:
    if plan.report is None or plan.stored is None or plan.value is None:
        raise ValueError("a row with faults cannot be written")
    detail = f"{filename} {plan.row.place}"
    return Save(plan.report, plan.report.revision, plan.stored, plan.value, plan.previous, plan.sources, detail)


def _checker(filed: Filed) -> Check:
    contexts = ContextsOfMany(filed)

    def check(these: Sequence[Checked]) -> list[list[Finding]]:
        return [checks.run(value, contexts.of(report, previous)) for report, value, previous in these]

    return check


def _filed(rows: Sequence[TableRow], register: Register) -> Filed:
    """The figures of the whole table, by whose they are; a row that does not say its scope is a department's."""
    return {
        (organ.pk, row.year, row.scope or Scope.OWN): row.cells
        for row in rows
        if (organ := register.organ(row.organ)) is not None
    }


def figures_withdraw(*, record: FiguresImport, user: User) -> Taken:
    """Put back what the import changed, except where somebody has changed it since; started reports stay, empty.

    In batches, as it was written; called again after an interruption it goes on with what is left.
    """
    record.refresh_from_db()
    if record.withdrawn_at:
        raise FiguresRefusedError("这次导入已经撤回过了。")
    if not record.job or record.job.is_under_way:
        raise FiguresRefusedError("这次导入还没有完成，不能撤回。")
    check = _checker({})
    restored = kept = 0
    keys = [int(pk) for pk in record.written]
    for start in range(0, len(keys), BATCH):
        put, stayed = _withdraw(record, keys[start : start + BATCH], user, check)
        restored, kept = restored + put, kept + stayed
    record.withdrawn_at = timezone.now()
    record.save(update_fields=["withdrawn_at"])
    return Taken(restored, kept)


@transaction.atomic
def _withdraw(record: FiguresImport, keys: Sequence[int], user: User, check: Check) -> tuple[int, int]:
    reports = list(Report.objects.select_related("organ", "year").filter(pk__in=keys))
    written: dict[int, dict[str, str]] = {}
    since: dict[int, set[str]] = {}
    for change in CellChange.objects.filter(report__in=reports).only("report_id", "revision", "key", "old"):
        revision = record.written[str(change.report_id)]
        if change.revision == revision:
            written.setdefault(change.report_id, {})[change.key] = change.old
        elif change.revision > revision:
            since.setdefault(change.report_id, set()).add(change.key)
    saves = []
    kept = 0
    for report, (stored, previous) in zip(reports, report_pairs(reports=reports), strict=True):
        moved = since.get(report.pk, set())
        back = {key: old for key, old in written.get(report.pk, {}).items() if key not in moved}
        kept += len(written.get(report.pk, {})) - len(back)
        value = stored.replace(
            {key: _number(stored, key, old) for key, old in back.items() if key in stored.cells},
            {key: old for key, old in back.items() if key in stored.texts},
        )
        if value != stored:
            saves.append(Save(report, report.revision, stored, value, previous, detail=record.filename))
    differences, left = reports_save(saves=saves, user=user, source=ChangeSource.WITHDRAWN, check=check)
    lost = sum(len(save.stored.diff(save.value)) for save in left)
    record.written = {pk: revision for pk, revision in record.written.items() if int(pk) not in keys}
    record.save(update_fields=["written"])
    return sum(map(len, differences.values())), kept + lost


def _number(value: ReportValue, key: str, text: str) -> Number | None:
    if not text:
        return None
    return Decimal(text) if value.schema.specs[key].kind is Kind.MONEY else int(text)


def _summary(rows: WideRows, plans: Sequence[Plan]) -> dict[str, Any]:
    """What the preview shows, fit for JSON: counts, and a line for every row."""
    errors = _arithmetic_errors(plans)
    lines = [_line(plan, errors.get(id(plan), 0)) for plan in plans]
    return {
        "organs": sorted({plan.report.organ_id for plan in plans if plan.report is not None}),
        "columns": len(rows.columns),
        "unknown": list(rows.unknown),
        "rows": lines,
        "faulty": sum(bool(line["errors"]) for line in lines),
        "new": sum(line["is_new"] for line in lines),
        "changed": sum(bool(line["count"]) and not line["is_new"] for line in lines),
        "same": sum(not line["count"] and not line["is_new"] and not line["errors"] for line in lines),
        "cells": sum(line["count"] for line in lines),
        "replaced": sum(line["replaced"] for line in lines),
        "arithmetic": sum(bool(line["arithmetic"]) for line in lines),
    }


def _line(plan: Plan, arithmetic_errors: int) -> dict[str, Any]:
    report = plan.report
    # What is overwritten first: it is what a person has to look at.
    shown = sorted(plan.differences, key=lambda difference: difference.before in (None, ""))
    return {
        "row": plan.row.number,
        "sheet": plan.row.sheet,
        "organ": report.organ.name if report else plan.row.organ,
        "year": plan.row.year,
        "scope": str(report.get_scope_display()) if report else "",
        "report": report.pk if report else None,
        "revision": report.revision if report else 0,
        "is_new": plan.is_new,
        "errors": [[error.place, error.message] for error in plan.errors],
        "notes": [[note.place, note.message] for note in plan.row.notes],
        "count": len(plan.differences),
        "replaced": sum(difference.before not in (None, "") for difference in plan.differences),
        "differences": [_difference(plan, difference) for difference in shown[:DIFFERENCES_SHOWN]],
        "arithmetic": arithmetic_errors,
    }


def _difference(plan: Plan, difference: Difference) -> list[str]:
    spec = plan.value.schema.specs.get(difference.key) if plan.value else None
    if spec is None:
        headings = {section.key: section.heading for section in (plan.value.schema.sections if plan.value else ())}
        return [headings.get(difference.key, "引言"), _brief(difference.before), _brief(difference.after)]
    return [spec.label, number_text(_figure(difference.before)), number_text(_figure(difference.after))]


def _figure(content: Number | str | None) -> Number | None:
    return None if isinstance(content, str) else content


def _brief(content: Number | str | None) -> str:
    text = str(content or "")
    return text if len(text) <= 40 else f"{text[:40]}…"


def _arithmetic_errors(plans: Sequence[Plan]) -> Mapping[int, int]:
    """How many sums do not come out in each report as it would be: all reports in one product."""
    found: dict[int, int] = {}
    by_form: dict[str, list[tuple[int, ReportValue]]] = {}
    for plan in plans:
        if plan.value is not None:
            by_form.setdefault(plan.value.schema.key, []).append((id(plan), plan.value))
    for pairs in by_form.values():
        values = [value for _key, value in pairs]
        for (key, _value), findings in zip(pairs, arithmetic(values[0].schema).findings(values), strict=True):
            found[key] = len(findings)
    return found
