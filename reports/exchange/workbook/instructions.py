"""The words of the sheet 填报说明, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.schema import Schema
from reports.value import ReportValue, Scope

SHEET = "填报说明"
SCOPES = {Scope.OWN: "本机关", Scope.AGGREGATE: "本级汇总"}


def chinese_date(day: date) -> str:
    """2024年1月20日, as official documents write a day."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Issue:
    """What a workbook is issued with: its number, when it is due, where it goes back to (an address in words)."""

    number: str
    due_on: date | None = None
    return_to: str = ""


def facts(value: ReportValue, issue: Issue | None) -> Iterator[tuple[str, str, str]]:
    """Lines of what is locked in: name of the mark, label, what it says."""
    yield "organ", "填报单位", value.organ
    yield "year", "报告年度", f"{value.year}年"
    yield "scope", "统计范围", SCOPES[value.scope]
    yield "schema", "依据", f"《{value.schema.title}》（{value.schema.document}）"
    if issue:
        yield "issue", "下发编号", issue.number
        yield "due", "报送期限", f"{chinese_date(issue.due_on)}前" if issue.due_on else "以通知为准"
        yield "return", "报送到", issue.return_to or "下发本工作簿的单位"


def guidance(schema: Schema, *, last_year: bool, issue: Issue | None) -> Iterator[str]:
    """How to fill the workbook, a paragraph each."""
    tables = "、".join(f"“{section.number}”" for section in schema.sections if section.tables)
    texts = "、".join(f"“{section.number}”" for section in schema.sections if section.text)
    yield f"一张工作表是报告的一个部分：{tables}填数字，{texts}写文字。白底的格子可以填写，其余格子已经锁定。"
    yield "没有发生的填0，尚未统计的留空：空白和0不是一回事，空白会被当作没有填。"
    yield "件数填整数，不带单位、不用千位分隔符；金额按表头写的单位填，小数照实填写，不必四舍五入。"
    yield "合计由公式算出，各分项都填了才会出数，不必手填。"
    yield (
        "表格里变红的格子表示合计或勾稽关系对不上；表格右侧的“核对”（不打印）写明是哪一项、两边各是多少、相差多少。"
        "报送前请核对到没有红色。"
    )
    yield "点中一个格子会显示填写口径；填了不合规定的内容，Excel会提示，请按提示改正。"
    if last_year:
        yield "格子右上角有红色小三角的，鼠标移上去可以看到上年的数；上年结转一行已按上年报告带入，请核对。"
    yield "文字部分一段写一格，写不下可以接着写下一格；按Alt+Enter可以在格内另起一段。"
    yield "请不要改动填报单位、报告年度和隐藏的行列：收回时按下发时登记的单位和年度认领。"
    if issue:
        due = f"请在{chinese_date(issue.due_on)}前" if issue.due_on else "请按通知的时间"
        yield f"{due}把填好的工作簿（不要改成其他格式）报送到：{issue.return_to or '下发本工作簿的单位'}。"
