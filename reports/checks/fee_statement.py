"""What a text says of the fee for applications: notices issued, their amount, money received.

Which figure is which is read from the words before it. Of parts and of second figures for one thing nothing is read but
that the reading is doubtful.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reports.value import Number

from .prose.numbers import Figure, Sort, numbers


class Stated(NamedTuple):
    """A figure the text states: 件 of notices, 元 of money; ``text[start:end]`` states it."""

    value: Number
    start: int
    end: int
    quote: str


class Statement(NamedTuple):
    """What a text says of fees; ``None`` = not said. ``doubtful`` where it may have been read wrongly."""

    notices: Stated | None = None
    charged: Stated | None = None  # 发出收费通知的总金额
    received: Stated | None = None
    doubtful: bool = False


_SENTENCE = re.compile(r"[^。；;！\n]+[。；;！]?")
ABOUT_FEES = re.compile(r"处理费|(?<!事业性)收费|缴费")
_NOTICE = re.compile(r"收费通知|缴费通知|通知书?的?(?:件数|份数|数量)")
_RECEIVED = re.compile(r"实际收|实收|已收|收取|收到|已缴|实缴|实际缴|缴纳|入库")
_CHARGED = re.compile(r"金额|应收|应缴|总额|共计|合计")
_PARTS = re.compile(r"其中|分别|包括|含")
_CLAUSE = re.compile(r"[，,、；;：:]")
_ALL = re.compile(r"[均都皆]")
_NO_NOTICE = re.compile(
    r"(?:未|没有|无)(?:曾|向申请人|对外)?(?:发出|发送|发放|开具|出具|下达)[^，,。；;]{0,8}(?:收费|缴费)通知"
)
_NO_MONEY = re.compile(
    r"(?:未|没有|无|不)(?:曾|向申请人|实际|予)*(?:收取|收到|缴纳|收费)|(?:未|没有|无)(?:发生|产生|涉及)[^，,。；;]{0,12}(?:收费|处理费)"
)


@lru_cache(maxsize=256)
def statement_of(text: str) -> Statement:
    """The first figure of each kind that the text states of fees."""
    found: dict[str, Stated] = {}
    doubtful = False
    for match in _SENTENCE.finditer(text):
        if not ABOUT_FEES.search(match[0]):
            continue
        for kind, stated in _stated(text, match):
            if kind and kind not in found:
                found[kind] = stated
            elif not kind or found[kind].value != stated.value:
                doubtful = True
    return Statement(found.get("notices"), found.get("charged"), found.get("received"), doubtful)


def _stated(text: str, sentence: re.Match[str]) -> Iterator[tuple[str, Stated]]:
    """(kind, figure) for what a sentence states; the kind is empty for what cannot be told."""
    start, end, quote = sentence.start(), sentence.end(), sentence[0].strip()
    for kind, pattern in (("notices", _NO_NOTICE), ("received", _NO_MONEY)):
        if none := pattern.search(text, start, end):
            yield kind, Stated(0, none.start(), none.end(), quote)
    figures = [
        figure for figure in numbers(text) if start <= figure.start < end and figure.sort in (Sort.COUNT, Sort.MONEY)
    ]
    before, told = start, False
    for number, figure in enumerate(figures):
        words = text[before : figure.start]
        following = figures[number + 1].start if number + 1 < len(figures) else end
        before = figure.unit_end
        if told and _PARTS.search(words):
            yield "", Stated(0, figure.start, figure.end, quote)
            return
        amount = figure.yuan if figure.sort is Sort.MONEY else figure.value
        for kind in _kinds(figure, words, _CLAUSE.split(text[figure.unit_end : following])[0]):
            told = True
            clear = not figure.approximate and (figure.unit or kind == "notices" or not figure.value)
            yield kind if clear else "", Stated(amount, figure.start, figure.end, quote)


def _kinds(figure: Figure, words: str, behind: str) -> list[str]:
    """What a figure counts, by the words before it, or for 15件申请发出收费通知 behind it."""
    if "事业性" in words:
        return []
    if figure.unit and figure.sort is Sort.COUNT:
        return ["notices"] if _NOTICE.search(words) or _NOTICE.search(behind) else []
    if figure.sort is Sort.COUNT and figure.value == 0 and _ALL.search(words):
        return _named(words)  # 件数和总金额以及实际收取的总金额均为0
    named = _named(_CLAUSE.split(words)[-1]) or _named(words)
    if figure.sort is Sort.MONEY:
        named = [kind for kind in named if kind != "notices"]
    return named[:1]


def _named(words: str) -> list[str]:
    """What some words speak of; of 实际收取的总金额 what was received comes first."""
    patterns = (("received", _RECEIVED), ("charged", _CHARGED), ("notices", _NOTICE))
    return [kind for kind, pattern in patterns if pattern.search(words)]
