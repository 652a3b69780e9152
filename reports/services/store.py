"""Records to value and back: the only file that knows both."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from govopen.organs.models import User
from reports.checks.base import Finding
from reports.models import EDITABLE, ROW_MODELS, CellChange, Report, Text
from reports.models.rows import places_field
from reports.schema import CellKey, Kind, Table, get_schema
from reports.value import Difference, Number, ReportValue, number_text

from .errors import NotEditableError, StaleRevisionError
from .findings import findings_rebuild, findings_store_many


def report_load(*, report: Report) -> ReportValue:
    return reports_load(reports=[report])[0]


def report_previous(*, report: Report) -> Report | None:
    """Last year's report of the same organ and scope."""
    return _previous_of([report]).get(report.pk)


def report_pair(*, report: Report) -> tuple[ReportValue, ReportValue | None]:
    """The report's value and last year's, loaded together: what the checks need."""
    return report_pairs(reports=[report])[0]


def report_pairs(*, reports: Sequence[Report]) -> list[tuple[ReportValue, ReportValue | None]]:
    """:func:`report_pair` of many reports of whatever years, in one query a table."""
    previous = _previous_of(reports)
    needed = {report.pk: report for report in (*previous.values(), *reports)}
    values = dict(zip(needed, reports_load(reports=list(needed.values())), strict=True))
    return [
        (values[report.pk], values[previous[report.pk].pk] if report.pk in previous else None) for report in reports
    ]


def _previous_of(reports: Sequence[Report]) -> dict[int, Report]:
    """For each report that has one, by primary key, last year's of the same organ and scope."""
    candidates = Report.objects.select_related("organ").filter(
        organ__in={report.organ_id for report in reports}, year__in={report.year_id - 1 for report in reports}
    )
    found = {(report.organ_id, report.year_id, report.scope): report for report in candidates}
    pairs = ((report.pk, found.get((report.organ_id, report.year_id - 1, report.scope))) for report in reports)
    return {pk: last for pk, last in pairs if last is not None}


def reports_load(*, reports: Sequence[Report]) -> list[ReportValue]:
    """The values of many reports in one query a table, in the order given; organs should be selected beforehand."""
    cells: dict[int, dict[CellKey, Number | None]] = defaultdict(dict)
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    schemas = {report.pk: report.form for report in reports}
    for key in dict.fromkeys(key for schema in schemas.values() for key in schema.tables):
        for record in ROW_MODELS[key].objects.filter(report__in=reports):
            table = schemas[record.report_id].tables.get(key)
            if table is not None and record.row in table.row_paths:
                cells[record.report_id] |= _cells_of(record, table)
    for text in Text.objects.filter(report__in=reports):
        texts[text.report_id][text.key] = text.body
    return [
        ReportValue(
            schemas[report.pk], report.organ.name, report.year_id, report.scope, cells[report.pk], texts[report.pk]
        )
        for report in reports
    ]


def _cells_of(record: models.Model, table: Table) -> dict[CellKey, Number | None]:
    found: dict[CellKey, Number | None] = {}
    for column in table.column_items:
        number = getattr(record, column.key)
        if column.kind is Kind.MONEY and number is not None:
            number = number.quantize(Decimal(1).scaleb(-getattr(record, places_field(column.key))))
        found[table.cell(record.row, column.key)] = number
    return found


@transaction.atomic
def report_save(
    *,
    report: Report,
    value: ReportValue,
    revision: int,
    user: User | None,
    source: str,
    sources: Mapping[str, str] | None = None,
    detail: str = "",
    details: Mapping[str, str] | None = None,
) -> tuple[Difference, ...]:
    """Store ``value``, log each change, rebuild the findings; returns what changed.

    ``revision`` is the one the caller loaded: if the report has moved on, :class:`StaleRevisionError` and nothing is
    written. ``sources`` gives single keys another source than ``source``; ``detail`` names the file, ``details`` the
    place of single keys in it. ``report`` is brought up to date.
    """
    now = timezone.now()
    guarded = Report.objects.filter(pk=report.pk, revision=revision, state__in=EDITABLE)
    # The UPDATE takes the row's lock, so that what is read below cannot move before the commit.
    if not guarded.update(revision=F("revision") + 1, saved_at=now, saved_by=user, filled=value.filled):
        report.refresh_from_db()
        raise StaleRevisionError(report) if report.is_editable else NotEditableError(report)
    report.revision, report.saved_at, report.saved_by, report.filled = revision + 1, now, user, value.filled
    stored, previous = report_pair(report=report)
    differences = stored.diff(value)
    _write_rows(report, value, differences)
    _write_texts(report, differences)
    CellChange.objects.bulk_create(
        CellChange(
            report=report,
            revision=report.revision,
            key=difference.key,
            old=_text(difference.before),
            new=_text(difference.after),
            source=(sources or {}).get(difference.key, source),
            detail=(details or {}).get(difference.key, detail)[:255],
            user=user,
        )
        for difference in differences
    )
    findings_rebuild(report=report, value=value, previous=previous)
    return differences


