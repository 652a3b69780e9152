"""One cell or text of a file beside the stored one, and what becomes of it by what a person chose."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.exchange.base import Problem, ReadResult, Source
from reports.exchange.number import read_number
from reports.schema import CellKey, CellSpec, Kind, Schema
from reports.value import Number, ReportValue, number_text

FILE, KEEP, BLANK = "file", "keep", "blank"


class Fate(StrEnum):
    """How a cell of the file stands to the stored one."""

    EQUAL = "equal"
    FILLED = "filled"  # stored blank, the file has a number
    CHANGED = "changed"  # both have a number, another one
    UNREAD = "unread"  # the file gives none


@dataclass(frozen=True)
class CellReview:
    """One cell: stored, read, and what becomes of it (``after``) by what was chosen.

    ``choice`` is ``file``, ``keep``, ``blank`` or what was typed. A cell that ``asks`` has a choice of its own; any
    other goes as the file says unless something is typed. ``rejected`` says why what was chosen cannot be taken.
    ``parts_sum`` is what the file's other cells add up to where this one is their total and was not read. ``proposed``
    is what the form's sums suggest for a figure in doubt, ``is_adopted`` that a person has taken it.
    """

    spec: CellSpec
    stored: Number | None
    read: Number | None
    source: Source | None
    problems: tuple[Problem, ...]
    fate: Fate
    asks: bool
    choice: str
    after: Number | None
    rejected: str = ""
    parts_sum: Number | None = None
    proposed: Number | None = None
    is_adopted: bool = False

    @property
    def key(self) -> CellKey:
        return self.spec.key

    @property
    def place(self) -> str:
        return self.problems[0].place if self.problems else self.source.place if self.source else ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is to say about it, without the label that readers put before it."""
        return tuple(problem.message.removeprefix(f"{self.spec.label}：") for problem in self.problems)

    @property
    def is_noted(self) -> bool:
        """A number was read, and there is something to say about it."""
        return self.read is not None and bool(self.problems)

    @property
    def is_typed(self) -> bool:
        return self.choice not in (FILE, KEEP, BLANK)

    @property
    def typed(self) -> str:
        return self.choice if self.is_typed else ""

    @property
    def changes(self) -> bool:
        return number_text(self.stored) != number_text(self.after)

    @property
    def sign(self) -> str:
        """``e`` not read, ``p`` not read but proposed, ``w`` read after rewriting, ``i`` read and differs, or fine."""
        if self.read is None:
            return "e" if self.proposed is None else "p"
        if self.problems:
            return "w"
        return "i" if self.fate is Fate.CHANGED else ""

    @property
    def is_given(self) -> bool:
        """A person has given its figure, by typing it or by taking a proposal, and it can be taken."""
        return (self.is_typed or self.is_adopted) and not self.rejected

    @property
    def needs_look(self) -> bool:
        """A cell that the file simply does not have needs none: what is stored stays."""
        return bool(self.sign) and (self.sign != "e" or bool(self.problems))


@dataclass(frozen=True)
class TextReview:
    key: str
    heading: str
    stored: str
    read: str
    choice: str

    @property
    def changes(self) -> bool:
        return self.choice == FILE


def review_cells(
    stored: ReportValue, result: ReadResult, choices: Mapping[CellKey, str] | None, adopted: Collection[int]
) -> tuple[CellReview, ...]:
    """Every cell of the form; ``adopted`` counts ``result.proposals`` from 0."""
    problems = defaultdict(list)
    for problem in result.problems:
        problems[problem.cell].append(problem)
    proposed: dict[CellKey, Number] = {}
    for proposal in result.proposals:
        proposed |= proposal.cells
    taken: dict[CellKey, set[Number]] = defaultdict(set)
    for number, proposal in enumerate(result.proposals):
        if number in adopted:
            for key, figure in proposal.cells.items():
                taken[key].add(figure)
    return tuple(
        _review_cell(spec, stored, result, tuple(problems[spec.key]), choices, proposed.get(spec.key), taken[spec.key])
        for spec in result.value.schema.specs.values()
    )


def _review_cell(
    spec: CellSpec,
    stored: ReportValue,
    result: ReadResult,
    problems: tuple[Problem, ...],
    choices: Mapping[CellKey, str] | None,
    proposed: Number | None,
    taken: Collection[Number],
) -> CellReview:
    before, read = stored.cells.get(spec.key), result.value[spec.key]
    if read is None:
        fate = Fate.UNREAD
    elif number_text(before) == number_text(read):
        fate = Fate.EQUAL
    else:
        fate = Fate.FILLED if before is None else Fate.CHANGED
    # The unit of an amount is asked, never guessed.
    doubtful = fate is not Fate.EQUAL and read is not None and spec.kind is Kind.MONEY and bool(problems)
    asks = fate in (Fate.UNREAD, Fate.CHANGED) or doubtful
    default = KEEP if fate is Fate.UNREAD or doubtful else FILE
    choice = default if choices is None else choices.get(spec.key, KEEP if asks else FILE)
    rejected, is_adopted = "", False
    if choice not in (FILE, KEEP, BLANK):
        reading = read_number(choice, spec.kind)
        # A sign for no figure is how a person says that the cell is to be blank.
        rejected = "" if reading.is_mark else reading.problem
        after = before if rejected else reading.number
    elif taken:
        is_adopted = True
        rejected = "两条建议给这一格的数不同，请只采用其中一条" if len(taken) > 1 else ""
        after = before if rejected else next(iter(taken))
    elif choice == FILE and read is not None:
        after = read
    else:
        after = None if choice == BLANK else before
    return CellReview(
        spec,
        before,
        read,
        result.sources.get(spec.key),
        problems,
        fate,
        asks,
        choice,
        after,
        rejected,
        _parts_sum(spec, result.value) if read is None else None,
        proposed,
        is_adopted,
    )


def _parts_sum(spec: CellSpec, value: ReportValue) -> Number | None:
    parts = [value[key] for key in value.schema.totals.get(spec.key, ())]
    filled = [number for number in parts if number is not None]
    return sum(filled) if parts and len(filled) == len(parts) else None


def text_headings(schema: Schema) -> dict[str, str]:
    """What each text is called; the one before the first section has no heading of its own."""
    headings = {section.key: section.heading for section in schema.sections if section.text}
    return {key: headings.get(key, "引言") for key in schema.text_keys}


def review_texts(stored: ReportValue, read: ReportValue, texts: Mapping[str, str] | None) -> Iterator[TextReview]:
    """The texts of the file that are not as stored."""
    headings = text_headings(read.schema)
    for key, text in read.texts.items():
        if text and text != stored.texts.get(key, ""):
            choice = FILE if texts is None else texts.get(key, KEEP)
            yield TextReview(key, headings[key], stored.texts.get(key, ""), text, choice)
