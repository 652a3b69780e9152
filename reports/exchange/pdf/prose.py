"""Lines of text -> paragraphs: page numbers and running heads left out, broken lines put together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from reports.exchange.labels import fold
from reports.exchange.sections import is_heading
from reports.schema import SCHEMAS

from .page import Page, TextLine

_PAGE_NUMBER = re.compile(
    r"[-—－–―·.\s]*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*[/／,，、(（]?\s*共?\s*\d{1,3}\s*页?\s*[)）]?)?[-—－–―·.\s]*"
)
_EDGE_LINES = 2  # how many lines at the top and the bottom of a page may be running ones
_EDGE = 0.15  # of the page's height: where they stand
_SAME_PLACE = 4.0  # points
_INDENT = 1.2  # of the letter's size
_DEEPEST_INDENT = 3.0
_SHORT = 2.2
_FAR = 1.6  # of the usual distance of two lines
_OTHER_SIZE = 0.15
_TITLE_SIZE = 1.2
_LATIN_START = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Paper:
    """Where the text stands on the pages, in points: its edges, the distance of lines and the size of letters."""

    left: float
    right: float
    pitch: float
    size: float


def without_furniture(pages: Sequence[Page]) -> list[list[TextLine]]:
    """The lines of every page without page numbers and what is printed on top or bottom of every page."""
    running: Counter[tuple[str, bool, int]] = Counter()
    for page in pages:
        running.update({_mark(page, line) for line in _at_edges(page)})
    kept: list[list[TextLine]] = []
    for page in pages:
        edges = _at_edges(page)
        kept.append(
            [
                line
                for line in page.lines
                if line not in edges
                or not (_PAGE_NUMBER.fullmatch(line.text) or _is_running(running, _mark(page, line), len(pages)))
            ]
        )
    return kept


def _at_edges(page: Page) -> list[TextLine]:
    """The outermost lines of a page, those at its edges that no table stands beyond."""
    ordered = sorted(page.lines, key=lambda line: line.box.top)
    top = min((table.box.top for table in page.tables), default=page.height)
    bottom = max((table.box.bottom for table in page.tables), default=0.0)
    first = [line for line in ordered[:_EDGE_LINES] if line.box.bottom <= min(top, _EDGE * page.height)]
    last = [line for line in ordered[-_EDGE_LINES:] if line.box.top >= max(bottom, (1 - _EDGE) * page.height)]
    return [*first, *last]


def _mark(page: Page, line: TextLine) -> tuple[str, bool, int]:
    """What a running line has in common on every page: its words without their numbers, and its height."""
    at_top = line.box.top < page.height / 2
    return re.sub(r"\d+", "0", fold(line.text)), at_top, round(line.box.top / _SAME_PLACE)


def _is_running(running: Counter[tuple[str, bool, int]], mark: tuple[str, bool, int], pages: int) -> bool:
    text, at_top, place = mark
    times = sum(running[text, at_top, near] for near in (place - 1, place, place + 1))
    return bool(text) and times > 1 and times >= pages / 2


def paper(pages: Iterable[Sequence[TextLine]]) -> Paper:
    """The usual layout of the text, from all its lines."""
    every = [line for lines in pages for line in lines]
    if not every:
        return Paper(0, 0, 0, 0)
    size = Counter(round(line.size, 1) for line in every for _ in line.text).most_common(1)[0][0]
    body = [line for line in every if abs(line.size - size) <= _OTHER_SIZE * size] or every
    gaps = [
        lower.box.top - upper.box.top for upper, lower in pairwise(body) if 0 < lower.box.top - upper.box.top < 4 * size
    ]
    return Paper(
        _left_edge([round(line.box.left) for line in body], size),
        max(line.box.right for line in body),
        median(gaps) if gaps else 2 * size,
        size,
    )


def _left_edge(lefts: Sequence[int], size: float) -> int:
    """Where lines go on; in a short report most lines are first ones and begin two letters further in."""
    usual = Counter(lefts).most_common(1)[0][0]
    return min((left for left in lefts if _INDENT * size <= usual - left <= _DEEPEST_INDENT * size), default=usual)


def paragraphs(lines: Sequence[TextLine], layout: Paper) -> Iterator[str]:
    """Lines that follow one another, put together to paragraphs; headings stay by themselves."""
    said: list[TextLine] = []
    for line in lines:
        if said and _begins(said[-1], line, layout):
            yield _put_together(said)
            said = []
        said.append(line)
    if said:
        yield _put_together(said)


def _begins(before: TextLine, line: TextLine, layout: Paper) -> bool:
    newest = list(SCHEMAS.values())[-1]
    size = max(layout.size, 1.0)
    if abs(before.size - line.size) > _OTHER_SIZE * size:
        return True
    if _is_centred(before, layout) and _is_centred(line, layout):
        return before.size < _TITLE_SIZE * size or _far(before, line, layout)
    if is_heading(newest, line.text) or is_heading(newest, before.text):
        return True
    word = _LATIN_START.match(line.text)
    room = layout.right - before.box.right
    is_short = room > _SHORT * size and room > (0.6 * size * len(word[0]) if word else 0)
    return (
        is_short
        or line.box.left - layout.left >= _INDENT * size
        or _far(before, line, layout)
        or _is_centred(line, layout)
    )


def _far(before: TextLine, line: TextLine, layout: Paper) -> bool:
    return line.box.top - before.box.top > _FAR * max(layout.pitch, line.size * 1.5)


def _is_centred(line: TextLine, layout: Paper) -> bool:
    left, right = line.box.left - layout.left, layout.right - line.box.right
    return left > _SHORT * layout.size and abs(left - right) < 1.5 * line.size


def _put_together(lines: Sequence[TextLine]) -> str:
    said = ""
    for line in lines:
        if said and re.match(r"[A-Za-z0-9]", line.text) and re.search(r"[A-Za-z0-9,.;:]$", said):
            said += " "
        said += line.text
    return said
