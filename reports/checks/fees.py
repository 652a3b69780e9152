"""The fee statement of section 六: three figures that must agree among themselves and with the tables."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.value import Number, ReportValue, number_text

from .base import Context, Finding, Level, check
from .fee_statement import ABOUT_FEES, Stated, statement_of

_TEXT = "other_matters"
_RULE = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
_FORM = "年度报告格式第六部分；" + _RULE


@check(
    "F-1",
    Level.ERROR,
    "收费通知件数与金额",
    _FORM,
    ("2021",),
    where="第六部分写明的收费通知件数、总金额和实际收取的总金额",
    causes=("件数或者金额漏改", "金额的单位写错（元、万元）", "实际收取的含上年通知的", "总金额只写了已收取的"),
    example="第六部分写“发出收费通知0件，总金额1500元”。",
)
def fee_statement_agrees(value: ReportValue, context: Context) -> Iterator[Finding]:
    """发出收费通知的件数与总金额同为0或者同不为0；实际收取的不多于通知的总金额，没有通知就没有收取。

    An error only where one sentence states notices and their amount and nothing else could be meant. Money received
    may belong to last year's notices and is to be explained.
    """
    said = statement_of(value.texts[_TEXT])
    notices, charged, received = said.notices, said.charged, said.received
    if notices and charged and (notices.value == 0) != (charged.value == 0):
        sure = notices.quote == charged.quote and not said.doubtful
        yield fee_statement_agrees.finding(
            (),
            f"第六部分写明发出收费通知 {notices.value}件，总金额 {_plain(charged.value)}元，应当同为 0 或者同不为 0。",
            filed=charged.value,
            cause="件数或者金额漏改，或者单位写错。",
            params=_place(charged) | {"notices": str(notices.value), "charged": _plain(charged.value)},
            level=None if sure else Level.EXPLAIN,
        )
    limit = charged or (notices if notices and notices.value == 0 else None)
    if received and limit and received.value > limit.value:
        label, unit = ("收费通知总金额", "元") if limit is charged else ("收费通知件数", "件")
        yield fee_statement_agrees.finding(
            (),
            f"第六部分写明实际收取 {_plain(received.value)}元，而{label} {_plain(limit.value)}{unit}。",
            expected=limit.value,
            filed=received.value,
            cause="实际收取的含上年通知的，要说明；或者金额、单位写错。",
            params=_place(received) | _sides("实际收取", received.value, label, limit.value),
            level=Level.EXPLAIN,
        )


@check(
    "F-2",
    Level.EXPLAIN,
    "收费通知件数与逾期未缴费件数",
    _RULE + "；《条例》第四十二条",
    ("2021",),
    where="第六部分的收费通知件数，表三（六）逾期未缴费一行的总计",
    causes=("收费通知件数漏改", "未缴费的是上年发出的通知", "其他不再处理的填到了未缴费一行"),
    example="表三逾期未缴费不再处理 4件，第六部分写发出收费通知 0件。",
)
def notices_cover_unpaid(value: ReportValue, context: Context) -> Iterator[Finding]:
    """发出收费通知的件数，不少于因逾期未缴费不再处理的件数；另有收取的，再加已缴费的件数。"""
    cell = "applications.other_fee_unpaid.total"
    said = statement_of(value.texts[_TEXT])
    unpaid = value.cells[cell]
    if said.notices is None or not unpaid or unpaid < 0:
        return
    paid = int(bool(said.received and said.received.value))
    if said.notices.value >= unpaid + paid:
        return
    label = "逾期未缴费不再处理" + ("加已缴费" if paid else "")
    yield notices_cover_unpaid.finding(
        (cell,),
        f"第六部分写明发出收费通知 {said.notices.value}件，"
        f"少于表三{label}的 {unpaid + paid}件{'以上' if paid else ''}。",
        expected=unpaid + paid,
        filed=said.notices.value,
        cause="收费通知件数漏改；或者未缴费的是上年发出的通知，要说明。",
        params=_place(said.notices) | _sides("发出收费通知", said.notices.value, label, unpaid + paid),
    )


@check(
    "F-3",
    Level.EXPLAIN,
    "信息处理费与行政事业性收费",
    "信息处理费属于行政事业性收费；" + _RULE,
    ("2021",),
    where="第六部分实际收取的总金额，表二行政事业性收费的金额",
    causes=("表二没有计入信息处理费", "表二的单位是万元，填成了元，或者相反", "信息处理费由上级或者财政部门统一填报"),
    example="第六部分写实际收取 3940元，表二行政事业性收费填 0万元。",
)
def fees_of_table_two_cover_received(value: ReportValue, context: Context) -> Iterator[Finding]:
    """信息处理费也是行政事业性收费：表二的金额（万元）折合成元，不少于第六部分实际收取的总金额。

    Amounts written in 万元 with few decimals are taken as rounded: up to half of the last digit filed is let be, but
    not for 0.
    """
    cell = "charges.administrative_fees.amount"
    received, filed = statement_of(value.texts[_TEXT]).received, value.cells[cell]
    if received is None or not received.value or filed is None:
        return
    in_yuan = filed * 10_000
    if in_yuan >= received.value - (_rounding(filed) if filed else 0):
        return
    row = value.schema.specs[cell].row.label
    yield fees_of_table_two_cover_received.finding(
        (cell,),
        f"第六部分写明实际收取 {_plain(received.value)}元，多于表二{row} {number_text(filed)} 万元。",
        expected=received.value,
        filed=filed,
        cause="信息处理费属于行政事业性收费，表二没有计入；或者单位填错。",
        params=_place(received) | _sides("实际收取（元）", received.value, f"表二{row}（元）", in_yuan),
    )


@check(
    "F-4",
    Level.EXPLAIN,
    "第六部分未写明收费情况",
    _FORM,
    ("2021",),
    where="第六部分的文字",
    causes=("只写了“无”", "沿用了旧的写法，没有收费情况", "收费情况写在别的部分"),
    example="第六部分只写“无其他需要报告的事项”，没有写发出收费通知 0件、总金额 0元、实际收取 0元。",
)
def fee_statement_is_made(value: ReportValue, context: Context) -> Iterator[Finding]:
    """第六部分写明收费情况，为0也要写明，不能只写“无”。

    To be explained where the section says nothing at all; a hint where it reports on other matters, or the fees are
    spoken of in another section.
    """
    text = value.texts[_TEXT].strip()
    if not text or ABOUT_FEES.search(text):
        return
    elsewhere = any("处理费" in other for other in value.texts.values())
    says_nothing = _NOTHING.fullmatch(re.sub(r"[\s，,。、；;]", "", text)) is not None
    yield fee_statement_is_made.finding(
        (),
        "第六部分没有写明收费情况：发出收费通知的件数和总金额、实际收取的总金额，为 0 也要写明。",
        cause="收费情况写在别的部分。" if elsewhere else "只写了“无”，或者沿用了旧的写法。",
        params={"text": _TEXT},
        level=None if says_nothing and not elsewhere else Level.HINT,
    )


_NOTHING = re.compile(
    r"(?:\d{4}年度?|本年度?|本机关|本单位|我[县区市局镇乡委办]|截至年底)*(?:暂)?(?:无|没有)(?:其他|其它)?(?:需要|需|应)?(?:特别)?(?:报告|说明)?"
    r"的?(?:其他|其它)?(?:事项|情况|内容)?"
)


def _rounding(amount: Number) -> Decimal:
    """Half of the last digit filed, in 元: of 0.4 万元 500."""
    return Decimal(5_000).scaleb(-len(number_text(amount).partition(".")[2]))


def _plain(number: Number) -> str:
    """A number without zeros at the end of its decimals."""
    text = number_text(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _place(stated: Stated) -> dict[str, str]:
    return {"text": _TEXT, "quote": stated.quote, "start": str(stated.start), "end": str(stated.end)}


def _sides(left_label: str, left: Number, right_label: str, right: Number) -> dict[str, str]:
    difference = _plain(right - left)
    return {
        "left_label": left_label,
        "left": _plain(left),
        "right_label": right_label,
        "right": _plain(right),
        "difference": difference if difference.startswith("-") else f"+{difference}",
    }
