"""Blocks -> PDF/A-2a and PDF/UA-1 in the layout of GB/T 9704-2012, by Typst."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from .document import Block, Cell, Document, Table
from .fonts import Fonts, MissingFontError, find_fonts
from .glyphs import Clean, with_printable
from .text import Heading, Paragraph

__all__ = ["MissingFontError", "pdf"]

_KEYWORDS = ("政府信息公开", "年度报告")
_TEMPLATE = Path(__file__).with_name("report.typ")

_lock = Lock()  # one compiler at a time: its caches are shared, and a page needs a few hundredths of a second


def pdf(document: Document, folders: Iterable[Path] = ()) -> bytes:
    """The report as a file; the same issued report gives the same bytes. ``folders`` hold fonts of one's own.

    A character that no font has is printed as 〓. Raises :class:`MissingFontError` when there is no Chinese font.
    """
    fonts = find_fonts(tuple(folders))

    def make(clean: Clean) -> bytes:
        with _lock:
            made = _compiler(fonts).compile(
                format="pdf",
                sys_inputs={"report": json.dumps(_report(document, fonts, clean), ensure_ascii=False)},
                # Kept for good and read out by screen readers; the compiler refuses what falls short of either.
                pdf_standards=["a-2a", "ua-1"],
                timestamp=_timestamp(document),
            )
        return cast(bytes, made)  # the other types of the signature are those of images and of files

    return with_printable(make)


def _timestamp(document: Document) -> int | None:
    """When the file says it was made, in seconds of Unix time: the day of issue, or now for a draft."""
    if document.issued_on is None:
        return None
    return int(datetime.combine(document.issued_on, time(), UTC).timestamp())


@lru_cache(maxsize=1)
def _compiler(fonts: Fonts) -> typst.Compiler:
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts.loaded)


def _report(document: Document, fonts: Fonts, clean: Clean) -> dict[str, Any]:
    """What report.typ reads, every string of it free of what cannot be printed."""

    def block(item: Block) -> dict[str, Any]:
        match item:
            case Heading():
                return {"kind": item.kind, "level": item.level, "depth": item.depth, "text": clean(item.text)}
            case Paragraph():
                return {"kind": item.kind, "text": clean(item.text)}
            case Table():
                rows = [[_cell(cell) for cell in row] for row in item.rows]
                return {"kind": item.kind, "head": item.head, "widths": item.widths, "rows": rows}

    return {
        "title": clean(document.title),
        "title-parts": [clean(part) for part in document.title_parts],
        "issuer": clean(document.issuer),
        "description": "、".join(clean(section.text) for section in document.contents),
        "keywords": [*_KEYWORDS, *filter(None, [clean(document.issuer)])],
        "date": document.date,
        "preamble": [block(item) for item in document.preamble],
        "blocks": [block(item) for item in document.blocks],
        "fonts": fonts.families,
        "title-weight": fonts.title_weight,
        "part-weight": fonts.part_weight,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "parts": cell.parts,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "upright": cell.upright,
        "left": cell.left,
        "figure": not cell.is_heading,
        "narrow": cell.narrow,
        "pairs": cell.in_pairs,
    }
