"""Which single cell, changed, would make every equation of a report hold again."""

from typing import NamedTuple

from reports.schema import CellKey, Identity
from reports.value import ReportValue

from .identities import is_figure

FEWEST = 2  # with one failing equation, each of its cells would do


class Suspect(NamedTuple):
    """``value`` is what the cell would have to hold; ``equations`` fail as long as it does not."""

    cell: CellKey
    value: int
    equations: int


def suspect(value: ReportValue) -> Suspect | None:
    """The one cell that stands in every equation that fails and in none that holds; ``None`` if there is none or two.

    Equations with a blank or an impossible number in them are not judged.
    """
    judged = [identity for identity in value.schema.identities if all(is_figure(value[key]) for key in identity.cells)]
    gaps = {identity: _gap(value, identity) for identity in judged}
    failing = [identity for identity in judged if gaps[identity]]
    if len(failing) < FEWEST:
        return None
    shared = set(failing[0].cells).intersection(*(identity.cells for identity in failing[1:]))
    found: list[Suspect] = []
    for cell in shared:
        needed = {_needed(value, identity, cell, gaps[identity]) for identity in failing}
        in_others = any(cell in identity.cells for identity in judged if not gaps[identity])
        number = needed.pop()
        if not needed and not in_others and number >= 0:
            found.append(Suspect(cell, number, len(failing)))
    return found[0] if len(found) == 1 else None


def _gap(value: ReportValue, identity: Identity) -> int:
    return sum(int(value[key] or 0) for key in identity.left) - sum(int(value[key] or 0) for key in identity.right)


def _needed(value: ReportValue, identity: Identity, cell: CellKey, gap: int) -> int:
    """What ``cell`` must hold for this equation."""
    now = int(value[cell] or 0)
    return now - gap if cell in identity.left else now + gap
