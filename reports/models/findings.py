"""What the checks found, stored so that thousands can be filtered; rebuilt whenever a report changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .report import Report


class StoredFinding(models.Model):
    """A finding of :mod:`reports.checks`, as a record. Derived and disposable."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("rule"), max_length=10)
    level = models.CharField(_("level"), max_length=10)
    cells = models.JSONField(default=list)
    message = models.TextField(_("message"))
    cause = models.TextField(blank=True)
    expected = models.CharField(max_length=40, blank=True)
    filed = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("report", "position")
        indexes = (models.Index(fields=("level", "code"), name="finding_level_code"),)

    def __str__(self) -> str:
        return self.message
