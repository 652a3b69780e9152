"""Many files taken in together: what each is, whose, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from govopen.organs.access import Action
from govopen.organs.models import Organ, ReportingYear

from .imports import ImportDraft
from .jobs import Job
from .report import Report, ScopeLabel, scope_choices


class Intake(models.Model):
    """One drop of files: a zip, a folder, a mailbox's export. ``year`` and ``scope`` hold where a file says none.

    ``is_filing``: reports handed in by bodies without an account, applied on their behalf.
    """

    title = models.CharField(_("title"), max_length=200)
    year = models.ForeignKey(ReportingYear, models.PROTECT, null=True, related_name="+", verbose_name=_("year"))
    scope = models.CharField(_("scope"), max_length=10, choices=scope_choices, default=ScopeLabel.OWN)
    is_filing = models.BooleanField(_("handed in without an account"), default=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("taken in"), auto_now_add=True)

    class Meta:
        verbose_name = _("batch of files")
        verbose_name_plural = _("batches of files")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def action(self) -> Action:
        """What one must be allowed to do for an organ to take in a file of its report."""
        return Action.MANAGE if self.is_filing else Action.TAKE_IN


class FileState(models.TextChoices):
    WAITING = "waiting", _("Not read yet")
    UNREADABLE = "unreadable", _("Cannot be read")
    UNMATCHED = "unmatched", _("Organ or year to be chosen")
    REFUSED = "refused", _("Cannot be imported")
    READY = "ready", _("Ready")
    APPLIED = "applied", _("Has been imported")
    SKIPPED = "skipped", _("Left out")
    WITHDRAWN = "withdrawn", _("Import withdrawn")


def file_state_choices() -> list[tuple[str, str]]:
    return FileState.choices


class IntakeFile(models.Model):
    """One file of a batch, kept as it came.

    ``path`` is its name with the archives and mails it came in. ``organ_said`` and ``year_said`` are what the file
    says, ``organ`` and ``year`` what it was matched with or a person chose. ``message`` says why it is not ready.
    ``details`` is JSON of the reading (:mod:`reports.services.intake.kept`) with ``candidates``, keys of organs to
    choose from, and ``revision``, the report's when the two were compared. ``attempts`` counts how often reading it was
    begun.
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField(_("number"))
    path = models.CharField(_("file"), max_length=500)
    data = models.BinaryField()
    size = models.PositiveIntegerField(_("size"), default=0)
    digest = models.CharField(_("digest"), max_length=64)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=file_state_choices, default=FileState.WAITING)
    message = models.TextField(_("remark"), blank=True)
    organ_said = models.CharField(max_length=120, blank=True)
    year_said = models.PositiveSmallIntegerField(null=True)
    organ = models.ForeignKey(Organ, models.SET_NULL, null=True, related_name="+", verbose_name=_("organ"))
    year = models.ForeignKey(ReportingYear, models.SET_NULL, null=True, related_name="+", verbose_name=_("year"))
    scope = models.CharField(_("scope"), max_length=10, choices=scope_choices, default=ScopeLabel.OWN)
    schema = models.CharField(_("form"), max_length=10, blank=True)
    cells_read = models.PositiveSmallIntegerField(_("cells read"), default=0)
    problems = models.PositiveSmallIntegerField(_("to be looked at"), default=0)
    errors = models.PositiveSmallIntegerField(_("errors"), default=0)
    findings = models.PositiveSmallIntegerField(_("findings"), default=0)
    differences = models.PositiveSmallIntegerField(_("would change"), default=0)
    details = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    draft = models.ForeignKey(ImportDraft, models.SET_NULL, null=True, related_name="+")
    issued = models.ForeignKey("IssuedWorkbook", models.SET_NULL, null=True, related_name="files")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file of a batch")
        verbose_name_plural = _("files of a batch")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("intake", "number"), name="intake_file_once"),)
        indexes = (models.Index(fields=("intake", "state"), name="intake_file_state"),)

    def __str__(self) -> str:
        return self.path

    @property
    def doubts(self) -> int:
        """Findings that are no errors."""
        return self.findings - self.errors


class IssuedWorkbook(models.Model):
    """A prefilled workbook given to a body that fills in without an account; ``number`` is locked into it."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="workbooks", verbose_name=_("organ"))
    year = models.ForeignKey(ReportingYear, models.PROTECT, related_name="+", verbose_name=_("year"))
    scope = models.CharField(_("scope"), max_length=10, choices=scope_choices, default=ScopeLabel.OWN)
    due_on = models.DateField(_("to be handed in by"), null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)

    class Meta:
        verbose_name = _("issued workbook")
        verbose_name_plural = _("issued workbooks")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.number
