"""One report a line, each the object of :mod:`reports.exchange.jsonfile`."""

import json
from collections.abc import Iterable
from typing import BinaryIO

from reports.exchange.base import Problem, UnreadableFileError
from reports.exchange.encoding import decode
from reports.exchange.jsonfile import JsonFile, document_of
from reports.value import ReportValue


class JsonLines:
    extensions = (".jsonl",)

    def write(self, values: Iterable[ReportValue], file: BinaryIO) -> None:
        for value in values:
            line = json.dumps(document_of(value), ensure_ascii=False, separators=(",", ":"))
            file.write(f"{line}\n".encode())

    def read(self, data: bytes) -> tuple[tuple[ReportValue, ...], tuple[Problem, ...]]:
        """The reports, and what is wrong, by line. Raises :class:`UnreadableFileError` when no line is a report."""
        values: list[ReportValue] = []
        problems: list[Problem] = []
        for number, line in enumerate(decode(data).split("\n"), start=1):
            if not line.strip():
                continue
            try:
                result = JsonFile().read(line.encode())
            except UnreadableFileError as error:
                problems.append(Problem(f"第{number}行", str(error)))
                continue
            values.append(result.value)
            problems += [
                Problem(f"第{number}行{problem.place}", problem.message, problem.cell) for problem in result.problems
            ]
        if not values:
            raise UnreadableFileError(problems[0].message if problems else "文件是空的，没有内容可读")
        return tuple(values), tuple(problems)
