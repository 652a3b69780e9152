"""Which rows of a physical table are rows of the form, and which of their cells hold its figures.

A row is known by its label, its columns by the head printed above it. Figures are the cells behind the label, counted
as they physically stand: a row counts only when it has a cell for every column of its head, so a dropped or an extra
cell makes the row unreadable instead of moving its figures.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reports.schema import SCHEMAS, CellKey, Item, Kind, Layout, Schema, Table

from .base import SourceCell, SourceTable
from .headers import Column, Heads
from .labels import Labels, fold
from .number import read_number

_YEAR = re.compile(r"(?:19|20)\d\d")
_EARLIER = ("上年", "上一年", "去年", "同比", "增长", "比例")
_FIGURE = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?![0-9.、．,，)）年])")
_BANDS = {
    fold(block.label)
    for schema in SCHEMAS.values()
    for table in schema.tables.values()
    for block in table.blocks
    if block.label
}
_CROWDED = 2
_ANY_SUM = fold("合计")  # of whatever stands before it
_SHORT = 4  # shorter labels (其他, 总计) mean what the group they stand in says


@dataclass(frozen=True)
class FormRow:
    """A physical row that is a row of the form; ``keys`` are its cells in order, foreign columns ``None``.

    ``keys`` is empty when the head does not fit the form; ``label`` is the position of the label or -1.
    """

    table: Table
    item: Item | None
    number: int
    cells: tuple[SourceCell, ...]
    label: int
    keys: tuple[CellKey | None, ...]
    head: str  # all the head says, empty where none is printed
    starts: tuple[int, ...] = ()  # grid columns in which the head's cells start, of a head in the same table
    unknown: tuple[str, ...] = ()  # heads that are not the form's, where the head does not fit it
    unit: str = ""  # where a unit may be printed besides the head

    @property
    def headed(self) -> bool:
        return bool(self.head)

    @property
    def statutory(self) -> tuple[CellKey, ...]:
        """Every cell the row should fill."""
        if self.item is None and any(self.keys):
            return tuple(key for key in self.keys if key)
        if self.item is None:
            return tuple(
                self.table.cell(row, column) for row in self.table.row_keys for column in self.table.column_keys
            )
        leaf = single_row_leaf(self.item) if self.item.under else self.item.key
        return tuple(self.table.cell(leaf, column) for column in self.table.column_keys) if leaf else ()


def single_row_leaf(group: Item) -> str:
    """Where a group goes that is printed as one row: （六）其他处理 into its 其他, by design; others nowhere."""
    leaf = group.leaves[-1].key
    return leaf if leaf == "other_other" else ""


@dataclass
class Padding:
    """How a table fills up rows whose labels span: learned from the rows whose figures are all there."""

    padded: bool = False
    offsets: Counter[int] = field(default_factory=Counter)  # from the label to the first figure
    starts: Counter[int] = field(default_factory=Counter)  # grid column of the first figure
    widths: Counter[int] = field(default_factory=Counter)
    tails: Counter[int] = field(default_factory=Counter)  # cells behind the last figure
    crowded: int = 0  # rows with more figures than the head has columns

    def learn(self, row: FormRow, start: int) -> None:
        self.offsets[start - row.label - 1] += 1
        self.starts[row.cells[start].column] += 1
        self.widths[len(row.cells)] += 1
        self.tails[len(row.cells) - start - len(row.keys)] += 1
        self.padded |= len(row.cells) - row.label - 1 > len(row.keys)

    def start(self, row: FormRow) -> int | None:
        """Where the figures of a row start that is laid out as most rows of its table are."""
        if not self.widths and None in row.keys and self.padded:
            return None  # an empty cell may stand for a foreign column or fill the row up
        if len(row.cells) - row.label - 1 == len(row.keys) and (not self.padded or not self.widths):
            return row.label + 1
        if self.crowded >= _CROWDED:
            return None  # the table has a column of which its head says nothing
        if set(self.offsets) == {0} and set(self.tails) == {len(row.cells) - row.label - 1 - len(row.keys)}:
            return row.label + 1  # every row ends in as many empty cells, whatever labels stand in front
        if self.widths.most_common(1)[:1] != [(len(row.cells), self.widths[len(row.cells)])]:
            return None
        (column, in_place), behind = self.starts.most_common(1)[0], self.offsets[0]
        placed = next((i for i, cell in enumerate(row.cells) if cell.column == column and i > row.label), None)
        if behind == in_place and placed != row.label + 1:
            return None
        return row.label + 1 if behind >= in_place else placed


def full_window(row: FormRow) -> int | None:
    """Where the figures start of a row that has just as many filled cells side by side as it needs."""
    first, size = row.label + 1, len(row.keys)
    filled = [position for position, cell in enumerate(row.cells[first:], start=first) if cell.text]
    return filled[0] if len(filled) == size and filled[-1] - filled[0] == size - 1 else None


def window(row: FormRow, padding: Padding) -> int | None:
    """Where the row's figures start, or nothing when that cannot be told. Rows without a head must be full."""
    size = len(row.keys)
    if not row.headed:
        return full_window(row)
    start = padding.start(row)
    if start is None or start + size > len(row.cells):
        return None
    figures, outside = row.cells[start : start + size], (*row.cells[row.label + 1 : start], *row.cells[start + size :])
    # Where rows are filled up anyway, a last cell that is empty may as well be one that was lost further left.
    lost = padding.padded and not figures[-1].text and any(cell.text for cell in figures)
    return None if lost or any(cell.text for cell in outside) else start