Checked = tuple[Report, ReportValue, ReportValue | None]
"""A report, its value and last year's: what the checks need."""


@dataclass(frozen=True)
class Save:
    """One report to save among many. ``stored`` is what ``revision`` holds, ``previous`` last year's value.

    ``sources`` and ``detail`` as for :func:`report_save`.
    """

    report: Report
    revision: int
    stored: ReportValue
    value: ReportValue
    previous: ReportValue | None
    sources: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""


@transaction.atomic
def reports_save(
    *,
    saves: Sequence[Save],
    user: User | None,
    source: str,
    check: Callable[[Sequence[Checked]], Sequence[Sequence[Finding]]],
) -> tuple[dict[int, tuple[Difference, ...]], list[Save]]:
    """:func:`report_save` for many reports in a fixed number of queries; each report once.

    ``check`` gives what is found in each. Returns the differences by report, and the saves that were left out because
    their report has moved on or is no longer editable; nothing is written of these.
    """
    now = timezone.now()
    keys = [save.report.pk for save in saves]
    held = Report.objects.select_for_update().filter(pk__in=keys, state__in=EDITABLE).order_by("pk")
    revisions = dict(held.values_list("pk", "revision"))
    taken = [save for save in saves if revisions.get(save.report.pk) == save.revision]
    differences = {save.report.pk: save.stored.diff(save.value) for save in taken}
    changed: dict[tuple[str, str], list[models.Model]] = defaultdict(list)
    for save in taken:
        report = save.report
        report.revision, report.saved_at, report.saved_by = save.revision + 1, now, user
        report.filled = save.value.filled
        for key, rows in _rows_changed(save.value, differences[report.pk]).items():
            changed[key, save.value.schema.key] += _records(report, save.value, key, rows)
    Report.objects.bulk_update([save.report for save in taken], ["revision", "saved_at", "saved_by", "filled"])
    for (key, schema), records in changed.items():
        _put_rows(get_schema(schema).tables[key], records)
    _put_texts([record for save in taken for record in _text_records(save.report, differences[save.report.pk])])
    CellChange.objects.bulk_create(
        CellChange(
            report=save.report,
            revision=save.report.revision,
            key=difference.key,
            old=_text(difference.before),
            new=_text(difference.after),
            source=save.sources.get(difference.key, source),
            detail=save.detail[:255],
            user=user,
        )
        for save in taken
        for difference in differences[save.report.pk]
    )
    found = check([(save.report, save.value, save.previous) for save in taken])
    findings_store_many(found=[(save.report, save.value, these) for save, these in zip(taken, found, strict=True)])
    return differences, [save for save in saves if save.report.pk not in differences]


def _text(content: Number | str | None) -> str:
    return content if isinstance(content, str) else number_text(content)


def _write_rows(report: Report, value: ReportValue, differences: Iterable[Difference]) -> None:
    for key, rows in _rows_changed(value, differences).items():
        _put_rows(value.schema.tables[key], _records(report, value, key, rows))


def _rows_changed(value: ReportValue, differences: Iterable[Difference]) -> dict[str, dict[str, None]]:
    """The rows to write, by table."""
    changed: dict[str, dict[str, None]] = defaultdict(dict)
    for difference in differences:
        if (spec := value.schema.specs.get(difference.key)) is not None:
            changed[spec.table.key][spec.row.key] = None
    return changed


def _records(report: Report, value: ReportValue, key: str, rows: Iterable[str]) -> list[models.Model]:
    table, model = value.schema.tables[key], ROW_MODELS[key]
    return [model(report=report, row=row, **_columns_of(value, table, row)) for row in rows]


def _put_rows(table: Table, records: Sequence[models.Model]) -> None:
    """The records are of one table of one schema."""
    columns = [column.key for column in table.column_items]
    places = [places_field(column.key) for column in table.column_items if column.kind is Kind.MONEY]
    ROW_MODELS[table.key].objects.bulk_create(
        records, update_conflicts=True, unique_fields=["report", "row"], update_fields=[*columns, *places]
    )


def _columns_of(value: ReportValue, table: Table, row: str) -> dict[str, Number | None]:
    columns: dict[str, Number | None] = {}
    for column in table.column_items:
        number = columns[column.key] = value[table.cell(row, column.key)]
        if column.kind is Kind.MONEY:
            columns[places_field(column.key)] = None if number is None else _places(Decimal(number))
    return columns


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _write_texts(report: Report, differences: Iterable[Difference]) -> None:
    _put_texts(_text_records(report, differences))


def _text_records(report: Report, differences: Iterable[Difference]) -> list[Text]:
    return [
        Text(report=report, key=difference.key, body=_text(difference.after))
        for difference in differences
        if difference.key in report.form.text_keys
    ]


def _put_texts(texts: Sequence[Text]) -> None:
    Text.objects.bulk_create(texts, update_conflicts=True, unique_fields=["report", "key"], update_fields=["body"])
