"""N-18: 同比增长, 较上年下降, 与上年持平, recomputed from last year's report."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from reports.bound import field_at
from reports.checks.base import Context, Finding, Level, check
from reports.schema import CellKey
from reports.value import Number, ReportValue

from .compare import Verdict, one_line, place, plain_number, verdicts
from .numbers import Figure, Sort, numbers
from .quantities import Figures, label
from .sentences import Sentence, sentences
from .shares import TOLERANCE

_CLAIM = re.compile(
    r"(?P<against>同比|环比|[比较与同跟](?:去年|上年|上一年|前一年|20\d\d年)(?:度|同期|全年|相比|同期相比)*|[比较]同期)"
    r"[^。；]{0,10}?(?:(?P<up>增长|增加|上升|提高|提升|多)|(?P<down>下降|减少|降低|回落|下滑|少)|(?P<level>持平|一致|相同))(?:了|约|近)?"
)
_BESIDE = re.compile(r"\s*[，,、（(]\s*(?:同比)?(?:(?:增长|上升|下降|减少)(?:率|幅度)?|[增降]幅|幅度)(?:约?为|达)?\s*")
_OF_BEFORE = re.compile(r"(?:[去上]年|20\d\d年)(?:度|同期|全年)?(?:的|为|是|收到|受理)?\s*$")  # 2022年为73件，同比上升


class _Change(NamedTuple):
    before: Number
    now: Number
    cells: tuple[CellKey, ...]


@check(
    "N-18",
    Level.EXPLAIN,
    "正文同比、较上年的变化",
    "正文所说的变化应当由两年的数算出；四舍五入和截尾都可以",
    where="文字部分中“同比增长”“较上年减少”“与上年持平”；本年和上年报告的表格",
    causes=("沿用了初稿或者上年的增减幅度。", "上年的数用了另一个口径。", "增长和下降写反了。"),
    example="正文“收到申请110件，同比增长20%”，上年为100件，应为10%。",
)
def changes(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说的同比变化，与本年和上年表格的数算出的一致；百分比误差不超过0.1个百分点。"""
    previous = context.previous
    if previous is None or previous.year != value.year - 1:
        return
    now, before = Figures(value), Figures(previous)
    by_text: dict[str, list[Verdict]] = {}
    for verdict in verdicts(value):
        by_text.setdefault(verdict.text, []).append(verdict)
    for key, found in by_text.items():
        text = value.texts[key]
        claims = [*_CLAIM.finditer(text)]
        if not claims:
            continue
        figures = numbers(text)
        for sentence in sentences(text):
            for claim in claims:
                if not sentence.start <= claim.start() < sentence.end or claim["against"] == "环比":
                    continue
                if "分别" in text[claim.start() : claim.end() + 2]:
                    continue  # 同比分别增长13.3%、260%: each figure has a percentage of its own
                year = re.search(r"\d{4}", claim["against"])
                said = [verdict for verdict in found if verdict.mention.sentence == sentence]
                nearest = [
                    verdict
                    for verdict in said
                    if verdict.mention.figure.start < claim.start()
                    and not any(
                        verdict.mention.figure.unit_end <= other.start < claim.start()
                        for other in figures
                        if other.sort in (Sort.COUNT, Sort.MONEY, Sort.PERCENT)
                        and not _OF_BEFORE.search(text, sentence.start, other.start)
                    )
                ]
                if not nearest or (year and int(year[0]) != value.year - 1):
                    continue
                verdict = nearest[-1]
                pairs = [
                    _Change(then, current, cells)
                    for cells in dict.fromkeys((verdict.cells, *verdict.mention.quantity.alternatives))
                    if (current := now(cells)) is not None and (then := before(cells)) is not None
                ]
                amount = _amount(figures, claim.end(), sentence)
                rate = _rate(text, figures, amount) if amount else None
                shown = (amount.start, amount.end) if amount else (claim.end() - 1, claim.end())
                if not pairs or field_at(value, key, *shown):
                    continue
                if not any(_true(claim, amount, pair) for pair in pairs):
                    yield _finding(value, key, sentence, claim, amount, pairs[0])
                elif rate and not any(_true(claim, rate, pair) for pair in pairs):
                    yield _finding(value, key, sentence, claim, rate, pairs[0])


def _amount(figures: tuple[Figure, ...], place_of: int, sentence: Sentence) -> Figure | None:
    """The figure that says by how much, right behind the claim."""
    following = [
        figure for figure in figures if place_of <= figure.start <= place_of + 3 and figure.start < sentence.end
    ]
    amounts = [figure for figure in following if figure.sort in (Sort.COUNT, Sort.PERCENT, Sort.MONEY)]
    return amounts[0] if amounts else None


def _rate(text: str, figures: tuple[Figure, ...], amount: Figure) -> Figure | None:
    """The percentage said beside the amount: 增加13件，增幅17.8%."""
    following = next((figure for figure in figures if figure.start >= amount.unit_end), None)
    if following is None or following.sort is not Sort.PERCENT:
        return None
    return following if _BESIDE.fullmatch(text, amount.unit_end, following.start) else None


def _true(claim: re.Match[str], amount: Figure | None, pair: _Change) -> bool:
    gap = Decimal(pair.now) - Decimal(pair.before)
    if claim["level"]:
        # 基本持平 leaves room; 持平 by itself is meant as equal.
        return gap == 0 or "基本" in claim[0] or "大致" in claim[0]
    if (gap > 0) != bool(claim["up"]) or gap == 0:
        return False
    if amount is None or amount.approximate:
        return True
    if amount.sort is Sort.PERCENT:
        if not pair.before:
            return True  # a percentage of nothing cannot be recomputed
        share = abs(gap) * 100 / Decimal(pair.before)
        return abs(share - Decimal(amount.value)) <= max(TOLERANCE, Decimal(0)) or abs(
            share - Decimal(amount.value)
        ) < Decimal(amount.step)
    if amount.sort is Sort.MONEY:
        return True
    return amount.says(abs(gap))


def _finding(
    value: ReportValue, key: str, sentence: Sentence, claim: re.Match[str], amount: Figure | None, pair: _Change
) -> Finding:
    text = value.texts[key]
    start, end = (amount.start, amount.end) if amount else claim.span()
    said = one_line(text[claim.start() : amount.unit_end if amount else claim.end()])
    gap = Decimal(pair.now) - Decimal(pair.before)
    word = "增加" if gap > 0 else "减少" if gap < 0 else "持平"
    computed = f"{word}{plain_number(abs(gap))}" if gap else word
    if pair.before and gap:
        computed += f"（{plain_number(round(abs(gap) * 100 / Decimal(pair.before), 2))}%）"
    return changes.finding(
        pair.cells,
        f"正文“{said}”，{label(value.schema, pair.cells)}上年为 {plain_number(pair.before)}，本年为 "
        f"{plain_number(pair.now)}，应为{computed}。",
        expected=pair.before,
        filed=pair.now,
        cause="沿用了初稿或者上年的幅度；或者上年的数用了另一个口径。",
        params={
            **place(value, key, sentence.start, sentence.end, start, end),
            "left_label": "正文",
            "left": said,
            "right_label": "按两年表格计算",
            "right": computed,
            "difference": "",
        },
    )
