"""Everything that must add up inside one report, from the totals and balances the schema declares.

A code is given to each kind of identity of each table; what the identities are is not said here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from reports.schema import SCHEMAS, CellKey, Identity, IdentityKind, Item, Schema, Table
from reports.value import Number, ReportValue

from .base import Check, Context, Finding, Level, check

LARGEST = 10**12
"""No count of a report is larger; up to here sums are exact in floating point too (see matrix)."""

_CODES: dict[tuple[str, IdentityKind, str], str] = {
    ("applications", IdentityKind.BALANCE, ""): "T3-1",
    ("applications", IdentityKind.ROW_TOTAL, ""): "T3-2",
    ("applications", IdentityKind.COLUMN_TOTAL, ""): "T3-3",
    ("disputes", IdentityKind.COLUMN_TOTAL, "reconsideration"): "T4-1",
    ("disputes", IdentityKind.COLUMN_TOTAL, "litigation_direct"): "T4-2",
    ("disputes", IdentityKind.COLUMN_TOTAL, "litigation_after_reconsideration"): "T4-3",
}
_PRINTED = "年度报告格式表三表头印明的勾稽关系"
_MEANING = "年度报告格式中“总计”的含义"
_DISPUTES_CAUSES = ("改了分项，手填的总计没有跟着改", "尚未审结的案件漏计", "某一栏的数填到了相邻的栏或相邻的组")


def code_of(identity: Identity) -> str:
    """The code of the check that judges an identity; ``KeyError`` when a schema declares one that no check has."""
    row = identity.left[0].split(".")[1]
    code = _CODES.get((identity.table, identity.kind, "")) or _CODES.get((identity.table, identity.kind, row))
    if not code:
        raise KeyError(f"no check for the {identity.kind} of {identity.left[0]}")
    return code


@check(
    "T3-1",
    Level.ERROR,
    "表三四项平衡",
    _PRINTED,
    where="表三每一栏的第一项、第二项、第三项总计和第四项",
    causes=(
        "年底没有办结的申请未计入结转下年度",
        "上年结转没有填",
        "办结数只计了本年新收的申请",
        "改了某一行，总计没有跟着改",
    ),
    example="自然人一栏新收 85件、结转 0件，办结 82件、结转下年度 2件，两边相差 1件。",
)
def applications_balance(value: ReportValue, context: Context) -> Iterator[Finding]:
    """每一栏中，第一项加第二项之和，等于第三项加第四项之和。"""
    return _broken(applications_balance, value)


@check(
    "T3-2",
    Level.ERROR,
    "表三办理结果总计",
    _MEANING,
    where="表三每一栏的（七）总计和（一）至（六）各行",
    causes=("某一行漏填", "一件申请在两行各计了一次", "改了某一行，手填的总计没有跟着改"),
    example="自然人一栏（七）总计 81件，（一）至（六）之和 82件。",
)
def applications_results(value: ReportValue, context: Context) -> Iterator[Finding]:
    """每一栏中，（七）总计等于（一）至（六）各行之和。"""
    return _broken(applications_results, value)


@check(
    "T3-3",
    Level.ERROR,
    "表三申请人总计",
    _MEANING,
    where="表三每一行的总计和各申请人栏",
    causes=("改了分项，手填的总计没有跟着改", "某一栏的数填到了相邻的栏", "总计照抄了别的行"),
    example="（一）予以公开的总计 38件，自然人至其他之和 39件。",
)
def applications_applicants(value: ReportValue, context: Context) -> Iterator[Finding]:
    """每一行中，总计等于各类申请人之和。"""
    return _broken(applications_applicants, value)


@check(
    "T4-1",
    Level.ERROR,
    "表四行政复议总计",
    _MEANING,
    where="表四第一组五栏",
    causes=_DISPUTES_CAUSES,
    example="行政复议的总计 8件，结果维持 5件、尚未审结 2件，其余为0，合计 7件。",
)
def reconsideration_total(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表四第一组中，总计等于同组其余各栏之和。"""
    return _broken(reconsideration_total, value)


