"""Many reports as files that any program reads: what one person may see, as it leaves the house."""

import io
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import BinaryIO

from django.db.models import QuerySet

from govopen.organs.access import Action, reach
from govopen.organs.models import ReportingYear, User
from reports.bound import resolved_value
from reports.exchange.opendata import Headings, JsonLines, LongTable, WideTable, WideWorkbook
from reports.models import Report
from reports.schema import get_schema
from reports.value import ReportValue

from .reporting import scopes_of
from .store import report_pairs

BATCH = 200  # reports in memory at once


class OpenFormat(StrEnum):
    WORKBOOK = "xlsx"
    WIDE = "csv"
    LONG = "long-csv"
    LINES = "jsonl"

    @property
    def extension(self) -> str:
        return "csv" if self is OpenFormat.LONG else self.value


CONTENT_TYPES: dict[OpenFormat, str] = {
    OpenFormat.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    OpenFormat.WIDE: "text/csv; charset=utf-8",
    OpenFormat.LONG: "text/csv; charset=utf-8",
    OpenFormat.LINES: "application/jsonl",
}


def values_of(reports: QuerySet[Report]) -> Iterator[ReportValue]:
    """The reports' values with their bound figures shown, a batch at a time, in the order of the query."""
    keys = iter(list(reports.values_list("pk", flat=True)))
    while batch := list(islice(keys, BATCH)):
        loaded = Report.objects.select_related("organ").in_bulk(batch)
        pairs = report_pairs(reports=[loaded[pk] for pk in batch])
        yield from (resolved_value(value, previous) for value, previous in pairs)


def open_data_write(
    *,
    values: Iterable[ReportValue],
    file: BinaryIO,
    kind: OpenFormat,
    headings: Headings = Headings.LABELS,
) -> None:
    """Write the file; ``headings`` matter to those with one row a report."""
    writers: dict[OpenFormat, Callable[[], None]] = {
        OpenFormat.WORKBOOK: lambda: WideWorkbook().write(values, file, headings),
        OpenFormat.WIDE: lambda: WideTable().write(values, file, headings),
        OpenFormat.LONG: lambda: LongTable().write(values, file),
        OpenFormat.LINES: lambda: JsonLines().write(values, file),
    }
    writers[kind]()


def sheet_to_fill_in(*, user: User, year: ReportingYear) -> bytes:
    """A workbook with a row for every report this person fills in that year, and what is stored of it."""
    organs = list(reach(user, Action.TAKE_IN).order_by("pk"))
    reports = list(Report.objects.select_related("organ").filter(year=year, organ__in=organs))
    pairs = report_pairs(reports=reports)
    held = {
        (report.organ_id, report.scope): resolved_value(value, previous)
        for report, (value, previous) in zip(reports, pairs, strict=True)
    }
    blank = partial(ReportValue, get_schema(year.schema))
    values = [
        held.get((organ.pk, scope.value)) or blank(organ.name, year.year, scope)
        for organ in organs
        for scope in scopes_of(organ)
    ]
    file = io.BytesIO()
    WideWorkbook().write(values, file)
    return file.getvalue()
