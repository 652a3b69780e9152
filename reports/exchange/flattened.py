"""Tables of which only the text is left: one cell a line, rows of words, or everything run together.

As it comes from copying a page or a PDF. Figures are told from labels, labels are put together again from their pieces,
and rows and heads are rebuilt from them; what figures are whose is then read as in any other table. Where figures stand
right behind their label the gaps between them may be lost as well: such tables are marked and never read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reports.schema import SCHEMAS, Kind, Schema, Section

from .base import SourceTable
from .labels import fold, normal
from .number import read_number
from .sections import is_heading, openings
from .source import Block, Line, lay_out
from .vocabulary import Vocabulary, vocabulary

_PAGE_NUMBER = re.compile(r"^(?:[-—－–·\s]+\d{1,3}[-—－–·\s]+|第\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+)$")
_DIGITS = r"[0-9０-９]"
_GLUED = re.compile(
    rf"(?<=[^\s0-9０-９.．,，+\-－/])(?={_DIGITS})|(?<={_DIGITS})(?=[^\s0-9０-９.．,，%％年月日、)）元万件])"
)
_NUMBERED_LABEL = re.compile(rf"(?<={_DIGITS})(?={_DIGITS}[.．、]\s*[^\s0-9０-９])")
_PUNCTUATION = {"、", ".", "．", "*"}
_LONGEST_LINE = 400  # characters; a longer one holds several paragraphs
_HEADING = re.compile(r"(?=([一二三四五六]\s*[、.．]\s*[^。；0-9]{2,40}?(?:情况|事项|措施)))")
_FIGURE = re.compile(r"[+-]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:件次?|项|条|个|份|宗|次|万?元)?")


@dataclass
class _Run:
    """A text and the figures that follow it; ``lines`` tells figures of one line from those of the next."""

    text: str = ""
    lines: list[list[str]] = field(default_factory=list)
    glued: bool = False

    @property
    def figures(self) -> list[str]:
        return [figure for line in self.lines for figure in line]


def with_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the lines under a statutory heading made tables again, where no table stands among them."""
    newest = list(SCHEMAS.values())[-1]
    blocks = [part for block in blocks for part in _paragraphs(newest, block)]
    found = openings(newest, blocks)
    made: list[Block] = list(blocks[: found[0].block]) if found else list(blocks)
    for position, opening in enumerate(found):
        end = found[position + 1].block if position + 1 < len(found) else len(blocks)
        inside = _heads_as_lines(opening.section, blocks[opening.block + 1 : end])
        made.append(blocks[opening.block])
        lines = [opening.rest, *(block.text for block in inside if isinstance(block, Line))]
        tables = list(_tables(opening.section, lines)) if _is_flat(opening.section, inside) else []
        made += tables or inside
    return tuple(made)


def _heads_as_lines(section: Section, inside: Sequence[Block]) -> Sequence[Block]:
    """The blocks of a section; where only heads still have their cells and all figures stand in lines, lines alone."""
    parts = [block for block in inside if isinstance(block, SourceTable)]
    rows = [[cell.text for cell in row if cell.text] for part in parts for row in part.rows]
    if (
        not section.tables
        or not parts
        or any(_is_figure(word) for row in rows for text in row for word in text.split())
    ):
        return inside
    if not any(_is_figure(word) for block in inside if isinstance(block, Line) for word in block.text.split()):
        return inside
    lines: list[Block] = []
    for block in inside:
        lines += (
            [block] if isinstance(block, Line) else [Line(" ".join(cell.text for cell in row)) for row in block.rows]
        )
    return lines


def _is_flat(section: Section, inside: Sequence[Block]) -> bool:
    return bool(section.tables) and all(isinstance(block, Line) for block in inside)


def _paragraphs(schema: Schema, block: Block) -> Iterator[Block]:
    """A line as its own; a very long one cut in front of the headings in it."""
    if not isinstance(block, Line):
        yield block
        return
    for line in block.text.split("\n"):
        long = len(line) >= _LONGEST_LINE
        headings = [match for match in _HEADING.finditer(line) if is_heading(schema, match[1])] if long else []
        if not headings:
            yield Line(line)
            continue
        starts = [match.start() for match in headings]
        yield Line(line[: starts[0]].strip())
        for match, end in zip(headings, [*starts[1:], len(line)], strict=True):
            yield Line(match[1])
            yield Line(line[match.end(1) : end].strip())


def _tables(section: Section, lines: Sequence[str]) -> Iterator[SourceTable]:
    """The one table of a section, its words put in rows; nothing where the form's labels are not there."""
    schema = _schema_of(section, lines)
    words = vocabulary(next(own for own in schema.sections if own.number == section.number))
    runs = _runs(lines)
    rows = list(_rows(words, runs))
    if sum(words.row_of(label) is not None for row in rows for label in row[:1]) + words.is_across * len(rows) < 1:
        return
    table = lay_out([[(cell, 1, 1) for cell in row] for row in rows])
    yield replace(table, run_together=any(run.glued for run in runs), rebuilt=True)


