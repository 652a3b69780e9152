"""N-13 and N-14: percentages recomputed from the figures beside them and from the tables."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from reports.bound import field_at
from reports.checks.base import Check, Context, Finding, Level, check
from reports.schema import CellKey
from reports.value import Number, ReportValue

from . import quantities
from .applications import BASIS
from .compare import Verdict, one_line, place, plain_number, verdicts
from .numbers import Figure, Sort, numbers
from .quantities import Figures
from .sentences import Sentence, sentences
from .vocabulary import APPLICATIONS

TOLERANCE = Decimal("0.1")  # of a percentage point: rounded or cut off
_SHARE = re.compile(r"占[^，。；%]{0,16}$|[（(]\s*$")
_EACH = re.compile(r"分别约?占[^，。；%]{0,16}$")  # 分别占18.3%、7.5%: each of its own
_SHARED = re.compile(r"[，,]?\s*(?:约?占[^，。；%\d]{0,16}|[（(]\s*占?[^，。；%\d]{0,8})\d[\d.]*\s*%")
_NAMED = re.compile("依申请|信息公开申请")
_IN_TIME = re.compile("期限|按期|按时|及时|时限")  # what was answered in time, not what was answered of all
_AIM = re.compile("将|力争|确保|目标|计划|争取")
_RATE = re.compile(r"(?<!按时)(?<!按期)(?<!及时)(?<!限时)(?<!到期)(?<!限期)(?:办结|答复|回复|办复)率[^，。；%\d]{0,8}$")


class _Pair(NamedTuple):
    """A part and a whole, and the cells the two came from."""

    part: Number
    whole: Number
    cells: tuple[CellKey, ...]

    @property
    def share(self) -> Decimal:
        return Decimal(self.part) * 100 / Decimal(self.whole)


@check(
    "N-13",
    Level.EXPLAIN,
    "正文百分比",
    "百分比应当由所说的两个数算出；四舍五入和截尾都可以",
    where="文字部分中“……件，占……%”的句子；表三",
    causes=("件数改了，百分比没有跟着改。", "分母用了另一个数。"),
    example="“予以公开及部分公开258件，占33.9%”，258占805的32.0%。",
)
def shares(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说的占比，由句中的件数或者表三的数算得出来，误差不超过0.1个百分点。"""
    for key, sentence, figure, before in _percentages(value):
        text = value.texts[key]
        share = _SHARE.search(text, sentence.start, figure.start)
        if not share or not before or _EACH.search(text, sentence.start, figure.start):
            continue
        part = before[-1]
        if figure.start - part.unit_end > 24 or part.approximate or "%" in text[part.unit_end : figure.start]:
            continue
        # 申请32件，占37.2%；房屋拆迁21件，占24.4%: what is itself a share is not the whole of the next one.
        wholes = [other for other in before[:-1] if not _SHARED.match(text, other.unit_end)]
        pairs = _pairs(value, key, part, wholes)
        if pairs and not any(_fits(figure, pair) for pair in pairs):
            yield _finding(shares, value, key, sentence, figure, pairs[0], part)


