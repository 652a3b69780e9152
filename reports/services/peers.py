"""How the figures of a report's peers are spread: organs of the same kind and level, in the same year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.core.cache import cache

from reports.checks.base import Spread
from reports.checks.peers import peer_cells
from reports.models import ROW_MODELS, Report
from reports.schema import CellKey, Schema
from reports.value import Number

KEPT = 600  # seconds: peers fill in for weeks, and one of many moves the spread little

# Of each report: its own figure, and last year's.
_Figures = dict[CellKey, dict[int, tuple[Number | None, Number | None]]]


def peers_of(*, report: Report) -> Mapping[CellKey, Spread]:
    """For each compared cell the peers' figures and changes, this report's own left out."""
    found: dict[CellKey, Spread] = {}
    for cell, of_organs in _figures(report).items():
        pairs = [pair for organ, pair in of_organs.items() if organ != report.organ_id and pair[0] is not None]
        found[cell] = Spread(
            figures=tuple(this for this, _last in pairs if this is not None),
            changes=tuple((last, this) for this, last in pairs if last is not None and this is not None),
        )
    return found


def _figures(report: Report) -> _Figures:
    key = f"peers-{report.year_id}-{report.scope}-{report.organ.kind}-{report.organ.level}-{report.schema}"
    return cache.get_or_set(key, lambda: _figures_stored(report), KEPT)


def _figures_stored(report: Report) -> _Figures:
    this, last = _of_year(report, report.year_id), _of_year(report, report.year_id - 1)
    return {
        cell: {organ: (number, last.get(cell, {}).get(organ)) for organ, number in of_organs.items()}
        for cell, of_organs in this.items()
    }


def _of_year(report: Report, year: int) -> dict[CellKey, dict[int, Number]]:
    found: dict[CellKey, dict[int, Number]] = defaultdict(dict)
    for table, row, column, cell in _addresses(report.form):
        records = ROW_MODELS[table].objects.filter(
            row=row,
            report__year=year,
            report__schema=report.schema,
            report__scope=report.scope,
            report__organ__kind=report.organ.kind,
            report__organ__level=report.organ.level,
            **{f"{column}__isnull": False},
        )
        found[cell] = dict(records.values_list("report__organ", column))
    return found


def _addresses(schema: Schema) -> Iterable[tuple[str, str, str, CellKey]]:
    for cell in peer_cells(schema):
        spec = schema.specs[cell]
        yield spec.table.key, spec.row.key, spec.column.key, cell
