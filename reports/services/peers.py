"""How the figures of a report's peers are spread: organs of the same kind and level, in the same year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache

from govopen.organs.models import Organ
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


Filed = Mapping[tuple[int, int, str], Mapping[CellKey, Number]]
"""By organ, year and scope the figures that are about to be filed."""


class PeersOfMany:
    """:func:`peers_of` where many reports are filed together: their new figures count, not what is stored of them."""

    def __init__(self, filed: Filed) -> None:
        self._filed = filed
        self._groups: dict[tuple[object, ...], dict[CellKey, _Column]] = {}

    def of(self, report: Report) -> Mapping[CellKey, Spread]:
        group = (report.year_id, report.scope, report.organ.kind, report.organ.level, report.schema)
        if group not in self._groups:
            self._groups[group] = {cell: _Column(pairs) for cell, pairs in self._figures(report).items()}
        return {cell: column.without(report.organ_id) for cell, column in self._groups[group].items()}

    def _figures(self, report: Report) -> _Figures:
        figures = {cell: dict(of_organs) for cell, of_organs in _figures_stored(report).items()}
        alike = Organ.objects.without_tree_fields().filter(kind=report.organ.kind, level=report.organ.level)
        last = _of_year(report, report.year_id - 1)
        for organ in alike.values_list("pk", flat=True):
            cells = self._filed.get((organ, report.year_id, report.scope), {})
            for cell in peer_cells(report.form):
                if (number := cells.get(cell)) is not None:
                    figures.setdefault(cell, {})[organ] = number, last.get(cell, {}).get(organ)
        return figures


class _Column:
    """One cell's figures of all organs of a group, from which one organ's are quickly left out."""

    def __init__(self, pairs: Mapping[int, tuple[Number | None, Number | None]]) -> None:
        filed = [(organ, this, last) for organ, (this, last) in pairs.items() if this is not None]
        self._figures = tuple(this for _organ, this, _last in filed)
        self._place = {organ: place for place, (organ, _this, _last) in enumerate(filed)}
        changed = [(organ, (last, this)) for organ, this, last in filed if last is not None]
        self._changes = tuple(change for _organ, change in changed)
        self._place_of_change = {organ: place for place, (organ, _change) in enumerate(changed)}

    def without(self, organ: int) -> Spread:
        return Spread(
            figures=_without(self._figures, self._place.get(organ)),
            changes=_without(self._changes, self._place_of_change.get(organ)),
        )


def _without(of_all: tuple[Any, ...], place: int | None) -> tuple[Any, ...]:
    return of_all if place is None else of_all[:place] + of_all[place + 1 :]


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
