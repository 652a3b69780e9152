"""An organ's figures beside those of organs of the same kind and level in the same year."""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from statistics import median

from reports.schema import CellKey, Schema
from reports.value import Number, ReportValue, number_text

from .base import Context, Finding, Level, check
from .years import last_year

FEWEST = 8  # peers; of fewer no spread is known
_CUT = 3.5  # of the modified z-score, as its authors recommend
_NARROWEST = 0.5  # of the scale: where most peers file 0, a handful is nothing strange

_WATCHED = (
    "documents.normative_documents.issued",
    "documents.normative_documents.in_force",
    "decisions.licences.count",
    "decisions.penalties.count",
    "decisions.coercive_measures.count",
    "charges.administrative_fees.amount",
    "applications.received.total",
    "applications.handled_total.total",
    "disputes.reconsideration.total",
    "disputes.litigation_direct.total",
    "disputes.litigation_after_reconsideration.total",
)


@cache
def peer_cells(schema: Schema) -> tuple[CellKey, ...]:
    """The cells whose spread over the peer organs is looked at; ``Context.peers`` need have no others."""
    return tuple(key for key in _WATCHED if key in schema.specs)


def modified_z(figure: Number, others: Sequence[Number]) -> float:
    """How far a figure stands from others: 0.6745 · (y − median) / MAD of y = log(1 + figure).

    The modified z-score of Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), on a scale on which ten
    times as many is as far at any size. The MAD is at least 0.5: half of zero-heavy cells have none.
    """
    return _distance(_log(figure), [_log(other) for other in others])


def _distance(one: float, others: Sequence[float]) -> float:
    middle = median(others)
    deviation = median(abs(other - middle) for other in others)
    return 0.6745 * (one - middle) / max(deviation, _NARROWEST)


def _log(figure: Number) -> float:
    return math.log1p(max(0, figure))


@check(
    "P-1",
    Level.HINT,
    "与同类机关相差很大",
    "与同级同类机关同年数字的比较（中位数、中位绝对偏差）",
    where="表二、表三、表四的主要数字",
    causes=("多按、少按了一位，或者单位填错", "本机关职能与同类机关不同", "统计口径不同，如把下属单位一并计入"),
    example="行政处罚 4200件，同类 23 个机关的中位数为 12件。",
)
def unlike_peers(value: ReportValue, context: Context) -> Iterator[Finding]:
    """主要数字与同级同类机关相差不悬殊。

    A modified z-score beyond ±3.5, of eight peers or more. An organ that was as far away last year is not named again:
    when last year's figure is known, its change must stand out among the peers' changes too.
    """
    previous = last_year(value, context)
    for cell in peer_cells(value.schema):
        spread, filed = context.peers.get(cell), value.cells[cell]
        if spread is None or filed is None or len(spread.figures) < FEWEST:
            continue
        if abs(modified_z(filed, spread.figures)) <= _CUT:
            continue
        before = previous.cells.get(cell) if previous and previous.schema is value.schema else None
        if before is not None and _ordinary_change(before, filed, spread.changes):
            continue
        spec, middle = value.schema.specs[cell], median(map(float, spread.figures))
        peers = f"同类 {len(spread.figures)} 个机关的中位数"
        middle_text = f"{middle:.1f}".removesuffix(".0")
        yield unlike_peers.finding(
            (cell,),
            f"{spec.label}：{number_text(filed)}，{peers}为 {middle_text}，相差悬殊。",
            filed=filed,
            cause="多按、少按了一位，或者单位填错；或者职能、统计口径与同类机关不同。",
            params={
                "left_label": "本机关",
                "left": number_text(filed),
                "right_label": peers,
                "right": middle_text,
                "difference": f"{middle - float(filed):+.1f}".removesuffix(".0"),
            },
        )


def _ordinary_change(before: Number, filed: Number, changes: Sequence[tuple[Number, Number]]) -> bool:
    """Whether a change is like the peers' changes; of too few, whether it is less than ×10."""
    step = _log(filed) - _log(before)
    if len(changes) < FEWEST:
        return abs(step) < math.log(10)
    return abs(_distance(step, [_log(now) - _log(then) for then, now in changes])) <= _CUT
