"""What is marked in a text under review: figures that agree or disagree with the tables, passages like last year's."""

from reports.bound import resolved_value
from reports.checks.base import Context, Level
from reports.checks.prose import marks
from reports.models import SETTLED, StoredFinding
from reports.services.reviewing import Review

from .review_form import anchor_of
from .review_texts import Span

_CSS = {Level.ERROR: "e", Level.EXPLAIN: "w", Level.HINT: "h"}


def marks_of(review: Review) -> dict[str, list[Span]]:
    """By text, in the shown text's places. A figure that a finding is about comes first and leads to its card."""
    spans: dict[str, list[Span]] = {key: [] for key in review.shown.texts}
    passages: dict[str, StoredFinding] = {}
    for found in review.findings:
        place = found.params
        if place.get("text") not in spans or not (place.get("start", "").isdigit() and place.get("end", "").isdigit()):
            continue
        start, end = int(place["start"]), int(place["end"])
        if end - start >= len(place.get("quote", "")):
            passages[place["text"]] = found  # about the whole passage, not about a figure in it
        else:
            is_settled = found.settlement in SETTLED
            css = "x" if is_settled else _CSS[Level(found.level)]
            spans[place["text"]].append(Span(start, end, css, found.message, anchor_of(found), is_settled))
    previous = resolved_value(review.previous) if review.previous is not None else None
    found_marks = marks(review.shown, Context(previous=previous))
    for mark in found_marks:
        if mark.kind == "figure" and mark.agrees:
            spans[mark.text].append(Span(mark.start, mark.end, "k", mark.note, is_calm=True))
    for mark in found_marks:
        if mark.kind == "same":
            about = passages.get(mark.text)
            anchor, is_calm = (anchor_of(about), about.settlement in SETTLED) if about else ("", True)
            spans[mark.text].append(Span(mark.start, mark.end, "sim", mark.note, anchor, is_calm))
    return spans
