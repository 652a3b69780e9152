"""Figures bound into a text: a field that stands for cells and is shown as what they hold, so that both cannot part.

In the stored text a field is ``{{applications.granted.total}}``; cells are added up with ``+``. What is shown of them
is named behind a bar: ``{{a+b|change}}`` the change on last year in per cent, ``{{a|difference}}`` in pieces,
``{{a/b+c|share}}`` the share of ``a`` in ``b`` + ``c``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

from reports.schema import CellKey, Item, Schema
from reports.value import Number, ReportValue, number_text

UNFILLED = "【未填】"  # shown where there is no figure to show

_FIELD = re.compile(r"\{\{([^{}\n]*)\}\}")
_DIGITS = 30  # of a decimal before or behind its point: no amount has more
_CELL = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+){2}")


class Form(StrEnum):
    """What of its cells a field shows."""

    NUMBER = "number"
    CHANGE = "change"  # on last year, in per cent
    DIFFERENCE = "difference"  # from last year, in pieces
    SHARE = "share"  # in a whole, in per cent

    @property
    def label(self) -> str:
        return {Form.NUMBER: "数值", Form.CHANGE: "同比", Form.DIFFERENCE: "增减", Form.SHARE: "占比"}[self]


@dataclass(frozen=True)
class Field:
    """The sum of ``cells``, shown in a form; ``whole`` are the cells a share is of."""

    cells: tuple[CellKey, ...]
    form: Form = Form.NUMBER
    whole: tuple[CellKey, ...] = ()

    @property
    def token(self) -> str:
        """How it stands in a stored text."""
        cells = "+".join(self.cells) + (f"/{'+'.join(self.whole)}" if self.whole else "")
        return f"{{{{{cells}}}}}" if self.form is Form.NUMBER else f"{{{{{cells}|{self.form}}}}}"

    def label(self, schema: Schema) -> str:
        """Its name in the form's words: 表三 （一）予以公开·总计 占 表三 （七）总计·总计（占比）."""
        name = sum_label(schema, self.cells)
        match self.form:
            case Form.NUMBER:
                return name
            case Form.SHARE:
                return f"{name} 占 {sum_label(schema, self.whole)}（{self.form.label}）"
            case _:
                return f"{name}（{self.form.label}）"


@dataclass(frozen=True)
class Piece:
    """A run of a shown text and where it stands in the stored one; ``field`` is empty for words as they were typed.

    ``problem`` says why a field could not be shown.
    """

    start: int
    end: int
    stored_start: int
    stored_end: int
    field: Field | None = None
    problem: str = ""


@dataclass(frozen=True)
class Resolved:
    """A text as it is shown, with its pieces in order and without gaps."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def problems(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.problem)

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start`` to ``end`` of the shown text stand in the stored one; a field goes whole."""
        first = next((piece for piece in self.pieces if start < piece.end), None)
        last = next((piece for piece in self.pieces if end <= piece.end), None)
        length = self.pieces[-1].stored_end if self.pieces else 0
        begin = length if first is None else _inside(first, start, first.stored_start)
        return begin, max(begin, length if last is None else _inside(last, end, last.stored_end))


def _inside(piece: Piece, at: int, edge: int) -> int:
    typed = piece.field is None and piece.end - piece.start == piece.stored_end - piece.stored_start
    return piece.stored_start + max(0, at - piece.start) if typed else edge


def field_of(token: str) -> Field | None:
    """The field a token stands for, whatever cells it names; ``None`` for any other text."""
    found = _FIELD.fullmatch(token)
    return _read(found[1]) if found else None


@cache
def _read(inner: str) -> Field | None:
    summed, bar, form = inner.strip().partition("|")
    parts, slash, whole = summed.partition("/")
    if (bar and form not in (Form.CHANGE, Form.DIFFERENCE, Form.SHARE)) or bool(slash) != (form == Form.SHARE):
        return None
    cells, of = _cells(parts), _cells(whole) if slash else ()
    if not cells or (slash and not of):
        return None
    return Field(cells, Form(form) if bar else Form.NUMBER, of)