@check(
    "N-14",
    Level.EXPLAIN,
    "正文办结率",
    BASIS,
    where="文字部分中政府信息公开申请的办结率、答复率；表三",
    causes=("结转下年度的申请没有计入。", "说的是到期申请的办结率，应写明。"),
    example="正文“办结率100%”，表三结转下年度3件。",
)
def rates(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说的办结率，等于表三（七）总计除以新收与上年结转之和，或者除以新收；误差不超过0.1个百分点。"""
    known, schema = Figures(value), value.schema
    done_cells = quantities.handled(schema)[0]
    for key, sentence, figure, _ in _percentages(value):
        text = value.texts[key]
        if not _RATE.search(text, sentence.start, figure.start):
            continue
        if not _of_applications(value, key, sentence, figure) or _AIM.search(text, sentence.start, figure.start):
            continue
        if _IN_TIME.search(text, sentence.start, figure.start) and "结率" not in text[figure.start - 12 : figure.start]:
            continue
        done = known(done_cells)
        pairs = [
            _Pair(done, whole, (*done_cells, *cells))
            for cells in reversed(quantities.received(schema))
            if done is not None and (whole := known(cells))
        ]
        if pairs and not any(_fits(figure, pair) for pair in pairs):
            # 答复率 may be of those that were due.
            level = Level.EXPLAIN if "结" in text[figure.start - 12 : figure.start] else Level.HINT
            yield _finding(rates, value, key, sentence, figure, pairs[0], None, level)


def _of_applications(value: ReportValue, key: str, sentence: Sentence, figure: Figure) -> bool:
    """Whether a rate is that of the applications: named right before it, or counted earlier in the same clauses."""
    text = value.texts[key]
    if _NAMED.search(text, max(sentence.start, figure.start - 20), figure.start):
        return True
    earlier = [
        verdict.mention
        for verdict in verdicts(value)
        if verdict.text == key and verdict.mention.sentence == sentence and verdict.mention.figure.start < figure.start
    ]
    return (
        bool(earlier) and earlier[-1].topic == APPLICATIONS and "；" not in text[earlier[-1].figure.end : figure.start]
    )


def _percentages(value: ReportValue) -> Iterator[tuple[str, Sentence, Figure, list[Figure]]]:
    """Every exact percentage with its sentence and the counts before it there."""
    for key, text in value.texts.items():
        if not text:
            continue
        figures = numbers(text)
        if not any(figure.sort is Sort.PERCENT for figure in figures):
            continue
        for sentence in sentences(text):
            inside = [figure for figure in figures if sentence.start <= figure.start < sentence.end]
            for figure in inside:
                is_bound = field_at(value, key, figure.start, figure.end) is not None
                if figure.sort is Sort.PERCENT and not figure.approximate and not is_bound:
                    counts = [other for other in inside if other.sort is Sort.COUNT and other.start < figure.start]
                    yield key, sentence, figure, counts


def _pairs(value: ReportValue, key: str, part: Figure, before: list[Figure]) -> list[_Pair]:
    """What the share may be of: the counts in the sentence, and what the tables say these count."""
    found = {verdict.mention.figure.start: verdict for verdict in verdicts(value) if verdict.text == key}
    own: Verdict | None = found.get(part.start)
    numerators: list[tuple[Number, tuple[CellKey, ...]]] = [(part.value, ())]
    if own and own.filed != part.value:
        numerators.append((own.filed, own.cells))
    wholes: list[tuple[Number, tuple[CellKey, ...]]] = [
        (figure.value, ())
        for figure in reversed(before)
        if figure.unit == part.unit and not figure.approximate and figure.value >= part.value and figure.value
    ]
    if own and own.mention.topic == APPLICATIONS:
        known = Figures(value)
        both = (*quantities.handled(value.schema), *quantities.received(value.schema))
        wholes = [(number, cells) for cells in both if (number := known(cells))] + wholes
    return [_Pair(top, bottom, (*a, *b)) for top, a in numerators for bottom, b in wholes if bottom >= top]


def _fits(figure: Figure, pair: _Pair) -> bool:
    gap = abs(pair.share - Decimal(figure.value))
    return gap <= TOLERANCE or gap < Decimal(figure.step)


def _finding(
    entry: Check,
    value: ReportValue,
    key: str,
    sentence: Sentence,
    figure: Figure,
    pair: _Pair,
    part: Figure | None,
    level: Level | None = None,
) -> Finding:
    text = value.texts[key]
    computed = round(pair.share, 2)
    said = one_line(text[part.start if part else max(sentence.start, figure.start - 8) : figure.unit_end])
    gap = computed - Decimal(figure.value)
    return entry.finding(
        pair.cells,
        f"正文“{said}”，{pair.part}占{pair.whole}的{plain_number(computed)}%，相差 {plain_number(abs(gap))} 个百分点。",
        expected=figure.value,
        filed=computed,
        cause="件数改了，百分比没有跟着改；或者分母用了另一个数。",
        params={
            **place(value, key, sentence.start, sentence.end, figure.start, figure.end),
            "left_label": "正文",
            "left": f"{plain_number(figure.value)}%",
            "right_label": f"{pair.part}/{pair.whole}",
            "right": f"{plain_number(computed)}%",
            "difference": f"{'+' if gap > 0 else '-'}{plain_number(abs(gap))}",
        },
        level=level,
    )
