"""A file that was uploaded, kept with what was read from it until the person applies or drops it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .report import Report


class ImportDraft(models.Model):
    """Nothing of it is in the report before ``applied_at``; ``before`` is the value to return to."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="imports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    filename = models.CharField(_("file"), max_length=255)
    data = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    applied_revision = models.PositiveIntegerField(null=True)
    before = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.filename
