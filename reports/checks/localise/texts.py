"""What the prose says of cells: it chooses between sets of changes of equal size."""

from collections.abc import Iterator, Mapping

from reports.checks.prose.mentions import mentions
from reports.schema import CellKey
from reports.value import ReportValue

from .equations import Soft

TEXT = "与文字部分一致"


def from_mentioned(mentioned: Mapping[CellKey, int]) -> Iterator[Soft]:
    """``mentioned`` are figures that the prose is known to give for single cells."""
    for cell, number in mentioned.items():
        yield Soft(((cell, 1),), number, TEXT)


def from_texts(value: ReportValue) -> Iterator[Soft]:
    """Figures of the texts that certainly stand for one sum of cells.

    A bound figure says nothing of its own: the stored text has a field in its place. Where what was carried in may or
    may not be counted, the figure is left alone unless there was nothing to carry in.
    """
    found: dict[tuple[CellKey, ...], set[int]] = {}
    for text in value.texts.values():
        for mention in mentions(value.schema, value.year, text) if text else ():
            cells, *others = mention.quantity.alternatives
            more = {cell for other in others for cell in other} - set(cells)
            number = mention.figure.value
            if mention.certain and type(number) is int and not any(value[cell] for cell in more):
                found.setdefault(cells, set()).add(number)
    for cells, said in found.items():
        if len(said) == 1:
            yield Soft(tuple((cell, 1) for cell in cells), said.pop(), TEXT)
