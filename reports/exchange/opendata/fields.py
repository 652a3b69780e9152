"""The columns of a table with one row a report, and what their headings may say."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reports.schema import PREAMBLE, SCHEMAS, Kind, Schema
from reports.value import Scope

CLEAR = "清空"
"""What a cell says that is to be emptied, where a blank one leaves things as they are."""

TEXTS = "texts."
SCOPE_WORDS: Mapping[Scope, str] = {Scope.OWN: "本机关", Scope.AGGREGATE: "本级汇总"}


class Headings(StrEnum):
    KEYS = "keys"  # our own, stable for ever
    LABELS = "labels"  # the form's words


@dataclass(frozen=True)
class Field:
    """A column. ``labels`` are its headings in the form's words, the one that is written first.

    ``kind`` is that of a statutory cell; ``None`` for what says whose report it is, and for texts.
    """

    key: str
    labels: tuple[str, ...]
    kind: Kind | None = None
    unit: str = ""

    @property
    def is_text(self) -> bool:
        return self.key.startswith(TEXTS)

    def heading(self, headings: Headings) -> str:
        return self.labels[0] if headings is Headings.LABELS else self.key


ORGAN = Field("organ", ("机关", "机关名称", "单位", "单位名称", "部门"))
YEAR = Field("year", ("年度", "年份", "报告年度"))
SCOPE = Field("scope", ("范围", "统计范围"))
FORM = Field("schema", ("格式", "报告格式", "表格格式"))
WHOSE = (ORGAN, YEAR, SCOPE, FORM)


@cache
def fields_of(*schemas: Schema) -> tuple[Field, ...]:
    """The columns for reports of these schemas (of none: of all), in the order that files keep.

    Whose report it is, the cells of the newest schema as on paper, those only older ones have, then the texts.
    """
    chosen = sorted(schemas or SCHEMAS.values(), key=lambda schema: -schema.first_year)
    cells = dict.fromkeys(key for schema in chosen for key in schema.cells)
    texts = dict.fromkeys(key for schema in chosen for key in schema.text_keys)
    return (*WHOSE, *(_cell(key, chosen) for key in cells), *(_text(key, chosen) for key in texts))


def _cell(key: str, schemas: Iterable[Schema]) -> Field:
    specs = [schema.specs[key] for schema in schemas if key in schema.specs]
    labels: dict[str, None] = {}
    for spec in specs:
        if spec.kind is Kind.MONEY and spec.unit:
            labels[f"{spec.label}（{spec.unit}）"] = None
        labels[spec.label] = None
    return Field(key, tuple(labels), specs[0].kind, specs[0].unit)


def _text(key: str, schemas: Iterable[Schema]) -> Field:
    if key == PREAMBLE:
        return Field(f"{TEXTS}{key}", ("引言", "前言"))
    sections = [section for schema in schemas for section in schema.sections if section.text and section.key == key]
    headings = [name for section in sections for name in (section.heading, section.title, *section.aliases)]
    return Field(f"{TEXTS}{key}", tuple(dict.fromkeys(headings)))


@cache
def _known() -> Mapping[str, Field]:
    """Every heading that is understood; one that two columns could mean is not."""
    found: dict[str, Field | None] = {}
    for field in fields_of():
        for name in (field.key, *field.labels):
            plain = _plain(name)
            found[plain] = field if found.get(plain, field) is field else None
    return {name: field for name, field in found.items() if field is not None}


def field_of(heading: str) -> Field | None:
    """The column that a heading means: our key, or the form's words, spaces and widths aside."""
    return _known().get(_plain(heading))


def scope_of(word: str) -> Scope | None:
    plain = _plain(word)
    return next((scope for scope in Scope if plain in (scope.value, SCOPE_WORDS[scope])), None)


def form_of(word: str) -> Schema | None:
    plain = _plain(word).removesuffix("年").removesuffix("格式").removesuffix("年")
    return SCHEMAS.get(plain)


def headings_of(fields: Sequence[Field], headings: Headings) -> list[str]:
    return [field.heading(headings) for field in fields]


def _plain(heading: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", heading)).lower()
