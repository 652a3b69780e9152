"""The arithmetic of many reports at once: the identities of a schema as one integer matrix.

It is compiled from the same declarations as the single checks of :mod:`.identities` and judges the same: an identity
with a blank in it is not judged. Figures are at most ``LARGEST``, so every sum is an integer below 2^53 and the
floating-point product, many times faster than NumPy's integer one, is exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from reports.schema import CellKey, Identity, Schema
from reports.value import ReportValue

from .base import Check, Finding
from .identities import ARITHMETIC, LARGEST, code_of, finding_of, is_figure

_AT_ONCE = 1024  # reports a step: what a step works on stays in the processor's cache


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """The identities of one schema, in the order in which ``run`` reports them.

    ``matrix`` (cells × identities, int64) has −1 where a cell stands on the left side and +1 where on the right, so
    that figures @ matrix is right − left. ``cells`` are those of any identity; amounts of money are in none.
    """

    schema: Schema
    cells: tuple[CellKey, ...]
    checks: tuple[Check, ...]  # of each identity
    identities: tuple[Identity, ...]
    matrix: NDArray[np.int64]

    def figures_of(self, values: Sequence[ReportValue]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Figures and which of them are filled, both reports × cells.

        Blanks, and numbers no count can be, are 0 and not filled. ``ValueError`` for a value of another schema.
        """
        read = itemgetter(*self.cells)
        figures = np.zeros((len(values), len(self.cells)), np.int64)
        filled = np.ones(figures.shape, np.bool_)
        for number, value in enumerate(values):
            if value.schema.key != self.schema.key:
                raise ValueError(f"a value of schema {value.schema.key} among those of {self.schema.key}")
            row = read(value.cells)
            judged = [is_figure(figure) for figure in row]
            if not all(judged):
                row = [figure if is_judged else 0 for figure, is_judged in zip(row, judged, strict=True)]
                filled[number] = judged
            figures[number] = row
        return figures, filled

    def residuals(
        self, figures: NDArray[np.int64], filled: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Right − left and whether it could be judged, both reports × identities; 0 where it could not.

        ``ValueError`` when a figure is larger than ``LARGEST`` in either direction.
        """
        signs, members = self.matrix.astype(np.float64), np.abs(self.matrix).astype(np.float32)
        sizes = members.sum(axis=0)
        differences = np.empty((len(figures), len(self.identities)), np.int64)
        judged = np.ones(differences.shape, np.bool_)
        buffer = np.empty((min(_AT_ONCE, len(figures)), len(self.cells)), np.float64)
        for start in range(0, len(figures), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            numbers = buffer[: len(figures[part])]
            numbers[:] = figures[part]
            if numbers.max() > LARGEST or numbers.min() < -LARGEST:
                raise ValueError(f"a figure is larger than {LARGEST}")
            differences[part] = numbers @ signs
            present = filled[part]
            if not present.all():
                np.equal(present.astype(np.float32) @ members, sizes, out=judged[part])
                differences[part] *= judged[part]
        return differences, judged

    def findings(self, values: Sequence[ReportValue]) -> Iterator[list[Finding]]:
        """For each value the arithmetic findings of ``run``, in its order."""
        figures, filled = self.figures_of(values)
        differences, _ = self.residuals(figures, filled)
        broken = differences != 0
        faulty = broken.any(axis=1)
        for number in range(len(values)):
            if not faulty[number]:
                yield []
                continue
            yield [self._finding(values[number], int(index)) for index in np.flatnonzero(broken[number])]

    def _finding(self, value: ReportValue, index: int) -> Finding:
        identity = self.identities[index]
        left, right = (
            sum(number for key in side if (number := value.cells[key]) is not None)
            for side in (identity.left, identity.right)
        )
        return finding_of(self.checks[index], self.schema, identity, left, right)


@cache
def arithmetic(schema: Schema) -> Arithmetic:
    """The arithmetic of a schema, compiled once."""
    pairs = [
        (entry, identity) for entry in ARITHMETIC for identity in schema.identities if code_of(identity) == entry.code
    ]
    used = {key for _, identity in pairs for key in identity.cells}
    cells = tuple(key for key in schema.cells if key in used)
    place = {key: number for number, key in enumerate(cells)}
    matrix = np.zeros((len(cells), len(pairs)), np.int64)
    for column, (_, identity) in enumerate(pairs):
        for sign, side in ((-1, identity.left), (1, identity.right)):
            for key in side:
                matrix[place[key], column] += sign
    return Arithmetic(
        schema, cells, tuple(entry for entry, _ in pairs), tuple(identity for _, identity in pairs), matrix
    )
