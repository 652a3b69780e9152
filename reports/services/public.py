"""What the public may read: published reports, each from its frozen versions, never from the live records."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Move, Report, Transition
from reports.render.document import Document, document
from reports.value import Difference, Number, ReportValue, number_text

from .history import publications_of, published_before, snapshot_value
from .text_changes import Passage, passages_changed

MOST_PASSAGES = 10  # of one text


@dataclass(frozen=True)
class Correction:
    """One figure or text that a version says otherwise than the one before.

    A text has ``passages``, the sentences that changed, instead of its contents; ``more`` are not among them.
    """

    key: str
    label: str
    before: str = ""
    after: str = ""
    passages: Sequence[Passage] = ()
    more: int = 0

    @property
    def rows(self) -> int:
        return len(self.passages) + bool(self.more)


@dataclass(frozen=True)
class Edition:
    """One published version; ``versions`` are all of its report, newest first."""

    report: Report
    publication: Transition
    versions: Sequence[Transition]

    @cached_property
    def value(self) -> ReportValue:
        return snapshot_value(snapshot=self.publication.snapshot)

    @cached_property
    def document(self) -> Document:
        return document(self.value, date_of(self.versions[-1]))

    @cached_property
    def previous(self) -> ReportValue | None:
        """Last year's, as it was when this version was published."""
        return published_before(publication=self.publication)

    @property
    def body(self) -> bytes:
        """The JSON file offered for download: the frozen version itself, byte for byte."""
        return self.publication.snapshot.body.encode()

    @property
    def is_current(self) -> bool:
        return self.publication == self.versions[0]

    @property
    def published_on(self) -> date:
        return date_of(self.publication)

    @cached_property
    def reason(self) -> str:
        """Why the version before this one was corrected."""
        begun = self.report.transitions.filter(move=Move.CORRECT, number__lt=self.publication.number).first()
        return begun.reason if begun and self.earlier else ""

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON file offered for download, so that anybody can compare the two."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def earlier(self) -> Transition | None:
        return next((version for version in self.versions if version.number < self.publication.number), None)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        if self.earlier is None:
            return ()
        before = snapshot_value(snapshot=self.earlier.snapshot)
        return tuple(_correction(self.value, found) for found in before.diff(self.value))


def date_of(version: Transition) -> date:
    """The day a version was published."""
    return timezone.localdate(version.at)


def published() -> QuerySet[Report]:
    """Every report with a published version, also while a correction of it is under way."""
    return Report.objects.filter(published_at__isnull=False).select_related("organ").order_by("organ_id", "scope")


def edition_get(*, organ: int, year: int, scope: str = "", number: int | None = None) -> Edition:
    """The version in force, or version ``number``. Without ``scope`` the organ's own report comes before the aggregate.

    Raises :class:`Report.DoesNotExist` or :class:`Transition.DoesNotExist`.
    """
    reports = published().filter(organ=organ, year=year)
    report = (reports.filter(scope=scope) if scope else reports.order_by("-scope")).first()
    if report is None:
        raise Report.DoesNotExist
    versions = publications_of(report=report)
    for version in versions:
        if number in (None, version.version):
            return Edition(report, version, versions)
    raise Transition.DoesNotExist


def _correction(value: ReportValue, found: Difference) -> Correction:
    key, spec = found.key, value.schema.specs.get(found.key)
    if spec is None:
        headings = {section.key: section.heading for section in value.schema.sections}
        passages = passages_changed(str(found.before or ""), str(found.after or ""))
        label = headings.get(key, _("Preamble"))
        if not passages:  # only spaces and line breaks differ
            return Correction(key, label, _("See the earlier version"), _("See the text"))
        return Correction(key, label, passages=passages[:MOST_PASSAGES], more=max(0, len(passages) - MOST_PASSAGES))
    return Correction(key, spec.label, _figure(found.before), _figure(found.after))


def _figure(number: Number | str | None) -> str:
    return _("blank") if number is None else number if isinstance(number, str) else number_text(number)
