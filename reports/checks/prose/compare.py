"""The figures of the prose beside those of the tables: what agrees, what does not, and how it is said."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reports.bound import Field, Form, field_at
from reports.checks.base import Check, Finding, Level
from reports.schema import Schema
from reports.value import Number, ReportValue, number_text

from . import quantities
from .mentions import Mention, mentions
from .numbers import Sort
from .quantities import Cells, Figures

TEXT_NAMES = {"preamble": "前言"}
_TEN_THOUSAND = 10_000


class Verdict(NamedTuple):
    """A mention compared. ``cells`` is the sum it agrees with, or the likeliest one; ``filed`` what that comes to."""

    text: str
    mention: Mention
    cells: Cells
    filed: Number
    agrees: bool


class _Same:
    """A value as a key by itself: its own hash is a digest of everything in it, which takes a while."""

    def __init__(self, value: ReportValue) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


def verdicts(value: ReportValue) -> tuple[Verdict, ...]:
    """Every figure of the report's prose of which the tables know the other side, text by text."""
    return _verdicts(_Same(value))


@lru_cache(maxsize=4)
def _verdicts(same: _Same) -> tuple[Verdict, ...]:
    value = same.value
    known = Figures(value)
    found = []
    for key, text in value.texts.items():
        for mention in mentions(value.schema, value.year, text, value.organ) if text else ():
            bound = field_at(value, key, mention.figure.start, mention.figure.end)
            verdict = _compare(key, mention, known) if bound is None else _bound(key, mention, bound, known)
            if verdict:
                found.append(verdict)
    return tuple(found)


def _bound(text: str, mention: Mention, field: Field, known: Figures) -> Verdict | None:
    """A bound figure is of its cells, whatever the words around it sound like, and always right."""
    filed = known(field.cells)
    if field.form is not Form.NUMBER or filed is None:
        return None
    return Verdict(text, mention, field.cells, filed, agrees=True)


def _compare(text: str, mention: Mention, known: Figures) -> Verdict | None:
    sides = [(cells, known(cells)) for cells in mention.quantity.alternatives]
    given = [(cells, number) for cells, number in sides if number is not None]
    for cells, number in given:
        if _says(mention, number):
            return Verdict(text, mention, cells, number, agrees=True)
    # One reading that is not known might be the one that was meant.
    if not given or len(given) < len(sides):
        return None
    return Verdict(text, mention, given[0][0], given[0][1], agrees=False)


def _says(mention: Mention, number: Number) -> bool:
    figure = mention.figure
    if figure.sort is not Sort.MONEY:
        return figure.says(number)
    factor = Decimal(figure.yuan) / Decimal(figure.value) if figure.value else Decimal(1)
    return abs(Decimal(number) * _TEN_THOUSAND - Decimal(figure.yuan)) < Decimal(figure.step) * factor


def text_name(schema: Schema, key: str) -> str:
    """How a message calls a text: 第一部分, 前言."""
    for section in schema.sections:
        if section.text and section.text.key == key:
            return f"第{section.number}部分"
    return TEXT_NAMES.get(key, "正文")


def disagreements(entry: Check, value: ReportValue, cause: str = "") -> Iterator[Finding]:
    """The findings of one check about figures that fit none of the cells their words can mean."""
    for verdict in verdicts(value):
        if verdict.mention.quantity.code == entry.code and not verdict.agrees:
            yield _finding(entry, value, verdict, cause)


def _finding(entry: Check, value: ReportValue, verdict: Verdict, cause: str) -> Finding:
    mention, schema = verdict.mention, value.schema
    figure, text = mention.figure, value.texts[verdict.text]
    said = one_line(text[mention.start : figure.unit_end])[-40:]
    left = Decimal(figure.yuan) / _TEN_THOUSAND if figure.sort is Sort.MONEY else figure.value
    gap = Decimal(verdict.filed) - Decimal(left)
    name = quantities.label(schema, verdict.cells)
    others = [cells for cells in mention.quantity.alternatives if cells != verdict.cells]
    known = Figures(value)
    also = "".join(
        f"，{quantities.label(schema, cells).removeprefix(f'{name[:2]} ')}为 {number_text(known(cells))}"
        for cells in others
        if known(cells) != verdict.filed
    )
    return entry.finding(
        dict.fromkeys(cell for cells in mention.quantity.alternatives for cell in cells),
        f"正文“{said}”，{name}为 {number_text(verdict.filed)}{also}，相差 {plain_number(abs(gap))}。",
        expected=left,
        filed=verdict.filed,
        cause=cause if mention.certain else "这句话可能说的是另一件事；如果是，不必改。",
        params={
            **place(value, verdict.text, mention.sentence.start, mention.sentence.end, figure.start, figure.end),
            "left_label": "正文",
            "left": plain_number(left),
            "right_label": name,
            "right": number_text(verdict.filed),
            "difference": f"{'+' if gap > 0 else '-'}{plain_number(abs(gap))}",
        },
        level=entry.level if mention.certain else Level.HINT,
    )


def place(value: ReportValue, text: str, quote_from: int, quote_to: int, start: int, end: int) -> dict[str, str]:
    """The parameters that say where in the prose a finding is."""
    quote = one_line(value.texts[text][quote_from:quote_to])
    return {"text": text, "quote": quote, "start": str(start), "end": str(end)}


def one_line(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines()).strip()


def plain_number(number: Number) -> str:
    """A number without needless noughts and never in exponent form: 12.3, 100."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
