"""Sheets that are not our template -> lines and tables, to be understood by their labels like any other file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from reports.schema import SCHEMAS, Kind

from ..base import Problem, ReadResult, SourceCell, SourceTable, UnreadableFileError, column_letters
from ..number import read_number
from ..rows import RowReader, is_figure
from ..sections import is_heading
from ..source import DEEPEST_SPAN, MOST_CELLS, WIDEST_SPAN, Block, Line, Source
from ..title import identify, is_title
from ..understand import NO_TABLE, understand
from .marks import is_mark
from .sheets import Place, Range, Sheet

_LONGEST_LABEL = 60
# Who filled the sheet in, as it stands above and below tables; the organ is taken from it, the rest is no prose.
_FILLED_IN = re.compile(
    r"^(?:填报|填表|制表|报送|编制|审核|审批|复核|联系|负责|经办|报告|单位)(?:单位|机关|部门|人|员|时间|日期|电话|方式|年度|年份|负责人)*"
    r"(?:[(（][^()（）]{0,8}[)）])?\s*[:：]"
)
_ORGAN = re.compile(r"^(?:填报|报送|编制|报告)(?:单位|机关|部门)(?:[(（][^()（）]{0,8}[)）])?\s*[:：]\s*(\S{2,40})")
_YEAR = re.compile(r"(20\d\d)\s*年")
_NEWEST = list(SCHEMAS.values())[-1]
_READERS = [RowReader(schema, 0) for schema in SCHEMAS.values()]

Cells = tuple[SourceCell, ...]
Rows = Sequence[tuple[int, Cells]]


def read_foreign(sheets: Sequence[Sheet], filename: str) -> ReadResult:
    """The report by its labels. Hidden sheets are read only when nothing is found in those that can be seen.

    Raises :class:`UnreadableFileError`.
    """
    seen = [sheet for sheet in sheets if not sheet.hidden]
    hidden = [sheet for sheet in sheets if sheet.hidden and any(map(any, sheet.rows))]
    remarks: list[Problem] = []
    try:
        result = understand(source(seen), filename)
    except UnreadableFileError:
        if not hidden:
            raise
        result = understand(source(sheets), filename)
        names = "、".join(f"“{sheet.name}”" for sheet in hidden)
        remarks.append(Problem("", f"表格在隐藏的工作表{names}里，请核对是不是要报的这一份"))
        hidden = []
    if hidden:
        names = "、".join(f"“{sheet.name}”" for sheet in hidden)
        remarks.append(Problem("", f"隐藏的工作表{names}没有读入"))
    return annotated(replace(result, problems=(*remarks, *result.problems)), sheets)


def annotated(result: ReadResult, sheets: Sequence[Sheet]) -> ReadResult:
    """The result with what the sheets know of a cell: why it looks empty, what was rounded."""
    by_name = {sheet.name: sheet for sheet in sheets}
    problems = list(result.problems)
    for key, where in result.sources.items():
        sheet, at = by_name.get(where.sheet), (where.row - 1, where.column - 1)
        if sheet is None:
            continue
        label = result.value.schema.specs[key].label
        if fault := sheet.faults.get(at):
            problems = [problem for problem in problems if problem.cell != key or problem.place != where.place]
            problems.append(Problem(where.place, f"{label}：{fault}", key, unread=key not in _filled(result)))
        elif (note := sheet.notes.get(at)) and key in _filled(result):
            problems.append(Problem(where.place, f"{label}：{note}", key))
    return replace(result, problems=tuple(_explained(result, problems, by_name)))


def _explained(result: ReadResult, problems: Sequence[Problem], by_name: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Problems of whole rows; what is wrong with a row's one cell that only looks empty goes before the count."""
    faults: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for sheet in by_name.values():
        for (row, column), fault in sheet.faults.items():
            faults[f"工作表“{sheet.name}”第{row + 1}行"].append((column, fault))
    for problem in problems:
        own = faults.get(problem.place, [])
        if problem.cell and problem.unread and len(own) == 1:
            column, fault = own[0]
            label = result.value.schema.specs[problem.cell].label
            place = f"{problem.place}{column_letters(column + 1)}列"
            yield replace(problem, place=place, message=f"{label}：{fault}")
        else:
            yield problem


def _filled(result: ReadResult) -> set[str]:
    return {key for key, number in result.value.cells.items() if number is not None}


