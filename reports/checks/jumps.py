"""Counts that moved more from one year to the next than years usually move.

The statistic. Given that two years together have n, a year's count follows a beta-binomial distribution (Skellam, A
probability distribution derived from the binomial distribution by regarding the probability of success as variable
between the sets of trials, Journal of the Royal Statistical Society B 10, 1948): binomial as in the exact test of two
Poisson counts (Przyborowski and Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika 31,
1940), with a share that itself varies as Beta(a, a). So it knows both how much small counts move by chance, and that
real work doubles or halves without anything being wrong. a = 2 comes from pairs of years of published reports: see
docs/decisions/0010.
"""

from collections.abc import Iterator

from reports.value import ReportValue

from .base import Check, Context, Finding, Level, check
from .years import counts, last_year, two_sides

EXPLAINED, HINTED = 0.005, 0.05
"""How seldom a movement must be to need an explanation, and to be hinted at.

Nothing below nine times and 13 of difference is as seldom as 5 %, so that no least change has to be asked for besides.
"""
_HUGE = 0.001
_PRACTICE = "各地检查通报的做法；两年件数的贝塔二项分布比较"
_CAUSES = ("多按、少按了一位，或者填到了别的栏", "本年漏填", "职能划转、机构合并拆分", "统计口径变化", "业务量确有变化")


def probability(last: int, this: int) -> float:
    """How seldom two years' counts are this far apart or farther, in either direction; 1 for equal ones.

    With a = 2 the beta-binomial is P(k of n) = 6 (k + 1)(n − k + 1) / ((n + 1)(n + 2)(n + 3)), which is summed here
    from 0 to the smaller count.
    """
    low, n = min(last, this), last + this
    return min(1.0, 2 * (low + 1) * (low + 2) * (3 * n - 2 * low + 3) / ((n + 1) * (n + 2) * (n + 3)))


@check(
    "T2-5",
    Level.EXPLAIN,
    "处理决定数量大幅变化",
    _PRACTICE,
    where="表二行政许可、行政处罚、行政强制的处理决定数量，与上年同格",
    causes=_CAUSES,
    example="行政处罚上年 153件，本年 0件。",
)
def decisions_jump(value: ReportValue, context: Context) -> Iterator[Finding]:
    """行政许可、行政处罚、行政强制的处理决定数量，与上年相比没有异常的大幅变化。

    To be explained below a probability of 0.5 % (0 and 47, 10 and 383, 10000 and 333152), a hint below 5 % (0 and 13,
    10 and 110, 10000 and 96060). Which powers a unit has is known by last year's figure: 0 after many is found, and
    many after 0.
    """
    rows = ("licences", "penalties", "coercive_measures")
    yield from _jumps(decisions_jump, value, context, [f"decisions.{row}.count" for row in rows], EXPLAINED)


@check(
    "T3-6",
    Level.EXPLAIN,
    "申请数量大幅变化",
    _PRACTICE,
    where="表三新收申请数量和办理结果总计的总计栏，与上年同格",
    causes=_CAUSES,
    example="新收申请上年 12件，本年 1200件。",
)
def applications_jump(value: ReportValue, context: Context) -> Iterator[Finding]:
    """新收申请数量和办理结果总计，与上年相比没有异常的大幅变化。

    Hinted at below a probability of 5 %, to be explained below 0.1 %; of both rows the first that moved is named.
    """
    cells = ["applications.received.total", "applications.handled_total.total"]
    yield from list(_jumps(applications_jump, value, context, cells, _HUGE))[:1]


@check(
    "T4-7",
    Level.EXPLAIN,
    "复议诉讼案件大幅变化",
    _PRACTICE,
    where="表四三组的总计，与上年同格",
    causes=_CAUSES,
    example="行政复议总计上年 2件，本年 200件。",
)
def disputes_jump(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表四每一组的总计，与上年相比没有异常的大幅变化。

    Hinted at below a probability of 5 %, to be explained below 0.1 %.
    """
    table = value.schema.tables["disputes"]
    yield from _jumps(disputes_jump, value, context, [table.cell(row, "total") for row in table.row_keys], _HUGE)


def _jumps(entry: Check, value: ReportValue, context: Context, cells: list[str], explained: float) -> Iterator[Finding]:
    previous = last_year(value, context)
    if previous is None:
        return
    for cell in cells:
        both = counts(value.cells.get(cell), previous.cells.get(cell))
        if both is None or min(both) < 0:
            continue
        this, last = both
        chance = probability(last, this)
        if chance > HINTED:
            continue
        before = f"{previous.year}年"
        yield entry.finding(
            (cell,),
            f"{value.schema.specs[cell].label}：本年 {this}，{before} {last}，{_change(last, this)}。",
            expected=last,
            filed=this,
            cause=_cause(last, this),
            params=two_sides("本年", this, before, last, last),
            level=None if chance < explained else Level.HINT,
        )


def _change(last: int, this: int) -> str:
    if last == 0:
        return f"增加 {this}"
    if this > last:
        return f"是上年的 {this / last:.1f} 倍".replace(".0 倍", " 倍")
    return f"减少 {100 * (last - this) / last:.1f}%".replace(".0%", "%")


def _cause(last: int, this: int) -> str:
    if this == 0:
        return "本年漏填；或者职能划转、机构合并拆分，本年不再办理。"
    if last == 0:
        return "填到了别的栏，或者上年漏填；或者本年新承担这项职能。"
    if str(this).rstrip("0") == str(last).rstrip("0") or str(max(this, last)).startswith(str(min(this, last))):
        return "数字相同、位数不同，像是多按或少按了键；或者单位不同。"
    return "多按、少按了一位，或者填到了别的栏；或者职能、统计口径、业务量有变化。"
