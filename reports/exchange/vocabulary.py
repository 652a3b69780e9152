"""The words one section's tables are printed with, to be found again in text that lost its cells."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reports.schema import Item, Kind, Layout, Section, Table, grid

from .headers import Heads
from .labels import fold, without_number
from .number import read_number

_LEAST = 6  # letters with which a broken label begins, enough to tell it
_HEADS = 3
_TINY = 2  # letters of which the first piece of a torn head has at least so many
_SHORT = 4  # labels as short as 其他 are told only with their number or in their place
_QUALIFIERS = ("上年", "上一年", "去年", "同比", "增长", "其中", "小计")


@lru_cache
def vocabulary(section: Section) -> "Vocabulary":
    return Vocabulary(section)


class Vocabulary:
    """Rows in the form's order, counted from 0, and the heads over them. All texts are folded."""

    def __init__(self, section: Section) -> None:
        self.tables = section.tables
        self.is_across = section.tables[0].layout is Layout.ACROSS
        self.rows: tuple[tuple[Table, Item], ...] = tuple(
            (table, row) for table in section.tables for row in table.row_items
        )
        self._widths = {
            len(table.column_keys) * (len(table.row_keys) if self.is_across else 1) for table in section.tables
        }
        self._heads = [Heads(table) for table in section.tables]
        self._printed = [
            [cell.text for cell in row if cell.text] for row in grid(section).rows if not any(cell.cell for cell in row)
        ]
        heads = {text for row in self._printed for text in row}
        items = [item for table in section.tables for item in _all(table.columns)]
        heads |= {alias for item in items for alias in item.aliases}
        self._head_forms = {fold(text): text for text in heads}
        self._row_forms = [_forms(row) for _, row in self.rows]
        self._groups = {
            fold(without_number(item.label))
            for table in section.tables
            for path in table.row_paths.values()
            for item in path[:-1]
        }
        self.forms = frozenset(
            {form for forms in self._row_forms for form in forms} | set(self._head_forms) - {fold(self._corner)}
        )
        known = sorted(self._head_forms, key=len, reverse=True)
        self._any_head = re.compile("|".join(map(re.escape, known)))
        self._bands = {fold(block.label) for table in section.tables for block in table.blocks if block.label}

    @property
    def _corner(self) -> str:
        return self.tables[0].corner

    def adds_up(self, figures: Sequence[str]) -> bool:
        """Whether a whole row's totals come out when its figures are taken in the order of the form."""
        numbers = [read_number(figure, Kind.COUNT).number for figure in figures]
        columns = self.tables[0].column_items
        if None in numbers or len(numbers) % len(columns):
            return True  # nothing can be said of it, and nothing is read from it but by its own cells
        keys = [column.key for column in columns]
        for start in range(0, len(numbers), len(columns)):
            row = dict(zip(keys, numbers[start:], strict=False))
            for column in columns:
                if column.total_of and row[column.key] != sum(row[part] or 0 for part in column.total_of):
                    return False
        return True

    def label(self, row: int) -> str:
        return self.rows[row][1].label

    def row_of(self, label: str) -> int | None:
        return next((number for number, (_, item) in enumerate(self.rows) if item.label == label), None)

    def row_at_end(self, text: str) -> int | None:
        """The row whose label a text ends with; nothing when it says another thing (上年…) of it."""
        hits = [(len(form), number) for number in range(len(self.rows)) if (form := self.ending(text, number))]
        if not hits:
            return None
        length, row = max(hits)
        if len([number for size, number in hits if size == length]) > 1:
            return None
        before, own = text[-length - _SHORT : -length], text[-length:]
        return None if any(word in before and word not in own for word in _QUALIFIERS) else row

    def ending(self, text: str, row: int) -> str:
        """The print of a row's label that ends a text; a short one with its number or behind nothing but heads."""
        for form in self._row_forms[row]:
            if text.endswith(form):
                before = text[: -len(form)]
                if len(form) > _SHORT or not before or self._explains(before):
                    return form
        return ""

    def begins_in(self, text: str, row: int) -> bool:
        """Whether the label of a row begins somewhere in a text that breaks it off."""
        return any(form[:_LEAST] in text for form in self._row_forms[row])

    def has_head(self, text: str) -> bool:
        """Whether a text between two rows opens a new head: a band, or heads side by side that say which columns."""
        found = {self._head_forms[form] for form in self._any_head.findall(text)}
        return any(fold(head) in self._bands for head in found) or len(found) >= min(_HEADS, *self._widths) + 1

    def is_single_line(self, lines: Sequence[Sequence[str]]) -> bool:
        """The first line of figures is a whole row of the form, and what follows is not its rest."""
        return len(lines) > 1 and len(lines[0]) > 1 and len(lines[0]) in self._widths

    def head_rows(self, text: str, *, torn: bool) -> Iterator[list[str]]:
        """The heads in a text, a band and what follows it each on a row; as the form prints them where ``torn``."""
        pieces = self._pieces(text)
        if torn and len(self.tables) == 1 and self._heads[0].columns([pieces]) is None and self.is_torn(text):
            yield from self._printed
            return
        row: list[str] = []
        for piece in pieces:
            if fold(piece) in self._bands:
                if row:
                    yield row
                yield [piece]
                row = []
            else:
                row.append(piece)
        if row:
            yield row

    def _pieces(self, text: str) -> list[str]:
        """Heads as the form prints them, and whatever stands between them."""
        pieces: list[str] = []
        end = 0
        for match in self._any_head.finditer(text):
            pieces += self._foreign(text[end : match.start()])
            pieces.append(self._head_forms[match[0]])
            end = match.end()
        return [*pieces, *self._foreign(text[end:])]

    def foreign_end(self, text: str) -> str:
        """What stands between the last head and the figures and is no head: the label of a row of its own."""
        pieces = self._pieces(text)
        return pieces[-1] if pieces and pieces[-1] not in self._head_forms.values() else ""

    def _foreign(self, text: str) -> list[str]:
        return [] if self._explains(text) else [text]

    def _explains(self, text: str) -> bool:
        """Whether a text is nothing but heads, group labels, pieces of them and numbers of enumerations."""
        rest = self._any_head.sub("", text)
        for group in sorted(self._groups, key=len, reverse=True):
            rest = rest.replace(group, "")
        rest = re.sub(r"[一二三四五六七八九十0-9]", "", rest)
        return not rest or any(rest in group for group in self._groups)

    def is_torn(self, text: str) -> bool:
        """Whether a text has just the letters of the whole head, its columns beginning in the order of the form."""
        printed = fold("".join(text for row in self._printed for text in row))
        letters, wanted = Counter(text), Counter(printed)
        if letters != wanted and letters != wanted - Counter(fold(self._corner)):
            return False
        if self.is_across:
            return True
        starts: dict[int, list[int]] = {}
        for path in self.tables[0].column_paths.values():
            if len(form := fold(path[-1].label)) > _TINY:
                starts.setdefault(len(path), []).append(text.find(form[:_TINY]))
        outermost = [text.find(fold(column.label)) for column in self.tables[0].column_items if column.total_of]
        return all(-1 not in level and level == sorted(level) for level in starts.values()) and outermost[0] > min(
            map(min, starts.values())
        )


def _forms(row: Item) -> tuple[str, ...]:
    """Every print of a row's label, the longest first, those with a number in front before all others."""
    label = fold(without_number(row.label))
    forms = {fold(row.label), label, fold(without_number(row.label.split("（", 1)[0]) or row.label)}
    if row.label.startswith("（"):
        forms = {fold(row.label), label, fold(without_number(row.label).split("（", 1)[0])}
    return tuple(sorted(forms | {fold(alias) for alias in row.aliases}, key=len, reverse=True))


def _all(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.under)
