"""N-11: what the prose says of documents, decisions and charges, against table 二; N-16: government accounts."""

import re
from collections.abc import Iterator

from reports.checks.base import Context, Finding, Level, check
from reports.value import ReportValue

from .applications import BASIS
from .compare import disagreements, place
from .numbers import Sort, numbers
from .sentences import sentences

_STALE = "正文只计本机关的，表格计全部的；或者表格改了数，正文没有跟着改。"
_ACCOUNTS = re.compile(r"(?:政务)?新媒体")
_HAVE = re.compile(r"共有?|保留|现有|在运[维行]|开设|总数|正常运[行维]|备案|拥有")
_NOT_ALL = re.compile(r"关[停闭]|注销|整合|新增|新开|抽查|检查|优秀|合格|其中|发布|清理|归并|不")


@check(
    "N-11",
    Level.EXPLAIN,
    "正文规范性文件、处理决定和收费数",
    BASIS,
    where="文字部分中制发、废止、现行有效的规范性文件和规章，许可、处罚、强制的决定，收取的行政事业性收费金额；表二",
    causes=("正文只计本机关，表格计全部。", "表格改了数，正文没有跟着改。"),
    example="正文“现行有效规范性文件20件”，表二为22。",
)
def disclosed(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说规范性文件、处理决定的件数和收费金额，等于表二相应各格。"""
    return disagreements(disclosed, value, _STALE)


@check(
    "N-16",
    Level.HINT,
    "政务新媒体数前后不一",
    "正文同一事项的数字应当一致",
    where="文字部分中政务新媒体的个数",
    causes=("一处写了全部，一处写了部分。", "沿用了上年的数。"),
    example="正文一处“保留政务新媒体16个”，一处“共有政务新媒体18个”。",
)
def accounts(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文各处所说的政务新媒体个数相同。"""
    found = []
    for key, text in value.texts.items():
        if "新媒体" not in text:
            continue
        figures = [figure for figure in numbers(text) if figure.sort is Sort.COUNT and not figure.approximate]
        for sentence in sentences(text):
            for match in _ACCOUNTS.finditer(text, sentence.start, sentence.end):
                for figure in figures:
                    if not match.end() <= figure.start <= match.end() + 12 or figure.unit not in ("个", "家"):
                        continue
                    around = text[max(sentence.start, match.start() - 12) : figure.start]
                    if "，" not in text[match.end() : figure.start].lstrip("，") and _HAVE.search(around):
                        if not _NOT_ALL.search(around):
                            found.append((key, sentence, figure))
                        break
    counts = list(dict.fromkeys(figure.value for _, _, figure in found))
    if len(counts) > 1:
        key, sentence, figure = next(entry for entry in found if entry[2].value == counts[1])
        yield accounts.finding(
            (),
            f"正文一处说政务新媒体{counts[0]}个，另一处说{counts[1]}个。",
            cause="一处写了全部，一处写了部分；或者沿用了上年的数。",
            params={
                **place(value, key, sentence.start, sentence.end, figure.start, figure.end),
                "left_label": "一处",
                "left": str(counts[0]),
                "right_label": "另一处",
                "right": str(counts[1]),
                "difference": f"{counts[1] - counts[0]:+}",
            },
        )
