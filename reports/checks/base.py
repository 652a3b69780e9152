"""What a check is, what it finds, and how one is registered."""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reports.schema import SCHEMAS, CellKey
from reports.value import Number, ReportValue, number_text


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
    39, +1; people are shown left − right, what was filed less what it is compared with. A finding about prose has
    ``text``, the key of the text, and where it is about a figure in it ``quote``, the sentence, with ``start`` and
    ``end``, the figure's place in the text counted in characters. Numbers are texts with
    every digit.
    """

    code: str
    level: Level
    cells: tuple[CellKey, ...]
    message: str
    expected: Number | None = None
    filed: Number | None = None
    cause: str = ""
    params: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def subject(self) -> str:
        """What the finding is about, whatever the figures say: equal for two runs' findings about the same thing.

        Two findings about one text are told apart by the sentence, so that other sentences may come and go.
        """
        parts = [self.code, *self.cells, self.params.get("text", ""), self.params.get("quote", "")]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def digest(self, value: ReportValue) -> str:
        """SHA-256 of every figure involved: an explanation holds for these and lapses when one of them moves."""
        figures = {key: number_text(value.cells.get(key)) for key in self.cells}
        said = {name: text for name, text in self.params.items() if name not in ("start", "end")}
        involved = [self.code, figures, number_text(self.expected), number_text(self.filed), said]
        return hashlib.sha256(json.dumps(involved, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Spread:
    """How a figure is spread over the peer organs of a year: of each the change on the year before, and the figure."""

    figures: tuple[Number, ...] = ()
    changes: tuple[tuple[Number, Number], ...] = ()  # (last year, this year)


@dataclass(frozen=True)
class Context:
    """What a check may know beside the value. Everything may be unknown, and is then not judged.

    ``peers`` has for some cells the figures of organs of the same kind and level in the same year, this one left out.
    ``others`` are names of other organs, which should not stand in this one's prose; ``names`` are its own other names.
    ``rolled_up`` has for an aggregate the sums over the bodies in its scope. ``off`` are codes that are switched off.
    """

    previous: ReportValue | None = None
    level: str = ""  # of the organ: national, province, city, county, township; empty = not known
    kind: str = ""  # government, department, township, other; empty = not known
    peers: Mapping[CellKey, Spread] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    rolled_up: Mapping[CellKey, Number] = field(default_factory=dict)
    off: frozenset[str] = frozenset()


Rule = Callable[[ReportValue, Context], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A registered rule: what the catalogue, ``list_checks`` and docs/checks.md show.

    ``where`` says which cells it looks at, ``causes`` what is usually behind a finding, the likeliest first,
    ``example`` gives a case in one sentence.
    """

    code: str
    level: Level
    title: str
    basis: str
    schemas: tuple[str, ...]
    rule: Rule
    where: str = ""
    causes: tuple[str, ...] = ()
    example: str = ""

    @property
    def statement(self) -> str:
        """The rule in the form's words: the docstring's first paragraph."""
        return _statement(self.rule)

    def __call__(self, value: ReportValue, context: Context) -> Iterator[Finding]:
        if value.schema.key in self.schemas and self.code not in context.off:
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
        level: Level | None = None,
    ) -> Finding:
        """A finding of this check; a ``level`` below the check's own where the case leaves more room for doubt."""
        return Finding(self.code, level or self.level, tuple(cells), message, expected, filed, cause, params or {})


ALL_SCHEMAS = tuple(SCHEMAS)


def check(
    code: str,
    level: Level,
    title: str,
    basis: str,
    schemas: tuple[str, ...] = ALL_SCHEMAS,
    *,
    where: str = "",
    causes: tuple[str, ...] = (),
    example: str = "",
) -> Callable[[Rule], Check]:
    """Make a rule a check. ``ValueError`` when its docstring does not state it or a schema does not exist."""

    def decorate(rule: Rule) -> Check:
        if not _statement(rule):
            raise ValueError(f"check {code} has no docstring to state it")
        if unknown := [key for key in schemas if key not in SCHEMAS]:
            raise ValueError(f"check {code} names unknown schemas: {', '.join(unknown)}")
        return Check(code, level, title, basis, schemas, rule, where, causes, example)

    return decorate


def in_order(*checks: Check) -> tuple[Check, ...]:
    """The register. ``ValueError`` when two checks have one code."""
    codes = [entry.code for entry in checks]
    if doubled := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"two checks have one code: {', '.join(doubled)}")
    return checks


def _statement(rule: Rule) -> str:
    return inspect.cleandoc(rule.__doc__ or "").split("\n\n")[0].replace("\n", "")
