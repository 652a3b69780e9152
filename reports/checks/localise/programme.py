"""Error localisation as an integer programme, for what the exact search does not reach."""

import time
from collections.abc import Mapping, Sequence

from reports.schema import CellKey

Members = Mapping[int, tuple[tuple[CellKey, int], ...]]


def fewest_changes(
    members: Members, gaps: Mapping[int, int], numbers: Mapping[CellKey, int], most: int, until: float
) -> dict[CellKey, int]:
    """One smallest set of changes that closes all ``gaps``; empty when it is above ``most`` or not found in time."""
    # Loaded only where figures are wrong: it takes a tenth of a second.
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # SciPy ships no types
    from scipy.sparse import coo_array  # type: ignore[import-untyped]

    seconds = until - time.perf_counter()
    if seconds <= 0:
        return {}
    cells = _reached(members, gaps)
    at = {cell: place for place, cell in enumerate(cells)}
    count = len(cells)
    number_of = np.array([numbers[cell] for cell in cells], dtype=float)
    largest = float(sum(abs(gap) for gap in gaps.values()))
    rows = [number for number in members if any(cell in at for cell, _ in members[number])]
    entries = [(row, at[cell], sign) for row, number in enumerate(rows) for cell, sign in members[number] if cell in at]
    row, column, sign = (np.array(part) for part in zip(*entries, strict=True))
    # Variables: the change of each cell, then 1 for each cell that changes.
    sums = coo_array((sign.astype(float), (row, column)), shape=(len(rows), 2 * count))
    must = np.array([-float(gaps.get(number, 0)) for number in rows])
    each = np.arange(count)
    ones = np.ones(count)
    down = np.minimum(number_of, largest)
    switch = (np.concatenate([each, each]), np.concatenate([each, count + each]))
    up = coo_array((np.concatenate([ones, -largest * ones]), switch), shape=(count, 2 * count))
    below = coo_array((np.concatenate([ones, down]), switch), shape=(count, 2 * count))
    found = milp(
        np.concatenate([np.zeros(count), ones]),
        integrality=np.ones(2 * count),
        bounds=Bounds(np.concatenate([-down, np.zeros(count)]), np.concatenate([largest * ones, ones])),
        constraints=[
            LinearConstraint(sums, must, must),
            LinearConstraint(up, -np.inf, 0),
            LinearConstraint(below, 0, np.inf),
            LinearConstraint(np.concatenate([np.zeros(count), ones]), 0, most),
        ],
        options={"time_limit": seconds},
    )
    if found.x is None:
        return {}
    deltas = {cell: round(found.x[place]) for place, cell in enumerate(cells) if round(found.x[place])}
    # The solver works in floating point: what it gives is taken only when it holds in whole numbers.
    closed = all(
        gaps.get(number, 0) + sum(each * deltas.get(cell, 0) for cell, each in terms) == 0
        for number, terms in members.items()
    )
    return deltas if closed and all(numbers[cell] + delta >= 0 for cell, delta in deltas.items()) else {}


def _reached(members: Members, gaps: Mapping[int, int]) -> Sequence[CellKey]:
    """The cells of failing equations and of those that share a cell with them, in the order of the equations."""
    failing = {cell for number in gaps for cell, _ in members[number]}
    near = [terms for terms in members.values() if any(cell in failing for cell, _ in terms)]
    return list(dict.fromkeys(cell for terms in near for cell, _ in terms))
