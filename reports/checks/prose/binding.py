"""Figures of a text that can follow the tables by themselves: which they are, and which fields would stand for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from reports.bound import Field, Form, Piece, figure_text, resolve, sums
from reports.schema import CellKey
from reports.value import Number, ReportValue

from . import quantities
from .mentions import Mention, mentions
from .numbers import Figure, Sort, numbers
from .quantities import Figures
from .vocabulary import APPLICATIONS

_CLAIM = re.compile(
    r"(?:同比|[比较](?:去年|上年|上一年|20\d\d年)(?:度|同期|全年|相比)*)[，,]?"
    r"(?P<change>(?:增长|增加|上升|提高|提升|下降|减少|降低|回落|下滑)了?)(?=\d)"
)
_SHARE = re.compile(r"占[^，。；%]{0,20}$|[（(]\s*占?$")
_TOLERANCE = Fraction(1, 1000)  # a share that is rounded or cut off to one place of a percentage
_FARTHEST = 30  # characters between a figure and the share or the change that is said of it


@dataclass(frozen=True)
class Binding:
    """``text[start:end]`` of a stored text, ``said``, and the field for it, which would show ``now``.

    ``sure`` where the figure is what the cells held in one of the two years; otherwise its words only mean them.
    """

    start: int
    end: int
    token: str
    label: str
    said: str
    now: str
    sure: bool


class _Match(NamedTuple):
    start: int
    end: int
    field: Field
    sure: bool


def bindable(text: str, value: ReportValue, previous: ReportValue | None) -> list[Binding]:
    """What could be bound in a stored text of this report, in its order.

    A text copied from last year's report speaks of last year's figures: it is recognised by them, and bound to the same
    cells of this year.
    """
    resolved = resolve(text, value, previous)
    shown = resolved.text
    found = {match.start: match for match in _matches(shown, value, previous)}
    bound = []
    for match in (found[start] for start in sorted(found)):
        if any(_is_taken(piece, match) for piece in resolved.pieces):
            continue
        start, end = resolved.stored(match.start, match.end)
        now, problem = figure_text(match.field, value, previous)
        label = match.field.label(value.schema)
        if problem and match.field.form is not Form.NUMBER:
            continue
        bound.append(Binding(start, end, match.field.token, label, shown[match.start : match.end], now, match.sure))
    return bound


def _is_taken(piece: Piece, match: _Match) -> bool:
    return bool(piece.field) and piece.start < match.end and match.start < piece.end


def _matches(text: str, value: ReportValue, previous: ReportValue | None) -> Iterator[_Match]:
    readings = [_reading(text, value, value, value)]
    if previous is not None and previous.schema.key == value.schema.key:
        readings.append(_reading(text, value, previous, value))
        readings.append(_reading(text, value, previous, previous))
    # The year whose figures stand in the text most often is the one it was written for.
    best = max(readings, key=lambda reading: sum(match.sure for _, match in reading))
    taken = {match.start for _, match in best}
    for reading in (best, *readings):
        for _mention, match in reading:
            if reading is best or (match.sure and match.start not in taken):
                taken.add(match.start)
                yield match
    written = previous if best is not readings[0] and previous is not None else value
    yield from _said_of([pair for pair in best if pair[1].sure], text, written, value, previous)


def _reading(text: str, value: ReportValue, figures: ReportValue, year: ReportValue) -> list[tuple[Mention, _Match]]:
    """The mentions of a text of one ``year``, read against the ``figures`` of one."""
    known, found = Figures(figures), []
    for mention in mentions(value.schema, year.year, text):
        figure = mention.figure
        if figure.approximate or not _is_number(text, figure):
            continue
        # A blank of last year may be a 0; one of this year has nothing to show.
        cells = next(
            (
                cells
                for cells in mention.quantity.alternatives
                if _says(figure, known(cells)) and (figures is not value or None not in map(value.cells.get, cells))
            ),
            None,
        )
        if cells is not None:
            found.append((mention, _Match(figure.start, figure.end, Field(cells), sure=True)))
        elif mention.certain:
            field = Field(mention.quantity.alternatives[0])
            found.append((mention, _Match(figure.start, figure.end, field, sure=False)))
    return found


def _is_number(text: str, figure: Figure) -> bool:
    """Whether it stands there as a number that the cell could stand for: not 未收到, not in 万, not in another unit."""
    said = text[figure.start : figure.end]
    if figure.sort is Sort.MONEY and figure.unit != "万元":
        return False
    return figure.step <= 1 and not re.search("[未没无]", said)


def _says(figure: Figure, number: Number | None) -> bool:
    return number is not None and Decimal(number) == Decimal(figure.value)


def _said_of(
    pairs: list[tuple[Mention, _Match]],
    text: str,
    written: ReportValue,
    value: ReportValue,
    previous: ReportValue | None,
) -> Iterator[_Match]:
    """What is said of figures that are known: 同比增长12.3%, 占33.9%."""
    known = Figures(written)
    figures = numbers(text)
    for figure in figures:
        near = [
            (mention, match.field)
            for mention, match in pairs
            if mention.sentence.start <= figure.start < mention.sentence.end
            and mention.figure.unit_end <= figure.start <= mention.figure.unit_end + _FARTHEST
        ]
        if not near or figure.approximate:
            continue
        mention, field = near[-1]
        claim = next(
            (claim for claim in _CLAIM.finditer(text, 0, figure.start + 1) if claim.end() == figure.start), None
        )
        if claim and figure.sort is Sort.PERCENT and previous is not None:
            yield _Match(claim.start("change"), figure.unit_end, Field(field.cells, Form.CHANGE), sure=True)
        elif claim and figure.sort is Sort.COUNT and previous is not None:
            yield _Match(claim.start("change"), figure.end, Field(field.cells, Form.DIFFERENCE), sure=True)
        elif figure.sort is Sort.PERCENT and _SHARE.search(text, mention.sentence.start, figure.start):
            whole = _whole(field.cells, figure, mention, known, value)
            if whole:
                yield _Match(figure.start, figure.unit_end, Field(field.cells, Form.SHARE, whole), sure=True)


def _whole(
    cells: tuple[CellKey, ...], figure: Figure, mention: Mention, known: Figures, value: ReportValue
) -> tuple[CellKey, ...]:
    """The sum that the cells are the said share of; empty when none is."""
    schema = value.schema
    part = known(cells)
    wholes: list[tuple[CellKey, ...]] = [(total,) for total, parts in schema.totals.items() if set(cells) <= set(parts)]
    if mention.topic == APPLICATIONS:
        wholes += [*quantities.handled(schema), *quantities.received(schema)]
    for whole in wholes:
        number = known(whole)
        if part is None or not number or whole == cells or whole not in sums(schema):
            continue
        if abs(Fraction(part) / Fraction(number) - Fraction(figure.value) / 100) < _TOLERANCE:
            return whole
    return ()
