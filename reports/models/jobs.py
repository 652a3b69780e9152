"""Long work that goes on behind the pages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting to begin")
    RUNNING = "running", _("Running")
    CANCELLED = "cancelled", _("Cancelled")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


def job_state_choices() -> list[tuple[str, str]]:
    return JobState.choices


class Job(models.Model):
    """One piece of long work: what, how far, whether it was told to stop.

    ``kind`` names its runner in :mod:`reports.services.jobs`; ``total`` and ``done`` count the runner's steps, each of
    which can be done again. ``beat_at`` is the last sign of life: a running job without one was interrupted and is
    taken up again.
    """

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("work"), max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=12, choices=job_state_choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(_("steps"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    is_told_to_stop = models.BooleanField(default=False)
    note = models.TextField(_("what went wrong"), blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("background work")
        verbose_name_plural = _("background work")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_under_way(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)
