"""A whole report in memory: the one shape that files, records, checks and pages exchange."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from .schema import CellKey, Schema

Number = int | Decimal


class Scope(StrEnum):
    OWN = "own"  # 本机关
    AGGREGATE = "aggregate"  # 本级汇总


@dataclass(frozen=True)
class Difference:
    """One cell or text (``key``) that two values do not agree on."""

    key: str
    before: Number | str | None
    after: Number | str | None


@dataclass(frozen=True)
class ReportValue:
    """Every cell of the schema (``None`` = not filled) and its texts, paragraphs separated by line feeds.

    Cells that are not given are blank, texts that are not given are empty; a key the schema does not have is a
    ``KeyError``. Equal values have equal digests and the reverse.
    """

    schema: Schema
    organ: str
    year: int
    scope: Scope = Scope.OWN
    cells: Mapping[CellKey, Number | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for given, known in ((self.cells, self.schema.specs), (self.texts, self.schema.text_keys)):
            if unknown := [key for key in given if key not in known]:
                raise KeyError(f"not in schema {self.schema.key}: {', '.join(unknown)}")
        object.__setattr__(self, "scope", Scope(self.scope))
        object.__setattr__(self, "cells", MappingProxyType({key: self.cells.get(key) for key in self.schema.cells}))
        object.__setattr__(
            self, "texts", MappingProxyType({key: self.texts.get(key, "") for key in self.schema.text_keys})
        )

    def __getitem__(self, cell: CellKey) -> Number | None:
        return self.cells[cell]

    def __hash__(self) -> int:
        return hash(self.digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReportValue) and self.digest() == other.digest()

    def replace(
        self, cells: Mapping[CellKey, Number | None] | None = None, texts: Mapping[str, str] | None = None
    ) -> "ReportValue":
        """The same report with some cells or texts changed."""
        return ReportValue(
            self.schema,
            self.organ,
            self.year,
            self.scope,
            {**self.cells, **(cells or {})},
            {**self.texts, **(texts or {})},
        )

    def diff(self, other: "ReportValue") -> tuple[Difference, ...]:
        """What changes on the way from this value to ``other``, cells in the order of the paper, then texts.

        Keys that only one schema has count as blank in the other. Decimals differ when their digits do: 236.90 is not
        236.9.
        """
        found: list[Difference] = []
        for key in dict.fromkeys((*self.schema.cells, *other.schema.cells)):
            before, after = self.cells.get(key), other.cells.get(key)
            if number_text(before) != number_text(after):
                found.append(Difference(key, before, after))
        for key in dict.fromkeys((*self.schema.text_keys, *other.schema.text_keys)):
            if self.texts.get(key, "") != other.texts.get(key, ""):
                found.append(Difference(key, self.texts.get(key, ""), other.texts.get(key, "")))
        return tuple(found)

    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the canonical JSON of everything in the value."""
        canonical = {
            "schema": self.schema.key,
            "organ": self.organ,
            "year": self.year,
            "scope": self.scope,
            "cells": {key: number_text(number) for key, number in self.cells.items() if number is not None},
            "texts": {key: text for key, text in self.texts.items() if text},
        }
        line = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(line.encode()).hexdigest()

    @property
    def filled(self) -> int:
        """How many cells hold a number."""
        return sum(number is not None for number in self.cells.values())

    @property
    def title(self) -> str:
        """The title in its usual form: XX县人民政府2023年政府信息公开工作年度报告."""
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"


def number_text(number: Number | None) -> str:
    """A number as it is printed, every digit kept and never in exponent form; blank is the empty string."""
    return "" if number is None else format(number, "f") if isinstance(number, Decimal) else str(number)
