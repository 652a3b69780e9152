"""A table with one row a report, read: what every row says, and what is wrong with it, by row and column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from reports.exchange.base import Problem, UnreadableFileError
from reports.exchange.number import LARGEST_COUNT, LONGEST_AMOUNT, MOST_PLACES, read_number
from reports.schema import CellKey, Kind, Schema, schema_of_year
from reports.value import Number, ReportValue, Scope, number_text

from .fields import CLEAR, FORM, ORGAN, SCOPE, TEXTS, YEAR, Field, field_of, form_of, scope_of

Raw = object
"""What a cell of the file holds: a text, a number, nothing."""

HEAD_WITHIN = 10  # the headings stand in one of so many first rows
PLACES = ".places"  # of an amount: how many decimals it was filed with
_SAFE_DIGITS = 9  # a run of so many digits needs no further look


@dataclass(frozen=True)
class TableRow:
    """One row. ``scope`` and ``schema`` are ``None`` where the table does not say; ``year`` is then 0, ``organ`` empty.

    ``cells`` and ``texts`` have what the row holds; ``cleared`` are cells that it says are to be emptied. ``problems``
    are faults, ``notes`` what was read after something was taken away.
    """

    number: int
    sheet: str
    organ: str = ""
    year: int = 0
    scope: Scope | None = None
    schema: Schema | None = None
    cells: Mapping[CellKey, Number] = dataclass_field(default_factory=dict)
    texts: Mapping[str, str] = dataclass_field(default_factory=dict)
    cleared: frozenset[CellKey] = frozenset()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def place(self) -> str:
        return _place(self.sheet, self.number)

    def value(self) -> ReportValue | None:
        """The row as a report by itself; ``None`` where it does not say whose, or of no form."""
        if self.schema is None:
            return None
        cells = {key: number for key, number in self.cells.items() if key in self.schema.specs}
        texts = {key: text for key, text in self.texts.items() if key in self.schema.text_keys}
        return ReportValue(self.schema, self.organ, self.year, self.scope or Scope.OWN, cells, texts)


@dataclass(frozen=True)
class WideRows:
    """The rows of a file; ``columns`` are those that were understood, ``unknown`` the headings that were not."""

    rows: tuple[TableRow, ...]
    columns: tuple[Field, ...]
    unknown: tuple[str, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for row in self.rows for problem in row.problems)

    def values(self) -> tuple[ReportValue, ...]:
        return tuple(value for row in self.rows if (value := row.value()) is not None)


def rows_of(sheets: Iterable[tuple[str, Sequence[Sequence[Raw]]]]) -> WideRows:
    """All rows of the sheets that have the headings; ``sheets`` are names (empty for a CSV file) and contents.

    Raises :class:`UnreadableFileError` when none has.
    """
    rows: list[TableRow] = []
    columns: dict[str, Field] = {}
    unknown: dict[str, None] = {}
    has_head = False
    for sheet, lines in sheets:
        head = _head(lines)
        if head is None:
            continue
        has_head = True
        reader = _RowReader(sheet, [_text(cell) for cell in lines[head]])
        columns |= {field.key: field for field in reader.fields.values()}
        unknown |= dict.fromkeys(reader.unknown)
        rows.extend(reader.rows(lines, head + 1))
    if not has_head:
        raise UnreadableFileError(
            f"表格的前{HEAD_WITHIN}行里没有表头：第一行要写列名，至少要有“{ORGAN.labels[0]}”和“{YEAR.labels[0]}”两列"
        )
    if not rows:
        raise UnreadableFileError("表格里只有表头，没有一行报告")
    return WideRows(tuple(rows), tuple(columns.values()), tuple(unknown))


def _head(lines: Sequence[Sequence[Raw]]) -> int | None:
    for number, line in enumerate(lines[:HEAD_WITHIN]):
        if {ORGAN, YEAR} <= {field_of(_text(cell)) for cell in line}:
            return number
    return None


def _text(raw: Raw) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)


def _place(sheet: str, row: int, heading: str = "") -> str:
    where = f"工作表“{sheet}”" if sheet else ""
    return f"{where}第{row}行" + (f"“{heading}”列" if heading else "")


class _RowReader:
    """Reads the rows below one line of headings."""

    def __init__(self, sheet: str, head: Sequence[str]) -> None:
        self.sheet, self.head = sheet, head
        self.fields: dict[int, Field] = {}
        self.places: dict[int, str] = {}
        self.unknown: list[str] = []
        for column, heading in enumerate(head):
            known = field_of(heading)
            if heading.endswith(PLACES):
                self.places[column] = heading.removesuffix(PLACES)
            elif known is None:
                if heading.strip():
                    self.unknown.append(heading.strip())
            elif known in self.fields.values():
                raise UnreadableFileError(f"{_place(sheet, 1)}：“{heading}”这一列写了两次，不能确定以哪一列为准")
            else:
                self.fields[column] = known

    def rows(self, lines: Sequence[Sequence[Raw]], first: int) -> Iterator[TableRow]:
        for number, line in enumerate(lines[first:], start=first + 1):
            if any(raw is not None and raw != "" for raw in line):
                yield self._row(number, line)

    def _row(self, number: int, line: Sequence[Raw]) -> TableRow:
        self.number = number
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        whose = {
            field.key: _text(line[column]).strip()
            for column, field in self.fields.items()
            if field in (ORGAN, YEAR, SCOPE, FORM) and column < len(line)
        }
        year = self._year(whose.get(YEAR.key, ""))
        scope = self._scope(whose.get(SCOPE.key, ""))
        schema = self._form(whose.get(FORM.key, ""), year)
        organ = whose.get(ORGAN.key, "")
        places = {key: _text(line[column]) for column, key in self.places.items() if column < len(line)}
        cells: dict[CellKey, Number] = {}
        texts: dict[str, str] = {}
        cleared: set[CellKey] = set()
        for column, field in self.fields.items():
            raw = line[column] if column < len(line) else None
            if raw is None or raw == "" or field in (ORGAN, YEAR, SCOPE, FORM):
                continue
            if field.is_text:
                texts[field.key.removeprefix(TEXTS)] = _text(raw)
            elif schema is not None and field.key not in schema.specs:
                self._problem(field.key, column, f"{schema.document}的格式里没有这一格，请留空")
            elif isinstance(raw, str) and raw.strip() == CLEAR:
                cleared.add(field.key)
            else:
                figure = self._number(raw, field, column)
                if figure is not None:
                    digits = places.get(field.key, "")
                    cells[field.key] = _with_places(figure, digits) if isinstance(figure, Decimal) else figure
        return TableRow(
            number,
            self.sheet,
            organ,
            year,
            scope,
            schema,
            cells,
            texts,
            frozenset(cleared),
            tuple(self.problems),
            tuple(self.notes),
        )

    def _problem(self, key: str, column: int, message: str, *, unread: bool = True) -> None:
        place = _place(self.sheet, self.number, self.head[column].strip())
        self.problems.append(Problem(place, message, key, unread))

    def _fault(self, field: Field, message: str) -> None:
        column = next((column for column, known in self.fields.items() if known is field), 0)
        self._problem("", column, message)

    def _year(self, text: str) -> int:
        digits = text.removesuffix("年")
        if digits.isascii() and digits.isdigit() and len(digits) == 4:
            return int(digits)
        self._fault(YEAR, f"年度“{text}”不是四位数字" if text else "没有写年度")
        return 0

    def _scope(self, text: str) -> Scope | None:
        scope = scope_of(text) if text else None
        if text and scope is None:
            self._fault(SCOPE, f"范围“{text}”不认识，应写“本机关”或“本级汇总”")
        return scope

    def _form(self, text: str, year: int) -> Schema | None:
        schema = form_of(text) if text else schema_of_year(year)
        if text and schema is None:
            self._fault(FORM, f"格式“{text}”不认识")
        elif year and schema is None:
            self._fault(YEAR, f"{year}年没有统一的统计表格")
        return schema

    def _number(self, raw: Raw, field: Field, column: int) -> Number | None:
        kind = field.kind or Kind.COUNT
        match raw:
            case str() if kind is Kind.COUNT and len(raw) <= _SAFE_DIGITS and raw.isascii() and raw.isdigit():
                if raw == "0" or raw[0] != "0":
                    return int(raw)
            case float() if kind is Kind.COUNT and raw.is_integer() and 0 <= raw <= LARGEST_COUNT:
                return int(raw)
            case bool():
                self._problem(field.key, column, "这一格是“是/否”，不是数字")
                return None
        reading = read_number(_exact(raw), kind)
        if reading.is_mark:
            self.notes.append(self._note(field, column, f"“{raw}”按空白处理"))
        elif reading.problem:
            self._problem(field.key, column, reading.problem)
        elif kind is Kind.MONEY and field.unit and reading.unit not in ("", field.unit):
            self._problem(field.key, column, f"“{raw}”的单位不是{field.unit}，请换算成{field.unit}后只填数字")
            return None
        elif reading.note:
            self.notes.append(self._note(field, column, reading.note))
        return reading.number

    def _note(self, field: Field, column: int, message: str) -> Problem:
        return Problem(_place(self.sheet, self.number, self.head[column].strip()), message, field.key)


def _exact(raw: Raw) -> str:
    """A number's shortest digits that mean just this number, never with an exponent."""
    if isinstance(raw, float):
        return number_text(Decimal(repr(raw))) if not raw.is_integer() else str(int(raw))
    return raw if isinstance(raw, str) else str(raw)


def _with_places(number: Decimal, places: str) -> Decimal:
    """The amount with as many decimals as it was filed with, if it has no more than that."""
    if not (places.isascii() and places.isdigit() and int(places) <= MOST_PLACES + 1):
        return number
    if number.adjusted() > LONGEST_AMOUNT:
        return number
    longer = number.quantize(Decimal(1).scaleb(-int(places)))
    return longer if longer == number else number
