"""The cards beside the report: a finding with both sides, what the clerk says of it, and what the reviewer may do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from reports.checks.base import Level
from reports.models import SETTLED, Explanation, Settlement, StoredFinding
from reports.services.finding_words import difference_text
from reports.services.reviewing import Review
from reports.services.settling import sums_up

from .review_form import anchor_of


@dataclass(frozen=True)
class Card:
    """``sums`` says whether the numbers of the explanation add up to the difference."""

    found: StoredFinding
    anchor: str
    sign: str
    places: tuple[str, ...]  # anchors of the text and the cell to go to
    labels: tuple[str, ...]
    sums: str = ""
    may_decide: bool = False
    may_undo: bool = False
    may_waive: bool = False

    @property
    def explanation(self) -> Explanation | None:
        return self.found.explanation

    @property
    def difference(self) -> str:
        return difference_text(self.found)

    @property
    def refuse_path(self) -> str:
        """Where a refusal is sent: what was typed into a refused form is put back into the form of that address."""
        return reverse("admin:explanation_refuse", args=(self.explanation.pk,)) if self.explanation else ""

    @property
    def settlement(self) -> str:
        return str(Settlement(self.found.settlement).label)

    @property
    def is_settled(self) -> bool:
        return self.found.settlement in SETTLED

    @property
    def is_to_decide(self) -> bool:
        return self.found.settlement == Settlement.EXPLAINED

    @property
    def is_lapsed(self) -> bool:
        return self.found.settlement == Settlement.LAPSED

    @property
    def has_expired(self) -> bool:
        """Whether the reason it no longer holds is that its time is over."""
        given = self.explanation
        return given is not None and given.expires_on is not None and given.expires_on < timezone.localdate()

    @property
    def is_refused(self) -> bool:
        return self.found.settlement == Settlement.REFUSED

    @property
    def css(self) -> str:
        return (
            "k" if self.is_settled else {Level.ERROR: "e", Level.EXPLAIN: "w", Level.HINT: "h"}[Level(self.found.level)]
        )


def cards_of(review: Review) -> list[Card]:
    """What is to decide, then what waits for the clerk, then what is settled, each in the order of the paper."""
    return [_card(review, found) for found in (*review.to_decide, *review.with_clerk, *review.settled, *review.hints)]


def _card(review: Review, found: StoredFinding) -> Card:
    explanation = found.explanation
    decides = review.may_decide and found.level != Level.HINT
    is_own = explanation is not None and explanation.by_id == review.user.pk
    specs = review.value.schema.specs
    return Card(
        found,
        anchor_of(found),
        sign=found.level,
        places=_places(found),
        labels=tuple(specs[key].label for key in found.cells if key in specs),
        sums=sums_up(found, explanation.text) if explanation is not None else "",
        may_decide=decides and found.settlement == Settlement.EXPLAINED and not is_own,
        may_undo=decides
        and explanation is not None
        and found.settlement in SETTLED | {Settlement.REFUSED}
        and explanation.decided_by_id == review.user.pk,
        may_waive=decides and found.settlement not in SETTLED,
    )


def _places(found: StoredFinding) -> tuple[str, ...]:
    """Where the words stand, where the figure stands."""
    text = found.params.get("text", "")
    marked = f"mark-{anchor_of(found)}" if "start" in found.params else f"text-{text}"
    return (*((marked,) if text else ()), *((f"cell-{found.cells[0]}",) if found.cells else ())) or ("main",)
