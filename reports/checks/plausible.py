"""A return as a whole: one in which nothing seems to have been filled in, refusals that must be reviewed first."""

import re
from collections.abc import Iterator
from functools import cache

from reports.schema import CellKey, Schema
from reports.value import ReportValue

from .base import Context, Finding, Level, check
from .years import STANDING_COLUMNS, counts, last_year

REVIEW_FIRST = 2024
"""Since this report year refusals go to 行政复议 before a court: 行政复议法 as amended in 2023, in force 2024-01-01."""

_MANY = 10  # things done last year after which a year of nothing asks for a reason
# 收到申请12件, 办理行政处罚3宗: a number, not 0, of something that the tables count.
_COUNTED_IN_PROSE = re.compile(
    r"(?:申请|许可|处罚|强制|复议|诉讼|规范性文件)[^。；！？，,;\n0-9零〇]{0,12}[1-9]\d*\s*余?(?:件|宗|起|份)"
)


@check(
    "T4-4",
    Level.HINT,
    "不予公开的应当先申请复议",
    "《中华人民共和国行政复议法》（2023年修订）第二十三条第一款第四项；法释〔2025〕8号",
    where="表三（三）各行的总计，表四直接起诉和行政复议的总计",
    causes=("复议后起诉的案件填到了直接起诉", "行政复议漏填", "起诉的不是不予公开，或者是2024年以前的决定"),
    example="2024年不予公开 3件，直接起诉 2件，行政复议 0件。",
)
def refusals_sued_without_review(value: ReportValue, context: Context) -> Iterator[Finding]:
    """2024年起，对不予公开不服的应当先申请行政复议；有不予公开和直接起诉而没有行政复议的，提示核对。"""
    if value.year < REVIEW_FIRST:
        return
    review, court = "disputes.reconsideration.total", "disputes.litigation_direct.total"
    refused = [cell for cell in _refusals(value.schema) if value.cells[cell]]
    numbers = counts(value.cells[review], value.cells[court], *(value.cells[cell] for cell in refused))
    if not refused or numbers is None or numbers[0] != 0 or numbers[1] <= 0:
        return
    specs = value.schema.specs
    yield refusals_sued_without_review.finding(
        (court, review, *refused),
        f"{specs[court].row.label} {numbers[1]}件，{specs[review].row.label} 0件，而不予公开 {sum(numbers[2:])}件。",
        filed=numbers[1],
        cause="不予公开的应当先申请复议：复议后起诉的填到了直接起诉，或者行政复议漏填；起诉其他处理的不在此限。",
        params={"refused": str(sum(numbers[2:]))},
    )


@cache
def _refusals(schema: Schema) -> tuple[CellKey, ...]:
    table = schema.tables["applications"]
    return tuple(table.cell(row, "total") for row in table.row_keys if row.startswith("refused_"))


@check(
    "C-2",
    Level.EXPLAIN,
    "全部数字为0",
    "各地检查通报的做法：零填报、未作填报",
    where="表二、表三、表四各格",
    causes=("没有填报就提交", "只改了沿用上年的数字", "本年确实没有发生"),
    example="200格全为 0，而第一部分写“收到申请12件”。",
)
def nothing_filled_in(value: ReportValue, context: Context) -> Iterator[Finding]:
    """表二、表三、表四不全为0；只有现行有效、结转等从上年带来的数字的，也是如此。

    To be explained when the prose names something the tables count or when last year has ten or more of it, else a
    hint: a small unit may really have done nothing that is counted. With a blank it is not judged.
    """
    if None in value.cells.values():
        return
    done = _done(value.schema)
    if any(value.cells[cell] for cell in done):
        return
    previous = last_year(value, context)
    before = sum(max(0, int(previous.cells.get(cell) or 0)) for cell in done) if previous else 0
    told = next((match[0] for text in value.texts.values() if (match := _COUNTED_IN_PROSE.search(text))), "")
    against = []
    if told:
        against.append(f"正文写有“{told}”")
    if previous and before >= _MANY:
        against.append(f"{previous.year}年报告不是全为 0")
    stands = [cell for cell, number in value.cells.items() if number]
    what = f"除现行有效、结转等 {len(stands)}格外，数字全为 0" if stands else f"{len(value.cells)}格数字全为 0"
    yield nothing_filled_in.finding(
        stands or value.schema.cells[:1],
        f"{what}{'，而' + '，'.join(against) if against else ''}。",
        cause="没有填报就提交；本年确实没有发生的，请确认。",
        params={"told": told, "last": str(before)},
        level=None if against else Level.HINT,
    )


@cache
def _done(schema: Schema) -> tuple[CellKey, ...]:
    """The cells that count what was done in the year, and not what there was or is carried over."""
    standing = {*schema.carries, *schema.carries.values()}
    return tuple(
        key for key, spec in schema.specs.items() if key not in standing and spec.column.key not in STANDING_COLUMNS
    )