def source(sheets: Iterable[Sheet]) -> Source:
    """The blocks of all the sheets in their order; a sheet's name may be the title."""
    blocks: list[Block] = []
    titles: list[str] = []
    cells = 0
    for sheet in sheets:
        found = list(_blocks(sheet))
        cells += sum(len(row) for block in found if isinstance(block, SourceTable) for row in block.rows)
        if cells > MOST_CELLS:
            raise UnreadableFileError("工作表里的表格太大，不是年度报告：请只保留年度报告的工作表，另存一份再导入")
        if found and is_heading(_NEWEST, sheet.name) and not _opens(found):
            blocks.append(Line(sheet.name))
        blocks += found
        if is_title(sheet.name):
            titles.append(sheet.name)
    titles += _said_title(blocks)
    blocks = [block for block in blocks if isinstance(block, SourceTable) or not _is_filled_in(block.text)]
    if not any(isinstance(block, SourceTable) for block in blocks):
        raise UnreadableFileError(NO_TABLE)
    return Source(tuple(blocks), tuple(titles))


def _is_filled_in(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and bool(_FILLED_IN.match(text)) and "元" not in text


def _said_title(blocks: Sequence[Block]) -> Iterator[str]:
    """A title from 填报单位：… and the one year that short lines name, where no title names the organ."""
    lines = [block.text for block in blocks if isinstance(block, Line) and len(block.text) <= _LONGEST_LABEL]
    if identify(lines, "", "", "").organ:
        return
    organs = {found[1] for line in lines if (found := _ORGAN.match(line))}
    years = {found for line in lines for found in _YEAR.findall(line)}
    if len(organs) == 1 and len(years) == 1:
        yield f"{organs.pop()}{years.pop()}年政府信息公开工作年度报告"


def _opens(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, Line) and is_heading(_NEWEST, block.text) for block in blocks)


def _blocks(sheet: Sheet) -> Iterator[Block]:
    """Runs of rows with several cells are tables; what stands alone in a row is a line, unless the form prints it."""
    run: list[tuple[int, Cells]] = []
    for number, cells in physical_rows(sheet):
        filled = [cell.text for cell in cells if cell.text]
        if not filled:
            if run:
                run.append((number, cells))
        elif lines := _lines(filled):
            yield from _tables(sheet, run)
            run = []
            yield from map(Line, lines)
        else:
            run.append((number, cells))
    yield from _tables(sheet, run)


def _lines(filled: Sequence[str]) -> list[str]:
    """The paragraphs of a row that is no row of a table."""
    if len(filled) == 1:
        text = filled[0]
        if _is_statutory(text) or read_number(text, Kind.CHANGE).number is not None:
            return []
        return [line.strip() for line in text.split("\n") if line.strip()]
    if len(filled) <= 6 and _FILLED_IN.match(f"{filled[0].rstrip(':：')}：") and not any(map(_is_statutory, filled)):
        said = "　".join(filled) if re.search("[:：]", filled[0]) else f"{filled[0]}：{'　'.join(filled[1:])}"
        return [line.strip() for line in said.split("\n") if line.strip()]
    if any(is_heading(_NEWEST, text) and not _is_statutory(text) for text in filled) and not any(
        len(text) <= _LONGEST_LABEL and _is_statutory(text) for text in filled
    ):
        return [line.strip() for text in filled for line in text.split("\n") if line.strip()]
    return []


def _is_statutory(text: str) -> bool:
    """A label, a head or a band of any form; running text that only mentions one is none."""
    return len(text) <= _LONGEST_LABEL and "。" not in text and any(reader.is_statutory(text) for reader in _READERS)


def physical_rows(sheet: Sheet) -> Iterator[tuple[int, Cells]]:
    """The sheet's rows (from 0) with their physical cells: a merged cell once, where it begins."""
    starts: dict[Place, Range] = {area[0]: area for area in sheet.ranges}
    covered = _covered(sheet)
    for row, texts in enumerate(sheet.rows):
        cells: list[SourceCell] = []
        for column, text in enumerate(texts):
            if (row, column) in covered:
                continue
            (top, left), (bottom, right) = starts.get((row, column), ((row, column), (row, column)))
            shown = "" if is_mark(text) else text.strip()
            cells.append(
                SourceCell(
                    shown,
                    column + 1,
                    min(bottom - top + 1, DEEPEST_SPAN),
                    min(right - left + 1, WIDEST_SPAN),
                )
            )
        yield row, tuple(cells)


