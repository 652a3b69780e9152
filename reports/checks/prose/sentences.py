"""A text cut into the pieces in which words belong together, each with its place in the text."""

import re
from functools import lru_cache
from typing import NamedTuple


class Sentence(NamedTuple):
    """``text[start:end]``. ``block`` counts the paragraphs and numbered parts; ``head`` are the words that open it."""

    start: int
    end: int
    block: int
    head: str


# A paragraph also starts where （二） does: pages copied as one line have lost their line feeds.
_BLOCK = re.compile(r"\n+|(?<=[。；;！？\s])(?=\s*[（(][一二三四五六七八九十]{1,3}[）)](?![项款条]))")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*[”’」』）]*")
_HEADING = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．])?[^。，；,;]{0,30}"
)
_NUMBERED = re.compile(r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)")
LONGEST_HEADING = 30
# A line feed inside a sentence, as copied from a page of print: after a long line that no punctuation ends.
_SOFT = re.compile(
    r"(?:(?<=[^\n]{20})(?<![。！？；：:;])|(?<=[，、]))\n(?=\S)(?![（(]?[一二三四五六七八九十\d]{1,3}[）)、.])"
)
# Characters of a word cut in two by the end of a line, numerals and units not among them.
_CUT = re.compile(r"([\u4e00-\u9fff]+)\n(?=[\u4e00-\u9fff])")
_NUMERAL = re.compile(r".*[零〇一二三四五六七八九十百千万亿两年月日件]")


@lru_cache(maxsize=256)
def unwrapped(text: str) -> str:
    """The text with the line feeds inside sentences made blanks, of the same length, every figure in its place.

    The blank stands before the words that the line feed cut in two, so that 办 and 结 are found as one word.
    """
    if "\n" not in text:
        return text
    soft = {match.start() for match in _SOFT.finditer(text)}
    characters = list(text)
    for place in soft:
        characters[place] = " "
    for match in _CUT.finditer(text):
        if match.end() - 1 in soft:
            numeral = _NUMERAL.match(match[1])
            start = match.start() + (numeral.end() if numeral else 0)
            characters[start : match.end()] = [" ", *characters[start : match.end() - 1]]
    return "".join(characters)


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in their order; ``head`` holds the heading above and the block's first words."""
    text = unwrapped(text)
    found: list[Sentence] = []
    above, start = "", 0
    borders = [*((match.start(), match.end()) for match in _BLOCK.finditer(text)), (len(text), len(text))]
    for block, (border, following) in enumerate(borders):
        content = text[start:border]
        opening = _HEADING.match(content)
        head = above + (opening[0] if opening else "")
        for match in _SENTENCE.finditer(content):
            lead = len(match[0]) - len(match[0].lstrip())
            if match[0].strip():
                found.append(
                    Sentence(start + match.start() + lead, start + match.start() + len(match[0].rstrip()), block, head)
                )
        # A short paragraph without a full stop is the heading of what follows, up to the next; so is （二）依申请公开。
        short = content.strip()
        if _NUMBERED.match(content):
            above = opening[0] if opening else ""
        elif short and len(short) <= LONGEST_HEADING and not short.endswith(("。", "；", "，")):
            above = short
        start = following
    return tuple(found)


_CLAUSE = re.compile(r"[，,；;。：:！？（）()\n]")


def clause_start(text: str, start: int, place: int) -> int:
    """Where the clause that holds ``place`` begins, not before ``start``."""
    last = start
    for match in _CLAUSE.finditer(text, start, place):
        last = match.end()
    return last


def clause_end(text: str, place: int, end: int) -> int:
    """Where the clause that holds ``place`` ends, not after ``end``."""
    match = _CLAUSE.search(text, place, end)
    return match.start() if match else end


def item_end(text: str, place: int, end: int) -> int:
    """Where the item of a list that holds ``place`` ends: a clause, or up to the next 、."""
    until = clause_end(text, place, end)
    comma = text.find("、", place, until)
    return comma if comma >= 0 else until
