"""A text as a reviewer reads it: in paragraphs, figures marked, with what changed struck through and underlined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.render.text import Heading, paragraphs
from reports.services.text_changes import Edit, changes_between


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` of a text that are marked: ``css`` says how, ``title`` what it means.

    A calm one needs no attention: what agrees, what is settled.
    """

    start: int
    end: int
    css: str
    title: str = ""
    anchor: str = ""
    is_calm: bool = False


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph drawn in one way; ``kind`` is ``del`` for words that are gone, ``ins`` for new ones."""

    text: str
    kind: str = ""
    css: str = ""
    title: str = ""
    anchor: str = ""
    is_first: bool = False  # of its anchor's runs: the place to go to


@dataclass
class Line:
    """One paragraph; ``is_plain`` when nothing in it changed and nothing is marked for attention."""

    runs: list[Run]
    level: int = 0  # of a heading; 0 for a paragraph
    is_plain: bool = True
    is_first_folded: bool = False

    @property
    def start(self) -> str:
        text = "".join(run.text for run in self.runs).strip()
        return text if len(text) <= 16 else f"{text[:16]}…"


def lines_of(text: str, spans: Sequence[Span] = (), before: str | None = None) -> list[Line]:
    """The paragraphs of ``text``; ``before`` is what it was when the reader last saw it, ``None`` when unchanged.

    Spans may overlap; the first one given wins.
    """
    edits = changes_between(before, text) if before is not None else []
    lines: list[Line] = []
    start = 0
    for words in text.split("\n"):
        end = start + len(words)
        lines.append(_line(text, start, end, spans, edits))
        start = end + 1
    lines = [line for line in lines if line.runs]
    anchors: set[str] = set()
    for line in lines:
        for number, run in enumerate(line.runs):
            if run.anchor and run.anchor not in anchors:
                anchors.add(run.anchor)
                line.runs[number] = replace(run, is_first=True)
    for above, line in zip([None, *lines], lines, strict=False):
        line.is_first_folded = line.is_plain and not (above is not None and above.is_plain)
    return lines


def _line(text: str, start: int, end: int, spans: Sequence[Span], edits: Sequence[Edit]) -> Line:
    inside = [edit for edit in edits if _touches(edit, start, end)]
    marks = [span for span in spans if span.start < end and span.end > start]
    if not text[start:end].strip() and not inside:
        return Line([])
    cuts = {start, end}
    for piece in (*inside, *marks):
        cuts |= {min(max(piece.start, start), end), min(max(piece.end, start), end)}
    places = sorted(cuts)
    runs: list[Run] = []
    for at, until in zip(places, [*places[1:], end], strict=True):
        # An edit may begin with the line feed before its first line: its old words belong to that line.
        runs.extend(
            _gone(edit)
            for edit in inside
            if edit.gone.strip() and edit.start >= start - 1 and max(edit.start, start) == at
        )
        if until > at:
            mark = next((span for span in marks if span.start <= at and until <= span.end), None)
            kind = "ins" if any(edit.start <= at and until <= edit.end for edit in inside) else ""
            css, title, anchor = (mark.css, mark.title, mark.anchor) if mark else ("", "", "")
            runs.append(Run(text[at:until], kind, css, title, anchor))
    block = next(iter(paragraphs(text[start:end])), None)
    level = block.level if isinstance(block, Heading) else 0
    return Line(runs, level, is_plain=not inside and all(span.is_calm for span in marks))


def _touches(edit: Edit, start: int, end: int) -> bool:
    """Whether a line shows an edit; one that only took words away is shown where they stood."""
    if edit.start == edit.end:
        return start <= edit.start <= end
    return edit.start < end and edit.end > start


def _gone(edit: Edit) -> Run:
    return Run(edit.gone.strip("\n").replace("\n", " ⏎ "), "del")
