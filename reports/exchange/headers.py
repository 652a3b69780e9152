"""The columns a printed head announces, in the order it announces them.

Heads are read as a sequence of labels, row after row: a group's columns are the first unclaimed ones of the row below
it. So it does not matter whether the file still has its spans, nor whether they are right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from reports.schema import CellKey, Item, Layout, Table

from .labels import Labels

Column = CellKey | None  # of a table that runs down: a column key; across: a cell key; None: not the form's


@dataclass
class _Node:
    name: str
    key: str
    children: list["_Node"]
    printed: list["_Node | None"] = field(default_factory=list)
    placed: bool = False

    def walk(self) -> Iterator["_Node"]:
        for child in self.children:
            yield child
            yield from child.walk()


class Heads:
    """Understands the heads of one statutory table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        items = [*_all(table.columns)]
        if table.layout is Layout.ACROSS:
            items += [item for block in table.blocks for item in _all(block.rows)]
        self.labels = Labels(items)
        self.corner = Labels([Item(table.corner)]) if table.corner else None

    @property
    def statutory(self) -> tuple[str, ...]:
        """The columns as the form orders them."""
        return tuple(node.key for node in self._tree().walk() if not node.children)

    def knows(self, text: str) -> bool:
        """Whether the text is a head, a group of heads or the corner of this table."""
        return bool(self.labels.match(text)) or self.is_corner(text)

    def is_corner(self, text: str) -> bool:
        return bool(self.corner and self.corner.match(text))

    def columns(self, rows: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
        """The data columns, foreign ones as ``None``; nothing when the head does not name every column just once.

        ``rows`` holds the texts of the head's physical rows. Foreign columns before the first known one count only
        behind the corner: in front of it they are row labels.
        """
        if rows and (alone := self._one_row(rows[-1])):
            return alone
        rows = [row for number, row in enumerate(rows) if not number or row != rows[number - 1]]
        texts = [text for row in rows for text in self._behind_corner(row) if text]
        root = self._tree(texts)
        if not self._place(root, texts):
            return None
        found = _flat(root)
        if not any(self.is_corner(text) for row in rows for text in row):
            while found and found[0] is None:
                found = found[1:]
        known = [key for key in found if key is not None]
        return tuple(found) if sorted(known) in self._wholes else None

    def unknown(self, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
        """The heads that are not the form's, as they are printed, each once."""
        texts = [text for row in rows for text in self._behind_corner(row) if text]
        return tuple(dict.fromkeys(text for text in texts if not self.knows(text)))

    @cached_property
    def _wholes(self) -> tuple[list[str], ...]:
        """What a head must name: every column; of a table that runs across also one or some of its rows whole."""
        rows = self.table.row_keys if self.table.layout is Layout.ACROSS else ()
        some = [part for size in range(1, len(rows)) for part in combinations(rows, size)]
        parts = [[self.table.cell(row, column) for row in part for column in self.table.column_keys] for part in some]
        return (sorted(self.statutory), *(sorted(part) for part in parts))

    def turned(self, label: str, row: Sequence[str]) -> tuple[Column, ...] | None:
        """The cells of a row of a table that runs across in the form but is printed with its groups as rows."""
        rows = {
            self.labels.name_of(leaf): leaf.key
            for block in self.table.blocks
            for row_ in block.rows
            for leaf in row_.leaves
        }
        key = rows.get(self.labels.match(label))
        columns = {self.labels.name_of(item): item.key for item in self.table.columns}
        known = [columns.get(self.labels.match(text)) for text in row if text]
        while known and known[0] is None:
            known = known[1:]
        if key is None or sorted(map(str, known)) != sorted(columns.values()):
            return None
        return tuple(self.table.cell(key, column) if column else None for column in known)

    def _behind_corner(self, row: Sequence[str]) -> Sequence[str]:
        corners = [position for position, text in enumerate(row) if self.is_corner(text)]
        return row[corners[-1] + 1 :] if corners else row

    def _one_row(self, row: Sequence[str]) -> tuple[Column, ...] | None:
        """A last row that names every column by itself, behind the corner or one text in its stead (项目)."""
        if self.table.layout is Layout.ACROSS:
            return None
        keys = {self.labels.name_of(item): item.key for item in self.table.column_items}
        texts = [text for text in row if text]
        known = [keys.get(self.labels.match(text)) for text in texts if not self.is_corner(text)]
        if known and known[0] is None and len(known) == len(texts):
            known = known[1:]
        return tuple(known) if None not in known and sorted(map(str, known)) == sorted(keys.values()) else None

    def _tree(self, texts: Sequence[str] = ()) -> _Node:
        """The heads to look for; a single group above all columns only where it is printed."""
        if self.table.layout is Layout.DOWN:
            items = self.table.columns
            names = {self.labels.match(text) for text in texts}
            while len(items) == 1 and items[0].under and self.labels.name_of(items[0]) not in names:
                items = items[0].under
            return _Node("", "", [self._column(item) for item in items])
        names = {self.labels.match(text) for text in texts}
        return _Node("", "", [self._row(item) for item in self._printed_rows(names)])

    def _printed_rows(self, names: set[str]) -> Iterator[Item]:
        """The outermost rows; in place of a group that is not printed those in it that are."""
        for item in (item for block in self.table.blocks for item in block.rows):
            below = [child for child in item.under if self.labels.name_of(child) in names]
            if below and self.labels.name_of(item) not in names:
                yield from below
            else:
                yield item

    def _column(self, item: Item, row: str = "") -> _Node:
        key = self.table.cell(row, item.key) if row else item.key
        return _Node(self.labels.name_of(item), key, [self._column(child, row) for child in item.under])

    def _row(self, item: Item) -> _Node:
        children = (
            [self._row(child) for child in item.under]
            if item.under
            else [self._column(column, item.key) for column in self.table.columns]
        )
        return _Node(self.labels.name_of(item), item.key, children)

    def _place(self, root: _Node, texts: Sequence[str]) -> bool:
        """Puts the printed heads into the tree; false when one is printed again or a foreign one stands in a group."""
        groups, at = [root], 0
        for text in texts:
            name = self.labels.match(text)
            position = _free(groups, at, name)
            if position is None:
                below = [node for group in groups for node in group.printed if node and node.children]
                if (position := _free(below, 0, name)) is not None:
                    groups = below
            if position is not None:
                at = position
                child = next(child for child in groups[at].children if child.name == name and not child.placed)
            else:
                # 总计 printed under 法人或其他组织. A group that is missing altogether must not be made up for so.
                outer = self._outer(root, groups[at], name)
                if outer is None and (name or groups[at] is not root):
                    return False
                if outer is None:
                    groups[at].printed.append(None)
                    continue
                child = outer
            child.placed = True
            groups[at].printed.append(child)
        return True

    def _outer(self, root: _Node, group: _Node, name: str) -> _Node | None:
        """A single column that stands beside the group in the form, such as 总计."""
        if self.table.layout is Layout.ACROSS or group is root or not name:
            return None
        siblings = next(node.children for node in (root, *root.walk()) if group in node.children)
        return next((node for node in siblings if node.name == name and not node.placed and not node.children), None)


def _free(groups: Sequence[_Node], at: int, name: str) -> int | None:
    """The first group from ``at`` on that still waits for a column of that name."""
    for position in range(at, len(groups)):
        if name and any(child.name == name and not child.placed for child in groups[position].children):
            return position
    return None


def _flat(node: _Node) -> list[Column]:
    found: list[Column] = []
    for child in node.printed:
        if child is None:
            found.append(None)
        elif not child.children:
            found.append(child.key)
        elif child.printed:
            found += _flat(child)
        else:  # a group whose own heads were left out stands for them in the form's order
            found += [leaf.key for leaf in child.walk() if not leaf.children and not leaf.placed]
    return found


def _all(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.under)
