"""Whether a row's figures stand in the grid columns of their heads: spans and lost cells may cancel out in number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .base import SourceCell, SourceTable
from .rows import FormRow, full_window, is_figure

_FEWEST_NUMBERED = 3  # rows that make a column of running numbers


class Places:
    """The grid columns of the figures in one physical table, as most of its complete rows have them."""

    def __init__(self, source: SourceTable, rows: Sequence[FormRow]) -> None:
        self._spanned = any(cell.colspan > 1 or cell.rowspan > 1 for line in source.rows for cell in line)
        self._usual: dict[tuple[str, int], Counter[tuple[int, ...]]] = {}
        for row in rows:
            if row.keys and (start := full_window(row)) is not None:
                columns = _columns(row.cells[start : start + len(row.keys)])
                self._usual.setdefault((row.table.key, len(row.keys)), Counter())[columns] += 1
        self._numbered = _are_numbered(rows)
        self._covered = {number for row in rows for number in _rows_below(row)}

    def doubt(self, row: FormRow, start: int) -> str:
        """Why the figures from ``start`` on may belong to other columns, or nothing."""
        if row.number in self._covered:
            return "上一行有跨行的数伸到这一行，不能确定各数属于哪一列"
        if self._numbered and _is_crowded(row):
            return "各行前面或后面有一列像是行次或年度，这一行又有空格，不能确定各数属于哪一列"
        if self._spanned and _is_crowded(row) and len(row.starts) > len(row.keys) and None not in row.keys:
            return "表头里有一列不是表样里的，这一行又有空格，不能确定各数属于哪一列"
        figures = row.cells[start : start + len(row.keys)]
        exact = len(row.cells) - start == len(row.keys) and all(cell.text for cell in figures)
        if not self._spanned or exact:
            return ""
        usual = self._usual.get((row.table.key, len(row.keys)), Counter())
        known = [columns for columns, _ in usual.most_common(1) if row.item is not None]
        if len(row.starts) == len(row.keys):
            known.append(row.starts)
        if known and _columns(figures) not in known:
            return "这一行有合并格或空格，各格与表头的各列没有对齐，不能确定各数属于哪一列"
        return ""


def _is_crowded(row: FormRow) -> bool:
    """Whether more cells stand behind the label than the row has figures, and one of them is empty."""
    behind = row.cells[row.label + 1 :]
    return len(behind) > len(row.keys) > 0 and not all(cell.text for cell in behind)


def _are_numbered(rows: Sequence[FormRow]) -> bool:
    """Whether the first or the last cells behind the labels count the rows, or all name one year."""
    crowded = [row.cells[row.label + 1 :] for row in rows if _is_crowded(row)]
    for at in (0, -1):
        texts = [cells[at].text.strip() for cells in crowded]
        if len(texts) < _FEWEST_NUMBERED or not all(text.isascii() and text.isdigit() for text in texts):
            continue
        numbers = [int(text) for text in texts]
        steps = {after - before for before, after in pairwise(numbers)}
        if steps == {1} or (steps == {0} and 2000 < numbers[0] < 2100):
            return True
    return False


def _columns(cells: Sequence[SourceCell]) -> tuple[int, ...]:
    return tuple(cell.column for cell in cells)


def _rows_below(row: FormRow) -> Iterator[int]:
    """The rows into which a figure of this row spans."""
    for position, cell in enumerate(row.cells[row.label + 1 :]):
        own = position < len(row.keys) or not row.keys
        if cell.rowspan > 1 and own and (is_figure(cell.text) or not cell.text):
            yield from range(row.number + 1, row.number + cell.rowspan)
