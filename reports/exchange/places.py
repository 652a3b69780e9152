"""Whether a row's figures stand in the grid columns of their heads: spans and lost cells may cancel out in number."""

from collections import Counter
from collections.abc import Iterator, Sequence

from .base import SourceCell, SourceTable
from .rows import FormRow, full_window, is_figure


class Places:
    """The grid columns of the figures in one physical table, as most of its complete rows have them."""

    def __init__(self, source: SourceTable, rows: Sequence[FormRow]) -> None:
        self._spanned = any(cell.colspan > 1 or cell.rowspan > 1 for line in source.rows for cell in line)
        self._usual: dict[tuple[str, int], Counter[tuple[int, ...]]] = {}
        for row in rows:
            if row.keys and (start := full_window(row)) is not None:
                columns = _columns(row.cells[start : start + len(row.keys)])
                self._usual.setdefault((row.table.key, len(row.keys)), Counter())[columns] += 1
        self._covered = {number for row in rows for number in _rows_below(row)}

    def doubt(self, row: FormRow, start: int) -> str:
        """Why the figures from ``start`` on may belong to other columns, or nothing."""
        if row.number in self._covered:
            return "上一行有跨行的数伸到这一行，不能确定各数属于哪一列"
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


def _columns(cells: Sequence[SourceCell]) -> tuple[int, ...]:
    return tuple(cell.column for cell in cells)


def _rows_below(row: FormRow) -> Iterator[int]:
    """The rows into which a figure of this row spans."""
    for position, cell in enumerate(row.cells[row.label + 1 :]):
        own = position < len(row.keys) or not row.keys
        if cell.rowspan > 1 and own and (is_figure(cell.text) or not cell.text):
            yield from range(row.number + 1, row.number + cell.rowspan)