def is_filled_up(source: SourceTable, rows: Sequence[FormRow]) -> bool:
    """Whether heads and bands of the table end in empty cells, so that figures' rows may have been filled up too."""
    figures = {row.number for row in rows}
    return any(
        len(cells) > 1 and cells[0].text and not cells[-1].text
        for number, cells in enumerate(source.rows, start=1)
        if number not in figures
    )


class RowReader:
    """Goes through the physical tables of one file in order; heads carry over to a table continued on a new page."""

    def __init__(self, schema: Schema, year: int) -> None:
        self.year = year
        tables = schema.tables.values()
        self.heads = {table.key: Heads(table) for table in tables}
        self.down = [table for table in tables if table.layout is Layout.DOWN]
        self.across = [table for table in tables if table.layout is Layout.ACROSS]
        self._items: dict[str, tuple[Table, tuple[Item, ...]]] = {}
        items: list[Item] = []
        paths = [(table, path) for table in self.down for path in _paths(table)]
        for _, path in paths:
            items.append(path[-1])
        self.labels = Labels(items, numbered=True)
        for table, path in paths:
            name = self.labels.name_of(path[-1])
            self._items[name] = (table, path)
            self.labels.parents[name] = frozenset(self.labels.name_of(group) for group in path[:-1])
        self._carried: dict[str, Sequence[Sequence[str]]] = {}

    def rows(self, source: SourceTable, section_tables: tuple[Table, ...]) -> Iterator[FormRow]:
        """The form's rows in one physical table; ``section_tables`` are those of the heading it stands under."""
        head: list[list[str]] = []
        starts: set[int] = set()
        in_head = False
        group: tuple[Item, ...] = ()
        for number, cells in enumerate(source.rows, start=1):
            texts = [cell.text for cell in cells]
            filled = [text for text in texts if text]
            if not filled:
                continue
            at = self._label(texts)
            if at is not None and len(cells) > at + 1 and not self._is_head([*texts[:at], *texts[at + 1 :]]):
                in_head = False
                table, path = self._items[self.labels.match(texts[at])]
                above = self._groups(texts[:at], path, group)
                if not self._other_year(texts[:at]) and _fits(path, above, texts[at]):
                    yield replace(
                        self._form_row(table, path[-1], number, cells, at, head), starts=_behind(cells, at, starts)
                    )
                group = path[:-1] if not path[-1].under else path
            elif across := self._across_row(cells, number, head, section_tables):
                in_head = False
                yield replace(across, starts=_behind(cells, across.label, starts))
            elif len(filled) == 1 and is_band(filled[0]):
                head, starts, in_head = [], set(), False
            elif at is not None and len(filled) == 1:
                group = self._items[self.labels.match(texts[at])][1]
            elif self._is_head(texts) or (len(filled) > 1 and not any(map(is_figure, filled))):
                head = [*head, texts] if in_head else [texts]
                starts = {cell.column for cell in cells} | (starts if in_head else set())
                in_head = True

    def is_statutory(self, text: str) -> bool:
        """Whether a text is a label or head of the form."""
        return bool(self.labels.match(text)) or self.is_head(text)

    def is_head(self, text: str) -> bool:
        """Whether a text is a column's head, a corner or a band."""
        return self._is_head([text]) or is_band(text)

    def _label(self, texts: Sequence[str]) -> int | None:
        """The last cell before the figures that is a row's label."""
        found = None
        for position, text in enumerate(texts):
            if text and self.labels.match(text):
                found = position
            elif text and is_figure(text) and (found is not None or position):
                break
        return found

    def _is_head(self, texts: Sequence[str]) -> bool:
        """Heads only, and at least one: figures or row labels beside them make it another row."""
        filled = [text for text in texts if text]
        return any(heads.knows(text) for text in filled for heads in self.heads.values()) and not any(
            map(is_figure, filled)
        )

    def _groups(self, texts: Sequence[str], path: tuple[Item, ...], group: tuple[Item, ...]) -> tuple[Item, ...]:
        """The groups the row stands in: those printed in front of its label, else those of the rows before."""
        for text in reversed(texts):
            if (name := self.labels.match(text)) and self._items[name][1][-1].under:
                return self._items[name][1]
        return group if group and group[0] in path[:1] else ()

    def _other_year(self, texts: Sequence[str]) -> bool:
        said = " ".join(texts)
        years = {int(year) for year in _YEAR.findall(said)}
        return bool(years - {self.year}) or any(word in fold(said) for word in _EARLIER if not self.labels.match(said))

    def _form_row(
        self, table: Table, item: Item, number: int, cells: tuple[SourceCell, ...], at: int, head: list[list[str]]
    ) -> FormRow:
        printed = head or self._carried.get(table.key, ())
        columns: tuple[Column, ...] | None = self.heads[table.key].columns(printed) if printed else table.column_keys
        if columns and head:
            self._carried[table.key] = head
        leaf = single_row_leaf(item) if item.under else item.key
        keys = tuple(table.cell(leaf, key) if key else None for key in columns or ()) if leaf else ()
        said = " ".join(text for row in printed for text in row)
        unknown = () if columns else self.heads[table.key].unknown(printed)
        return FormRow(table, item, number, cells, at, keys, said, unknown=unknown)

    def _across_row(
        self, cells: tuple[SourceCell, ...], number: int, head: list[list[str]], section_tables: tuple[Table, ...]
    ) -> FormRow | None:
        first = next((position for position, cell in enumerate(cells) if is_figure(cell.text)), 0)
        for heads in (self.heads[table.key] for table in self.across if first and head):
            if turned := heads.turned(cells[first - 1].text, head[-1]):
                said = " ".join(text for row in head for text in row)
                return FormRow(heads.table, None, number, cells, first - 1, turned, said)
        at = 0 if cells[0].text and not is_figure(cells[0].text) else -1
        data = cells[at + 1 :]
        if not any(is_figure(cell.text) for cell in data) or (at == 0 and self.is_statutory(cells[0].text)):
            return None
        if self._other_year([cells[0].text] if at == 0 else []):
            return None
        said = " ".join(text for row in head for text in row)
        for table in self.across:
            heads = self.heads[table.key]
            columns = heads.columns(head) if head else None
            if columns:
                return FormRow(table, None, number, cells, at, columns, said)
            named = any(heads.labels.match(text) for row in head for text in row)
            if table in section_tables and len(data) > len(table.column_keys) and (named or not head):
                keys = () if named else heads.statutory
                unknown = heads.unknown(head) if named else ()
                return FormRow(table, None, number, cells, at, keys, said, unknown=unknown)
        return None


