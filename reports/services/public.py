"""What the public may read: published reports, each from its frozen versions, never from the live records."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Report, Snapshot, State
from reports.render.document import Document, document
from reports.value import Difference, Number, ReportValue, number_text

from .publishing import snapshot_value


@dataclass(frozen=True)
class Correction:
    """One figure or text that a version says otherwise than the one before."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Edition:
    """One published version; ``versions`` are all of its report, newest first."""

    report: Report
    snapshot: Snapshot
    versions: Sequence[Snapshot]

    @cached_property
    def value(self) -> ReportValue:
        return snapshot_value(snapshot=self.snapshot)

    @cached_property
    def document(self) -> Document:
        return document(self.value, self.date_of(self.versions[-1]))

    @property
    def is_current(self) -> bool:
        return self.snapshot == self.versions[0]

    @property
    def published_on(self) -> date:
        return self.date_of(self.snapshot)

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON file offered for download, so that anybody can compare the two."""
        return hashlib.sha256(self.snapshot.body.encode()).hexdigest()

    @property
    def earlier(self) -> Snapshot | None:
        return next((version for version in self.versions if version.number < self.snapshot.number), None)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        if self.earlier is None:
            return ()
        before = snapshot_value(snapshot=self.earlier)
        return tuple(_correction(self.value, found) for found in before.diff(self.value))

    def date_of(self, version: Snapshot) -> date:
        """The day a version was published: the report's own for the newest, which may have been set by hand."""
        moment = self.report.published_at if version == self.versions[0] else None
        return timezone.localdate(moment or version.at)


def published() -> QuerySet[Report]:
    return Report.objects.filter(state=State.PUBLISHED).select_related("organ").order_by("organ_id", "scope")


def edition_get(*, organ: int, year: int, scope: str = "", number: int | None = None) -> Edition:
    """The version in force, or version ``number``. Without ``scope`` the organ's own report comes before the aggregate.

    Raises :class:`Report.DoesNotExist` or :class:`Snapshot.DoesNotExist`.
    """
    reports = published().filter(organ=organ, year=year)
    report = (reports.filter(scope=scope) if scope else reports.order_by("-scope")).first()
    if report is None:
        raise Report.DoesNotExist
    versions = list(report.snapshots.all())
    for version in versions:
        if number in (None, version.number):
            return Edition(report, version, versions)
    raise Snapshot.DoesNotExist


def _correction(value: ReportValue, found: Difference) -> Correction:
    key, spec = found.key, value.schema.specs.get(found.key)
    if spec is None:
        headings = {section.key: section.heading for section in value.schema.sections}
        return Correction(key, headings.get(key, _("Preamble")), _("See the earlier version"), _("See the text"))
    return Correction(key, spec.label, _figure(found.before), _figure(found.after))


def _figure(number: Number | str | None) -> str:
    return _("blank") if number is None else number if isinstance(number, str) else number_text(number)
