"""What the checks found, stored so that thousands can be filtered, and what people said of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import ReportingYear

from .report import Report


class Settlement(models.TextChoices):
    """How far a finding is settled."""

    OPEN = "open", _("Not explained")
    LAPSED = "lapsed", _("Explanation lapsed")
    REFUSED = "refused", _("Explanation refused")
    EXPLAINED = "explained", _("Explained")
    ACCEPTED = "accepted", _("Accepted")
    WAIVED = "waived", _("Waived")


WITH_CLERK = frozenset({Settlement.OPEN, Settlement.LAPSED, Settlement.REFUSED})
SETTLED = frozenset({Settlement.ACCEPTED, Settlement.WAIVED})


class ExplanationCause(models.Model):
    """A cause from the list a clerk chooses from; the coordinator keeps the list.

    ``hint`` asks for what an explanation has to say; ``example`` is one that says it, shown when one is refused.
    """

    name = models.CharField(_("cause"), max_length=30, unique=True)
    hint = models.CharField(_("what a good explanation says"), max_length=200, blank=True)
    example = models.CharField(_("example of a good explanation"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("cause")
        verbose_name_plural = _("causes")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class BulkSettlement(models.Model):
    """Accepting many explanations of one rule with one cause, after a sample of them was decided one by one.

    ``chosen`` and ``sample`` are primary keys of explanations; it is done when ``done_at`` is set, and over without
    effect when one of the sample was not accepted.
    """

    code = models.CharField(_("rule"), max_length=10)
    cause = models.ForeignKey(ExplanationCause, models.PROTECT, related_name="+", verbose_name=_("cause"))
    chosen = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bulk settlement")
        verbose_name_plural = _("bulk settlements")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.code} {self.cause}"


class Decision(models.TextChoices):
    NONE = "", _("Not decided")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WAIVED = "waived", _("Waived")


def decision_choices() -> list[tuple[str, str]]:
    return Decision.choices


class Explanation(models.Model):
    """A person's reason for a finding, and a supervisor's decision on it.

    It holds for the figures whose ``digest`` it was given for: when one moves it lapses, when they return it holds
    again. ``subject`` is the finding's own. A waiver holds until ``expires_on`` and may be granted without a reason
    of the clerk's; ``text`` is then the supervisor's.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="explanations")
    code = models.CharField(_("rule"), max_length=10)
    subject = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    cells = models.JSONField(default=list)
    message = models.TextField(_("finding"))
    cause = models.ForeignKey(
        ExplanationCause, models.PROTECT, null=True, related_name="explanations", verbose_name=_("cause")
    )
    text = models.TextField(_("explanation"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("explained by"))
    at = models.DateTimeField(_("explained on"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=10, choices=decision_choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)
    reason = models.TextField(_("reason of the decision"), blank=True)
    expires_on = models.DateField(_("holds until"), null=True)
    bulk = models.ForeignKey(BulkSettlement, models.PROTECT, null=True, related_name="explanations")

    class Meta:
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("report", "subject"), name="explanation_subject"),
            models.Index(fields=("code", "decision"), name="explanation_decision"),
        )

    def __str__(self) -> str:
        return self.text


class StoredFinding(models.Model):
    """A finding of :mod:`reports.checks`, as a record. Derived: rebuilt whenever its report changes.

    ``explanation`` is the one that holds, or the last one where it has lapsed; ``raised_at`` is when a finding about
    the same thing was first raised.
    """

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
    subject = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    settlement = models.CharField(_("settlement"), max_length=10, default=Settlement.OPEN)
    explanation = models.ForeignKey(Explanation, models.SET_NULL, null=True, related_name="+")
    raised_at = models.DateTimeField(_("raised on"), null=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("report", "position")
        indexes = (
            models.Index(fields=("level", "code"), name="finding_level_code"),
            # All that counting a list needs, so that it is read from the index alone.
            models.Index(fields=("settlement", "level", "code", "report"), name="finding_list"),
        )

    def __str__(self) -> str:
        return self.message


class FixedFinding(models.Model):
    """A finding that stood for a while and then no longer did, because a figure or a text was put right.

    The track record of a rule counts them. ``after_refusal``: its explanation had been refused.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    code = models.CharField(_("rule"), max_length=10)
    level = models.CharField(_("level"), max_length=10)
    subject = models.CharField(max_length=32)
    raised_at = models.DateTimeField()
    fixed_at = models.DateTimeField()
    after_refusal = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("fixed finding")
        verbose_name_plural = _("fixed findings")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("code",), name="fixed_finding_code"),)

    def __str__(self) -> str:
        return f"{self.code} {self.report}"


class RuleSwitch(models.Model):
    """Whether a rule is used in a year; a rule without a switch is."""

    code = models.CharField(_("rule"), max_length=10)
    year = models.ForeignKey(ReportingYear, models.CASCADE, related_name="switches", verbose_name=_("year"))
    is_on = models.BooleanField(_("in use"), default=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("switch of a rule")
        verbose_name_plural = _("switches of rules")
        constraints = (models.UniqueConstraint(fields=("code", "year"), name="one_switch_a_rule_and_year"),)

    def __str__(self) -> str:
        return f"{self.code} {self.year_id}"
