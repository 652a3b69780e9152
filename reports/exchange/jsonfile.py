"""Our own JSON: a whole report with every digit, and the object that ``import_report --json`` prints."""

import json
from collections.abc import Mapping, Sequence

from reports.schema import SCHEMAS, CellKey, Kind, schema_of_year
from reports.value import Number, ReportValue, Scope, number_text

from .base import Problem, ReadResult, Source, UnreadableFileError
from .encoding import decode, storable
from .number import read_number
from .source import MOST_CHARACTERS

NOT_OURS = "这个JSON文件不是年度报告数据：应有 schema（格式）和 cells（各单元格）两项"
_KNOWN = {"organ", "year", "schema", "scope", "cells", "texts", "problems", "findings"}


class _Digits(str):
    """A number's digits just as the file has them."""


def document_of(value: ReportValue) -> dict[str, object]:
    """The report as the object that is written."""
    return {
        "organ": value.organ,
        "year": value.year,
        "schema": value.schema.key,
        "scope": str(value.scope),
        "cells": {
            key: number if number is None or type(number) is int else number_text(number)
            for key, number in value.cells.items()
        },
        "texts": dict(value.texts),
    }


class JsonFile:
    """Reads and writes; a decimal is written as a string, so that no program on the way can round it."""

    extensions: tuple[str, ...] = (".json",)

    def write(self, value: ReportValue) -> bytes:
        return (json.dumps(document_of(value), ensure_ascii=False, indent=1) + "\n").encode()

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        document = _parsed(decode(data))
        problems: list[Problem] = []
        organ = _organ(document, problems)
        year = _year(document, problems)
        schema = SCHEMAS.get(str(document.get("schema", "")))
        if schema is None:
            schema = schema_of_year(year) if "schema" not in document else None
            if schema is None:
                raise UnreadableFileError(
                    f"JSON文件里的格式（schema）“{_shown(document.get('schema'))}”不认识，应为{'或'.join(SCHEMAS)}"
                )
            problems.append(Problem("schema", f"文件没有写明格式，按年度认定为{schema.document}的格式，请核对"))
        scope = document.get("scope", Scope.OWN)
        if scope not in tuple(Scope):
            problems.append(Problem("scope", f"范围“{_shown(scope)}”不认识，按本机关读入"))
            scope = Scope.OWN
        for key in document.keys() - _KNOWN:
            problems.append(Problem(key, f"文件里的“{_shown(key)}”这一项不认识，没有读入"))
        cells: dict[CellKey, Number] = {}
        sources: dict[CellKey, Source] = {}
        given = document["cells"]
        for row, (key, raw) in enumerate(given.items(), start=1):
            spec = schema.specs.get(key)
            if spec is None:
                problems.append(
                    Problem(f"cells.{key}", f"单元格“{_shown(key)}”不在{schema.document}的格式里，没有读入")
                )
            elif raw is not None:
                sources[key] = Source(1, row, 1, _shown(raw))
                number = _number(raw, spec.kind, key, spec.label, problems)
                if number is not None:
                    cells[key] = number
        for key, spec in schema.specs.items():
            if key not in given:
                problems.append(Problem("cells", f"{spec.label}：文件里没有这一格", key, unread=True))
        texts = _texts(document.get("texts", {}), schema.text_keys, problems)
        wrong = [problem for problem in problems if problem.place.startswith("cells.")]
        if wrong and not cells and not texts:
            said = "；".join(
                f"{_shown(problem.place.removeprefix('cells.'))}：{problem.message}" for problem in wrong[:3]
            )
            raise UnreadableFileError(f"JSON文件里没有一格能读入（{said}）")
        value = ReportValue(schema, organ, year, Scope(scope), cells, texts)
        return ReadResult(value, tuple(problems), sources)


def _parsed(text: str) -> dict[str, dict[str, object]]:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, content in pairs:
            if key in found:
                raise UnreadableFileError(f"JSON文件里“{_shown(key)}”写了两次，不能确定以哪个为准")
            found[storable(key)] = storable(content) if type(content) is str else content
        return found

    if len(text) > MOST_CHARACTERS:
        raise UnreadableFileError("JSON文件远比一份年度报告长，没有打开：请确认选对了文件")
    try:
        document = json.loads(
            text, object_pairs_hook=unique, parse_int=_Digits, parse_float=_Digits, parse_constant=_Digits
        )
    except json.JSONDecodeError as error:
        raise UnreadableFileError(f"JSON文件不完整或有错，错在第{error.lineno}行第{error.colno}列，无法读取") from error
    except RecursionError as error:
        raise UnreadableFileError(NOT_OURS) from error
    if not isinstance(document, dict) or not isinstance(document.get("cells"), dict):
        raise UnreadableFileError(NOT_OURS)
    return document


def _organ(document: Mapping[str, object], problems: list[Problem]) -> str:
    organ = document.get("organ", "")
    if type(organ) is str:
        return organ
    problems.append(Problem("organ", "机关（organ）应是文字，没有读入"))
    return ""


def _year(document: Mapping[str, object], problems: list[Problem]) -> int:
    year = document.get("year", 0)
    if isinstance(year, str) and year.isascii() and year.isdigit() and len(year) <= 4:
        return int(year)
    if year:
        problems.append(Problem("year", f"年度“{_shown(year)}”不是四位数字，没有读入"))
    return 0


def _number(raw: object, kind: Kind, key: CellKey, label: str, problems: list[Problem]) -> Number | None:
    if not isinstance(raw, str):
        problems.append(Problem(f"cells.{key}", f"{label}：应是数字，却是“{_shown(raw)}”，没有读入", key, unread=True))
        return None
    reading = read_number(raw, kind)
    if reading.problem or reading.number is None:
        message = reading.problem or "是空的文字"
        problems.append(Problem(f"cells.{key}", f"{label}：{message}", key, unread=True))
    elif reading.note:
        problems.append(Problem(f"cells.{key}", f"{label}：{reading.note}", key))
    return reading.number


def _texts(given: object, known: Sequence[str], problems: list[Problem]) -> dict[str, str]:
    if not isinstance(given, dict):
        problems.append(Problem("texts", "文字部分（texts）的写法不对，没有读入"))
        return {}
    texts: dict[str, str] = {}
    for key, text in given.items():
        if key not in known:
            problems.append(Problem(f"texts.{key}", f"文字“{_shown(key)}”不在格式里，没有读入"))
        elif type(text) is not str:
            problems.append(Problem(f"texts.{key}", f"文字“{_shown(key)}”应是文字，没有读入"))
        else:
            texts[key] = text
    return texts


def _shown(raw: object) -> str:
    text = str(raw)
    return text if len(text) <= 40 else text[:40] + "…"
