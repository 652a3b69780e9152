"""One finding with all that helps to judge it: its cells, the years before, its peers, a suggested correction."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from reports.bound import resolved_value
from reports.checks.base import Level
from reports.checks.localise import suggestions
from reports.checks.years import carried_over
from reports.models import ROW_MODELS, Report, StoredFinding
from reports.schema import CellKey, get_schema
from reports.value import Number, number_text

from .context import context_of
from .finding_words import change_of, difference_of, is_of_two_years, number_of, percent, sides_of, signed
from .peers import peers_of
from .store import report_pair

YEARS_SHOWN = 4
TALLEST, SHORTEST = 37, 1  # px
FEWEST_PEERS = 5
_PAIR = ("left_label", "right_label")


@dataclass(frozen=True)
class Bar:
    """One year's figure of the cell, or of the one ``label`` names; ``height`` in pixels."""

    year: int
    figure: str
    height: int
    is_current: bool
    label: str = ""


@dataclass(frozen=True)
class Detail:
    """``sides`` are pairs of label and figure; ``peers`` is the median change of organs of the same kind."""

    labels: Sequence[str]
    sides: Sequence[tuple[str, str]]
    difference: str
    bars: Sequence[Bar]
    peers: str
    suggestions: Sequence[str]


def finding_detail(*, finding: StoredFinding) -> Detail:
    report = finding.report
    cell = next(iter(finding.cells), "")
    bars = _bars_of_carry(finding) if finding.code == carried_over.code else _bars(report, cell)
    return Detail(
        labels=[report.form.specs[key].label for key in finding.cells if key in report.form.specs],
        sides=_sides(finding),
        difference=_difference(finding),
        bars=bars,
        peers=_peers(report, cell) if bars and not bars[0].label else "",
        suggestions=_suggestions(finding),
    )


def _sides(finding: StoredFinding) -> list[tuple[str, str]]:
    filed, compared = sides_of(finding)
    if not filed or not compared:
        return []
    year = finding.report.year_id
    if all(finding.params.get(name) for name in _PAIR):
        labels = [finding.params[name] for name in _PAIR]
    else:
        labels = [f"{year}年（填报）", f"{year - 1}年" if is_of_two_years(finding) else "对照"]
    return list(zip(labels, (filed, compared), strict=True))


def _difference(finding: StoredFinding) -> str:
    difference = difference_of(finding)
    if difference is None:
        return ""
    change = change_of(finding)
    return f"{signed(difference)}（{change}）" if change else signed(difference)


def _bars(report: Report, cell: CellKey) -> list[Bar]:
    """The cell in this report and those of the years before, where the form had the same cell; at least two years."""
    spec = report.form.specs.get(cell)
    if spec is None:
        return []
    years = range(report.year_id - YEARS_SHOWN + 1, report.year_id + 1)
    records = ROW_MODELS[spec.table.key].objects.filter(
        report__organ=report.organ_id, report__scope=report.scope, report__year__in=years, row=spec.row.key
    )
    found: dict[int, Number] = {}
    for year, schema, number in records.values_list("report__year", "report__schema", spec.column.key):
        other = get_schema(schema).specs.get(cell)
        if number is not None and other is not None and other.label == spec.label:
            found[year] = number
    if len(found) < 2:
        return []
    tallest = max(*map(float, found.values()), 1.0)
    return [
        Bar(year, number_text(number), _height(number, tallest), year == report.year_id)
        for year, number in sorted(found.items())
    ]


def _bars_of_carry(finding: StoredFinding) -> list[Bar]:
    """What last year's report carried out beside what this one carries in: the same row of last year says nothing."""
    carried_in, carried_out = map(number_of, sides_of(finding))
    form, year = finding.report.form, finding.report.year_id
    cell = next(iter(finding.cells), "")
    if carried_in is None or carried_out is None or cell not in form.carries:
        return []
    tallest = max(float(carried_in), float(carried_out), 1.0)
    shown = ((year - 1, carried_out, form.carries[cell]), (year, carried_in, cell))
    return [
        Bar(one, number_text(number), _height(number, tallest), one == year, form.specs[key].row.label)
        for one, number, key in shown
    ]


def _height(number: Number, tallest: float) -> int:
    return max(SHORTEST, round(TALLEST * float(number) / tallest))


def _peers(report: Report, cell: CellKey) -> str:
    """Of the peers that had something last year, the median of their changes."""
    spread = peers_of(report=report).get(cell)
    changes = [float(this) / float(last) - 1 for last, this in spread.changes if last] if spread else []
    return percent(median(changes)) if len(changes) >= FEWEST_PEERS else ""


def _suggestions(finding: StoredFinding) -> list[str]:
    """Corrections that would change one of the finding's cells; only for figures that do not add up."""
    if finding.level != Level.ERROR or not finding.cells:
        return []
    value, previous = report_pair(report=finding.report)
    shown = resolved_value(value, previous)
    found = suggestions(shown, context_of(report=finding.report, previous=previous))
    cells = set(finding.cells)
    return [
        suggestion.sentence for suggestion in found if cells.intersection(change.cell for change in suggestion.changes)
    ]