def _schema_of(section: Section, lines: Sequence[str]) -> Schema:
    whole = fold("".join(lines))

    def known(schema: Schema) -> int:
        own = next(other for other in schema.sections if other.number == section.number)
        return sum(form in whole for form in vocabulary(own).forms)

    return max(reversed(SCHEMAS.values()), key=known)


def _runs(lines: Sequence[str]) -> list[_Run]:
    runs = [_Run()]
    for line in lines:
        if _PAGE_NUMBER.match(line.strip()):
            continue
        fresh = True  # whether the next figure opens a new line of figures
        for word, glued in _words(line):
            if _is_figure(word):
                if fresh:
                    runs[-1].lines.append([])
                runs[-1].lines[-1].append(word)
                runs[-1].glued |= glued
                fresh = False
            else:
                if runs[-1].lines:
                    runs.append(_Run())
                runs[-1].text += word
                fresh = True
    return runs


def _words(line: str) -> Iterator[tuple[str, bool]]:
    """Words between spaces, and whether a word stood glued behind the one before."""
    for word in line.replace("\u3000", " ").replace("\xa0", " ").split():
        if _is_figure(word) or not re.search(_DIGITS, word):
            yield word, False
            continue
        pieces = [piece for part in _GLUED.split(word) for piece in _NUMBERED_LABEL.split(part)]
        pieces = list(_enumerators_joined(pieces))
        for number, piece in enumerate(pieces):
            yield piece, number > 0


def _enumerators_joined(pieces: Sequence[str]) -> Iterator[str]:
    """A label's number is put back in front of it: a digit cut off before a full stop belongs to what follows."""
    held = ""
    for piece in pieces:
        if re.fullmatch(rf"{_DIGITS}[.．、]?", piece) and not held:
            held = piece
        elif held and (piece[:1] in ".．、" or held[-1:] in ".．、"):
            yield held + piece
            held = ""
        else:
            if held:
                yield held
            held = ""
            yield piece
    if held:
        yield held


def _is_figure(word: str) -> bool:
    if word in _PUNCTUATION:
        return False
    reading = read_number(word, Kind.CHANGE)
    plain = normal(word)
    return reading.is_mark or bool(_FIGURE.fullmatch(plain)) or (reading.number is not None and plain[-1:].isdigit())


def _rows(words: Vocabulary, runs: Sequence[_Run]) -> Iterator[list[str]]:
    """Physical rows: bands, heads, and each row's label with its figures."""
    if words.is_across:
        yield from _across(words, runs)
        return
    labelled = [run for run in runs if run.lines]
    ended = [words.row_at_end(fold(run.text)) for run in labelled]
    found = _in_order(words, labelled, ended)
    # Heads torn to pieces tell the columns only together with figures that add up in the order of the form.
    torn = all(words.adds_up(run.lines[0] if words.is_single_line(run.lines) else run.figures) for run in labelled)
    for number, (run, row) in enumerate(zip(labelled, found, strict=True)):
        before = fold(run.text)
        if row is not None and (form := words.ending(before, row)):
            before = before[: -len(form)]
        if not number or words.has_head(before):
            yield from words.head_rows(before, torn=torn and not number)
        if row is None:
            continue  # a text with several labels in it would be taken for one of them
        if words.is_single_line(run.lines):
            yield [words.label(row), *run.lines[0]]
        else:
            yield [words.label(row), *run.figures]


def _across(words: Vocabulary, runs: Sequence[_Run]) -> Iterator[list[str]]:
    for run in runs:
        if run.lines:
            rows = run.lines if words.is_single_line(run.lines) else [run.figures]
            text = fold(run.text)
            torn = all(map(words.adds_up, rows)) and words.is_torn(text)
            label = "" if torn else words.foreign_end(text)
            yield from words.head_rows(text.removesuffix(label), torn=torn)
            yield from ([label, *row] if label else row for row in rows)


def _in_order(words: Vocabulary, runs: Sequence[_Run], ended: Sequence[int | None]) -> list[int | None]:
    """Each run's row: told by the label it ends with, or by what stands between two rows that are told.

    A label broken over lines goes on behind its figures; then the text in front only begins with it. Rows between two
    known ones are known when there are just as many as the form has there and each begins in its place.
    """
    found = list(ended)
    last = -1
    for number, row in enumerate(found):
        if row is not None and row <= last:
            found[number] = None  # printed again, or out of order: the label alone does not tell
        elif row is not None:
            last = row
    known = [number for number, row in enumerate(found) if row is not None]
    edges = [(-1, -1), *((number, int(found[number] or 0)) for number in known), (len(runs), len(words.rows))]
    for (first, above), (second, below) in pairwise(edges):
        if second - first != below - above or second - first < 2:
            continue
        between = range(first + 1, second)
        if all(words.begins_in(fold(runs[number].text), above + number - first) for number in between):
            for number in between:
                found[number] = above + number - first
    return found
