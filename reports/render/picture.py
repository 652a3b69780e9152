"""A report as a one-page picture, by Typst: every figure is a figure of the report or the sum of its rows."""

import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from reports.schema import CellKey, Item, Kind, Table
from reports.value import Number, ReportValue, number_text

from .fonts import Fonts, find_fonts
from .glyphs import Clean, with_printable

_TEMPLATE = Path(__file__).with_name("picture.typ")
_NOT_FILLED = "未填"
_NUMBERED = re.compile("^（[一二三四五六七八九十]+）")
_APPLICATIONS, _DISPUTES = "applications", "disputes"
_RECEIVED, _HANDLED, _TOTAL = "received", "handled_total", "total"

_lock = Lock()  # one compiler at a time, as for the paper


class PictureSize(StrEnum):
    """Tall for a telephone (1080 × 1920), sheet in the proportions of A4 for a website (1080 × 1527)."""

    TALL = "tall"
    SHEET = "sheet"


_HEIGHTS = {PictureSize.TALL: 1920, PictureSize.SHEET: 1527}  # pixels, at a width of 1080


class Form(StrEnum):
    """How a group is drawn; the names are those of the functions in picture.typ."""

    LEAD = "lead"  # the first figure large
    BARS = "bars"
    HALVES = "halves"  # figures side by side, their parts below
    TILES = "tiles"
    ROWS = "rows"  # a line a figure, its parts in columns


@dataclass(frozen=True)
class Figure:
    """``before`` is last year's; each is ``None`` where any of its cells is blank. ``note`` says what is counted."""

    label: str
    number: Number | None
    unit: str = ""
    note: str = ""
    before: Number | None = None
    parts: tuple["Figure", ...] = ()
    is_change: bool = False  # counts a change itself, so that a change of it would mislead

    @property
    def shown(self) -> str:
        return _NOT_FILLED if self.number is None else number_text(self.number)

    @property
    def change(self) -> str:
        """In words, never in colour alone; empty unless both years are known."""
        if self.number is None or self.before is None:
            return ""
        difference = self.number - self.before
        if not difference:
            return "与上年持平"
        return f"比上年{'增加' if difference > 0 else '减少'}{number_text(difference).removeprefix('-')}"

    @property
    def said(self) -> str:
        """The figure, how it changed and its parts, in words."""
        own = f"{self.label}{self.note} {self.shown}{self.unit if self.number is not None else ''}"
        if self.change:
            own = own + f"（{self.change}）"
        return "；其中".join((own, "、".join(part.said for part in self.parts))) if self.parts else own


@dataclass(frozen=True)
class Group:
    title: str
    form: Form
    figures: tuple[Figure, ...]


def groups(value: ReportValue, previous: ReportValue | None = None) -> tuple[Group, ...]:
    """What the picture shows; ``previous`` counts only if it is of the year before.

    A figure is compared with one of the same name and unit: what only one of the forms counts has no year before.
    """
    found = (_received(value), _results(value), _applicants(value), _published(value), _disputes(value))
    if previous is None or previous.year != value.year - 1:
        return found
    before = {group.title: group.figures for group in groups(previous)}
    return tuple(replace(group, figures=_compared(group.figures, before.get(group.title, ()))) for group in found)


def _compared(now: Iterable[Figure], before: Iterable[Figure]) -> tuple[Figure, ...]:
    known = {(one.label, one.note, one.unit): one.number for one in before}
    return tuple(
        one if one.is_change else replace(one, before=known.get((one.label, one.note, one.unit))) for one in now
    )


def _received(value: ReportValue) -> Group:
    """How many applications came in, were waiting, were dealt with and are waiting now."""
    table, section = value.schema.tables[_APPLICATIONS], _section(value, _APPLICATIONS)
    chosen = [path for key, path in table.row_paths.items() if len(path) == 1 or key == _HANDLED]
    return Group(
        section,
        Form.LEAD,
        tuple(_figure(value, path[0].short, (table.cell(path[-1].key, _TOTAL),)) for path in chosen),
    )


def _results(value: ReportValue) -> Group:
    """By kind, the rows of each kind added up."""
    table = value.schema.tables[_APPLICATIONS]
    results = table.row_paths[_HANDLED][0]
    figures = (
        _figure(value, _NUMBERED.sub("", kind.short), [table.cell(leaf.key, _TOTAL) for leaf in kind.leaves])
        for kind in results.under
        if not kind.total_of
    )
    return Group(results.short, Form.BARS, tuple(figures))


def _applicants(value: ReportValue) -> Group:
    table = value.schema.tables[_APPLICATIONS]
    group = table.columns[0]

    def of(kind: Item) -> Figure:
        cells = [table.cell(_RECEIVED, leaf.key) for leaf in kind.leaves]
        parts = tuple(of(leaf) for leaf in kind.leaves) if kind.under else ()
        return replace(_figure(value, kind.short, cells), parts=parts)

    return Group(group.label, Form.HALVES, tuple(of(kind) for kind in group.under if not kind.total_of))


