"""Prose of a section -> headings and paragraphs. The text is plain: nothing in it is markup, ever."""

import re
from dataclasses import dataclass

# 一、 heads a section and is never in the prose; （一） comes under it, 1. and （1） under that (GB/T 9704-2012 7.3.3).
SECTION, PART, POINT = 1, 2, 3

_LONGEST_HEADING = 40
_PART = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
# A digit after the full stop makes it a figure (1.5万件), not a number of a point.
_POINT = re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]")
_SENTENCE_END = ("。", "；", ";", "：", ":", "！", "？", "，", ",")


@dataclass(frozen=True)
class Heading:
    """``level`` is 1 for 一、, 2 for （一）, 3 for 1. and （1）; ``anchor`` is what a contents list links to."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: str


def paragraphs(text: str) -> tuple[Heading | Paragraph, ...]:
    """One block a line, stripped, empty ones dropped; a short numbered line that ends no sentence is a heading."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_block(line) for line in lines if line)


def _block(line: str) -> Heading | Paragraph:
    if len(line) <= _LONGEST_HEADING and "。" not in line and not line.endswith(_SENTENCE_END):
        if _PART.match(line):
            return Heading(PART, line)
        if _POINT.match(line):
            return Heading(POINT, line)
    return Paragraph(line)
