"""One line a cell, as programs that analyse like it: CSV."""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from reports.exchange.base import Problem, UnreadableFileError
from reports.exchange.number import read_number
from reports.schema import SCHEMAS, Schema
from reports.value import Number, ReportValue, Scope, number_text

from .csv_text import read_lines, write_lines
from .fields import TEXTS
from .guard import guarded, unguarded

HEAD = (
    "organ",
    "year",
    "scope",
    "schema",
    "table",
    "row",
    "column",
    "cell",
    "row_label",
    "column_label",
    "unit",
    "value",
)
_Whose = tuple[str, int, Scope, Schema]


class LongTable:
    """Blank cells have a line with an empty value; texts follow the cells, with ``texts`` as their table."""

    extensions = (".csv",)

    def write(self, values: Iterable[ReportValue], file: BinaryIO) -> None:
        write_lines(file, self._lines(values))

    def _lines(self, values: Iterable[ReportValue]) -> Iterator[Sequence[object]]:
        yield HEAD
        for value in values:
            whose = (guarded(value.organ), value.year, value.scope.value, value.schema.key)
            for key, spec in value.schema.specs.items():
                names = (spec.table.key, spec.row.key, spec.column.key, key)
                labels = (guarded(spec.row_label), guarded(spec.column.label), spec.unit)
                yield (*whose, *names, *labels, number_text(value.cells[key]))
            headings = {section.key: section.heading for section in value.schema.sections}
            for key, text in value.texts.items():
                if text:
                    names = (TEXTS.rstrip("."), key, "", f"{TEXTS}{key}")
                    yield (*whose, *names, headings.get(key, ""), "", "", guarded(text))

    def read(self, data: bytes) -> tuple[tuple[ReportValue, ...], tuple[Problem, ...]]:
        """The reports in the order in which they first appear, and what could not be read.

        Raises :class:`UnreadableFileError` when the headings are missing.
        """
        lines = read_lines(data)
        head = next(lines, [])
        wanted = ("organ", "year", "scope", "schema", "cell", "value")
        if missing := [name for name in wanted if name not in head]:
            raise UnreadableFileError(f"第一行里缺少这些列：{'、'.join(missing)}")
        places = [head.index(name) for name in wanted]
        found: dict[_Whose, tuple[dict[str, Number | None], dict[str, str]]] = {}
        problems: list[Problem] = []
        for number, line in enumerate(lines, start=2):
            if not any(line):
                continue
            place = f"第{number}行"
            parts = [line[column] if column < len(line) else "" for column in places]
            whose = _whose(parts)
            if whose is None:
                problems.append(Problem(place, "年度、范围或格式不认识，这一行没有读入"))
                continue
            cells, texts = found.setdefault(whose, ({}, {}))
            if problem := _read_into(cells, texts, whose[3], parts[4], parts[5]):
                problems.append(Problem(place, problem, parts[4]))
        values = (
            ReportValue(schema, organ, year, scope, cells, texts)
            for (organ, year, scope, schema), (cells, texts) in found.items()
        )
        return tuple(values), tuple(problems)


def _whose(parts: Sequence[str]) -> _Whose | None:
    organ, year, scope, schema = parts[:4]
    if not (year.isascii() and year.isdigit() and len(year) <= 4) or scope not in tuple(Scope) or schema not in SCHEMAS:
        return None
    return unguarded(organ), int(year), Scope(scope), SCHEMAS[schema]


def _read_into(cells: dict[str, Number | None], texts: dict[str, str], schema: Schema, key: str, content: str) -> str:
    """Put one line's content where it belongs; what is wrong with it, or nothing."""
    text_key = key.removeprefix(TEXTS)
    if key in cells or (text_key != key and text_key in texts):
        return f"“{key}”写了两次，以前一次为准"
    if text_key != key and text_key in schema.text_keys:
        texts[text_key] = unguarded(content)
        return ""
    if key not in schema.specs:
        return f"“{key}”不在{schema.document}的格式里，没有读入"
    reading = read_number(content, schema.specs[key].kind)
    cells[key] = reading.number
    return reading.problem
