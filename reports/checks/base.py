"""What a check is, what it finds, and the register of all checks in report order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from reports.schema import CellKey
from reports.value import Number, ReportValue


class Level(StrEnum):
    ERROR = "error"  # blocks submission
    EXPLAIN = "explain"  # must be fixed or explained
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One inconsistency: the cells it is about, both sides where there are two, and a sentence for the clerk.

    ``cells`` puts the cell to go to first. ``cause`` is the usual cause, or empty.
    """

    code: str
    level: Level
    cells: tuple[CellKey, ...]
    message: str
    expected: Number | None = None
    filed: Number | None = None
    cause: str = ""
    params: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Context:
    """What a check may know beside the value: last year's report and what kind of organ files."""

    previous: ReportValue | None = None
    level: str = ""  # of the organ: national, province, city, county, township; empty = not known


Rule = Callable[[ReportValue, Context], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A registered rule: what ``list_checks`` and docs/checks.md print."""

    code: str
    level: Level
    title: str
    basis: str
    schemas: tuple[str, ...]
    rule: Rule

    @property
    def statement(self) -> str:
        """The rule in the form's words: the docstring's first paragraph."""
        return (self.rule.__doc__ or "").strip().split("\n\n")[0].replace("\n", "")

    def __call__(self, value: ReportValue, context: Context) -> Iterator[Finding]:
        if value.schema.key in self.schemas:
            yield from self.rule(value, context)
