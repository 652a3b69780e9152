"""Review: who signs in which order, what was objected to and put right, and who has seen what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import Organ, ReportingYear, Role

from .history import Transition
from .report import Report


def signing_roles() -> list[tuple[str, str]]:
    return [(Role.REVIEWER.value, _("Reviewer or signer")), (Role.SIGNER.value, _("Signer"))]


class ReviewStep(models.Model):
    """One signature of a chain, for an organ and what is below it and for a year; empty means every one.

    The steps of the nearest organ apply, of a certain year before those of every year; without any, the three of
    :data:`reports.services.chain.USUAL_STEPS`.
    """

    organ = models.ForeignKey(
        Organ, models.CASCADE, null=True, blank=True, related_name="review_steps", verbose_name=_("organ")
    )
    year = models.ForeignKey(
        ReportingYear, models.CASCADE, null=True, blank=True, related_name="review_steps", verbose_name=_("year")
    )
    position = models.PositiveSmallIntegerField(_("place in the chain"))
    name = models.CharField(_("step"), max_length=20)
    title = models.CharField(_("signed by"), max_length=40)
    role = models.CharField(_("role"), max_length=20, choices=signing_roles, default=Role.SIGNER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only this person"),
    )

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        ordering = ("organ", "year", "position")
        # Steps for every organ or year have empty keys, which databases take as distinct: there the form sees to it.
        constraints = (models.UniqueConstraint(fields=("organ", "year", "position"), name="one_step_a_place"),)

    def __str__(self) -> str:
        return f"{self.name}（{self.title}）"


class Rectification(models.Model):
    """What a supervisor objects to: shown at its cell or section, put right by the owner, closed by another person.

    ``key`` is a cell, a text or a section; ``code`` and ``subject`` are of the finding whose explanation was refused.
    While the report is under review it waits as an opinion without ``handed_over_at``; it is handed over when the
    report goes back, by the ``transition`` it went with, or at once where the report is being filled in.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="rectifications")
    key = models.CharField(_("cell or section"), max_length=100)
    code = models.CharField(_("rule"), max_length=10, blank=True)
    subject = models.CharField(max_length=32, blank=True)
    text = models.TextField(_("objection"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("raised by"))
    at = models.DateTimeField(_("raised on"), auto_now_add=True)
    transition = models.ForeignKey(Transition, models.PROTECT, null=True, related_name="rectifications")
    handed_over_at = models.DateTimeField(_("handed over on"), null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("to be done by")
    )
    due_on = models.DateField(_("due"), null=True)
    proof = models.TextField(_("what was done"), blank=True)
    proof_name = models.CharField(_("file"), max_length=255, blank=True)
    proof_data = models.BinaryField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )
    done_at = models.DateTimeField(_("done on"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed on"), null=True)

    class Meta:
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        ordering = ("closed_at", "due_on", "pk")
        indexes = (models.Index(fields=("closed_at", "due_on"), name="rectification_open"),)

    def __str__(self) -> str:
        return self.text


class Seen(models.Model):
    """How far a person has seen a report, so that a reviewer is shown what changed since."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("mark of what was seen")
        verbose_name_plural = _("marks of what was seen")
        constraints = (models.UniqueConstraint(fields=("report", "user"), name="one_mark_a_person"),)

    def __str__(self) -> str:
        return f"{self.user} {self.report_id} {self.revision}"
