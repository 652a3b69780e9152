"""What one year's figures say of the next year's: the carry-over, the stock of documents, cases that must come back.

What can be compared of a 2019 form with a 2021 one is what both print: table 三 with its carry-over and table 四. The
stock of documents is another idea in each, so it is continued only within the newer form. A blank on either side, or a
number no count can be, is not judged.
"""

import math
from collections.abc import Iterator
from functools import cache

from reports.schema import CellKey, CellSpec, IdentityKind, Kind, Schema
from reports.value import Number, ReportValue

from .base import Context, Finding, Level, check
from .identities import is_figure, without_remark

_CARRY = "年度报告格式表三第二项、第四项的含义；各地检查通报的做法"
_STOCK = "年度报告格式中现行有效件数的含义；各地检查通报的做法"
_PRACTICE = "各地检查通报的做法"
STOCK_ROWS = ("rules", "normative_documents")
STANDING_COLUMNS = ("in_force", "items_last_year", "published_total")
"""Columns that say what there is, whatever was done in the year."""
_COINCIDENCE = 0.01  # equal figures that chance explains more easily than this are let be


def last_year(value: ReportValue, context: Context) -> ReportValue | None:
    """The report to compare with: the year before, of the same scope; else ``None``."""
    previous = context.previous
    if previous is None or previous.year != value.year - 1 or previous.scope != value.scope:
        return None
    return previous


def counts(*numbers: Number | None) -> tuple[int, ...] | None:
    """The numbers, when none is blank or impossible as a count; else ``None``."""
    found = tuple(number for number in numbers if isinstance(number, int) and is_figure(number))
    return found if len(found) == len(numbers) else None


def two_sides(left_label: str, left: Number, right_label: str, right: Number, last: Number) -> dict[str, str]:
    """Params of a finding with two sides, ``left`` filed this year, and the figure of last year they rest on."""
    return {
        "left_label": left_label,
        "left": str(left),
        "right_label": right_label,
        "right": str(right),
        "difference": f"{right - left:+}",
        "last": str(last),
        "this": str(left),
    }


