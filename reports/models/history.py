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
    SUGGESTED = "suggested", _("Suggestion taken")
    ZEROED = "zeroed", _("“All others are 0”, signed for")


def source_choices() -> list[tuple[str, str]]:
    return ChangeSource.choices


class CellChange(models.Model):
    """One cell or text that changed: who, when, from what to what, through what.

    ``detail`` says more of the source: the file and the place in it, the suggestion that was taken.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField(_("revision"))
    key = models.CharField(_("cell"), max_length=100)
    old = models.TextField(_("before"), blank=True)
    new = models.TextField(_("after"), blank=True)
    source = models.CharField(_("through"), max_length=20, choices=source_choices)
    detail = models.CharField(_("file or suggestion"), max_length=255, blank=True)
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
    """A value frozen at a transition, written once: canonical JSON and its SHA-256."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("number"))
    body = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="snapshot_number_once"),)

    def __str__(self) -> str:
        return f"{self.report} {self.number}"


class Move(models.TextChoices):
    """What moves a report from one state to another."""

    SUBMIT = "submit", _("Submitted for review")
    WITHDRAW = "withdraw", _("Submission withdrawn")
    SIGN = "sign", _("Signed")
    RETURN = "return", _("Returned for correction")
    PUBLISH = "publish", _("Published")
    CORRECT = "correct", _("Correction begun")
    CANCEL = "cancel", _("Correction dropped")


def move_choices() -> list[tuple[str, str]]:
    return Move.choices


class Transition(models.Model):
    """One change of state, written once: who, when, why, and the value at that moment.

    ``digest`` is the SHA-256 over the record itself, its snapshot's digest and the digest of the transition before it,
    so that nothing of a report's history can be changed or left out unnoticed. ``stage`` and ``step`` are of a
    signature: which one of the round and what it is called. ``steps`` is the chain of signatures that a submission
    began, as :func:`reports.services.chain.steps_frozen` writes it: it holds for the round, whatever is set up
    meanwhile. ``version`` numbers publications.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="transitions")
    number = models.PositiveIntegerField(_("number"))
    move = models.CharField(_("move"), max_length=20, choices=move_choices)
    before = models.CharField(_("state before"), max_length=20)
    after = models.CharField(_("state after"), max_length=20)
    stage = models.PositiveSmallIntegerField(_("signatures"), default=0)
    step = models.CharField(_("step"), max_length=60, blank=True)
    steps = models.JSONField(_("chain of signatures"), default=list)
    version = models.PositiveSmallIntegerField(_("version"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("time"))
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="transitions")
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="transition_number_once"),)

    def __str__(self) -> str:
        return f"{self.report} {self.get_move_display()}"