def _cells(summed: str) -> tuple[CellKey, ...]:
    cells = tuple(key.strip() for key in summed.split("+"))
    return cells if all(_CELL.fullmatch(key) for key in cells) else ()


def resolve(text: str, value: ReportValue, previous: ReportValue | None = None) -> Resolved:
    """``text`` with every field replaced by what the cells hold; ``previous`` is last year's report.

    A field that has nothing to show becomes 【未填】; one that nobody can read stays as it stands. Both are problems.
    """
    pieces: list[Piece] = []
    shown: list[str] = []
    length = at = 0

    def add(words: str, end: int, field: Field | None = None, problem: str = "") -> None:
        nonlocal length, at
        if end > at:
            pieces.append(Piece(length, length + len(words), at, end, field, problem))
            shown.append(words)
            length, at = length + len(words), end

    for found in _FIELD.finditer(text):
        add(text[at : found.start()], found.start())
        field = _read(found[1])
        if field is None or any(key not in value.schema.specs for key in (*field.cells, *field.whole)):
            add(found[0], found.end(), None, f"“{found[0]}”不是本表的栏目")
        else:
            figure, problem = figure_text(field, value, previous)
            add(figure, found.end(), field, problem)
    add(text[at:], len(text))
    return Resolved("".join(shown), tuple(pieces))


@dataclass(frozen=True, eq=False)
class ShownValue(ReportValue):
    """A report as it is read; ``fields`` has of each text the pieces that are bound figures."""

    fields: Mapping[str, tuple[Piece, ...]] = dataclass_field(default_factory=dict)


def field_at(value: ReportValue, key: str, start: int, end: int) -> Field | None:
    """The field that shows the characters ``start`` to ``end`` of a text; ``None`` where they were typed."""
    pieces = value.fields.get(key, ()) if isinstance(value, ShownValue) else ()
    return next((piece.field for piece in pieces if piece.start <= start and end <= piece.end), None)


def resolved_value(value: ReportValue, previous: ReportValue | None = None) -> ReportValue:
    """The report as it is read: every bound figure shown."""
    bound = {key: text for key, text in value.texts.items() if "{{" in text}
    if not bound:
        return value
    shown = {key: resolve(text, value, previous) for key, text in bound.items()}
    return ShownValue(
        value.schema,
        value.organ,
        value.year,
        value.scope,
        value.cells,
        {**value.texts, **{key: resolved.text for key, resolved in shown.items()}},
        {key: tuple(piece for piece in resolved.pieces if piece.field) for key, resolved in shown.items()},
    )


def figure_text(field: Field, value: ReportValue, previous: ReportValue | None) -> tuple[str, str]:
    """What a field whose cells are in the form shows, and why it cannot be shown (then 【未填】)."""
    try:
        return _figure_text(field, value, previous), ""
    except _NoFigureError as problem:
        return UNFILLED, str(problem)


class _NoFigureError(Exception):
    """A field has nothing to show."""


def _figure_text(field: Field, value: ReportValue, previous: ReportValue | None) -> str:
    number = _sum(field.cells, value)
    match field.form:
        case Form.NUMBER:
            return number_text(number)
        case Form.SHARE:
            return _share(number, _sum(field.whole, value))
        case _:
            if previous is None:
                raise _NoFigureError("没有上年的报告，无法比较")
            last = _sum(field.cells, previous, "上年")
            return _change(number, last) if field.form is Form.CHANGE else _difference(number, last)


