"""Prose of a section -> headings and paragraphs. The text is plain: nothing in it is markup, ever."""

import re
from dataclasses import dataclass
from typing import ClassVar

# 一、 heads a section and is never in the prose; （一） comes under it, 1. and （1） under that (GB/T 9704-2012 7.3.3).
SECTION, PART, POINT = 1, 2, 3

_LONGEST_HEADING = 40
_PART = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
# A digit after the full stop makes it a figure (1.5万件), not a number of a point.
_POINT = re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]")
_SENTENCE_END = ("。", "；", ";", "：", ":", "！", "？", "，", ",")


@dataclass(frozen=True)
class Heading:
    """``level`` is 1 for 一、, 2 for （一）, 3 for 1. and （1）; ``anchor`` is what a contents list links to.

    ``depth`` is its place in the outline, which skips nothing: 2 for a 1. that stands straight under 一、.
    """

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str = ""
    depth: int = 1


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str


def paragraphs(text: str) -> tuple[Heading | Paragraph, ...]:
    """One block a line, stripped, empty ones dropped; a short numbered line that ends no sentence is a heading."""
    blocks: list[Heading | Paragraph] = []
    deepest = SECTION
    for line in (line.strip() for line in text.splitlines()):
        level = _level(line)
        if level == PART:
            deepest = PART
        if level:
            blocks.append(Heading(level, line, depth=PART if level == PART else deepest + 1))
        elif line:
            blocks.append(Paragraph(line))
    return tuple(blocks)


def _level(line: str) -> int:
    """The level of a heading, 0 for anything else."""
    if len(line) > _LONGEST_HEADING or "。" in line or line.endswith(_SENTENCE_END):
        return 0
    return PART if _PART.match(line) else POINT if _POINT.match(line) else 0
