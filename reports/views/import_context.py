"""What the import preview shows, from a review: the whole page, or only what one choice changes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from reports.checks.base import Level
from reports.exchange.base import Proposal
from reports.schema import Section
from reports.services.import_cells import CellReview, Fate
from reports.services.import_review import ImportReview, form_name
from reports.value import number_text

from .import_prose import paragraph_changes
from .import_source import Place, anchor_of, drawn_pages, drawn_tables, grouped, places

FILTERS = ("look", "all", "unread", "rewritten", "proposed", "differs")


@dataclass(frozen=True)
class Row:
    """A cell in the table of all values; ``shows`` are the filters that let it through."""

    cell: CellReview
    place: Place | None
    anchor: str
    is_seen: bool
    said: str
    shows: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """A proposal as shown, counted from 0, with the cells it gives figures for."""

    number: int
    proposal: Proposal
    figures: tuple[CellReview, ...]
    is_adopted: bool
    is_declined: bool

    @property
    def is_one_row(self) -> bool:
        return len({cell.spec.row_label for cell in self.figures}) == 1

    @property
    def row_label(self) -> str:
        return self.figures[0].spec.row_label

    @property
    def raw(self) -> str:
        """What is printed there, once where all figures share it."""
        printed = dict.fromkeys(cell.source.raw for cell in self.figures if cell.source and cell.source.raw)
        return " ".join(printed)

    @property
    def anchor(self) -> str:
        return anchor_of(self.figures[0])


def outcome_context(review: ImportReview, seen: frozenset[str]) -> dict[str, Any]:
    """What follows from the choices: what will be written, what the checks say, how much is left to look at."""
    before, after = review.findings_before, review.findings_after
    levels = [
        {
            "level": level.value,
            "before": sum(finding.level is level for finding in before),
            "after": sum(finding.level is level for finding in after),
        }
        for level in Level
    ]
    known = {(finding.code, finding.cells) for finding in before}
    return {
        "review": review,
        "levels": levels,
        "errors_before": levels[0]["before"],
        "errors_after": levels[0]["after"],
        "gone": sorted({finding.code for finding in before} - {finding.code for finding in after}),
        "added": [finding for finding in after if (finding.code, finding.cells) not in known][:8],
        "cells_to_write": review.cells_to_write,
        "texts_to_write": review.texts_to_write,
        "left_unread": len(review.left_unread),
        "left": sum(cell.needs_look and not is_settled(cell, seen) for cell in review.cells),
    }


def is_settled(cell: CellReview, seen: frozenset[str]) -> bool:
    """A person has looked at it, or given its figure; a figure that cannot be taken settles nothing."""
    return not cell.rejected and (cell.key in seen or cell.is_typed or cell.is_adopted)


def said_of(cell: CellReview) -> str:
    """What stands below the box that a cell is corrected in."""
    if cell.rejected:
        return cell.rejected
    if cell.is_adopted and not cell.is_typed:
        return _("as proposed: %(figure)s") % {"figure": number_text(cell.after)}
    if cell.is_typed:
        figure = number_text(cell.after)
        return _("%(figure)s will be written") % {"figure": figure} if figure else _("will be blank")
    return ""


def review_context(
    review: ImportReview, seen: frozenset[str] = frozenset(), declined: frozenset[int] = frozenset(), show: str = ""
) -> dict[str, Any]:
    """Everything the page shows; ``show`` is the filter that its address names, or empty."""
    marked = places(review)
    shown = {place.cell.key for place in marked}
    single, groups = grouped(marked)
    rows = tuple(_rows(review, marked, seen))
    counts = Counter(name for row in rows for name in row.shows)
    pages = drawn_pages(review, marked)
    result = review.result
    return outcome_context(review, seen) | {
        "form_name": form_name(result.value.schema),
        "size": len(bytes(review.draft.data)),
        "total": len(review.cells),
        "read": sum(cell.read is not None for cell in review.cells),
        "texts_read": sum(bool(text) for text in result.value.texts.values()),
        "places": single,
        "groups": groups,
        "places_count": len(single) + len(groups),
        "silent_unread": sum(cell.key not in shown for cell in review.unread),
        "remarks": review.remarks,
        "offers": tuple(_offers(review, declined)),
        "show": show,
        "filters": [(name, counts[name]) for name in FILTERS if counts[name] or name in ("look", "all")],
        "sections": _by_section(rows),
        "pages": pages,
        "tables": () if pages else drawn_tables(review, marked),
        "source_texts": [
            (section.key, section.heading, result.value.texts[section.key])
            for section in result.value.schema.sections
            if section.text and result.value.texts[section.key]
        ],
        "changes": [(cell, review.last_changes.get(cell.key)) for cell in review.changed],
        "text_changes": [
            (text, paragraph_changes(text.stored, text.read), review.last_changes.get(text.key))
            for text in review.texts
        ],
    }


def _rows(review: ImportReview, marked: tuple[Place, ...], seen: frozenset[str]) -> Iterator[Row]:
    by_key = {place.cell.key: place for place in marked}
    for cell in review.cells:
        shows = {
            "look": cell.needs_look,
            "all": True,
            "unread": cell.read is None,
            "rewritten": cell.is_noted,
            "proposed": cell.proposed is not None,
            "differs": cell.fate is Fate.CHANGED,
        }
        names = tuple(name for name in FILTERS if shows[name])
        yield Row(cell, by_key.get(cell.key), anchor_of(cell), cell.key in seen, said_of(cell), names)


def _by_section(rows: tuple[Row, ...]) -> list[tuple[Section, tuple[Row, ...]]]:
    found = groupby(rows, key=lambda row: row.cell.spec.section.number)
    sections = [tuple(members) for _number, members in found]
    return [(members[0].cell.spec.section, members) for members in sections]


def _offers(review: ImportReview, declined: frozenset[int]) -> Iterator[Offer]:
    cells = {cell.key: cell for cell in review.cells}
    for number, proposal in enumerate(review.result.proposals):
        figures = tuple(cells[key] for key in proposal.cells)
        yield Offer(number, proposal, figures, number in review.adopted, number in declined)