def _covered(sheet: Sheet) -> set[Place]:
    """Cells hidden under a merged one."""
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    found: set[Place] = set()
    for (top, left), (bottom, right) in sheet.ranges:
        for row in range(top, min(bottom, height - 1) + 1):
            found.update((row, column) for column in range(left, min(right, width - 1) + 1))
        found.discard((top, left))
    return found


def _tables(sheet: Sheet, run: Rows) -> Iterator[SourceTable]:
    """The tables of a run of rows that stand side by side, parted by columns in which nothing stands.

    Empty rows part them only where tables stand side by side above or below, or where a head follows: a table may have
    empty rows of its own.
    """
    bands = _bands(run)
    for band in bands if any(len(_parts(band)) > 1 for band in bands) else _headed(run, bands):
        for first, last in _parts(band):
            rows = tuple(tuple(cell for cell in cells if first <= cell.column <= last) for _, cells in band)
            table = SourceTable(_up_to_heads(rows), sheet.name, band[0][0] + 1)
            if not table.is_empty:
                yield table


def _headed(run: Rows, bands: Sequence[Rows]) -> list[Rows]:
    """The run cut in front of each band that opens with a head, where figures came before: another table begins."""
    starts: list[int] = []
    has_figures = False
    for band in bands:
        if not starts or (has_figures and _is_head(band[0][1])):
            starts.append(band[0][0])
            has_figures = False
        has_figures |= any(is_figure(cell.text) for _, cells in band for cell in cells if cell.text)
    ends = [*starts[1:], bands[-1][-1][0] + 1] if bands else []
    return [[row for row in run if start <= row[0] < end] for start, end in zip(starts, ends, strict=True)]


def _is_head(cells: Cells) -> bool:
    texts = [cell.text for cell in cells if cell.text]
    return any(reader.is_head(text) for text in texts for reader in _READERS) and not any(map(is_figure, texts))


def _up_to_heads(rows: tuple[Cells, ...]) -> tuple[Cells, ...]:
    """Rows without the empty cells behind the last head; they are there for a note beside a few rows."""
    edge = max((_end(cell) for cells in rows if _is_head(cells) for cell in cells if cell.text), default=0)
    figures = [cells for cells in rows if any(is_figure(cell.text) for cell in cells if cell.text)]
    beyond = sum(any(cell.text and cell.column > edge for cell in cells) for cells in figures)
    if not edge or 2 * beyond >= len(figures):
        return rows
    return tuple(_without_empty_end(cells, edge) for cells in rows)


def _without_empty_end(cells: Cells, edge: int) -> Cells:
    while cells and not cells[-1].text and cells[-1].column > edge:
        cells = cells[:-1]
    return cells


def _end(cell: SourceCell) -> int:
    return cell.column + cell.colspan - 1


def _bands(run: Rows) -> list[Rows]:
    """The rows between empty ones."""
    return [list(rows) for filled, rows in groupby(run, key=lambda row: any(cell.text for cell in row[1])) if filled]


def _parts(run: Rows) -> list[tuple[int, int]]:
    """Columns from and to of each table; a part without any word of the form belongs to the figures before it."""
    used: set[int] = set()
    for _, cells in run:
        for cell in cells:
            if cell.text:
                used.update(range(cell.column, cell.column + cell.colspan))
    parts: list[tuple[int, int]] = []
    for column in sorted(used):
        if parts and parts[-1][1] == column - 1:
            parts[-1] = parts[-1][0], column
        else:
            parts.append((column, column))
    joined: list[tuple[int, int]] = []
    for part in parts:
        if joined and not (_has_figures(run, joined[-1]) and _has_words(run, part)):
            joined[-1] = joined[-1][0], part[1]
        else:
            joined.append(part)
    return joined


def _inside(run: Rows, part: tuple[int, int]) -> Iterator[str]:
    return (cell.text for _, cells in run for cell in cells if cell.text and part[0] <= cell.column <= part[1])


def _has_words(run: Rows, part: tuple[int, int]) -> bool:
    return any(not text[:1].isdigit() for text in _inside(run, part))


def _has_figures(run: Rows, part: tuple[int, int]) -> bool:
    return any(text[:1].isdigit() and len(text) < 16 for text in _inside(run, part))
