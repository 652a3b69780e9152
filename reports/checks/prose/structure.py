"""C-3 and C-4: the numbering of the prose, and parts with a heading and nothing below."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reports.checks.base import Context, Finding, Level, check
from reports.value import ReportValue

from .compare import one_line, place
from .numbers import chinese_number

_TOP = re.compile(r"(?:(?<=[\n。；;])|^)[ \t\u3000]*[（(](?P<number>[一二三四五六七八九十]{1,3})[）)](?![项款条])")
_POINT = re.compile(r"(?:(?<=\n)|^)[ \t\u3000]*(?P<number>\d{1,2})[.．、](?!\d)")
_ORDER = re.compile(r"(?<![\u4e00-\u9fff])(?P<number>[一二三四五六七八九十]{1,2})是(?!否)")
_SUBSTANCE = re.compile(r"[\u4e00-\u9fff]")
_NOTHING = re.compile(
    r"(?:[（(][一二三四五六七八九十][）)][^。\n]{0,20}[。\n\s]*)*(?:本年度?|目前)?(?:暂?无|没有|无问题|暂无问题|略)[。．.\s]*"
)
_THIN = 8  # Chinese characters


@check(
    "C-3",
    Level.HINT,
    "正文序号",
    "公文格式：层次序数应当连续",
    where="文字部分中的（一）（二）、1. 2.、一是二是",
    causes=("删去了一部分，后面的序号没有跟着改。", "复制粘贴后序号重复。"),
    example="（二）之后是（四）。",
)
def numbering(value: ReportValue, context: Context) -> Iterator[Finding]:
    """（一）（二）、1. 2.、一是二是连续，不重复、不跳号。"""
    for key, text in value.texts.items():
        if not text:
            continue
        yield from _sequence(value, key, text, _TOP, "（{}）", ())
        yield from _sequence(value, key, text, _POINT, "{}.", tuple(match.start() for match in _TOP.finditer(text)))
        for start, end in _paragraphs(text):
            yield from _sequence(value, key, text, _ORDER, "{}是", (), start, end)


def _sequence(
    value: ReportValue,
    key: str,
    text: str,
    pattern: re.Pattern[str],
    form: str,
    restarts: tuple[int, ...],
    start: int = 0,
    end: int | None = None,
) -> Iterator[Finding]:
    last: re.Match[str] | None = None
    for match in pattern.finditer(text, start, len(text) if end is None else end):
        number = _value(match["number"])
        if last is None or any(last.start() < place_of < match.start() for place_of in restarts):
            expected, doubled = number, False
        else:
            before = _value(last["number"])
            expected, doubled = before + 1, number == before
        # Back to 1 is the start of another list, unless it stands right behind a 1.
        if number != expected and (number != 1 or (doubled and form != "{}是")):
            names = form.format(last["number"] if last else ""), form.format(match["number"])
            what = f"{names[1]}重复" if doubled else f"{names[0]}之后是{names[1]}"
            line_end = text.find("\n", match.end())
            quote_to = min(line_end if line_end >= 0 else len(text), match.end() + 40)
            yield numbering.finding(
                (),
                f"正文序号不连续：{what}。",
                cause="增删了内容，序号没有跟着改。",
                params=place(value, key, match.start(), quote_to, match.start("number"), match.end("number")),
            )
        last = match


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else chinese_number(numeral)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """From one line feed, or one （一）, to the next."""
    borders = sorted(
        {0, len(text), *(m.start() for m in re.finditer("\n", text)), *(m.start() for m in _TOP.finditer(text))}
    )
    yield from pairwise(borders)


@check(
    "C-4",
    Level.EXPLAIN,
    "正文过于简单",
    "《中华人民共和国政府信息公开条例》第五十条；各地检查通报的做法",
    where="一、五两部分的文字；（一）（二）等小标题下的文字",
    causes=("只写了标题。", "存在的问题和改进情况没有写。"),
    example="“五、存在的主要问题及改进情况”只写“无”。",
)
def thin(value: ReportValue, context: Context) -> Iterator[Finding]:
    """一、五两部分有实际内容，不只写“无”；小标题下面有文字。"""
    other = value.schema.sections[-1].key
    for section in value.schema.sections:
        if not section.text or section.key == other:
            continue
        key = section.text.key
        text = value.texts[key]
        if not text.strip():
            continue
        if len(_SUBSTANCE.findall(text)) < _THIN or _NOTHING.fullmatch(text.strip()):
            yield thin.finding(
                (),
                f"“{section.heading}”只写了“{one_line(text)[:20]}”。",
                cause=section.text.guidance,
                params=place(value, key, 0, len(text), 0, len(text)),
            )
            continue
        heads = [*_TOP.finditer(text)]
        for match, following in zip(heads, [*heads[1:], None], strict=False):
            body = text[match.end() : following.start() if following else len(text)]
            heading, _, rest = body.strip().partition("\n")
            # A heading of its own line, or one closed by a full stop, with nothing behind it.
            if (
                len(heading) <= 30
                and not rest.strip()
                and not re.search("[，；,;：:]", heading)
                and _is_heading(heading)
            ):
                yield thin.finding(
                    (),
                    f"“（{match['number']}）{heading.rstrip('。')}”下面没有内容。",
                    cause="只写了标题；没有这方面工作的，写明没有。",
                    params=place(
                        value, key, match.start(), match.end() + len(body.rstrip()), match.start(), match.end()
                    ),
                    level=Level.HINT,
                )


def _is_heading(line: str) -> bool:
    """A title has no verb of its own; a short sentence such as 依法办理 is content."""
    return bool(
        re.fullmatch(
            r"[\u4e00-\u9fff“”、（）]*(?:情况|方面|工作|建设|管理|保障|公开|问题|措施|申请|打算|下一步)[。：:]?", line
        )
    )
