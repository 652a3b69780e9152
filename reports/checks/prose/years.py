"""N-15: the statistical period, and years that were left over from last year's report."""

import re
from collections.abc import Iterator

from reports.checks.base import Context, Finding, Level, check
from reports.value import ReportValue

from .compare import one_line, place, verdicts
from .mentions import mentions
from .numbers import chinese_number
from .sentences import Sentence, sentences

_N = "零〇○一二三四五六七八九"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = rf"(?:(?:19|20)\d{{2}}|二[{_N}]{{3}})"
_PERIOD = re.compile(
    rf"(?P<from_year>{_YEAR})\s*年\s*(?P<from_month>{_DAY})\s*月\s*(?P<from_day>{_DAY})\s*日起?[，,]?\s*(?:至|到|[-—－–~～]+)\s*"
    rf"(?:(?P<to_year>{_YEAR})\s*年\s*|当年|同年|本年)?(?P<to_month>{_DAY})\s*月\s*(?P<to_day>{_DAY})\s*日"
)
_STATISTICS = re.compile(
    r"(?<![据经])统计的?(?:期限|时限|时间|周期|区间|范围|日期|年度|截止|数据|期)|所列数据|(?<!申)报告?(?:期|的?[期时]限)|数据的?[期时]限"
)
_PARTIAL = re.compile("成立|组建|挂牌|划转|撤并|合并|机构改革")
_TITLE = re.compile(rf"(?P<year>{_YEAR})\s*年(?:度)?政府信息公开(?:工作)?年度?报告")
_PRESENTED = re.compile("现将|现向|公布|编制|编写|本报告|本年度报告|如下|总结")
_OPENING = re.compile(
    rf"\s*(?:[（(][一二三四五六七八九十]{{1,3}}[）)][^。\n]{{0,20}}[。\n]\s*)?(?P<year>{_YEAR})\s*年(?:度|以来)?[，,]"
)
_OPENING_YEAR = re.compile(
    rf"\s*(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[）)、.．][^。，；\d]{{0,20}}[：:\s])?(?P<year>{_YEAR})\s*年(?!\s*\d)"
    r"(?!度?(?:以来|[底末初前起至到、—–～~和与及第的]|上半年|下半年|开始|报告|年报|政府信息公开工作年度|结转|转结|遗留|[未尚]|-"
    r"|[^，。；\d]{0,12}(?:后|评选|考核|评估)|[^，。；\d]{0,8}(?:收到|受理|制定|制发|出台|印发|发布|作出)的))度?"
)
_THIS_YEAR_TOO = re.compile("今年|本年|目前")
_OPENING_LENGTH = 400  # characters in which a report presents itself
_COMPARED = re.compile("考核|评估|审计|相比|较|同比|上年|去年|比20")
_PLAN = re.compile(
    rf"(?P<year>{_YEAR})\s*年(?:度)?[，,]?(?:我[县市区局镇乡委办院厅]|本机关|本单位|全[县市区])?[^，。；]{{0,6}}?将(?!于)"
)


@check(
    "N-15",
    Level.ERROR,
    "统计期限和年份",
    "《中华人民共和国政府信息公开条例》第四十九条；年度报告统计期限为当年1月1日至12月31日",
    where="文字部分中的统计期限和年份",
    causes=("沿用了上年的文字，年份没有改。", "日期录入错误。"),
    example="2023年的报告写“统计期限为2022年1月1日至12月31日”。",
)
def period(value: ReportValue, context: Context) -> Iterator[Finding]:
    """统计期限为报告年度的1月1日至12月31日；标题和开头的年份为报告年度，下一步打算为下一年度。"""
    for key, text in value.texts.items():
        if "年" not in text:
            continue
        for match in _PERIOD.finditer(text):
            yield from _judge_period(value, key, text, match)
        yield from _left_over(value, key, text)


def _judge_period(value: ReportValue, key: str, text: str, match: re.Match[str]) -> Iterator[Finding]:
    year = _number(match["from_year"])
    to_year = _number(match["to_year"]) if match["to_year"] else year
    days = tuple(_number(match[name]) for name in ("from_month", "from_day", "to_month", "to_day"))
    if (year, to_year, *days) == (value.year, value.year, 1, 1, 12, 31):
        return
    sentence = next(found for found in sentences(text) if found.start <= match.start() < found.end)
    quote = text[sentence.start : sentence.end]
    statistics = _STATISTICS.search(text, max(sentence.start, match.start() - 24), match.start())
    whole_year = days == (1, 1, 12, 31) and year == to_year
    if not statistics and not (whole_year and year == value.year - 1 and not _COMPARED.search(quote)):
        return
    level = Level.ERROR if statistics and not _PARTIAL.search(quote) else Level.EXPLAIN
    yield _finding(value, key, (sentence.start, sentence.end), match.span(), one_line(match[0]), level, "统计期限")


