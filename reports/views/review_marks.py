"""What is marked in a text under review: figures that agree or disagree with the tables, passages like last year's."""

from reports.checks.base import Level
from reports.models import SETTLED
from reports.services.reviewing import Review

from .review_form import anchor_of
from .review_texts import Span

_CSS = {Level.ERROR: "e", Level.EXPLAIN: "w", Level.HINT: "h"}


def marks_of(review: Review) -> dict[str, list[Span]]:
    """By text. A finding's own place comes first; it leads to its card."""
    marks: dict[str, list[Span]] = {}
    for found in review.findings:
        place = found.params
        if place.get("text") in review.shown.texts and "start" in place and "end" in place:
            css = "k" if found.settlement in SETTLED else _CSS[Level(found.level)]
            span = Span(int(place["start"]), int(place["end"]), css, found.message, anchor_of(found))
            marks.setdefault(place["text"], []).append(span)
    return marks
