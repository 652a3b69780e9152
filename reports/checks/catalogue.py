"""The checks as a list for people (docs/checks.md) and for other programs."""

from typing import TypedDict

from reports.schema import SCHEMAS

from . import CHECKS

_HEAD = """# Checks

The rules a report is checked against, in report order. Written by `manage.py list_checks --markdown`; a test fails
when this page is stale. The sentences are what the clerk sees, so they are Chinese.
`error` (错误) blocks submission, `explain` (需说明) must be fixed or explained, `hint` (提示) may be ignored.

An identity with a blank cell in it is not judged: the blank is reported by the 空格 check of its table.
"""


class Record(TypedDict):
    """One check as ``list_checks --json`` prints it."""

    code: str
    level: str
    title: str
    statement: str
    basis: str
    schemas: list[str]
    where: str
    causes: list[str]
    example: str


def as_records() -> list[Record]:
    return [
        Record(
            code=entry.code,
            level=entry.level.value,
            title=entry.title,
            statement=entry.statement,
            basis=entry.basis,
            schemas=list(entry.schemas),
            where=entry.where,
            causes=list(entry.causes),
            example=entry.example,
        )
        for entry in CHECKS
    ]


def as_markdown() -> str:
    """The whole of docs/checks.md."""
    lines = [_HEAD, "| code | level | check | rule | basis | schemas |", "|---|---|---|---|---|---|"]
    lines += [
        f"| [{entry.code}](#{entry.code.lower()}) | {entry.level.label} `{entry.level}` | {entry.title} "
        f"| {entry.statement} | {entry.basis} | {'、'.join(key for key in SCHEMAS if key in entry.schemas)} |"
        for entry in CHECKS
    ]
    for entry in CHECKS:
        lines += ["", f"## {entry.code}", "", f"{entry.title}。看哪些格：{entry.where}。"]
        lines += [
            "",
            f"常见原因：{'；'.join(cause.removesuffix('。') for cause in entry.causes)}。",
            "",
            f"举例：{entry.example}",
        ]
    return "\n".join(lines) + "\n"