@check(
    "Y-1",
    Level.EXPLAIN,
    "上年结转与上年报告衔接",
    _CARRY,
    where="表三第二项各栏，与上年表三第四项同栏",
    causes=(
        "沿用了上年报告的第二项，没有改成上年报告的第四项",
        "填到了相邻的申请人栏",
        "上年漏统，本年按实际补上",
        "机构合并拆分，带来或者带走了未办结的申请",
        "上年报告发布后有更正",
    ),
    example="2022年报告第四项自然人 3件，2023年第二项自然人填 0件，相差 3。",
)
def carried_over(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表三第二项每一栏，等于上年报告第四项同一栏。

    The total is spoken of only when the departing columns do not account for it.
    """
    previous = last_year(value, context)
    if previous is None:
        return
    gaps: dict[CellKey, int] = {}
    for cell, source in value.schema.carries.items():
        if both := counts(value.cells[cell], previous.cells.get(source)):
            gaps[cell] = both[1] - both[0]
    if not any(gaps.values()):
        return
    for cell, gap in gaps.items():
        parts = _parts(value.schema, cell)
        if gap and not (parts and gap == sum(gaps.get(part, 0) for part in parts)):
            yield _departs(value, previous, cell, only_moved=gaps.get(_total_beside(value.schema, cell)) == 0)


def _departs(value: ReportValue, previous: ReportValue, cell: CellKey, *, only_moved: bool) -> Finding:
    source = value.schema.carries[cell]
    spec = value.schema.specs[cell]
    filed, carried = value.cells[cell] or 0, previous.cells[source] or 0
    before = f"{previous.year}年报告“{previous.schema.specs[source].row.label}”"
    if filed and filed == previous.cells.get(cell):
        cause = "与上年报告的同一格相同，像是沿用了上年的数；应填上年报告第四项的数。"
    elif only_moved:
        cause = "总计与上年相符，只是分栏不同：填到了相邻的申请人栏。"
    else:
        cause = "上年报告第四项没有照填；或者上年漏统、机构合并拆分，本年按实际填写，要说明。"
    return carried_over.finding(
        (cell,),
        f"{spec.column.label}：“{spec.row.label}” {filed}，{before} {carried}，相差 {abs(carried - filed)}。",
        expected=carried,
        filed=filed,
        cause=cause,
        params=two_sides(spec.row.label, filed, before, carried, carried),
    )


@cache
def _parts(schema: Schema, cell: CellKey) -> tuple[CellKey, ...]:
    """Of a cell in a total column the cells beside it that it adds up; of another none."""
    spec = schema.specs[cell]
    return tuple(spec.table.cell(spec.row.key, part) for part in spec.column.total_of)


@cache
def _total_beside(schema: Schema, cell: CellKey) -> CellKey:
    """The total column's cell of the same row, or empty for a cell that no total adds up."""
    spec = schema.specs[cell]
    totals = (column.key for column in spec.table.column_items if spec.column.key in column.total_of)
    return next((spec.table.cell(spec.row.key, total) for total in totals), "")


@check(
    "Y-2",
    Level.EXPLAIN,
    "现行有效件数逐年衔接",
    _STOCK,
    ("2021",),
    where="表二规章、行政规范性文件两行，与上年现行有效件数",
    causes=("失效计入废止，或者失效的没有计入", "当年制发当年废止的只计了一头", "上年漏统", "机构合并拆分"),
    example="2022年现行有效 1件，2023年制发 0件、废止 1件，现行有效应为 0件，填了 1件，相差 1。",
)
def stock_continued(value: ReportValue, context: Context) -> Iterator[Finding]:
    """规章、行政规范性文件的现行有效件数，等于上年现行有效件数加本年制发件数减本年废止件数。

    Judged only when both years are on the 2021 form: the older one counts documents published, by whomever made.
    """
    previous = last_year(value, context)
    if previous is None or previous.schema.key != value.schema.key:
        return
    table = value.schema.tables["documents"]
    for row in STOCK_ROWS:
        cells = tuple(table.cell(row, column) for column in ("in_force", "issued", "repealed"))
        numbers = counts(*(value.cells[cell] for cell in cells), previous.cells[cells[0]])
        if numbers is None:
            continue
        stock, issued, repealed, before = numbers
        expected = before + issued - repealed
        if stock == expected:
            continue
        specs = value.schema.specs
        sides = (
            f"{previous.year}年现行有效 {before} 加{specs[cells[1]].column.label.removesuffix('件数')} {issued} "
            f"减{specs[cells[2]].column.label.removesuffix('件数')} {repealed}"
        )
        label = specs[cells[0]].column.label
        # There cannot be less than none: then the repeals themselves are what does not fit.
        due = f"应为 {expected}，相差 {abs(expected - stock)}" if expected >= 0 else "本年废止多于原有和制发"
        yield stock_continued.finding(
            cells,
            f"{specs[cells[0]].row.label}：{label} {stock}，{sides}，{due}。",
            expected=expected,
            filed=stock,
            cause=_why_the_stock_departs(stock - expected),
            params=two_sides(label, stock, sides, expected, before),
        )


def _why_the_stock_departs(surplus: Number) -> str:
    if surplus < 0:
        return "失效的文件没有计入废止；或者当年制发当年废止的只计了废止；或者机构合并拆分，文件划走了。"
    return "上年漏统，本年补上；或者失效计入废止后又留在现行有效里；或者机构合并拆分，文件划进来了。"


@check(
    "Y-3",
    Level.HINT,
    "上年未审结案件的去向",
    "表四没有结转栏，未审结的案件应当在下一年再次出现",
    where="表四三组的总计，与上年同组的尚未审结",
    causes=("上年未审结的案件本年漏计", "只填了本年新收的案件", "上年尚未审结多计了"),
    example="2022年行政复议尚未审结 3件，2023年行政复议总计只有 1件。",
)
def pending_cases_return(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表四每一组的总计，不少于上年同组的尚未审结。"""
    previous = last_year(value, context)
    if previous is None:
        return
    table = value.schema.tables["disputes"]
    for row in table.row_items:
        total, pending = table.cell(row.key, "total"), table.cell(row.key, "pending")
        both = counts(value.cells[total], previous.cells.get(pending))
        if both is None or both[1] <= both[0]:
            continue
        filed, before = both
        column = value.schema.specs[pending].column
        label, right_label = value.schema.specs[total].column.label, f"{previous.year}年{column.label}"
        yield pending_cases_return.finding(
            (total,),
            f"{without_remark(row.label)}：{label} {filed}，少于{right_label} {before}，相差 {before - filed}。",
            expected=before,
            filed=filed,
            cause="上年没有审结的案件，本年不论审结与否都要计入；漏了，或者只填了本年新收的。",
            params=two_sides(label, filed, right_label, before, before),
        )


@check(
    "Y-5",
    Level.EXPLAIN,
    "全部数字与上年相同",
    "各地检查通报的做法：雷同、照搬照抄",
    where="表二、表三、表四各格，与上年同格",
    causes=("在上年报告上改年份，数字没有更新", "导入了上年的文件", "本年与上年确实相同"),
    example="200格与2022年报告逐格相同，其中行政许可 153、行政处罚 48、新收申请 12。",
)
def figures_of_last_year(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表二、表三、表四的数字不与上年逐格相同。

    Few small figures may be equal by chance. Two Poisson counts of mean x are equal with a probability of about
    1 / (2 √(πx)) (Skellam 1946: the difference of two Poisson counts); the product over the figures that no total
    determines must be below 1 %. Zeros, stocks of documents and carry-overs say nothing.
    """
    previous = last_year(value, context)
    if previous is None or previous.schema.key != value.schema.key or previous.cells != value.cells:
        return
    figures = [(spec, value.cells[spec.key]) for spec in _free(value.schema)]
    telling = [(spec, int(number)) for spec, number in figures if number and is_figure(number) and number > 0]
    if math.prod(1 / (2 * math.sqrt(math.pi * number)) for _, number in telling) >= _COINCIDENCE:
        return
    largest = sorted(telling, key=lambda pair: -pair[1])[:3]
    shown = "、".join(f"{spec.label} {number}" for spec, number in largest)
    filled = sum(number is not None for number in value.cells.values())
    yield figures_of_last_year.finding(
        [spec.key for spec, _ in largest],
        f"{filled}格数字与{previous.year}年报告逐格相同，其中{shown}。",
        cause="在上年报告上改年份，或者导入了上年的文件，数字没有更新。",
        params={"last_year": str(previous.year), "figures": previous.digest()},
    )


@cache
def _free(schema: Schema) -> tuple[CellSpec, ...]:
    """Counts that are neither totals, nor determined by a balance, nor carried over from the year before."""
    balances = (identity for identity in schema.identities if identity.kind is IdentityKind.BALANCE)
    determined = {*schema.totals, *schema.carries, *(identity.left[0] for identity in balances)}
    return tuple(
        spec
        for key, spec in schema.specs.items()
        if key not in determined and spec.kind is Kind.COUNT and spec.column.key not in STANDING_COLUMNS
    )
