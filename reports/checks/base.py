"""What a check is, what it finds, and how one is registered."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from reports.schema import SCHEMAS, CellKey
from reports.value import Number, ReportValue


class Level(StrEnum):
    ERROR = "error"  # blocks submission
    EXPLAIN = "explain"  # must be fixed or explained
    HINT = "hint"

    @property
    def label(self) -> str:
        return {Level.ERROR: "错误", Level.EXPLAIN: "需说明", Level.HINT: "提示"}[self]


@dataclass(frozen=True)
class Finding:
    """One inconsistency: the cells it is about, both sides where there are two, and a sentence for the clerk.

    ``cells`` puts the cell to go to first. ``cause`` is the usual cause, or empty. ``expected`` and ``filed`` are the
    computed and the filed side (of a balance: its right and its left side); ``None`` where there are no two sides.

    ``params`` is what a page shows in rows of its own. A finding with two sides has ``left_label``, ``left``,
    ``right_label``, ``right`` and ``difference`` = right − left with its sign ("+1", "-1"): 总计 38, 自然人至其他之和
    39, +1. A finding about prose has ``text``, the key of the text. Numbers are texts with every digit.
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
        return _statement(self.rule)

    def __call__(self, value: ReportValue, context: Context) -> Iterator[Finding]:
        if value.schema.key in self.schemas:
            yield from self.rule(value, context)

    def finding(
        self,
        cells: Iterable[CellKey],
        message: str,
        *,
        expected: Number | None = None,
        filed: Number | None = None,
        cause: str = "",
        params: dict[str, str] | None = None,
    ) -> Finding:
        """A finding of this check."""
        return Finding(self.code, self.level, tuple(cells), message, expected, filed, cause, params or {})


ALL_SCHEMAS = tuple(SCHEMAS)


def check(
    code: str, level: Level, title: str, basis: str, schemas: tuple[str, ...] = ALL_SCHEMAS
) -> Callable[[Rule], Check]:
    """Make a rule a check. ``ValueError`` when its docstring does not state it or a schema does not exist."""

    def decorate(rule: Rule) -> Check:
        if not _statement(rule):
            raise ValueError(f"check {code} has no docstring to state it")
        if unknown := [key for key in schemas if key not in SCHEMAS]:
            raise ValueError(f"check {code} names unknown schemas: {', '.join(unknown)}")
        return Check(code, level, title, basis, schemas, rule)

    return decorate


def in_order(*checks: Check) -> tuple[Check, ...]:
    """The register. ``ValueError`` when two checks have one code."""
    codes = [entry.code for entry in checks]
    if doubled := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"two checks have one code: {', '.join(doubled)}")
    return checks


def _statement(rule: Rule) -> str:
    return inspect.cleandoc(rule.__doc__ or "").split("\n\n")[0].replace("\n", "")