def _behind(cells: Sequence[SourceCell], at: int, starts: set[int]) -> tuple[int, ...]:
    """The heads' columns behind those of the label."""
    end = cells[at].column + cells[at].colspan if at >= 0 else 1
    return tuple(sorted(start for start in starts if start >= end))


def is_figure(text: str) -> bool:
    """Whether a cell's text is meant as a figure: begins with a digit, or is one of the signs for none."""
    reading = read_number(text, Kind.CHANGE)
    return reading.number is not None or reading.is_mark or bool(_FIGURE.match(text))


def is_band(text: str) -> bool:
    """A line across a table that opens a block: the heads above it end here."""
    return fold(text) in _BANDS


def _fits(path: tuple[Item, ...], above: tuple[Item, ...], printed: str) -> bool:
    """Whether a label may stand where it does: short ones only in a group that is theirs, a bare 合计 only there."""
    if not above and len(path) > 1 and fold(printed) == _ANY_SUM:
        return False
    if path[-1].under or not above or len(fold(path[-1].label)) > _SHORT:
        return True
    return path[:-1] == above[: len(path) - 1]


def _paths(table: Table) -> Iterator[tuple[Item, ...]]:
    """Every row and every group of rows with the groups above it."""
    seen: set[int] = set()
    for path in table.row_paths.values():
        for depth in range(1, len(path) + 1):
            if id(path[depth - 1]) not in seen:
                seen.add(id(path[depth - 1]))
                yield path[:depth]
