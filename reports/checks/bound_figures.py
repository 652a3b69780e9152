"""Figures bound into the texts that have nothing to show."""

import re
from collections.abc import Iterator

from reports.bound import Resolved, resolve
from reports.value import ReportValue

from .base import Context, Finding, Level, check

_SENTENCE_ENDS = "。；;！？\n"
_BRACES = re.compile(r"\{\{|\}\}")


@check(
    "N-20",
    Level.EXPLAIN,
    "正文取数未成",
    "正文里自动取数的地方都要取到数，才能公布",
    where="各部分正文中的自动取数",
    causes=(
        *("所取的格还没有填", "要与上年比较，但没有上年的报告", "栏目写错，或者取的是别的年度格式的栏目"),
        "取数没有选完，留下了“{{”或“}}”",
    ),
    example="正文写“新收申请【未填】件”，表三的新收总计还是空格。",
)
def unresolved_figures(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文中自动取数的地方都取得到数。

    Judges the stored texts, with their fields, where all other checks judge what is shown.
    """
    for key, text in value.texts.items():
        if not _BRACES.search(text):
            continue
        resolved = resolve(text, value, context.previous)
        for piece in resolved.problems:
            yield unresolved_figures.finding(
                piece.field.cells if piece.field else (),
                f"正文“{_sentence(resolved.text, piece.start, piece.end)}”中的数取不出来：{piece.problem}。",
                cause="填好所取的格，正文会自动跟上；不需要的取数可以删去。",
                params={
                    "text": key,
                    "quote": _sentence(resolved.text, piece.start, piece.end),
                    "start": str(piece.start),
                    "end": str(piece.end),
                },
            )
        for start, end in _strays(resolved):
            quote = _sentence(resolved.text, start, end)
            yield unresolved_figures.finding(
                (),
                f"正文“{quote}”中留有“{resolved.text[start:end]}”，不是完整的取数，会原样公布。",
                cause="删去多余的“{{”“}}”；要取数的，重新插入数据。",
                params={"text": key, "quote": quote, "start": str(start), "end": str(end)},
            )


def _strays(resolved: Resolved) -> Iterator[tuple[int, int]]:
    """The first braces in each sentence that open or close no field: one finding says it of the sentence."""
    seen: set[str] = set()
    for piece in resolved.pieces:
        if piece.field or piece.problem:
            continue
        for braces in _BRACES.finditer(resolved.text, piece.start, piece.end):
            sentence = _sentence(resolved.text, *braces.span())
            if sentence not in seen:
                seen.add(sentence)
                yield braces.span()


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place in a text, without its end mark."""
    first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
    ends = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, end)) >= 0]
    return text[first : min(ends, default=len(text))].strip()
