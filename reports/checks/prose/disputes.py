"""N-10: what the prose says of review and litigation, against table 四."""

import re
from collections.abc import Iterator

from reports.checks.base import Context, Finding, Level, check
from reports.value import ReportValue, number_text

from . import quantities
from .applications import BASIS
from .compare import disagreements, one_line, place, verdicts
from .quantities import Figures
from .sentences import sentences

_STALE = "正文统计的案件范围与表格不同（如只计已备案、已审结的）；或者表格改了数，正文没有跟着改。"
_ALL = re.compile(
    r"(?:均|全部|皆|都)(?:已?获|被|予以|得到|已经?|判决|裁定|决定)*(?:(?P<upheld>(?:结果)?维持)|(?P<closed>审结|结案))"
)


@check(
    "N-10",
    Level.EXPLAIN,
    "正文复议、诉讼数",
    BASIS,
    where="文字部分中行政复议、行政诉讼的件数和结果；表四",
    causes=("正文统计的案件范围与表格不同。", "表格改了数，正文没有跟着改。", "尚未审结的案件在正文中没有说到。"),
    example="正文“行政诉讼9件，均获维持”，表四尚未审结1件。",
)
def disputes(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说行政复议、行政诉讼的件数，等于表四的总计；所说结果与表四各栏一致。"""
    yield from disagreements(disputes, value, _STALE)
    yield from _said_of_all(value)


def _said_of_all(value: ReportValue) -> Iterator[Finding]:
    """均获维持, 均已审结: said of every case the sentence named before."""
    known, schema = Figures(value), value.schema
    for key, text in value.texts.items():
        matches = [*_ALL.finditer(text)] if text else []
        if not matches:
            continue
        for sentence in sentences(text):
            for match in matches:
                if not sentence.start <= match.start() < sentence.end:
                    continue
                topics = {
                    verdict.mention.topic
                    for verdict in verdicts(value)
                    if verdict.text == key
                    and verdict.mention.sentence == sentence
                    and verdict.mention.quantity.code == "N-10"
                    and verdict.mention.figure.start < match.start()
                }
                cells: list[str] = []
                for topic in sorted(topics):
                    unfit = ("corrected", "other", "pending") if match["upheld"] else ("pending",)
                    for outcome in unfit:
                        cells += quantities.dispute(schema, topic, outcome).alternatives[0]
                wrong = [(cell, known((cell,))) for cell in dict.fromkeys(cells)]
                wrong = [(cell, number) for cell, number in wrong if number]
                if wrong:
                    others = "，".join(
                        f"{schema.specs[cell].label.removeprefix('表四 ')}为 {number_text(number)}"
                        for cell, number in wrong
                    )
                    total = sum(number or 0 for _, number in wrong)
                    yield disputes.finding(
                        (cell for cell, _ in wrong),
                        f"正文“{one_line(match[0])}”，表四 {others}。",
                        filed=total,
                        cause="尚未审结、被纠正的案件在正文中没有说到；或者表四填错了栏。",
                        params={
                            **place(value, key, sentence.start, sentence.end, match.start(), match.end()),
                            "left_label": "正文",
                            "left": one_line(match[0]),
                            "right_label": "表四",
                            "right": others,
                            "difference": "",
                        },
                    )