@check(
    "T4-2",
    Level.ERROR,
    "表四直接起诉总计",
    _MEANING,
    where="表四第二组五栏",
    causes=_DISPUTES_CAUSES,
    example="直接起诉的总计 8件，结果维持 5件、尚未审结 2件，其余为0，合计 7件。",
)
def litigation_direct_total(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表四第二组中，总计等于同组其余各栏之和。"""
    return _broken(litigation_direct_total, value)


@check(
    "T4-3",
    Level.ERROR,
    "表四复议后起诉总计",
    _MEANING,
    where="表四第三组五栏",
    causes=_DISPUTES_CAUSES,
    example="复议后起诉的总计 8件，结果维持 5件、尚未审结 2件，其余为0，合计 7件。",
)
def litigation_after_reconsideration_total(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表四第三组中，总计等于同组其余各栏之和。"""
    return _broken(litigation_after_reconsideration_total, value)


_Getter = Callable[[Mapping[CellKey, Number | None]], tuple[Number | None, ...]]


ARITHMETIC = (
    applications_balance,
    applications_results,
    applications_applicants,
    reconsideration_total,
    litigation_direct_total,
    litigation_after_reconsideration_total,
)
"""The checks of this file, in report order."""


class _Sum(NamedTuple):
    """An identity ready to be judged many times: getters of both sides' numbers."""

    identity: Identity
    left: _Getter
    right: _Getter


@cache
def _sums(schema: Schema, code: str) -> tuple[_Sum, ...]:
    return tuple(
        _Sum(identity, _getter(identity.left), _getter(identity.right))
        for identity in schema.identities
        if code_of(identity) == code
    )


def _getter(keys: tuple[CellKey, ...]) -> _Getter:
    if len(keys) > 1:
        return itemgetter(*keys)
    # Of a single key itemgetter gives the number itself.
    one = itemgetter(keys[0])
    return lambda cells: (one(cells),)


def _broken(entry: Check, value: ReportValue) -> Iterator[Finding]:
    """A finding for each identity of this check that does not hold.

    One with a blank cell in it is not judged: the blank is reported by completeness. Nor is one with a number that no
    count can be, which completeness reports too.
    """
    cells = value.cells
    for identity, left_of, right_of in _sums(value.schema, entry.code):
        left, right = left_of(cells), right_of(cells)
        numbers = left + right
        if None in numbers:
            continue
        filed, expected = sum(left), sum(right)  # type: ignore[arg-type]  # no blank is left here
        if filed != expected and all(is_figure(number) for number in numbers):
            yield finding_of(entry, value.schema, identity, filed, expected)


def is_figure(number: Number | None) -> bool:
    """Whether a number can take part in the arithmetic of counts."""
    return type(number) is int and -LARGEST <= number <= LARGEST


def finding_of(entry: Check, schema: Schema, identity: Identity, filed: Number, expected: Number) -> Finding:
    """The finding about an identity whose left side is ``filed`` and whose right side is ``expected``."""
    words = describe(schema, identity)
    gap = expected - filed
    return entry.finding(
        words.cells,
        f"{words.place}：{words.left} {filed}，{words.right} {expected}，相差 {abs(gap)}。",
        expected=expected,
        filed=filed,
        cause=words.cause,
        params={
            "left_label": words.left,
            "left": str(filed),
            "right_label": words.right,
            "right": str(expected),
            "difference": f"{gap:+}",
        },
    )


class Words(NamedTuple):
    """How an identity is spoken of: the row or column it stands in, its two sides, why it usually breaks."""

    place: str
    left: str
    right: str
    cause: str
    cells: tuple[CellKey, ...]  # the one to go to first


@cache
def describe(schema: Schema, identity: Identity) -> Words:
    specs = schema.specs
    table = schema.tables[identity.table]
    total = specs[identity.left[0]]
    first, last = specs[identity.right[0]], specs[identity.right[-1]]
    if identity.kind is IdentityKind.COLUMN_TOTAL:
        return Words(
            place=without_remark(total.row_label),
            left=total.column.label,
            right=f"{first.column.label}至{last.column.label}之和",
            cause="改了分项，手填的总计没有跟着改；或者某一栏的数填到了相邻的栏。",
            cells=identity.cells,
        )
    if identity.kind is IdentityKind.ROW_TOTAL:
        return Words(
            place=total.column.label,
            left=total.row.label,
            right=f"{_group_number(table, first.row, total.row)}至{_group_number(table, last.row, total.row)}之和",
            cause="某一行漏填，或者一件申请在两行各计了一次；或者改了某一行，手填的总计没有跟着改。",
            cells=identity.cells,
        )
    return Words(
        place=total.column.label,
        left="加".join(_item_number(table, specs[cell].row) for cell in identity.left) + "之和",
        right="加".join(_item_number(table, specs[cell].row) for cell in identity.right) + "之和",
        cause="年底没有办结的申请未计入结转下年度，或者上年结转没有填；办结数只计了本年新收的申请。",
        cells=(identity.right[-1], *identity.left, *identity.right[:-1]),
    )


def without_remark(label: str) -> str:
    """A label without the remark in brackets behind it: （二）部分公开（区分处理的…） is （二）部分公开."""
    return re.sub(r"(?<=.)（[^（）]*）$", "", label)


def _group_number(table: Table, row: Item, beside: Item) -> str:
    """（六） for the row 3.其他 below （六）其他处理, seen from the total row it stands beside."""
    level = len(table.row_paths[beside.key]) - 1
    label = table.row_paths[row.key][level].label
    number = re.match(r"（[^）]+）", label)
    return number.group() if number else label


def _item_number(table: Table, row: Item) -> str:
    """第一项 for the row 一、…, 第三项总计 for （七）总计 below 三、…."""
    path = table.row_paths[row.key]
    number, _, name = path[0].label.partition("、")
    if not name:
        return row.label
    return f"第{number}项" + (re.sub(r"^（[^）]+）", "", row.label) if len(path) > 1 else "")


def _every_identity_has_a_check() -> None:
    for schema in SCHEMAS.values():
        for identity in schema.identities:
            code_of(identity)


_every_identity_has_a_check()
