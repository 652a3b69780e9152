"""Our own template read back by its keys, wherever its rows, columns and sheets have moved to."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from reports.schema import SCHEMAS, CellKey, Kind, Schema
from reports.value import Number, ReportValue, Scope

from ..base import Problem, ReadResult, Source, SourceTable, UnreadableFileError
from ..number import Reading, read_number
from . import marks
from .cells import shown
from .foreign import physical_rows, read_foreign
from .instructions import SHEET as INSTRUCTIONS
from .instructions import facts as said_facts
from .sheets import Sheet

_ENOUGH = 0.5  # share of the cells that must still carry their marks
_TAMPERED = "“{label}”写的是“{said}”，下发时是“{issued}”：按下发时登记的读入，请核对是不是报错了表"
_UNMARKED = "这是下发的工作簿，但隐藏的标记没有了（表格可能被复制到了新的工作表）：改按表里的文字认行列，请逐格核对"
_GONE = "工作簿里找不到这一格（行、列或工作表可能被删掉了），没有读入"
_NO_SUM = "各分项都填了，合计却是空的：公式可能没有重新计算，请用Excel或WPS打开，保存一次再导入"
_OTHER_SUM = "合计写的是{filed}，各分项之和是{total}：可能改过数却没有重新计算，请核对"


@dataclass(frozen=True)
class _Issued:
    """What the hidden sheet says was issued."""

    schema: Schema
    organ: str
    year: int
    scope: Scope
    number: str
    cells: Mapping[CellKey, str]
    totals: frozenset[CellKey]
    texts: Mapping[str, str]


@dataclass
class _Found:
    """What the marked sheets hold, each cell and text with where it stood."""

    cells: dict[CellKey, list[tuple[Source, Sheet]]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    said: dict[str, str] = field(default_factory=dict)
    tables: list[SourceTable] = field(default_factory=list)
    marked: set[str] = field(default_factory=set)


def read_template(sheets: Sequence[Sheet], filename: str) -> ReadResult | None:
    """The report in a workbook we made; nothing for any other. Raises :class:`UnreadableFileError`."""
    keys = next((sheet for sheet in sheets if sheet.text(0, 0) == "format" and sheet.text(1, 0) == "schema"), None)
    issued = _issued(keys) if keys else None
    if keys is None or issued is None:
        return None
    found = _Found()
    for sheet in sheets:
        if sheet is not keys:
            _collect(sheet, found)
    known = [key for key in issued.schema.cells if found.cells.get(key)]
    if len(known) < _ENOUGH * len(issued.schema.cells):
        return _by_labels([sheet for sheet in sheets if sheet is not keys], filename, issued)
    problems = list(_tampered(issued, found))
    problems += [
        Problem("", f"工作表“{sheet.name}”不是模板里的，没有读入")
        for sheet in sheets
        if sheet is not keys and not sheet.hidden and sheet.name not in found.marked and any(map(any, sheet.rows))
    ]
    cells, sources = _cells(issued, found, problems)
    texts = {key: _text(found.texts.get(key, []), issued.texts.get(key, "")) for key in issued.schema.text_keys}
    value = ReportValue(issued.schema, issued.organ, issued.year, issued.scope, cells, texts)
    problems += _sums(issued, value)
    return ReadResult(value, tuple(problems), sources, tuple(found.tables), issue=issued.number)


def _issued(keys: Sheet) -> _Issued | None:
    facts: dict[str, str] = {}
    cells: dict[CellKey, str] = {}
    totals: set[CellKey] = set()
    chunks: dict[str, str] = defaultdict(str)
    for row in keys.rows:
        kind, first, second, third = (*row, "", "", "", "")[:4]
        if kind == "cell":
            cells[first] = second
            if third == "total":
                totals.add(first)
        elif kind == "text":
            chunks[first] += second
        else:
            facts[kind] = first
    schema = SCHEMAS.get(facts.get("schema", ""))
    if schema is None:
        return None
    try:
        return _Issued(
            schema,
            str(json.loads(facts["organ"])),
            int(facts["year"]),
            Scope(facts["scope"]),
            str(json.loads(facts["issue"])),
            cells,
            frozenset(totals),
            {key: str(json.loads(said)) for key, said in chunks.items()},
        )
    except (KeyError, ValueError) as error:
        raise UnreadableFileError("工作簿里隐藏的登记信息被改坏了，无法认领：请用重新下发的工作簿填写") from error


def _collect(sheet: Sheet, found: _Found) -> None:
    """Goes through one sheet by its marks."""
    columns: dict[int, int] = {}
    rows: list[tuple[int, str, str]] = []
    for row, texts in enumerate(sheet.rows):
        for column, text in enumerate(texts):
            if marks.is_mark(text):
                kind, said = marks.parse(text)
                if kind == "column" and said.isdigit():
                    columns[int(said)] = column
                else:
                    rows.append((row, kind, said))
    if not rows:
        return
    found.marked.add(sheet.name)
    if columns:
        last = max(columns.values())
        table = SourceTable(
            tuple(tuple(cell for cell in cells if cell.column <= last + 1) for _, cells in physical_rows(sheet)),
            sheet.name,
        )
        found.tables.append(table)
    number = len(found.tables)
    for row, kind, said in rows:
        if kind == "cells":
            for column, key in marks.parse_cells(said).items():
                if column in columns:
                    at = columns[column]
                    source = Source(number, row + 1, at + 1, sheet.text(row, at).strip(), sheet.name)
                    found.cells[key].append((source, sheet))
        elif kind == "said":
            found.said[said] = next((text for text in sheet.rows[row][1:] if text and not marks.is_mark(text)), "")
    _collect_texts(sheet, rows, found)


def _collect_texts(sheet: Sheet, rows: Sequence[tuple[int, str, str]], found: _Found) -> None:
    """Paragraphs from the first marked row of a text on; rows without a mark that were put in belong to it too."""
    marked = {row: (kind, said) for row, kind, said in rows if kind in ("text", "more")}
    if not marked:
        return
    last = max(row for row, (_, key) in marked.items())
    current = ""
    for row in range(min(marked), len(sheet.rows)):
        kind, key = marked.get(row, ("", ""))
        if kind:
            current = key
        elif row < last and any(said == other for said, other in _next_marks(marked, row, current)):
            continue
        said = "\n".join(text for text in sheet.rows[row] if text.strip() and not marks.is_mark(text))
        if not said:
            continue
        if kind == "more" and found.texts[current]:
            found.texts[current][-1] += said
        else:
            found.texts[current].append(said)


def _next_marks(marked: Mapping[int, tuple[str, str]], row: int, current: str) -> Iterator[tuple[str, str]]:
    """Whether the next text below is another one: what stands in between is its heading."""
    following = min(other for other in marked if other > row)
    if marked[following][1] != current:
        yield "", ""


def _cells(
    issued: _Issued, found: _Found, problems: list[Problem]
) -> tuple[dict[CellKey, Number], dict[CellKey, Source]]:
    cells: dict[CellKey, Number] = {}
    sources: dict[CellKey, Source] = {}
    for key, spec in issued.schema.specs.items():
        places = found.cells.get(key, [])
        if not places:
            problems.append(Problem("", f"{spec.label}：{_GONE}", key, unread=True))
            continue
        source, sheet = places[0]
        sources[key] = source
        if len({other.raw for other, _ in places}) > 1:
            where = "、".join(f"{other.place}“{other.raw}”" for other, _ in places)
            message = f"{spec.label}：工作簿里有几处而数不一样（{where}），没有读入"
            problems.append(Problem(source.place, message, key, unread=True))
            continue
        at = source.row - 1, source.column - 1
        reading = _reading(source.raw, spec.kind, issued.cells.get(key, ""))
        message = sheet.faults.get(at, "") or reading.problem
        if message:
            problems.append(Problem(source.place, f"{spec.label}：{message}", key, unread=True))
            continue
        if reading.number is None:
            continue
        cells[key] = reading.number
        note = "；".join(filter(None, (reading.note, "" if reading.unit == "=" else sheet.notes.get(at, ""))))
        if note:
            problems.append(Problem(source.place, f"{spec.label}：{note}", key))
    return cells, sources


def _reading(raw: str, kind: Kind, issued: str) -> Reading:
    """The figure of a cell; one that was not touched keeps the digits it was issued with (unit "=")."""
    if issued:
        try:
            number = Decimal(issued)
        except InvalidOperation:
            return read_number(raw, kind)
        if raw in (issued, shown(float(number))[0]):
            return Reading(number if kind is Kind.MONEY else int(number), unit="=")
    return read_number(raw, kind)


def _text(paragraphs: Sequence[str], issued: str) -> str:
    """The text as it stands; exactly as issued when nobody touched it."""
    lines = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    text = "\n".join(line.strip() for line in lines if line.strip())
    return issued if _bare(text) == _bare(issued) else text


def _bare(text: str) -> list[str]:
    """The lines of a text as any program gives them back, without what it may have changed at their ends."""
    lines = (_unescaped(line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _unescaped(line: str) -> str:
    return marks.ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), line)


def _sums(issued: _Issued, value: ReportValue) -> Iterator[Problem]:
    """Totals that a formula should have filled and did not, or filled before the figures were changed."""

    def worth(key: CellKey) -> Number | None:
        """What a cell holds, or would if its formula had been worked out."""
        return total_of(key) if value[key] is None and key in issued.totals else value[key]

    def total_of(key: CellKey) -> Number | None:
        parts = [worth(part) for part in issued.schema.totals[key]]
        given = [part for part in parts if part is not None]
        return sum(given) if len(given) == len(parts) else None

    for key in issued.schema.totals:
        if key not in issued.totals or (total := total_of(key)) is None or value[key] == total:
            continue
        label = issued.schema.specs[key].label
        if value[key] is None:
            yield Problem("", f"{label}：{_NO_SUM}", key, unread=True)
        else:
            yield Problem("", f"{label}：{_OTHER_SUM.format(filed=value[key], total=total)}", key)


def _tampered(issued: _Issued, found: _Found) -> Iterator[Problem]:
    value = ReportValue(issued.schema, issued.organ, issued.year, issued.scope)
    for name, label, said in said_facts(value, None):
        if name in found.said and _bare(found.said[name]) != _bare(said):
            message = _TAMPERED.format(label=label, said=found.said[name][:40], issued=said[:40])
            yield Problem(f"工作表“{INSTRUCTIONS}”", message)


def _by_labels(sheets: Sequence[Sheet], filename: str, issued: _Issued) -> ReadResult:
    """A template that lost its marks: by its labels, but still of the organ and year it was issued for."""
    result = read_foreign([sheet for sheet in sheets if sheet.name != INSTRUCTIONS], filename)
    value = result.value
    if value.schema is issued.schema:
        value = ReportValue(value.schema, issued.organ, issued.year, issued.scope, value.cells, value.texts)
    problems = (Problem("", _UNMARKED), *result.problems)
    return replace(result, value=value, problems=problems, issue=issued.number)
