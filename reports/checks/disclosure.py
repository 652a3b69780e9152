"""Table 二: what an organ of this rank can have at all, what documents in force there must be, yuan for 万元."""

from collections.abc import Iterator
from decimal import Decimal

from reports.value import ReportValue, number_text

from .base import Context, Finding, Level, check
from .organs import level_by_name
from .years import STOCK_ROWS, counts, last_year, two_sides

# 对外公开 and 新公开 of the 2019 form also count 规章 that others made, so they are not judged.
_MADE = (
    "documents.rules.issued",
    "documents.rules.repealed",
    "documents.rules.in_force",
    "documents.rules.made",
)


@check(
    "T2-2",
    Level.ERROR,
    "县级及以下没有规章",
    "《中华人民共和国立法法》（2023年修正）第九十一条、第九十三条",
    where="表二规章一行（2019年格式只看本年新制作）",
    causes=("把行政规范性文件填到了规章一行", "计入了上级机关的规章", "机关的级别登记有误"),
    example="某镇的规章现行有效件数填了 6件。",
)
def rules_of_a_county(value: ReportValue, context: Context) -> Iterator[Finding]:
    """县级及以下机关的规章填0：只有国务院部门，省级和设区的市、自治州的人民政府可以制定规章。

    Judged when the organ's level is known, or its name leaves no doubt.
    """
    if not _county_or_below(value, context):
        return
    specs = value.schema.specs
    filed = {key: value.cells[key] for key in _MADE if key in specs and value.cells[key]}
    if filed:
        figures = "、".join(f"{specs[key].column.label} {number_text(number)}" for key, number in filed.items())
        yield rules_of_a_county.finding(
            filed,
            f"规章：{figures}，县级及以下机关不能制定规章，应填 0。",
            expected=0,
            filed=next(iter(filed.values())),
            cause="把行政规范性文件填到了规章一行，或者计入了上级机关的规章。",
        )


@check(
    "T2-3",
    Level.EXPLAIN,
    "现行有效件数少于本年制发件数",
    "年度报告格式中现行有效件数的含义",
    ("2021",),
    where="表二规章、行政规范性文件两行",
    causes=("现行有效件数漏填，或者两栏填反", "只统计了部分现行有效的文件", "当年制发当年废止", "失效的没有计入废止"),
    example="行政规范性文件本年制发 9件、废止 0件，现行有效只有 4件。",
)
def fewer_in_force_than_issued(value: ReportValue, context: Context) -> Iterator[Finding]:
    """现行有效件数不少于本年制发件数减本年废止件数；少于本年制发件数的，提示核对。

    What was issued and not repealed is in force, so below issued − repealed something is wrong or lapsed and must be
    explained. Between that and issued a document may have been issued and repealed in one year: a hint. Not judged
    where last year's stock is known: Y-2 then says exactly what must be in force.
    """
    previous = last_year(value, context)
    table, specs = value.schema.tables["documents"], value.schema.specs
    for row in STOCK_ROWS:
        cells = tuple(table.cell(row, column) for column in ("in_force", "issued", "repealed"))
        numbers = counts(*(value.cells[cell] for cell in cells))
        if numbers is None or (previous and previous.cells.get(cells[0]) is not None):
            continue
        stock, issued, repealed = numbers
        if stock >= issued:
            continue
        labels = [specs[cell].column.label for cell in cells]
        surely = stock < issued - repealed
        least, what = issued, f"{labels[1]} {issued}"
        if surely and repealed:
            least, what = issued - repealed, f"{labels[1]} {issued} 减{labels[2]} {repealed}"
        yield fewer_in_force_than_issued.finding(
            cells,
            f"{specs[cells[0]].row.label}：{labels[0]} {stock}，少于{what}，相差 {least - stock}。",
            expected=least,
            filed=stock,
            cause="现行有效件数漏填或者填反；或者只统计了一部分；当年制发当年废止、失效的，要说明。",
            params={
                "left_label": labels[0],
                "left": str(stock),
                "right_label": what if surely and repealed else labels[1],
                "right": str(least),
                "difference": f"{least - stock:+}",
            },
            level=None if surely else Level.HINT,
        )


_MYRIAD = 10_000
_TIMES_LAST_YEAR = 1_000
_MOST_IN_A_COUNTY = 999_999  # 万元: an integer of more than six digits is 10^10 yuan or more
_MOST_ANYWHERE = 10**8  # 万元: more than the fees of the whole country


@check(
    "T2-4",
    Level.EXPLAIN,
    "收费金额像是以元填报",
    "年度报告格式印明单位为万元；各地检查通报的做法",
    ("2021",),
    where="表二行政事业性收费的金额，与上年同格",
    causes=("按元填写，没有折算为万元", "漏了小数点", "收费范围确有变化"),
    example="上年 236.982万元，本年填 2412350，如按元填写，应为 241.235万元。",
)
def yuan_for_ten_thousand_yuan(value: ReportValue, context: Context) -> Iterator[Finding]:
    """行政事业性收费以万元为单位：不到上年的1000倍；县级及以下的，整数不超过6位；任何机关不到一亿万元。"""
    cell = "charges.administrative_fees.amount"
    filed = value.cells[cell]
    if filed is None or not Decimal(filed).is_finite() or filed <= 0:
        return
    previous = last_year(value, context)
    last = previous.cells.get(cell) if previous and previous.schema.key == value.schema.key else None
    many_times = last is not None and Decimal(last).is_finite() and last > 0 and filed >= _TIMES_LAST_YEAR * last
    too_long = filed > _MOST_IN_A_COUNTY and filed == int(filed) and _county_or_below(value, context)
    if not many_times and not too_long and filed < _MOST_ANYWHERE:
        return
    in_unit = _plain(Decimal(filed) / _MYRIAD)
    said = f"{value.schema.specs[cell].row.label}：填了 {number_text(filed)} 万元"
    params = {"in_unit": in_unit}
    if many_times and last is not None and previous is not None:
        said += f"，{previous.year}年 {number_text(last)} 万元，是上年的 {int(filed / last)} 倍"
        params |= two_sides("本年", filed, f"{previous.year}年", last, last)
    yield yuan_for_ten_thousand_yuan.finding(
        (cell,),
        f"{said}；如果是按元填的，应为 {in_unit} 万元。",
        expected=Decimal(in_unit),
        filed=filed,
        cause="按元填写，没有折算为万元；或者漏了小数点。",
        params=params,
    )


def _plain(amount: Decimal) -> str:
    """An amount without zeros at its end and without an exponent."""
    text = number_text(amount)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _county_or_below(value: ReportValue, context: Context) -> bool:
    return (context.level or level_by_name(value.organ)) in ("county", "township")