def _published(value: ReportValue) -> Group:
    """Of every row of the tables before the applications, what its last column says."""
    tables = [table for key, table in value.schema.tables.items() if key not in (_APPLICATIONS, _DISPUTES)]
    figures = (_last_figure(value, table, row) for table in tables for row in table.row_items)
    return Group(_section(value, tables[0].key), Form.TILES, tuple(figures))


def _last_figure(value: ReportValue, table: Table, row: Item) -> Figure:
    column = table.column_items[-1]
    cell = table.cell(row.key, column.key)
    return Figure(row.short, value[cell], column.unit, column.short, is_change=column.kind is Kind.CHANGE)


def _disputes(value: ReportValue) -> Group:
    """Every procedure with its results."""
    table = value.schema.tables[_DISPUTES]

    def of(path: tuple[Item, ...]) -> Figure:
        *parts, total = [Figure(column.label, value[table.cell(path[-1].key, column.key)]) for column in table.columns]
        return replace(total, label="　".join(item.short for item in path), note=total.label, parts=tuple(parts))

    return Group(_section(value, _DISPUTES), Form.ROWS, tuple(of(path) for path in table.row_paths.values()))


def _section(value: ReportValue, table: str) -> str:
    return next(section.short for section in value.schema.sections for one in section.tables if one.key == table)


def _figure(value: ReportValue, label: str, cells: Iterable[CellKey]) -> Figure:
    numbers = [value[cell] for cell in cells]
    filled = [number for number in numbers if number is not None]
    return Figure(label, sum(filled) if len(filled) == len(numbers) else None)


def picture_text(value: ReportValue, previous: ReportValue | None = None) -> str:
    """All that the picture says, for those who do not see it."""
    return _text(value, groups(value, previous))


def _text(value: ReportValue, shown: Iterable[Group]) -> str:
    said = [f"{group.title}：{'，'.join(one.said for one in group.figures)}" for group in shown]
    return f"{value.title}图解。" + "。".join(said) + "。"


def picture(
    value: ReportValue,
    previous: ReportValue | None = None,
    *,
    size: PictureSize = PictureSize.TALL,
    format: Literal["png", "pdf"] = "png",  # noqa: A002 (the word of the command line)
    folders: Iterable[Path] = (),
) -> bytes:
    """The same figures give the same bytes; a PNG has the title and :func:`picture_text` as text of its own.

    A character that no font has is printed as 〓. Raises :class:`reports.render.fonts.MissingFontError`.
    """
    fonts = find_fonts(tuple(folders))
    shown = groups(value, previous)
    text = _text(value, shown)

    # No day of issue is known here, and the same figures have to give the same file.
    whole_year = int(datetime(value.year + 1, 1, 1, tzinfo=UTC).timestamp())

    def make(clean: Clean) -> bytes:
        data = json.dumps(
            {
                "organ": clean(value.organ),
                "rest": value.title.removeprefix(value.organ),
                "title": clean(value.title),
                "text": clean(text),
                "foot": clean(f"数据取自《{value.title}》"),
                "height": _HEIGHTS[size],
                "fonts": fonts.families["hei"],
                "groups": [_group(group) for group in shown],
            },
            ensure_ascii=False,
        )
        with _lock:
            compiler, given = _compiler(fonts), {"picture": data}
            # Also for a PNG: only this says which characters no font has; what it laid out is used again.
            made = compiler.compile(format="pdf", sys_inputs=given, pdf_standards=["a-2b"], timestamp=whole_year)
            if format == "png":
                made = compiler.compile(format="png", ppi=72, sys_inputs=given)
        return cast(bytes, made)  # a list of pages only for more than one page, and there is one

    made = with_printable(make)
    return _described(made, value.title, text) if format == "png" else made


@lru_cache(maxsize=1)
def _compiler(fonts: Fonts) -> typst.Compiler:
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts.loaded)


def _described(made: bytes, title: str, text: str) -> bytes:
    info = PngInfo()
    info.add_itxt("Title", title, lang="zh-CN")
    info.add_itxt("Description", text, lang="zh-CN")
    file = io.BytesIO()
    # Without the alpha channel: nothing of the picture is transparent.
    Image.open(io.BytesIO(made)).convert("RGB").save(file, "png", pnginfo=info, compress_level=6)
    return file.getvalue()


def _group(group: Group) -> dict[str, Any]:
    most = max((one.number or 0 for one in group.figures), default=0)
    return {"title": group.title, "form": group.form, "figures": [_drawn(one, most) for one in group.figures]}


def _drawn(one: Figure, most: Number) -> dict[str, Any]:
    return {
        "label": one.label,
        "note": one.note,
        "shown": one.shown,
        "unit": one.unit,
        "blank": one.number is None,
        "change": one.change,
        "share": float(max(one.number or 0, 0) / most) if most > 0 else 0.0,
        "parts": [_drawn(part, 0) for part in one.parts],
    }
