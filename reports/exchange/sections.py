"""The six headings among a file's lines, and the prose under them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.schema import PREAMBLE, Schema, Section

from .labels import fold, normal
from .source import Block, Line

_NUMBERED = re.compile(r"^\s*([一二三四五六])\s*[、.．,，:：]\s*(.*)$", re.DOTALL)
_LONGEST_HEADING = 45
_ALIKE = 0.65  # 四、政府信息公开行政法复议、行政诉讼情况 is a heading with a slip
_FURNITURE = re.compile(
    r"公网安备|ICP备|版权所有|^主办(单位)?[:：]|^承办(单位)?[:：]|网站标识码|^上一[篇条]|^下一[篇条]|^【?打印|【?关闭(窗口)?】?$"
    r"|^分享(到)?|扫一扫|^当前位置|^您(现在)?(的|所在)|^责任编辑|^浏览(次数|量)|^相关(链接|附件|文档|阅读)|^附件(下载)?[:：]?$"
    r"|^网站地图|^技术支持|^(返回顶部|返回首页)|^文件下载|^字体[:：]|^\[?字号|^【字|^收藏$"
)
_METADATA = re.compile(
    r"^(发布(日期|时间|机构|单位)|索引号|信息来源|来源|文号|发文字号|作者|阅读|浏览|点击|名称|标题|分类|公开日期|栏目"
    r"|原文链接|本地目录|页面链接|成文日期|生成日期|公开形式|单位|采集时间|主题(词|分类))\s*[:：]|^[=\-—－_\s]+(正文)?[=\-—－_\s]*$"
    r"|^[-—－\s]*\d{1,3}[-—－\s]*$"
)
_DATE = re.compile(r"^[(（]?\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[)）]?$")


@dataclass(frozen=True)
class Opening:
    """A heading: which section opens at which block, and prose that follows it on the same line."""

    section: Section
    block: int
    rest: str = ""


def openings(schema: Schema, blocks: Sequence[Block]) -> tuple[Opening, ...]:
    """The headings in their order on paper. A table of contents gives way to the headings that follow it."""
    candidates = [
        opening
        for position, block in enumerate(blocks)
        if isinstance(block, Line) and (opening := _opening(schema, block.text, position))
    ]
    numbers = [section.number for section in schema.sections]
    starts = [opening.block for opening in candidates if opening.section.number == numbers[0]]
    found: list[Opening] = []
    for opening in candidates:
        if starts and opening.block < starts[-1]:
            continue
        if not found or numbers.index(opening.section.number) > numbers.index(found[-1].section.number):
            found.append(opening)
    return tuple(found)


def is_heading(schema: Schema, text: str) -> bool:
    return _opening(schema, text, 0) is not None


def _opening(schema: Schema, text: str, position: int) -> Opening | None:
    match = _NUMBERED.match(normal(text))
    if not match:
        folded = fold(text)
        titled = [section for section in schema.sections if folded == fold(section.title)]
        return Opening(titled[0], position) if titled else None
    section = next(section for section in schema.sections if section.number == match[1])
    said = match[2].strip()
    titles = (section.title, *section.aliases)
    if fold(said) in map(fold, titles):
        return Opening(section, position)
    for title in sorted(titles, key=len, reverse=True):
        if said.startswith(title) and re.match(r"[\s:：。.]", said[len(title) :]):
            return Opening(section, position, said[len(title) :].lstrip(" \t\n:：。."))
    short = len(said) <= _LONGEST_HEADING and not re.search(r"[。;；]", said)
    if short and max(SequenceMatcher(None, fold(said), fold(title)).ratio() for title in titles) >= _ALIKE:
        return Opening(section, position)
    return None


def texts(schema: Schema, blocks: Sequence[Block], found: Sequence[Opening], title: str) -> dict[str, str]:
    """The preamble and the prose sections, paragraphs separated by line feeds."""
    said: dict[str, str] = {}
    if found:
        said[PREAMBLE] = "\n".join(_preamble(blocks[: found[0].block], title))
    for position, opening in enumerate(found):
        following = found[position + 1] if position + 1 < len(found) else None
        if opening.section.text:
            end = following.block if following else len(blocks)
            lines = [opening.rest, *_lines(blocks[opening.block + 1 : end])]
            said[opening.section.text.key] = "\n".join(_prose(lines, last=following is None))
    return {key: text for key, text in said.items() if text}


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield from (line.strip() for line in block.text.split("\n"))


def _preamble(blocks: Sequence[Block], title: str) -> list[str]:
    """What stands between the title and the first heading; where no title is found, whole sentences only."""
    lines = [line for line in _lines(blocks) if line]
    folded = fold(title)
    starts = [position for position, line in enumerate(lines) if folded and fold(line) == folded]
    said = lines[starts[-1] + 1 :] if starts else lines
    if starts and said and _is_issuer(said, folded):
        del said[0]
    return [
        line
        for line in said
        if (starts or "。" in line)
        and not (_METADATA.search(line) or _FURNITURE.search(line) or _DATE.match(line) or fold(line) == "目录")
    ]


def _is_issuer(lines: Sequence[str], title: str) -> bool:
    """Whether the first line under the title is who issues the report: the title's organ, or what a date follows."""
    first = fold(lines[0])
    dated = len(lines) > 1 and _DATE.match(lines[1]) and len(first) <= _LONGEST_HEADING
    return bool(first) and not re.search(r"[。；：:，]", lines[0]) and bool(title.startswith(first) or dated)


def _prose(lines: Sequence[str], *, last: bool) -> list[str]:
    """Paragraphs of a section. What follows the last section's prose on a web page is not part of it."""
    kept: list[str] = []
    for line in lines:
        if not line:
            continue
        if _FURNITURE.search(line) and len(line) < 60:
            if last and kept:
                break
            continue
        if not re.fullmatch(r"[-—－\s]*\d{1,3}[-—－\s]*", line):
            kept.append(line)
    if last and len(kept) > 2 and _DATE.match(kept[-1]) and not re.search(r"[。；]", kept[-2]):
        kept = kept[:-2]  # who signed and when: the finished page prints them from the report itself
    return kept
