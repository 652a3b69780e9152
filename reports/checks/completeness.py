"""What is not filled in yet, and what no cell may hold.

Blanks are reported, never summed: one finding for all blanks of a table, so that a draft is not buried in findings.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from reports.schema import CellSpec, Kind, Schema
from reports.value import Number, ReportValue, number_text

from .base import Check, Context, Finding, Level, check
from .identities import LARGEST

_NUMBERS = "《中华人民共和国政府信息公开条例》第五十条；年度报告格式各栏的单位"
_PRACTICE = "各地检查通报的做法：没有的填0，不留空"
_NOT_A_COUNT = ("多按、少按了一位", "把金额、比例或者别的栏的数填到了这里", "把减少的数填成了负数")
_LEFT_BLANK = ("没有发生的留成了空格", "导入的文件里是“/”“-”“无”", "有关科室还没有报数")
_NOT_THERE = "这一部分还没有写；导入的，可能是文件里只有表格，或者标题写法不同，没有认出来。"
_ARTICLE_50 = "《中华人民共和国政府信息公开条例》第五十条；年度报告格式"


@check(
    "T2-1",
    Level.ERROR,
    "表二数字的形式",
    _NUMBERS,
    where="表二各格",
    causes=_NOT_A_COUNT,
    example="行政处罚填了 -3件。",
)
def disclosure_numbers(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表二各格的件数为不小于0的整数，金额不小于0，可以有小数；“本年增/减”可以为负。"""
    return _impossible(disclosure_numbers, value, "二")


@check(
    "T2-6",
    Level.EXPLAIN,
    "表二空格",
    _PRACTICE,
    where="表二各格",
    causes=_LEFT_BLANK,
    example="行政强制没有发生，留成了空格，应填 0。",
)
def disclosure_blanks(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表二每一格都要填，没有的填0。"""
    return _blanks(disclosure_blanks, value, "二")


@check(
    "T3-4",
    Level.ERROR,
    "表三数字的形式",
    _NUMBERS,
    where="表三各格",
    causes=_NOT_A_COUNT,
    example="予以公开填了 3.5件。",
)
def applications_numbers(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表三各格为不小于0的整数。"""
    return _impossible(applications_numbers, value, "三")


@check(
    "T3-5",
    Level.EXPLAIN,
    "表三空格",
    _PRACTICE,
    where="表三各格",
    causes=_LEFT_BLANK,
    example="科研机构一栏 25格全是空格，应填 0。",
)
def applications_blanks(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表三每一格都要填，没有的填0，不填“/”“-”“无”。"""
    return _blanks(applications_blanks, value, "三")


@check(
    "T4-5",
    Level.ERROR,
    "表四数字的形式",
    _NUMBERS,
    where="表四各格",
    causes=_NOT_A_COUNT,
    example="行政复议总计填了 -1件。",
)
def disputes_numbers(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表四各格为不小于0的整数。"""
    return _impossible(disputes_numbers, value, "四")


@check(
    "T4-6",
    Level.EXPLAIN,
    "表四空格",
    _PRACTICE,
    where="表四各格",
    causes=_LEFT_BLANK,
    example="复议后起诉五栏没有填，应填 0。",
)
def disputes_blanks(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表四每一格都要填，没有的填0。"""
    return _blanks(disputes_blanks, value, "四")


@check(
    "C-1",
    Level.EXPLAIN,
    "文字部分空缺",
    _ARTICLE_50,
    where="一、五、六三个部分的文字",
    causes=("文字还没有写", "导入的文件只有表格", "标题写法不同，没有认出来"),
    example="第六部分没有文字，而收费通知为 0件也要写明。",
)
def missing_texts(value: ReportValue, context: Context) -> Iterator[Finding]:
    """一、五、六三个部分都要有文字。"""
    for section in value.schema.sections:
        if section.text and not value.texts[section.text.key].strip():
            yield missing_texts.finding(
                (),
                f"“{section.heading}”还没有文字。",
                cause=_NOT_THERE,
                params={"text": section.text.key},
            )


def _blanks(entry: Check, value: ReportValue, number: str) -> Iterator[Finding]:
    specs = _specs(value.schema, number)
    blanks = [spec for spec in specs if value.cells[spec.key] is None]
    if not blanks:
        return
    if len(blanks) == len(specs):
        message = f"表{number}还没有填写（{len(blanks)}格）。"
    else:
        names = f"“{blanks[0].label.removeprefix(f'表{number} ')}”"
        totals = sum(spec.key in value.schema.totals for spec in blanks)
        message = f"表{number}有{len(blanks)}格未填{f'（含总计{totals}格）' if totals else ''}，从{names}起。"
    yield entry.finding(
        (spec.key for spec in blanks),
        message,
        cause="没有发生的留成了空格，应填0；未填的格不参加合计，有关的总计暂不核对。",
        params={"blanks": str(len(blanks))},
    )


def _impossible(entry: Check, value: ReportValue, number: str) -> Iterator[Finding]:
    for spec in _specs(value.schema, number):
        filed = value.cells[spec.key]
        if filed is None or (type(filed) is int and 0 <= filed <= LARGEST):
            continue  # right for every kind, and nearly every cell
        if fault := _fault(spec.kind, filed):
            yield entry.finding(
                (spec.key,),
                f"{spec.label}：填了 {number_text(filed)}，{fault}。",
                filed=filed,
                cause="录入时多按、少按了键，或者把别的栏的数填到了这里。",
            )


def _fault(kind: Kind, number: Number) -> str:
    """What is wrong with a number, or empty."""
    exact = Decimal(number)
    if not exact.is_finite():
        return "不是数字"
    if abs(exact) > LARGEST:
        return "超过了一万亿，不可能有这么大"
    if kind is not Kind.MONEY and isinstance(number, Decimal):
        return "这一格只能填整数"
    if exact < 0 and kind is not Kind.CHANGE:
        return "金额不能是负数" if kind is Kind.MONEY else "件数不能是负数"
    return ""


@cache
def _specs(schema: Schema, number: str) -> tuple[CellSpec, ...]:
    return tuple(spec for spec in schema.specs.values() if spec.section.number == number)
