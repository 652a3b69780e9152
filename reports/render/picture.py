"""A report as a one-page picture, by Typst: every figure is a figure of the report or the sum of its rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, cast

import typst

from reports.schema import CellKey, Kind
from reports.value import Number, ReportValue, number_text

from .fonts import find_fonts

_TEMPLATE = Path(__file__).with_name("picture.typ")
_NOT_FILLED = "未填"
_RECEIVED = "applications.received"
_KINDS_OF_RESULT = ("granted", "partly_granted", "refused_", "unable_", "rejected_", "other_")
_PUBLISHED_ACTIVELY = ("documents", "decisions", "charges")


class PictureSize(StrEnum):
    """Tall for a telephone (1080 × 1920), sheet in the proportions of A4 for a website (1080 × 1527)."""

    TALL = "tall"
    SHEET = "sheet"


_HEIGHTS = {PictureSize.TALL: 1920, PictureSize.SHEET: 1527}  # pixels, at a width of 1080


@dataclass(frozen=True)
class Figure:
    """``before`` is last year's; both ``None`` where any of their cells is blank."""

    label: str
    number: Number | None
    before: Number | None = None

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
        return f"比上年{'增加' if difference > 0 else '减少'}{number_text(abs(difference))}"


@dataclass(frozen=True)
class Group:
    title: str
    figures: tuple[Figure, ...]
    bars: bool = False


def groups(value: ReportValue, previous: ReportValue | None = None) -> tuple[Group, ...]:
    """What the picture shows. The form has no channels of application, so the kinds of applicants stand for them."""
    specs = value.schema.specs

    def figure(label: str, cells: Iterable[CellKey]) -> Figure:
        chosen = tuple(cells)
        return Figure(label, _sum(value, chosen), _sum(previous, chosen) if previous else None)

    def row(key: CellKey) -> str:
        return specs[key].label.partition(" ")[2].rpartition("·")[0]

    received = figure(row(f"{_RECEIVED}.total"), (f"{_RECEIVED}.total",))
    results = []
    for kind in _KINDS_OF_RESULT:
        start = f"applications.{kind}" if kind.endswith("_") else f"applications.{kind}."
        cells = [key for key in specs if key.startswith(start) and key.endswith(".total")]
        if cells:
            results.append(figure(row(cells[0]).partition(" ")[0].partition("（区分")[0], cells))
    applicants = [
        figure(specs[key].label.rpartition("·")[2], (key,))
        for key in specs
        if key.startswith(f"{_RECEIVED}.") and not key.endswith(".total")
    ]
    last_of_row = {key.rpartition(".")[0]: key for key in specs if key.startswith(_PUBLISHED_ACTIVELY)}
    active = [figure(_with_unit(value, key), (key,)) for key in last_of_row.values()]
    disputes = [figure(row(key), (key,)) for key in specs if key.startswith("disputes.") and key.endswith(".total")]
    return (
        Group("收到申请", (received,)),
        Group("办理结果", tuple(results), bars=True),
        Group("申请人", tuple(applicants)),
        Group("主动公开", tuple(active)),
        Group("复议、诉讼", tuple(disputes)),
    )


def _with_unit(value: ReportValue, key: CellKey) -> str:
    """The label, money with its unit."""
    spec = value.schema.specs[key]
    label = spec.label.partition(" ")[2]
    return f"{label}（万元）" if spec.kind is Kind.MONEY and "万元" not in label else label


def _sum(value: ReportValue, cells: tuple[CellKey, ...]) -> Number | None:
    numbers = [value.cells.get(key) for key in cells]
    filled = [number for number in numbers if number is not None]
    if len(filled) < len(numbers):
        return None
    return filled[0] if len(filled) == 1 else sum(filled)


def picture_text(value: ReportValue, previous: ReportValue | None = None) -> str:
    """All that the picture says, for those who do not see it."""
    said = [
        f"{group.title}："
        + "，".join(f"{one.label} {one.shown}" + (f"（{one.change}）" if one.change else "") for one in group.figures)
        for group in groups(value, previous)
    ]
    return f"{value.title}图解。" + "。".join(said) + "。"


def picture(
    value: ReportValue,
    previous: ReportValue | None = None,
    *,
    size: PictureSize = PictureSize.TALL,
    format: Literal["png", "pdf"] = "png",  # noqa: A002 (the word of the command line)
    folders: Iterable[Path] = (),
) -> bytes:
    """Raises :class:`reports.render.fonts.MissingFontError`."""
    fonts = find_fonts(tuple(folders))
    shown: dict[str, Any] = {
        "organ": value.organ,
        "title": value.title.removeprefix(value.organ),
        "text": picture_text(value, previous),
        "height": _HEIGHTS[size],
        "fonts": fonts.families,
        "groups": [_group(group) for group in groups(value, previous)],
    }
    compiler = typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts.loaded)
    made = compiler.compile(format=format, ppi=72, sys_inputs={"picture": json.dumps(shown, ensure_ascii=False)})
    if isinstance(made, list):  # more than the page holds: the page grows
        shown["height"] = None
        made = compiler.compile(format=format, ppi=72, sys_inputs={"picture": json.dumps(shown, ensure_ascii=False)})
    return cast(bytes, made)


def _group(group: Group) -> dict[str, Any]:
    most = max((one.number or 0 for one in group.figures), default=0)
    return {
        "title": group.title,
        "bars": group.bars,
        "figures": [
            {
                "label": one.label,
                "shown": one.shown,
                "change": one.change,
                "share": float(max(one.number or 0, 0) / most) if most > 0 else 0.0,
            }
            for one in group.figures
        ],
    }
