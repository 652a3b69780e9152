"""The figures of a file's tables, each with where it stood; what cannot be told is blank with a problem."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reports.schema import CellKey, CellSpec, IdentityKind, Kind, Schema, Table
from reports.value import Number

from .base import Problem, Proposal, Source, SourceCell, SourceTable
from .number import Reading, read_number
from .places import Places
from .proposals import Doubtful, propose
from .rows import FormRow, Padding, RowReader, full_window, is_filled_up, single_row_leaf, window
from .shifts import MOVED, doubtful_tables
from .units import other_unit
from .years import rows_of_another_year

_FROM_THE_ORIGINAL = "请改为粘贴网页上的表格，或者上传Word、Excel、PDF原件"
_MOST_HEADS_NAMED = 3
_ANOTHER_YEAR = "这一行在写明是其他年度的表格里，不是{year}年的数"


@dataclass(frozen=True)
class _Found:
    source: Source
    reading: Reading


@dataclass(frozen=True)
class Placed:
    """A physical table where it stands: its number in the file, its section's tables and the short lines above it."""

    number: int
    source: SourceTable
    section_tables: tuple[Table, ...]
    caption: str = ""


@dataclass(frozen=True)
class _Single:
    """A group printed as one row, kept until all other rows are known."""

    row: FormRow
    number: int
    table: SourceTable
    padding: Padding
    places: Places


