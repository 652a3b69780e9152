"""Table 二: what an organ of this rank can have at all."""

from collections.abc import Iterator

from reports.value import ReportValue, number_text

from .base import Context, Finding, Level, check
from .organs import level_by_name

# 对外公开 and 新公开 of the 2019 form also count 规章 that others made, so they are not judged.
_MADE = (
    "documents.rules.issued",
    "documents.rules.repealed",
    "documents.rules.in_force",
    "documents.rules.made",
)


@check("T2-2", Level.ERROR, "县级及以下没有规章", "《中华人民共和国立法法》（2023年修正）第九十一条、第九十三条")
def rules_of_a_county(value: ReportValue, context: Context) -> Iterator[Finding]:
    """县级及以下机关的规章填0：只有国务院部门，省级和设区的市、自治州的人民政府可以制定规章。

    Judged when the organ's level is known, or its name leaves no doubt.
    """
    if (context.level or level_by_name(value.organ)) not in ("county", "township"):
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
