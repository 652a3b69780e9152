"""What the import preview shows, from a review: the whole page, or only what one choice changes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from reports.checks.base import Level
from reports.exchange.base import Proposal
from reports.schema import Section
from reports.services.import_cells import CellReview, Fate, text_headings
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
    single, groups = grouped(_answered(review, seen))
    counts = Counter(name for cell in review.cells for name in shows_of(cell, seen))
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
        "total": len(review.cells),
        "read": sum(cell.read is not None for cell in review.cells),
        "texts_read": sum(bool(text) for text in review.result.value.texts.values()),
        "left": counts["look"],
        "places": single,
        "groups": groups,
        "places_count": len(single) + len(groups),
        "places_left": sum(not place.is_settled for place in single) + sum(group.left > 0 for group in groups),
        "filters": [(name, counts[name]) for name in FILTERS],
    }


def _answered(review: ImportReview, seen: frozenset[str]) -> tuple[Place, ...]:
    return tuple(
        replace(place, said=said_of(place.cell), is_settled=is_settled(place.cell, seen)) for place in places(review)
    )


def shows_of(cell: CellReview, seen: frozenset[str]) -> tuple[str, ...]:
    """The filters that let a cell through, as things stand by what was chosen."""
    shows = {
        "look": (cell.needs_look or bool(cell.rejected)) and not is_settled(cell, seen),
        "all": True,
        "unread": cell.read is None and not cell.is_given,
        "rewritten": cell.is_noted,
        "proposed": cell.proposed is not None,
        "differs": cell.fate is Fate.CHANGED or (cell.stored is not None and cell.changes),
    }
    return tuple(name for name in FILTERS if shows[name])


def is_settled(cell: CellReview, seen: frozenset[str]) -> bool:
    """A person has looked at it, or given its figure; a figure that cannot be taken settles nothing."""
    return not cell.rejected and (cell.key in seen or cell.is_given)


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
    rows = tuple(_rows(review, marked, seen))
    pages = drawn_pages(review, marked)
    result = review.result
    return outcome_context(review, seen) | {
        "form_name": form_name(result.value.schema),
        "size": len(bytes(review.draft.data)),
        "unlisted": sum(cell.sign == "i" and cell.key not in shown for cell in review.cells),
        "faulty": next((cell for cell in review.cells if cell.rejected), None),
        "silent_unread": sum(cell.key not in shown for cell in review.unread),
        "remarks": review.remarks,
        "offers": tuple(_offers(review, declined)),
        "show": show,
        "sections": _by_section(rows),
        "pages": pages,
        "tables": () if pages else drawn_tables(review, marked),
        "source_texts": [
            (key, heading, result.value.texts[key])
            for key, heading in text_headings(result.value.schema).items()
            if result.value.texts[key]
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
        is_seen = cell.key in seen and not cell.rejected
        yield Row(cell, by_key.get(cell.key), anchor_of(cell), is_seen, said_of(cell), shows_of(cell, seen))


def _by_section(rows: tuple[Row, ...]) -> list[tuple[Section, tuple[Row, ...]]]:
    found = groupby(rows, key=lambda row: row.cell.spec.section.number)
    sections = [tuple(members) for _number, members in found]
    return [(members[0].cell.spec.section, members) for members in sections]


def _offers(review: ImportReview, declined: frozenset[int]) -> Iterator[Offer]:
    cells = {cell.key: cell for cell in review.cells}
    for number, proposal in enumerate(review.result.proposals):
        figures = tuple(cells[key] for key in proposal.cells)
        yield Offer(number, proposal, figures, number in review.adopted, number in declined)