@dataclass
class Figures:
    """What the tables say."""

    cells: dict[CellKey, Number] = field(default_factory=dict)
    sources: dict[CellKey, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    proposals: tuple[Proposal, ...] = ()


def read_tables(schema: Schema, year: int, tables: Iterable[Placed]) -> Figures:
    """Every cell of the schema from physical tables."""
    found: dict[CellKey, list[_Found]] = defaultdict(list)
    refused: dict[CellKey, Problem] = {}
    others: dict[CellKey, Problem] = {}
    doubtful: list[Doubtful] = []
    reader = RowReader(schema, year)
    single: list[_Single] = []
    for table in tables:
        rows = list(reader.rows(table.source, table.section_tables))
        numbers = {row.number for row in rows}
        earlier = set(rows_of_another_year(table.source, table.caption, year, numbers))
        _refuse_earlier(schema, year, table, [row for row in rows if row.number in earlier], others)
        rows = [row for row in rows if row.number not in earlier]
        paddings = _paddings(rows, is_filled_up(table.source, rows))
        places = Places(table.source, rows)
        unit = _unit_lines(table)
        for found_row in rows:
            padding = paddings[found_row.table.key, len(found_row.keys)]
            row = replace(found_row, unit=f"{found_row.cells[max(found_row.label, 0)].text}\n{unit}")
            if row.item is not None and row.item.under:
                single.append(_Single(row, table.number, table.source, padding, places))
            elif not _read_row(schema, table.number, table.source, row, padding, places, found, refused):
                doubtful += _doubtful(table, row)
    notes = _read_single_rows(schema, single, found, refused)
    refused |= {key: problem for key, problem in others.items() if key not in refused and not found.get(key)}
    figures = _settle(schema, found, refused, notes)
    figures.proposals = propose(schema, figures.cells, doubtful)
    return _doubted(schema, figures)


def _refuse_earlier(
    schema: Schema, year: int, table: Placed, rows: Iterable[FormRow], others: dict[CellKey, Problem]
) -> None:
    """Says of every cell of another year's rows why it is blank, should it be found nowhere else."""
    for row in rows:
        place = table.source.place(table.number, row.number)
        reason = _ANOTHER_YEAR.format(year=year)
        for key in row.statutory:
            others.setdefault(key, Problem(place, f"{schema.specs[key].label}：{reason}，没有读入", key, unread=True))


def _doubted(schema: Schema, figures: Figures) -> Figures:
    """The figures without those of tables that seem to have moved against their heads."""
    for table in doubtful_tables(schema, figures.cells):
        for key in [key for key in figures.cells if key.startswith(f"{table.key}.")]:
            del figures.cells[key]
            message = f"{schema.specs[key].label}：{MOVED}"
            figures.problems.append(Problem(figures.sources[key].place, message, key, unread=True))
    return figures


def _unit_lines(table: Placed) -> str:
    """What stands above a table, and alone in a row of it: （收费金额单位：元）."""
    alone = [[cell.text for cell in row if cell.text] for row in table.source.rows]
    return "\n".join([table.caption, *(texts[0] for texts in alone if len(texts) == 1)])


def _paddings(rows: Sequence[FormRow], filled_up: bool) -> Mapping[tuple[str, int], Padding]:
    paddings: dict[tuple[str, int], Padding] = defaultdict(lambda: Padding(filled_up))
    for row in rows:
        if row.keys and (start := full_window(row)) is not None:
            paddings[row.table.key, len(row.keys)].learn(row, start)
        elif row.keys and sum(bool(cell.text) for cell in row.cells[row.label + 1 :]) > len(row.keys):
            paddings[row.table.key, len(row.keys)].crowded += 1
    return paddings


def _read_row(
    schema: Schema,
    number: int,
    table: SourceTable,
    row: FormRow,
    padding: Padding,
    places: Places,
    found: dict[CellKey, list[_Found]],
    refused: dict[CellKey, Problem],
) -> bool:
    """Whether the row could be read; if not, why is in ``refused``."""
    place = table.place(number, row.number)
    start = window(row, padding) if row.keys else None
    if table.run_together:
        reason = f"原件的数字紧接着文字，数与数之间的分界可能丢失，不能确定各列是几；{_FROM_THE_ORIGINAL}"
    elif not row.keys:
        reason = _unknown_heads(row)
    elif start is None:
        count = len(row.cells) - row.label - 1
        reason = f"这一行应有{len(row.keys)}个数，实有{count}格，不能确定各数属于哪一列"
        reason += f"；{_FROM_THE_ORIGINAL}" if table.rebuilt else ""
    elif doubt := places.doubt(row, start):
        reason = doubt
    elif table.rebuilt and not _adds_up(schema, row, row.cells[start : start + len(row.keys)]):
        reason = "这一行各数相加与合计不符，文本里可能多了数或少了数，不能确定各数属于哪一列"
        reason += f"；{_FROM_THE_ORIGINAL}"
    else:
        cells = row.cells[start : start + len(row.keys)]
        first = read_number(cells[0].text, Kind.CHANGE)
        if not (first.problem and not any(character.isdigit() for character in cells[0].text)) or first.is_mark:
            for key, cell in zip(row.keys, cells, strict=True):
                if key:
                    source = table.source(number, row.number, cell)
                    reading = read_number(cell.text, schema.specs[key].kind)
                    if reading.number is not None and (note := other_unit(schema.specs[key], row.head, row.unit)):
                        reading = replace(reading, note=note)
                    if cell.rowspan > 1 and cell.text:
                        reading = Reading(problem="这一格跨了几行，不能确定属于哪一行")
                    found[key].append(_Found(source, reading))
            return True
        reason = f"这一行的第一个数写的是“{cells[0].text[:20]}”，不能确定各数属于哪一列"
    for key in row.statutory:
        refused.setdefault(key, Problem(place, f"{schema.specs[key].label}：{reason}，没有读入", key, unread=True))
    return False


def _unknown_heads(row: FormRow) -> str:
    if row.unknown:
        heads = "、".join(f"“{head[:20]}”" for head in row.unknown[:_MOST_HEADS_NAMED])
        return f"这一行上方的表头里{heads}不是格式里的列名，不能确定各列是什么，请改成格式里的列名"
    return "这一行上方的表头与格式不符，不能确定各列是什么"


def _adds_up(schema: Schema, row: FormRow, cells: Sequence[SourceCell]) -> bool:
    """Whether every figure is a number or a sign for none, and the row's own totals come out."""
    readings = {
        key: read_number(cell.text, schema.specs[key].kind) for key, cell in zip(row.keys, cells, strict=True) if key
    }
    if any(reading.problem and not reading.is_mark for reading in readings.values()):
        return False
    for identity in schema.identities:
        if identity.kind is IdentityKind.COLUMN_TOTAL and identity.left[0] in readings:
            total, *parts = [readings[key].number or 0 for key in identity.cells if key in readings]
            if len(parts) == len(identity.right) and total != sum(parts):
                return False
    return True


def _doubtful(table: Placed, row: FormRow) -> Iterator[Doubtful]:
    """A row that was not read, if only the places of its figures are in doubt and not what its head says."""
    keys = tuple(key for key in row.keys if key)
    figures = tuple(cell.text.strip() for cell in row.cells[row.label + 1 :] if cell.text.strip())
    if keys and len(keys) == len(row.keys):
        figures = tuple(part for figure in figures for part in figure.split())
        yield Doubtful(table.source.place(table.number, row.number), keys, figures)


def _read_single_rows(
    schema: Schema,
    single: Sequence[_Single],
    found: dict[CellKey, list[_Found]],
    refused: dict[CellKey, Problem],
) -> dict[CellKey, str]:
    """A group printed as one row, when none of its own rows is anywhere in the file. Gives a note for each cell."""
    notes: dict[CellKey, str] = {}
    for one in single:
        row, item = one.row, one.row.item
        if item is None or not single_row_leaf(item) or not any(cell.text for cell in row.cells[row.label + 1 :]):
            continue
        rows = {leaf.key for leaf in item.leaves}
        if any(key.split(".")[1] in rows and found[key] for key in [*found] if key not in notes) or any(
            key.split(".")[1] in rows for key in refused
        ):
            continue
        _read_row(schema, one.number, one.table, row, one.padding, one.places, found, refused)
        last = item.leaves[-1].label
        notes |= {
            key: f"原件的“{item.label}”只有一行，没有分项，整行读入“{last}”，其余分项为空白"
            for key in row.statutory
            if found.get(key)
        }
    return notes


def _settle(
    schema: Schema, found: dict[CellKey, list[_Found]], refused: dict[CellKey, Problem], notes: dict[CellKey, str]
) -> Figures:
    figures = Figures()
    for key, spec in schema.specs.items():
        places = found.get(key, [])
        if not places:
            missing = Problem(
                "", f"{spec.label}：文件的表格里没有找到这一格，或者表格的排法与格式不同", key, unread=True
            )
            figures.problems.append(refused.get(key, missing))
            continue
        chosen = next((place for place in places if place.reading.number is not None), places[0])
        figures.sources[key] = chosen.source
        for message, unread in _remarks(spec, places, chosen, notes.get(key, "")):
            figures.problems.append(Problem(chosen.source.place, f"{spec.label}：{message}", key, unread))
            if unread:
                break
        else:
            if chosen.reading.number is not None:
                figures.cells[key] = chosen.reading.number
            if key in refused:
                again = refused[key]
                figures.problems.append(
                    Problem(again.place, again.message.replace("没有读入", "已读入另一处的数"), key)
                )
    return figures


def _remarks(spec: CellSpec, places: Sequence[_Found], chosen: _Found, note: str) -> Iterable[tuple[str, bool]]:
    """What to say of a cell; the second of each pair is whether it stays blank."""
    if len({str(place.reading.number) for place in places}) > 1:
        where = "、".join(place.source.place for place in places)
        raws = "、".join(f"“{place.source.raw}”" for place in places)
        yield f"文件里有几处而数不一样（{where}：{raws}），没有读入", True
    elif chosen.reading.problem:
        yield chosen.reading.problem, True
    elif chosen.reading.number is None:
        yield "原件是空白", True
    else:
        if note:
            yield note, False
        if chosen.reading.note:
            yield chosen.reading.note + _unit_warning(spec, chosen), False


def _unit_warning(spec: CellSpec, chosen: _Found) -> str:
    if spec.unit == "万元" and chosen.reading.unit == "元":
        return "。注意：本格单位是万元，原件写的是元，不改会差一万倍"
    return ""
