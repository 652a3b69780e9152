"""A report of one organ for one year."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import Organ, ReportingYear, schema_choices
from reports.schema import Schema, get_schema
from reports.value import Scope


class State(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    RETURNED = "returned", _("Returned")
    SUBMITTED = "submitted", _("Under review")
    SIGNED = "signed", _("Signed off")
    PUBLISHED = "published", _("Published")
    CORRECTING = "correcting", _("Being corrected")


EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.CORRECTING})
UNDER_REVIEW = frozenset({State.SUBMITTED, State.SIGNED})


class ScopeLabel(models.TextChoices):
    OWN = Scope.OWN.value, _("Own organ")
    AGGREGATE = Scope.AGGREGATE.value, _("Aggregate of the level")


def state_choices() -> list[tuple[str, str]]:
    return State.choices


def scope_choices() -> list[tuple[str, str]]:
    return ScopeLabel.choices


class Report(models.Model):
    """(organ, year, scope) is unique; ``revision`` grows with every save and guards against a stale one.

    ``stage`` counts the signatures of the present round. A report that was ever published has ``published_at``, also
    while it is being corrected; the published version stays readable.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="reports", verbose_name=_("organ"))
    year = models.ForeignKey(ReportingYear, models.PROTECT, related_name="reports", verbose_name=_("year"))
    scope = models.CharField(_("scope"), max_length=10, choices=scope_choices, default=Scope.OWN.value)
    schema = models.CharField(_("form"), max_length=10, choices=schema_choices)
    state = models.CharField(_("state"), max_length=20, choices=state_choices, default=State.DRAFT)
    stage = models.PositiveSmallIntegerField(_("signatures"), default=0)
    submitted_at = models.DateTimeField(_("submitted on"), null=True)
    due_on = models.DateField(_("to be submitted again by"), null=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    filled = models.PositiveSmallIntegerField(_("cells filled"), default=0)
    saved_at = models.DateTimeField(_("last saved"), null=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("last saved by")
    )
    published_at = models.DateTimeField(_("published on"), null=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ("-year_id", "organ")
        constraints = (models.UniqueConstraint(fields=("organ", "year", "scope"), name="one_report_a_year_and_scope"),)

    def __str__(self) -> str:
        return f"{self.organ} {self.year_id}"

    @property
    def form(self) -> Schema:
        """The statutory form it is filled in on."""
        return get_schema(self.schema)

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_under_review(self) -> bool:
        return self.state in UNDER_REVIEW
