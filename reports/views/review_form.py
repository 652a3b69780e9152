"""The six sections as a reviewer reads them: the paper's grid with both years, flags, changes and opinions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from reports.checks.base import Level
from reports.models import SETTLED, Rectification, Settlement, StoredFinding
from reports.schema import PREAMBLE, CellKey, Section
from reports.services.reviewing import Alteration, Review
from reports.value import Number, ReportValue

from .review_texts import Line, Span, lines_of
from .workspace_form import Box, Part, report_sections
from .workspace_panel import suspect_cell

# An equation of so few cells is marked at each of them, a longer one at its first: as in the workspace.
FEW = 4
_LEVELS = list(Level)


@dataclass(frozen=True)
class Flag:
    """How a cell is marked; ``sign`` is of the cell grammar, with ``ok`` for what is settled."""

    sign: str
    css: str
    messages: tuple[str, ...]
    anchor: str


@dataclass(frozen=True)
class ReadBox:
    """A printed cell with what a reviewer is shown at it. ``margin`` is the change on last year beside the table."""

    box: Box
    flag: Flag | None = None
    alteration: Alteration | None = None
    opinions: Sequence[Rectification] = ()
    margin: str = ""
    is_remarkable: bool = False


@dataclass(frozen=True)
class ReadText:
    """A text in paragraphs; ``is_folded`` when the reader has seen it, so that what is unchanged may be left out."""

    key: str
    lines: list[Line]
    length: int
    opinions: Sequence[Rectification] = ()
    is_folded: bool = False

    @property
    def is_unchanged(self) -> bool:
        """Whether folding it leaves nothing of it out of the fold."""
        return all(line.is_plain for line in self.lines)


@dataclass
class ReadPart:
    """One of the six sections, with the counts that its heading and its tab show."""

    part: Part
    head: list[list[ReadBox]] = field(default_factory=list)
    body: list[list[ReadBox]] = field(default_factory=list)
    texts: list[ReadText] = field(default_factory=list)
    to_decide: int = 0
    with_clerk: int = 0
    hints: int = 0
    errors: int = 0
    altered: int = 0
    holding: int = 0  # equations of the section, when all of them hold
    opinions: Sequence[Rectification] = ()

    @property
    def section(self) -> Section:
        return self.part.section

    @property
    def has_margin(self) -> bool:
        return any(box.margin for row in self.body for box in row)

    @property
    def is_folded(self) -> bool:
        return any(text.is_folded and any(line.is_plain for line in text.lines) for text in self.texts)

    @property
    def length(self) -> int:
        return sum(text.length for text in self.texts)


def read_parts(
    review: Review, marks: Mapping[str, Sequence[Span]], altered: Mapping[str, Alteration]
) -> list[ReadPart]:
    """``marks`` has for each text the figures and passages to mark, ``altered`` what to show as changed."""
    has_errors = any(found.level == Level.ERROR and found.settlement not in SETTLED for found in review.findings)
    suspect = suspect_cell(review.shown, review.previous) if has_errors else ""
    flags = flags_of(review.findings, suspect)
    opinions: dict[str, list[Rectification]] = {}
    for one in (*review.opinions, *(one for one in review.objections if one.closed_at is None)):
        opinions.setdefault(one.key, []).append(one)
    parts = report_sections(review.shown, review.previous, set(), editable=False)
    return [_part(part, review, flags, altered, opinions, marks) for part in parts]


def flags_of(findings: Sequence[StoredFinding], suspect: CellKey = "") -> dict[CellKey, Flag]:
    """What to draw at which cell: what is open before what is settled, the graver level first.

    ``suspect`` is the cell that is most likely the wrong one; its frame is solid.
    """
    ranked = sorted(findings, key=lambda found: (found.settlement in SETTLED, _LEVELS.index(Level(found.level))))
    flags: dict[CellKey, Flag] = {}
    for found in ranked:
        if "blanks" in found.params:
            continue
        for place, key in enumerate(found.cells):
            if len(found.cells) > FEW and place and key != suspect:
                continue
            sign, css = _look(found)
            css = f"{css} sus" if key == suspect and sign == "error" else css
            above = flags.get(key)
            if above is None:
                flags[key] = Flag(sign, css, (found.message,), anchor_of(found))
            else:
                flags[key] = Flag(above.sign, above.css, (*above.messages, found.message), above.anchor)
    return flags


def _look(found: StoredFinding) -> tuple[str, str]:
    if found.settlement in SETTLED:
        return "ok", "f-k"
    return {Level.ERROR: ("error", "f-e"), Level.EXPLAIN: ("explain", "f-w"), Level.HINT: ("hint", "f-h")}[
        Level(found.level)
    ]


def anchor_of(found: StoredFinding) -> str:
    """The card of a finding: its subject stays while records are made anew."""
    return f"finding-{found.subject}"


def _part(
    part: Part,
    review: Review,
    flags: Mapping[CellKey, Flag],
    altered: Mapping[str, Alteration],
    opinions: Mapping[str, Sequence[Rectification]],
    marks: Mapping[str, Sequence[Span]],
) -> ReadPart:
    read = ReadPart(part, opinions=opinions.get(part.section.key, ()) if part.grid else ())
    keys = set(keys_of(part))
    for found in review.findings:
        if keys.isdisjoint((*found.cells[:1], found.params.get("text", ""))):
            continue
        if found.level == Level.HINT:
            read.hints += 1
        elif found.settlement == Settlement.EXPLAINED:
            read.to_decide += 1
        elif found.settlement not in SETTLED:
            read.errors += found.level == Level.ERROR
            read.with_clerk += found.level != Level.ERROR
    read.altered = len(keys & altered.keys())
    if not part.grid:
        for key in (PREAMBLE, part.section.key) if part.preamble is not None else (part.section.key,):
            text = review.shown.texts[key]
            if text or key in altered:
                read.texts.append(_text(key, text, review, altered.get(key), opinions.get(key, ()), marks.get(key, ())))
        return read

    def boxed(rows: Sequence[Sequence[Box]]) -> list[list[ReadBox]]:
        return [[_read_box(box, part, review, flags, altered, opinions) for box in row] for row in rows]

    read.head, read.body = boxed(part.head), boxed(part.body)
    read.holding = _holding(review.value, keys)
    return read


def _holding(value: ReportValue, keys: set[CellKey]) -> int:
    """How many equations a section has, 0 when one of them does not hold or cannot be judged yet."""
    identities = [identity for identity in value.schema.identities if identity.left[0] in keys]
    holds = all(
        None not in [value[key] for key in identity.cells]
        and sum(value[key] or 0 for key in identity.left) == sum(value[key] or 0 for key in identity.right)
        for identity in identities
    )
    return len(identities) if holds else 0


def keys_of(part: Part) -> list[str]:
    """The cells or texts of a section."""
    if part.grid:
        return [box.printed.cell for row in part.rows for box in row if not box.is_heading]
    return [part.section.key, *((PREAMBLE,) if part.preamble is not None else ())]


def _text(
    key: str,
    text: str,
    review: Review,
    alteration: Alteration | None,
    opinions: Sequence[Rectification],
    marks: Sequence[Span],
) -> ReadText:
    lines = lines_of(text, marks, alteration.before if alteration else None)
    has_plain = any(line.is_plain for line in lines)
    return ReadText(key, lines, len(text), opinions, is_folded=has_plain and not review.is_first_look)


def _read_box(
    box: Box,
    part: Part,
    review: Review,
    flags: Mapping[CellKey, Flag],
    altered: Mapping[str, Alteration],
    opinions: Mapping[str, Sequence[Rectification]],
) -> ReadBox:
    if box.is_heading:
        return ReadBox(box)
    key = box.printed.cell
    flag = flags.get(key)
    # Table 二 has room beside it, and its rows of one figure are those whose growth a reviewer asks about.
    beside = part.grid is not None and part.grid.labels == 1 and box.printed.colspan > 1 and review.previous is not None
    margin = change_text(review.value[key], review.previous.cells.get(key)) if beside and review.previous else ""
    is_remarkable = flag is not None and flag.sign in ("explain", "error")
    return ReadBox(box, flag, altered.get(key), opinions.get(key, ()), margin, is_remarkable)


def change_text(figure: Number | None, last: Number | None) -> str:
    """The change on last year in per cent, with its sign: ＋56.8%; empty where there is none to tell."""
    if figure is None or not last or figure == last:
        return ""
    change = (Decimal(figure) - Decimal(last)) * 100 / Decimal(last)
    rounded = change.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{'＋' if rounded > 0 else '−' if rounded < 0 else '±'}{abs(rounded)}%"
