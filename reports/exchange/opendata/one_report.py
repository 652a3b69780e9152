"""The open data of one report in a CSV file, in either layout, as a file like any other."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from reports.exchange.base import Problem, ReadResult, Source, UnreadableFileError
from reports.value import ReportValue

from .csv_text import read_lines
from .fields import ORGAN, YEAR, field_of
from .long_table import HEAD, LongTable
from .wide_table import WideTable

_FIRST_LINE = re.compile(r"[^\r\n]*")


def is_open_data(text: str) -> bool:
    """Whether the first line holds the headings of our tables."""
    line = _FIRST_LINE.match(text.lstrip("\ufeff"))
    names = re.split(r"[,;\t]", line[0][:2000]) if line else []
    return len(names) > 2 and {ORGAN, YEAR} <= {field_of(name.strip('" ')) for name in names}


class OneReport:
    extensions: tuple[str, ...] = (".csv",)

    def write(self, value: ReportValue) -> bytes:
        """One line a cell."""
        file = io.BytesIO()
        LongTable().write([value], file)
        return file.getvalue()

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        if next(read_lines(data), [])[:5] == list(HEAD[:5]):
            values, problems = LongTable().read(data)
            value = _only(values)
            sources = {key: source for key, source in _sources(data).items() if key in value.schema.specs}
            return ReadResult(value, tuple(_told(value, problems, sources)), sources)
        rows = WideTable().read(data)
        problems = tuple(problem for row in rows.rows for problem in (*row.problems, *row.notes))
        unknown = tuple(Problem("第1行", f"“{name}”这一列不认识，没有读入") for name in rows.unknown)
        return ReadResult(_only(rows.values()), (*problems, *unknown))


def _told(value: ReportValue, problems: Sequence[Problem], sources: Mapping[str, Source]) -> Iterator[Problem]:
    """What could not be read, every cell named that the form has."""
    for one in problems:
        cell = one.cell if one.cell in value.schema.specs else ""
        yield Problem(one.place, one.message, cell, unread=bool(cell) and value.cells[cell] is None)
    named = {one.cell for one in problems}
    for key, source in sources.items():
        if value.cells[key] is None and key not in named:
            yield Problem(f"第{source.row}行", "这一行没有读入，请对照原件填写", key, unread=True)


def _only(values: tuple[ReportValue, ...]) -> ReportValue:
    if len(values) > 1:
        raise UnreadableFileError(f"表里有{len(values)}份报告：请到“年度报告”页面用“导入年度数据”一起导入")
    if not values:
        raise UnreadableFileError("表里没有一份能读的报告：请核对机关、年度、格式这几列")
    return values[0]


def _sources(data: bytes) -> dict[str, Source]:
    cell, content = HEAD.index("cell"), HEAD.index("value")
    return {
        line[cell]: Source(1, number, content + 1, line[content])
        for number, line in enumerate(read_lines(data), start=1)
        if number > 1 and len(line) > content and line[content] and not line[cell].startswith("texts.")
    }
