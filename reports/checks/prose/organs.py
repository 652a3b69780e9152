"""N-19: another organ's name, or another kind of organ, where the report speaks of itself."""

import re
from collections.abc import Iterator

from reports.checks.base import Context, Finding, Level, check
from reports.value import ReportValue

from .compare import one_line, place
from .sentences import Sentence, sentences

_TITLE = re.compile(r"政府信息公开(?:工作)?年度?报告")
_NAME_BEFORE = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）()]{2,40})\s*(?:关于)?(?:(?:19|20)\d\d\s*年?度?|二[〇○零一二三四五六七八九]{3}年度?)?\s*$"
)
_SUBJECT = re.compile(
    r"(?:(?:19|20)\d\d\s*年度?(?:以来)?|本年度?|一年来)[，,]\s*(?P<name>[\u4e00-\u9fff]{2,25}?)"
    r"(?=认真|坚持|深入|严格|全面|高度|按照|积极|紧紧|以|在|切实|持续|始终|不断|扎实|深化|着力|共|主动|政府信息)"
)
_LONGEST_NAME = 30
_TOWNSHIP = re.compile("镇|乡|街道|苏木")
_BUREAU_END = re.compile("(?:局|中心|大队|支队)$")
_TOWNSHIP_SELF = re.compile("我(?:镇|乡|街道)(?![、和及]?(?:村|街道|镇)?(?:们))")
_BUREAU_SELF = re.compile("我局")


@check(
    "N-19",
    Level.EXPLAIN,
    "正文中的单位名称",
    "各地检查通报的做法：照搬其他单位的报告、名称未改",
    where="前言、标题和每部分开头自称的单位名称；“我局”“我镇”一类的自称",
    causes=("照搬了其他单位的报告，名称没有改。", "机构更名后沿用旧名称。"),
    example="县水利局的报告写“现将XX县教育局2023年政府信息公开工作年度报告公布如下”。",
)
def other_names(value: ReportValue, context: Context) -> Iterator[Finding]:
    """报告自称的单位是本单位，不是别的单位。上级、下级和联系单位的名称可以出现。"""
    own = {value.organ, *context.names} - {""}
    for key, text in value.texts.items():
        if not text:
            continue
        if context.others:
            for match in _self_references(text):
                name = _other(match["name"], context.others, own)
                if name:
                    start = match.end("name") - len(name)
                    yield _finding(value, key, _sentence(text, start), start, start + len(name), "单位名称")
        yield from _kind(value, key, text)


def _self_references(text: str) -> Iterator[re.Match[str]]:
    """Where the report says whose it is: before its title, and as the subject of 2023年，X局认真贯彻."""
    for title in _TITLE.finditer(text):
        match = _NAME_BEFORE.search(text, max(0, title.start() - 50), title.start())
        if match:
            yield match
    yield from _SUBJECT.finditer(text)


def _other(said: str, others: frozenset[str], own: set[str]) -> str:
    """The other organ a self-reference ends with, or empty; an organ whose name is part of this one's is no other."""
    for start in range(max(0, len(said) - _LONGEST_NAME), len(said) - 1):
        name = said[start:]
        if name in own:
            return ""
        if name in others:
            return "" if any(name in mine or mine in name for mine in own) else name
    return ""


def _kind(value: ReportValue, key: str, text: str) -> Iterator[Finding]:
    """我镇 in the report of a bureau, 我局 in that of a township."""
    if not value.organ:
        return
    if _BUREAU_END.search(value.organ) and not _TOWNSHIP.search(value.organ):
        pattern = _TOWNSHIP_SELF
    elif _TOWNSHIP.search(value.organ) and re.search("(?:人民政府|办事处|镇|乡|街道)$", value.organ):
        pattern = _BUREAU_SELF
    else:
        return
    match = pattern.search(text)
    if match:
        yield _finding(value, key, _sentence(text, match.start()), *match.span(), "自称")


def _sentence(text: str, place_of: int) -> Sentence:
    return next(found for found in sentences(text) if found.start <= place_of < found.end)


def _finding(value: ReportValue, key: str, sentence: Sentence, start: int, end: int, what: str) -> Finding:
    said = one_line(value.texts[key][start:end])
    return other_names.finding(
        (),
        f"正文{what}“{said}”不是本单位（{value.organ}）。",
        cause="照搬了其他单位的报告，名称没有改；或者机构更名后沿用旧名称。",
        params={
            **place(value, key, sentence.start, sentence.end, start, end),
            "left_label": "正文",
            "left": said,
            "right_label": "本单位",
            "right": value.organ,
            "difference": "",
        },
    )
