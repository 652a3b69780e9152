"""Y-4: prose that is last year's.

The measure is rapidfuzz's normalised indel similarity (0-100) of sentences, with the years left out. A sentence whose
figures were brought up to date is less alike and does not count, unless it is a long one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from rapidfuzz import fuzz, process

from reports.checks.base import Context, Finding, Level, check
from reports.value import ReportValue

from .compare import place
from .sentences import Sentence, sentences

SAME = 95
"""Sentences at least this similar are the same one."""
SUBSTANTIAL = 0.5
"""The share of a part's characters, formal sentences apart, from which on reuse must be explained."""
_SHORTEST = 16  # characters; shorter sentences are alike by chance
_LEAST = 120  # characters of reuse in all before anything is said
_LONG_PASSAGE = 150  # characters of a single passage that deserve a hint
_YEARS = re.compile(r"(?:19|20)\d\d")
_FORMAL = re.compile(
    "条例》|统计期限|年度报告格式|习近平|二十大|二十届|[二三四]中全会|收费通知|处理费|联系地址|电话|邮编|电子版|"
    "需要?报告的(?:其[他它])?事项|其[他它]需要?(?:报告|说明)|如有疑问|本报告由"
)
_NUMBERED = r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])"
# A line that only names what follows, and such a name before the first sentence of its paragraph.
_HEADING = re.compile(rf"{_NUMBERED}?\s*[^，；,;：:。！？\n]{{2,30}}|{_NUMBERED}[^，；,;：:。！？\n]{{2,30}}[。：:]")
_HEADING_BEFORE = re.compile(rf"\s*{_NUMBERED}\s*[\u4e00-\u9fff、]{{2,24}}[ \u3000]+")


class Passage(NamedTuple):
    """``text[start:end]``: sentences in a row that stood in last year's text too."""

    start: int
    end: int


@check(
    "Y-4",
    Level.EXPLAIN,
    "文字与上年雷同",
    "各地检查通报的做法：雷同、照搬照抄",
    where="一、五、六三个部分的文字；上年报告的相应部分",
    causes=("在上年报告上改写，有的段落没有改。", "工作内容确无变化，可说明。"),
    example="“五、存在的主要问题及改进情况”与上年报告逐句相同。",
)
def same_as_last_year(value: ReportValue, context: Context) -> Iterator[Finding]:
    """三个部分的文字不与上年报告雷同：相同的句子（相似度95以上，年份不计）不超过一半；前言和固定用语不计。"""
    if context.previous is None:
        return
    for section in value.schema.sections:
        if section.text is None:
            continue
        key = section.text.key
        text, before = value.texts[key], context.previous.texts.get(key, "")
        if not text or not before:
            continue
        passages, same, whole = _reuse(text, before)
        if same < _LEAST:
            continue
        longest = max(passages, key=lambda passage: passage.end - passage.start)
        share = same / whole
        substantial = share >= SUBSTANTIAL
        if not substantial and longest.end - longest.start < _LONG_PASSAGE:
            continue
        yield same_as_last_year.finding(
            (),
            f"“{section.heading}”有 {share:.0%} 的文字与上年相同，最长的一段 {longest.end - longest.start} 字。",
            cause="在上年报告上改写，有的段落没有改。",
            params={
                **place(value, key, longest.start, longest.end, longest.start, longest.end),
                "left_label": "与上年相同",
                "left": f"{same} 字",
                "right_label": "这一部分",
                "right": f"{whole} 字",
                "difference": "",
            },
            level=Level.EXPLAIN if substantial else Level.HINT,
        )


def passages_of_last_year(text: str, before: str) -> tuple[Passage, ...]:
    """What of a text stood in last year's, sentences in a row joined."""
    return _reuse(text, before)[0] if text and before else ()


@lru_cache(maxsize=64)
def _reuse(text: str, before: str) -> tuple[tuple[Passage, ...], int, int]:
    """The passages, how many characters they have, and how many characters could have been reused."""
    candidates = [
        (sentence, _YEARS.sub("", text[sentence.start : sentence.end]))
        for sentence in map(partial(_without_heading, text), sentences(text))
        if sentence.end - sentence.start >= _SHORTEST
        and not _HEADING.fullmatch(text, sentence.start, sentence.end)
        and not _FORMAL.search(text, sentence.start, sentence.end)
    ]
    whole = sum(sentence.end - sentence.start for sentence, _ in candidates)
    old = [
        _YEARS.sub("", before[sentence.start : sentence.end])
        for sentence in map(partial(_without_heading, before), sentences(before))
        if sentence.end - sentence.start >= _SHORTEST - 4
    ]
    exact = set(old)
    passages: list[Passage] = []
    same = 0
    for sentence, plain in candidates:
        if plain not in exact and not process.extractOne(plain, old, scorer=fuzz.ratio, score_cutoff=SAME):
            continue
        same += sentence.end - sentence.start
        # What stands between, a heading or a new sentence, is not this year's repetition.
        if passages and not text[passages[-1].end : sentence.start].strip():
            passages[-1] = Passage(passages[-1].start, sentence.end)
        else:
            passages.append(Passage(sentence.start, sentence.end))
    return tuple(passages), same, whole


def _without_heading(text: str, sentence: Sentence) -> Sentence:
    heading = _HEADING_BEFORE.match(text, sentence.start, sentence.end)
    return sentence._replace(start=heading.end()) if heading else sentence
