"""N-9 and N-12: parts in a sentence against the total they are parts of."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from reports.checks.base import Check, Context, Finding, Level, check
from reports.value import Number, ReportValue

from . import quantities
from .compare import Verdict, one_line, place, verdicts
from .numbers import Figure, Sort, numbers
from .sentences import Sentence, clause_start, sentences

_INTRODUCED = re.compile(r"其中|包括|分别[为是]?|[：:]|由.{0,4}组成|按.{1,8}分")
_ALL_PARTS = re.compile(r"分别[为是]|按.{1,8}分|[：:]")
_NOT_ALL_PARTS = re.compile(
    r"等[，。；)）]|主要|重点|部分|尤其|特别|同比|较上年|比上年|增[长加]|下降|减少|上年|去年|[含另超]|以上"
)
_CHANNELS = re.compile(
    r"网络|网上|网站|在线|平台|互联网|信函|邮寄|寄递|邮递|快递|邮件|邮箱|书面|当面|现场|窗口|传真|其[他它](?:形式|方式|渠道|途径)|来信|系统"
)
_ONLY_CHANNELS = re.compile(
    r"(?<=共收到|共受理|共接收|共接到)[^，。；：\n\d]{2,12}\d+[件份](?:[、和，](?!其中|办|予)[^，。；：、\n\d]{2,12}\d+[件份]){2,}(?=[，。；])"
)
_SUMMED_UP = re.compile(r"[，；,;]\s*(?:全年|以上|[两三四]项|各类)?(?:共计|合计|总计)为?$")
_JOINED = re.compile(r"\s*[、和及与]")
_TOGETHER = re.compile(r"[，；,;]\s*(?:全年)?(?:共|合计|总计)[^，。；\d]{0,12}$")
_BY_REASON = ("N-6", "N-7")
_CLOSE = 0.1  # a sum this near its total is meant to be it


class _List(NamedTuple):
    text: str
    sentence: Sentence
    total: Figure
    parts: tuple[Figure, ...]
    channels: bool
    complete: bool


@check(
    "N-9",
    Level.EXPLAIN,
    "正文申请渠道之和",
    "《中华人民共和国政府信息公开条例》第二十九条；正文分项之和应当等于总数",
    where="文字部分中当面、信函、网络等各渠道收到申请的件数",
    causes=("漏写了一个渠道。", "总数改了，分项没有跟着改。", "分项含上年结转，总数不含，或者相反。"),
    example="“收到申请10件，其中网络5件、信函4件”，分项之和为9。",
)
def channels(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说各渠道收到的申请之和，等于所说的总数，或者表三新收、新收加上年结转。"""
    for entry in _lists(value):
        if entry.channels:
            yield from _judge(channels, value, entry)
    yield from _without_total(value)


