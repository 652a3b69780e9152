"""What a table of many reports would change, compared with what is stored in batches; nothing is written.

Every batch takes the same number of queries, however many reports it has.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from govopen.organs.access import Action, reach
from govopen.organs.models import Organ, OrganAlias, ReportingYear, User
from reports.bound import resolved_value
from reports.exchange.base import Problem
from reports.exchange.opendata import TableRow
from reports.models import ChangeSource, Report
from reports.value import Difference, ReportValue, Scope

from .editing import TEXT_LIMIT
from .reporting import scopes_of
from .store import reports_load

BATCH = 200  # reports
_Key = tuple[int, int, str]  # organ, year, scope


@dataclass(frozen=True)
class Plan:
    """One row of the table beside the report it is for.

    ``report`` has no primary key where it would be started; there is none, nor a ``value``, where ``errors`` say why.
    ``stored`` is what the report holds, ``value`` what it would. ``sources`` name the keys that a new report takes
    over from last year's.
    """

    row: TableRow
    errors: tuple[Problem, ...] = ()
    report: Report | None = None
    stored: ReportValue | None = None
    value: ReportValue | None = None
    previous: ReportValue | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        return self.stored.diff(self.value) if self.stored and self.value else ()

    @property
    def is_new(self) -> bool:
        return self.report is not None and self.report.pk is None


class Register:
    """The organs by every name they go by, those this person fills in for, and the years: loaded once."""

    def __init__(self, user: User | None) -> None:
        """Without ``user`` every organ is within reach, as from the command line."""
        organs = Organ.objects.without_tree_fields()
        self.organs: dict[int, Organ] = organs.in_bulk()
        self.reach = set(self.organs) if user is None else set(reach(user, Action.TAKE_IN).values_list("pk", flat=True))
        self.years = ReportingYear.objects.in_bulk()
        self._names: dict[str, int] = {}
        aliases = OrganAlias.objects.values_list("name", "organ_id")
        for name, pk in (*((organ.name, organ.pk) for organ in self.organs.values()), *aliases):
            self._names.setdefault(_plain(name), pk)

    def organ(self, name: str) -> Organ | None:
        """As :func:`reports.services.filing.organ_find` finds one, without a query."""
        plain = _plain(name)
        pk = self._names.get(plain) or self._names.get(f"{plain}人民政府")
        return self.organs.get(pk) if plain and pk else None


def _plain(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def plans_of(*, rows: Sequence[TableRow], register: Register) -> Iterator[Plan]:
    """The plan of every row, in their order. A report that two rows are for is refused to both."""
    keys = Counter(key for row in rows if (key := _key_said(row, register)))
    for start in range(0, len(rows), BATCH):
        yield from _batch(rows[start : start + BATCH], register, keys)


def _key_said(row: TableRow, register: Register) -> tuple[int, int, Scope | None] | None:
    organ = register.organ(row.organ)
    return (organ.pk, row.year, row.scope) if organ and row.year else None


def _batch(
    rows: Sequence[TableRow], register: Register, keys: Counter[tuple[int, int, Scope | None]]
) -> Iterator[Plan]:
    organs = {organ.pk for row in rows if (organ := register.organ(row.organ))}
    years = {row.year for row in rows}
    found = Report.objects.filter(organ__in=organs, year__in=years | {year - 1 for year in years})
    reports: dict[_Key, Report] = {}
    for report in found:
        # Already loaded: a join would make every report carry its own copy.
        report.organ, report.year = register.organs[report.organ_id], register.years[report.year_id]
        reports[report.organ_id, report.year_id, report.scope] = report
    drafts = [_draft(row, register, keys, reports) for row in rows]
    last = {
        number: reports.get((report.organ_id, report.year_id - 1, report.scope))
        for number, (report, _errors) in enumerate(drafts)
        if report is not None
    }
    needed = {report.pk: report for report, _errors in drafts if report is not None and report.pk}
    needed |= {report.pk: report for report in last.values() if report is not None}
    values = dict(zip(needed, reports_load(reports=list(needed.values())), strict=True))
    for number, (row, (report, errors)) in enumerate(zip(rows, drafts, strict=True)):
        if report is None:
            yield Plan(row, errors)
            continue
        before = last[number]
        yield _plan(row, report, values.get(report.pk), values[before.pk] if before else None)


def _draft(
    row: TableRow,
    register: Register,
    keys: Counter[tuple[int, int, Scope | None]],
    reports: Mapping[_Key, Report],
) -> tuple[Report | None, tuple[Problem, ...]]:
    """The report a row is for, stored or to be started; else what is wrong."""

    def wrong(sentence: str) -> tuple[None, tuple[Problem, ...]]:
        return None, (*row.problems, Problem(row.place, sentence))

    if not row.organ:
        return wrong("没有写机关")
    organ = register.organ(row.organ)
    if organ is None:
        return wrong(f"没有登记“{row.organ}”这个机关：请核对名称，或先在“机关”里登记")
    if organ.pk not in register.reach:
        return wrong(f"您不填报“{organ.name}”的报告，不能导入")
    if row.problems:
        return None, row.problems
    year = register.years.get(row.year)
    if year is None:
        return wrong(f"还没有设置{row.year}年度：请主管部门在“年度与期限”里增加")
    scope = row.scope or _scope_usual(organ, row.year, reports)
    if scope is None:
        return wrong("没有写范围：政府有两份报告，请增加“范围”列，写“本机关”或“本级汇总”")
    if scope not in scopes_of(organ):
        return wrong(f"“{organ.name}”不是政府，只有本机关的报告")
    if keys[organ.pk, row.year, row.scope] > 1 or (row.scope and keys[organ.pk, row.year, None]):
        return wrong(f"“{organ.name}”{row.year}年的报告在表里有两行，不能确定以哪一行为准")
    report = reports.get((organ.pk, row.year, scope.value))
    if report is None:
        report = Report(organ=organ, year=year, scope=scope.value, schema=year.schema, is_demo=organ.is_demo)
    if not report.is_editable:
        return wrong(f"这份报告是“{report.get_state_display()}”，不能再导入")
    if row.schema is not None and row.schema.key != report.schema:
        return wrong(f"这份报告用的是{report.form.document}的格式，表里写的是另一种格式")
    long = [key for key, text in row.texts.items() if len(text) > TEXT_LIMIT]
    if long:
        return wrong(f"文字超过{TEXT_LIMIT}字")
    return report, ()


def _scope_usual(organ: Organ, year: int, reports: Mapping[_Key, Report]) -> Scope | None:
    """For whom a row speaks that does not say: the only report there is, or can be."""
    possible = scopes_of(organ)
    existing = [scope for scope in possible if (organ.pk, year, scope.value) in reports]
    return existing[0] if len(existing) == 1 else possible[0] if len(possible) == 1 else None


def _plan(row: TableRow, report: Report, stored: ReportValue | None, previous: ReportValue | None) -> Plan:
    """Figures of the row replace stored ones; what it leaves blank stays, what it clears goes."""
    start = stored or ReportValue(report.form, report.organ.name, report.year_id, Scope(report.scope))
    carried = {} if stored is not None or previous is None else _carried(report, previous)
    cells = {key: number for key, number in row.cells.items() if key in start.schema.specs}
    emptied = dict.fromkeys(key for key in row.cleared if key in start.schema.specs)
    value = start.replace(carried | cells | emptied, _texts(row, start, previous))
    sources = dict.fromkeys((key for key in carried if key not in cells and key not in emptied), ChangeSource.CARRIED)
    return Plan(row, (), report, start, value, previous, sources)


def _carried(report: Report, previous: ReportValue) -> dict[str, object]:
    carries = report.form.carries.items()
    return {to: previous.cells[source] for to, source in carries if previous.cells.get(source) is not None}


def _texts(row: TableRow, stored: ReportValue, previous: ReportValue | None) -> dict[str, str]:
    """A text that is what the stored one shows stays stored as it is, with the figures bound into it."""
    if not row.texts:
        return {}
    shown = resolved_value(stored, previous)
    texts = {key: _tidy(text) for key, text in row.texts.items() if key in stored.texts}
    return {key: text for key, text in texts.items() if text and text != shown.texts[key]}


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