def _left_over(value: ReportValue, key: str, text: str) -> Iterator[Finding]:
    for match in _TITLE.finditer(text):
        # Last year's report may well be spoken of; it is not presented in the preamble of this one.
        line = (text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end()))
        span = (line[0], line[1] if line[1] >= 0 else len(text))
        sentence = next((found for found in sentences(text) if found.start <= match.start() < found.end), None)
        quote = text[sentence.start : sentence.end] if sentence else ""
        presented = _PRESENTED.search(quote) or (len(quote) < 60 and not re.search("[，。]", quote))
        presenting = key != "problems" and match.start() < _OPENING_LENGTH
        cited = text.rfind("《", 0, match.start()) > text.rfind("》", 0, match.start())
        if presenting and presented and not cited and _number(match["year"]) != value.year:
            yield _finding(value, key, span, match.span("year"), one_line(match[0]), Level.EXPLAIN, "年份")
    counted = set()
    for sentence, span in _counted_of_last_year(value, key, text):
        counted.add(sentence.start)
        said = one_line(text[slice(*span)])
        yield _finding(value, key, (sentence.start, sentence.end), span, said, Level.EXPLAIN, "年份")
    if key == "overview":
        for sentence in sentences(text):
            if sentence.start in counted:
                continue
            opening = _OPENING.match(text, sentence.start, sentence.end)
            quote = text[sentence.start : sentence.end]
            first = sentence.start == 0 or text[: sentence.start].rstrip(" ").endswith("\n")
            if opening and first and _number(opening["year"]) == value.year - 1 and not _COMPARED.search(quote):
                place_of = (sentence.start, sentence.end)
                yield _finding(value, key, place_of, opening.span("year"), _said(opening), Level.HINT, "年份")
    if key == "problems":
        for match in _PLAN.finditer(text):
            if _number(match["year"]) <= value.year:
                sentence = next(found for found in sentences(text) if found.start <= match.start() < found.end)
                place_of = (sentence.start, sentence.end)
                yield _finding(value, key, place_of, match.span("year"), _said(match), Level.HINT, "打算的年份")


def _counted_of_last_year(value: ReportValue, key: str, text: str) -> Iterator[tuple[Sentence, tuple[int, int]]]:
    """Sentences that last year opens and that count what this report counts, with the place of the year.

    Left alone are those that speak of the report's year too, and quantities the text also gives of its own year:
    2022年收到70件。2023年收到86件。
    """
    for sentence in sentences(text):
        opening = _OPENING_YEAR.match(text, sentence.start, sentence.end)
        if not opening or _number(opening["year"]) != value.year - 1:
            continue
        rest = text[opening.end() : sentence.end]
        # 3件结转至2023年办理 is what the year before says of its own.
        if _THIS_YEAR_TOO.search(rest) or re.search(rf"(?<![转至到入延]){value.year}\s*年", rest):
            continue
        own = {verdict.mention.quantity.code for verdict in verdicts(value) if verdict.text == key}
        found = [
            mention
            for mention in mentions(value.schema, value.year - 1, text, value.organ)
            if mention.sentence == sentence and mention.certain and mention.figure.start > opening.end()
        ]
        if found and not any(mention.quantity.code in own for mention in found):
            yield sentence, (opening.start("year"), text.index("年", opening.end("year")) + 1)


def _finding(
    value: ReportValue, key: str, quote: tuple[int, int], span: tuple[int, int], said: str, level: Level, what: str
) -> Finding:
    right = {
        "统计期限": f"{value.year}年1月1日至{value.year}年12月31日",
        "年份": f"{value.year}年",
        "打算的年份": f"{value.year + 1}年",
    }[what]
    return period.finding(
        (),
        f"正文“{said}”，{what}应为{right}。",
        cause="沿用了上年的文字，年份没有改。",
        params={
            **place(value, key, *quote, *span),
            "left_label": "正文",
            "left": said,
            "right_label": "应为",
            "right": right,
            "difference": "",
        },
        level=level,
    )


def _said(match: re.Match[str]) -> str:
    """What was matched as a message quotes it: without the comma behind it."""
    return one_line(match[0]).rstrip("，,")


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else chinese_number(numeral.replace("○", "〇"))