@check(
    "N-12",
    Level.EXPLAIN,
    "正文分项之和",
    "正文分项之和应当等于总数",
    where="文字部分中“共……其中……”一类的句子",
    causes=("漏写了一个分项。", "总数或者某一分项改了，其余没有跟着改。", "分项有交叉，或者只列了一部分。"),
    example="“共公开信息6391条，其中1105条、2896条、2004条”，分项之和为6005。",
)
def parts(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文在总数之后列出全部分项的，分项之和等于总数。"""
    judged = {(verdict.text, verdict.mention.figure.start): verdict for verdict in verdicts(value)}
    for entry in _lists(value):
        # Parts the tables know are compared with the tables.
        behind = entry.total.start > entry.parts[0].start
        compared = [entry.total] if behind else entry.parts
        known = [judged.get((entry.text, figure.start)) for figure in compared]
        if not entry.channels and (not any(known) or _too_many_reasons(entry, judged)):
            yield from _judge(parts, value, entry)


def _too_many_reasons(entry: _List, judged: dict[tuple[str, int], Verdict]) -> bool:
    """Whether reasons, some of which the tables do not know by their words, exceed what was not disclosed for them."""
    total, *reasons = (judged.get((entry.text, figure.start)) for figure in (entry.total, *entry.parts))
    if total is None or total.mention.quantity.code not in _BY_REASON or all(reasons):
        return False
    agree = all(verdict.agrees for verdict in (total, *reasons) if verdict)
    return agree and sum(int(part.value) for part in entry.parts) > entry.total.value


def _judge(check_object: Check, value: ReportValue, entry: _List) -> Iterator[Finding]:
    total, summed = int(entry.total.value), 0
    sums: list[int] = []
    for part in entry.parts:
        summed += int(part.value)
        sums.append(summed)
    # Parts by one point of view may be followed by parts by another: 自然人9件、企业1件，网络6件、信函4件.
    accepted: set[Number] = {total}
    if entry.channels:
        known = quantities.Figures(value)
        accepted |= {number for cells in quantities.received(value.schema) if (number := known(cells)) is not None}
    if accepted.intersection(sums[1:]) or not total:
        return
    near = abs(summed - total) <= _CLOSE * total and len(entry.parts) > 2
    if not (near or entry.channels or entry.complete):
        if summed <= total:
            return  # 其中 may name some of the parts
        level = Level.HINT
    else:
        level = Level.EXPLAIN if near or entry.channels else Level.HINT
    text = value.texts[entry.text]
    written = "、".join(text[part.start : part.end] for part in entry.parts[:8])
    gap = summed - total
    yield check_object.finding(
        (),
        f"正文总数 {total}，分项（{written}{'……' if len(entry.parts) > 8 else ''}）之和 {summed}，相差 {abs(gap)}。",
        expected=summed,
        filed=total,
        cause="漏写或者写错了一个分项；或者分项有交叉，或者只列了一部分。",
        params={
            **place(value, entry.text, entry.sentence.start, entry.sentence.end, entry.total.start, entry.total.end),
            "left_label": one_line(f"总数{text[entry.total.end : entry.total.unit_end]}")[:2],
            "left": str(total),
            "right_label": "分项之和",
            "right": str(summed),
            "difference": f"{gap:+}",
        },
        level=level,
    )


def _without_total(value: ReportValue) -> Iterator[Finding]:
    """共收到网上申请50件、信函申请30件、当面申请6件: channels whose total only the table has."""
    known = quantities.Figures(value)
    filed = [(cells, number) for cells in quantities.received(value.schema) if (number := known(cells)) is not None]
    for key, text in value.texts.items():
        for match in _ONLY_CHANNELS.finditer(text) if filed else ():
            figures = [
                figure
                for figure in numbers(text)
                if match.start() <= figure.start < match.end() and figure.sort is Sort.COUNT
            ]
            labels = [text[match.start() : figures[0].start]] if figures else []
            labels += [text[before.unit_end : part.start] for before, part in pairwise(figures)]
            exact = all(isinstance(figure.value, int) and not figure.approximate for figure in figures)
            if (
                "申请" not in match[0]
                or len(figures) < 3
                or not exact
                or not all(_CHANNELS.search(label) for label in labels)
            ):
                continue
            summed = sum(int(figure.value) for figure in figures)
            if summed in [number for _, number in filed] or _NOT_ALL_PARTS.search(match[0]):
                continue
            sentence = next(found for found in sentences(text) if found.start <= match.start() < found.end)
            cells, number = filed[0]
            name = quantities.label(value.schema, cells)
            yield channels.finding(
                cells,
                f"正文各渠道的申请之和 {summed}，{name}为 {number}，相差 {abs(summed - number)}。",
                expected=summed,
                filed=number,
                cause="漏写或者写错了一个渠道；或者只说一部分申请，如果是，不必改。",
                params={
                    **place(value, key, sentence.start, sentence.end, figures[0].start, figures[0].end),
                    "left_label": "各渠道之和",
                    "left": str(summed),
                    "right_label": name,
                    "right": str(number),
                    "difference": f"{number - summed:+}",
                },
                level=Level.HINT,
            )


def _lists(value: ReportValue) -> Iterator[_List]:
    for key, text in value.texts.items():
        if not text:
            continue
        # The 三类 of 三类内部事务信息 is part of a name.
        figures = [
            figure
            for figure in numbers(text)
            if figure.sort is Sort.COUNT and text[figure.start : figure.unit_end] != "三类"
        ]
        place_of = 0
        for sentence in sentences(text):
            inside = []
            while place_of < len(figures) and figures[place_of].start < sentence.end:
                if figures[place_of].start >= sentence.start:
                    inside.append(figures[place_of])
                place_of += 1
            if len(inside) > 2:
                found = _list_in(key, text, sentence, inside) or _total_behind(key, text, sentence, inside)
                if found:
                    yield found


def _list_in(key: str, text: str, sentence: Sentence, figures: list[Figure]) -> _List | None:
    """The first total of a sentence with the parts that follow it in the same unit."""
    for place_of, total in enumerate(figures[:-2]):
        following = figures[place_of + 1]
        between = text[total.unit_end : following.start]
        introduced = _INTRODUCED.search(between)
        if not introduced or total.approximate or not total.unit or len(between) > 60 or "。" in between:
            continue
        run: list[Figure] = []
        last = total.unit_end
        for figure in figures[place_of + 1 :]:
            gap = text[last : figure.start]
            if figure.unit != total.unit or figure.approximate or (run and re.search("其中|包括|共|[（(]", gap)):
                break
            if re.search("[，；]", gap) and len(gap) > 50:
                break
            run.append(figure)
            last = figure.unit_end
        if len(run) < 2 or any(isinstance(part.value, int) is False for part in run):
            continue
        span = text[total.unit_end : run[-1].unit_end + 2]
        if _NOT_ALL_PARTS.search(span):
            continue
        labels = [text[before.unit_end : part.start] for before, part in zip([total, *run], run, strict=False)]
        by_channel = (
            all(_CHANNELS.search(words) for words in labels) and "申请" in text[sentence.start : total.unit_end + 8]
        )
        complete = bool(_ALL_PARTS.search(between))
        return _List(key, sentence, total, tuple(run), by_channel, complete)
    return None


def _total_behind(key: str, text: str, sentence: Sentence, figures: list[Figure]) -> _List | None:
    """Parts that their total follows: 自然人80件，企业6件，共计86件; 网上和信函分别为50件和36件，共86件."""
    for place_of, total in enumerate(figures):
        parts = figures[:place_of]
        if len(parts) < 2:
            continue
        # 收到86件，办结85件，共公开38件 are no parts; 50件、30件和6件，共收到86件 are.
        joined = all(_JOINED.match(text, part.unit_end) for part in parts[:-1])
        starts = [clause_start(text, sentence.start, parts[0].start), *(part.unit_end for part in parts)]
        labels = [text[start : part.start] for start, part in zip(starts, parts, strict=False)]
        by_channel = len(parts) > 2 and all(_CHANNELS.search(words) for words in labels)
        joined = joined or by_channel
        if not (_TOGETHER if joined else _SUMMED_UP).search(text, parts[-1].unit_end, total.start):
            continue
        by_channel = by_channel and "申请" in text[parts[0].start : total.unit_end + 8]
        if any(figure.unit != total.unit or figure.approximate for figure in (*parts, total)) or not total.unit:
            return None
        between = [text[before.unit_end : part.start] for before, part in pairwise([*parts, total])]
        if any(len(words) > 24 or re.search("其中|包括|共(?!计)", words) for words in between[:-1]):
            return None
        span = text[sentence.start : total.unit_end + 2]
        if _NOT_ALL_PARTS.search(span) or not all(isinstance(part.value, int) for part in (*parts, total)):
            return None
        return _List(key, sentence, total, tuple(parts), by_channel, True)
    return None
