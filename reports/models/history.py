"""What happened to a report: every cell change, and the frozen value of each transition."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .report import Report


class ChangeSource(models.TextChoices):
    TYPED = "typed", _("Typed")
    PASTED = "pasted", _("Pasted")
    TOTAL = "total", _("Filled by itself")
    UNDONE = "undone", _("Undone")
    CARRIED = "carried", _("Carried in from last year")
    IMPORTED = "imported", _("Imported")
    WITHDRAWN = "withdrawn", _("Import withdrawn")


def source_choices() -> list[tuple[str, str]]:
    return ChangeSource.choices


class CellChange(models.Model):
    """One cell or text that changed: who, when, from what to what, through what."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField(_("revision"))
    key = models.CharField(_("cell"), max_length=100)
    old = models.TextField(_("before"), blank=True)
    new = models.TextField(_("after"), blank=True)
    source = models.CharField(_("through"), max_length=20, choices=source_choices)
    detail = models.CharField(_("file"), max_length=255, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("report", "revision"), name="change_report_revision"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.old} → {self.new}"


class Snapshot(models.Model):
    """The value at a transition, written once: canonical JSON, its SHA-256, chained to the snapshot before it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("version"))
    body = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="snapshot_number_once"),)

    def __str__(self) -> str:
        return f"{self.report} {self.number}"
