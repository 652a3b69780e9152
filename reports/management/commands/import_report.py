"""Read a file, and store it as the report of its organ and year."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from reports.exchange.base import Problem, UnreadableFileError
from reports.management.command import ChineseCommand, reason
from reports.management.printing import figure_json, finding_json, finding_line
from reports.models import ScopeLabel
from reports.services.errors import RefusedError
from reports.services.filing import Filing, file_import, file_look, scope_label
from reports.services.import_review import file_read
from reports.services.importing import refuse_oversize
from reports.value import ReportValue, Scope

FEWEST_ALIKE = 6  # so many cells with one and the same problem share a line


class Command(ChineseCommand):
    help = "Read a report from a file and store it; print its figures, its problems and what the checks find."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organ", default="", help="the organ, where the file does not say or says otherwise")
        parser.add_argument("--year", type=int, default=0, help="the report year, likewise")
        parser.add_argument("--scope", choices=ScopeLabel.values, default=Scope.OWN.value)
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        asked = {"organ": options["organ"].strip(), "year": options["year"], "scope": Scope(options["scope"])}
        try:
            refuse_oversize(size=path.stat().st_size)
            result = file_read(data=path.read_bytes(), filename=path.name)
            filing = (
                file_look(result=result, **asked)
                if options["dry_run"]
                else file_import(result=result, filename=path.name, **asked)
            )
        except OSError as error:
            raise CommandError(f"打不开文件 {path}：{reason(error)}。") from error
        except (UnreadableFileError, RefusedError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(filing), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(filing, path.name)))


def as_json(filing: Filing) -> dict[str, Any]:
    """The object of design.md §6."""
    value = filing.value
    return {
        "organ": value.organ,
        "year": value.year or None,
        "schema": value.schema.key,
        "scope": value.scope.value,
        "cells": {key: figure_json(number) for key, number in value.cells.items()},
        "texts": dict(value.texts),
        "problems": [_problem(problem) for problem in filing.problems],
        "findings": [finding_json(finding) for finding in filing.findings],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"place": problem.place, "cell": problem.cell or None, "message": problem.message}


def _lines(filing: Filing, filename: str) -> list[str]:
    value = filing.value
    texts = sum(bool(text) for text in value.texts.values())
    year = f"{value.year}年" if value.year else "年度不明"
    lines = [
        f"{filename}：{value.organ or '机关不明'} {year}（{scope_label(value.scope)}），《{value.schema.title}》",
        f"有数 {value.filled}/{len(value.cells)} 格，文字 {texts} 段",
    ]
    if filing.problems:
        lines.append(f"要看的地方 {len(filing.problems)} 处：")
        lines += [f"  {line}" for line in _problem_lines(filing.problems, value)]
    lines.append(f"检查结果 {len(filing.findings)} 条" + ("：" if filing.findings else ""))
    lines += [finding_line(finding) for finding in filing.findings]
    if filing.report is None:
        lines.append("只是试读，没有写入任何内容。")
    else:
        kept = f"；文件里没有而保留原有数字的 {filing.kept} 格" if filing.kept else ""
        lines.append(f"已写入，改动 {filing.written} 处{kept}。")
    return lines


def _problem_lines(problems: Sequence[Problem], value: ReportValue) -> Iterator[str]:
    """One line a problem; many cells with the same one share a line, where the first of them stands."""
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        spec = value.schema.specs.get(problem.cell)
        sentence = problem.message.removeprefix(f"{spec.label}：") if spec else problem.message
        alike.setdefault(sentence, []).append(problem)
    for sentence, members in alike.items():
        if len(members) < FEWEST_ALIKE or not members[0].cell:
            for problem in members:
                yield "　".join(filter(None, (problem.place, problem.message)))
        else:
            yield f"{len(members)} 格，从“{value.schema.specs[members[0].cell].label}”起：{sentence}"
