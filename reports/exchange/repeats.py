"""Tables whose merged cells were taken apart, the text copied into every part, as spreadsheets and converters do it.

They are put together again before they are read: heads and labels that repeat side by side are one cell, and so is a
figure that repeats as often as the head above it. A figure that does not stays apart, and its row is not read.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from .base import SourceCell, SourceTable
from .rows import is_figure

Span = tuple[int, int]  # first column and the one behind the last, from 0


def put_together(table: SourceTable) -> SourceTable:
    """The table with its repeated cells merged; one that was not taken apart is given back as it is."""
    if not _is_taken_apart(table):
        return table
    rows: list[tuple[SourceCell, ...]] = []
    head: list[Span] = []
    above: dict[Span, str] = {}
    for cells in table.rows:
        texts = [cell.text for cell in cells]
        if any(is_figure(text) for text in texts if text):
            spans, above = _spans_of_figures(texts, head), {}
        else:
            spans = head = _runs(texts)
        # A head that stands in the same columns as the one above is the same head.
        kept = [span for span in spans if not texts[span[0]] or above.get(span) != texts[span[0]]]
        rows.append(tuple(replace(cells[first], colspan=end - first) for first, end in kept))
        if spans is head:
            above = {span: texts[span[0]] for span in spans}
    return replace(table, rows=tuple(rows))


def without_empty_edge(table: SourceTable) -> SourceTable:
    """The table without a last column in which every row, heads and all, has an empty cell: word processors add it.

    Only for pages, where a cell is what stands there; text is filled up at the end when a cell was lost.
    """
    while True:
        lines = [row for row in table.rows if row]
        edges = {row[-1].column + row[-1].colspan for row in lines}
        alone = all(len(row) > 1 and not row[-1].text and row[-1].colspan == row[-1].rowspan == 1 for row in lines)
        if not lines or not alone or len(edges) != 1:
            return table
        table = replace(table, rows=tuple(row[:-1] for row in table.rows))


def _is_taken_apart(table: SourceTable) -> bool:
    """No spans, rows of one width, and a first row in which a head stands twice side by side."""
    cells = [cell for row in table.rows for cell in row]
    if any(cell.colspan > 1 or cell.rowspan > 1 for cell in cells) or len({len(row) for row in table.rows}) != 1:
        return False
    first = next(([cell.text for cell in row] for row in table.rows if any(cell.text for cell in row)), [])
    return any(end - start > 1 and first[start] and not is_figure(first[start]) for start, end in _runs(first))


def _runs(texts: Sequence[str]) -> list[Span]:
    """Equal texts side by side."""
    spans: list[Span] = []
    for _text, run in groupby(range(len(texts)), key=lambda column: texts[column] or column):
        columns = list(run)
        spans.append((columns[0], columns[-1] + 1))
    return spans


def _spans_of_figures(texts: Sequence[str], head: Sequence[Span]) -> list[Span]:
    """Labels by their own repetition, figures by that of the head above them."""
    spans: list[Span] = []
    labels = next((column for column, text in enumerate(texts) if not text or is_figure(text)), len(texts))
    spans += _runs(texts[:labels])
    column = labels
    while column < len(texts):
        end = next((end for first, end in head if first == column), column + 1)
        if len(set(texts[column:end])) > 1:
            end = column + 1
        spans.append((column, end))
        column = end
    return spans