def _sum(cells: tuple[CellKey, ...], value: ReportValue, year: str = "") -> Number:
    total: Number = 0
    specs = value.schema.specs
    if any(key not in specs for key in cells):
        raise _NoFigureError("上年的报告没有这一栏")
    if len({(specs[key].unit, specs[key].kind) for key in cells}) > 1:
        raise _NoFigureError("单位不同，不能相加")
    for key in cells:
        number = value[key]
        if number is None:
            raise _NoFigureError(f"{year}“{specs[key].label}”未填")
        if isinstance(number, Decimal) and (not number.is_finite() or abs(number.adjusted()) > _DIGITS):
            raise _NoFigureError(f"{year}“{specs[key].label}”不是可用的数")
        total = _plus(total, number)
    return total


def _plus(one: Number, other: Number) -> Number:
    """The exact sum, a decimal one with the more places of the two."""
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    if one == 0 and isinstance(one, int):
        return other
    places = max(_places(one), _places(other))
    scaled = sum(int(Fraction(number) * 10**places) for number in (one, other))
    digits = tuple(int(digit) for digit in str(abs(scaled)))
    return Decimal((int(scaled < 0), digits, -places))


def _places(number: Number) -> int:
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _share(part: Number, whole: Number) -> str:
    if whole <= 0 or part < 0:
        raise _NoFigureError("合计为0，无法计算占比" if whole == 0 else "有负数，无法计算占比")
    share = Fraction(part) / Fraction(whole)
    return f"{int(share) * 100}%" if share in (0, 1) else _per_cent(share)


def _change(number: Number, last: Number) -> str:
    if number == last:
        return "持平"
    if last <= 0:
        raise _NoFigureError("上年为0，无法计算同比" if last == 0 else "上年是负数，无法计算同比")
    per_cent = _per_cent(abs(Fraction(number) - Fraction(last)) / Fraction(last))
    if per_cent == "0.0%":
        return "基本持平"
    return f"{'增长' if number > last else '下降'}{per_cent}"


def _difference(number: Number, last: Number) -> str:
    """The direction goes with the number, so that it turns with it; the unit is left to the text."""
    if number < last:
        return f"减少{number_text(_plus(last, -number))}"
    return f"增加{number_text(_plus(number, -last))}"


def _per_cent(share: Fraction) -> str:
    """To one place, half up: 12.3%."""
    tenths = (share.numerator * 2000 + share.denominator) // (share.denominator * 2)
    return f"{tenths // 10}.{tenths % 10}%"


def sum_label(schema: Schema, cells: tuple[CellKey, ...]) -> str:
    """A cell's label; of several, the label of the group they are, or theirs with ＋ between."""
    named = sums(schema)
    if cells in named:
        return named[cells]
    return "＋".join(schema.specs[key].label if key in schema.specs else key for key in cells)


@cache
def sums(schema: Schema) -> Mapping[tuple[CellKey, ...], str]:
    """Every figure the form has words for, with its label: cells, groups of rows or columns, the sides of balances."""
    found: dict[tuple[CellKey, ...], str] = {(key,): spec.label for key, spec in schema.specs.items()}
    for section in schema.sections:
        for table in section.tables:
            rows = dict(_groups(tuple(row for block in table.blocks for row in block.rows)))
            for balance in table.balances:
                for side in (balance.left, balance.right):
                    rows[side] = "＋".join(table.row_paths[row][-1].short for row in side)
            for group, label in rows.items():
                for column in table.column_items:
                    cells = tuple(table.cell(row, column.key) for row in group)
                    found.setdefault(cells, f"表{section.number} {label}·{column.label}")
            for group, label in _groups(table.columns):
                for row in table.row_items:
                    cells = tuple(table.cell(row.key, column) for column in group)
                    found.setdefault(cells, f"表{section.number} {schema.specs[cells[0]].row_label}·{label}")
    return found


def _groups(items: tuple[Item, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The groups that hold no total of their own: the keys under them, and the label."""
    for item in items:
        if item.under and not any(leaf.total_of for leaf in item.leaves):
            yield tuple(leaf.key for leaf in item.leaves), item.label
        yield from _groups(item.under)
