"""A table of many reports' figures that was uploaded, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .jobs import Job


class FiguresImport(models.Model):
    """One table, one row a report. Nothing of it is in the reports before it is applied.

    ``summary`` is what the preview shows, as :mod:`reports.services.figures_review` writes it. ``written`` has the
    revision that the import made of each report, by primary key; ``rows_done`` counts the rows gone through, so that
    interrupted work is taken up where it stopped. ``left_out`` are sentences about rows that could not be written.
    """

    filename = models.CharField(_("file"), max_length=255)
    data = models.BinaryField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    summary = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    rows_done = models.PositiveIntegerField(default=0)
    cells_written = models.PositiveIntegerField(_("figures written"), default=0)
    written = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    applied_at = models.DateTimeField(_("imported"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("import of yearly figures")
        verbose_name_plural = _("imports of yearly figures")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.filename
