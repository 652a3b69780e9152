"""The queue of findings as a table, on the page and as a file."""

from datetime import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.checks.base import Level
from reports.models import Settlement, StoredFinding
from reports.services.finding_words import (
    difference_of,
    difference_short,
    number_of,
    place_of,
    rule_title,
    sides_of,
)
from reports.services.queue import waited_days
from reports.tables.files import as_text
from reports.value import Number


class FindingTable(tables.Table):
    """A page of the queue; the order is the queue's own."""

    pick = tables.TemplateColumn(template_name="reports/queue/cell_pick.html", verbose_name="", empty_values=())
    organ = tables.TemplateColumn(
        template_name="reports/queue/cell_organ.html", verbose_name=_("Organ, cell"), empty_values=()
    )
    filed = tables.Column(verbose_name=_("Filed"), empty_values=())
    compared = tables.Column(verbose_name=_("Compared with"), empty_values=())
    difference = tables.Column(verbose_name=_("Difference"), empty_values=())
    explanation = tables.TemplateColumn(
        template_name="reports/queue/cell_explanation.html", verbose_name=_("The clerk's explanation"), empty_values=()
    )
    waited = tables.Column(verbose_name=_("Waiting"), empty_values=())

    class Meta:
        orderable = False
        attrs = {"class": "list q"}  # noqa: RUF012  (django-tables2 reads a plain dict)

    def __init__(self, findings: list[StoredFinding], *, query: str, shows_rule: bool, may_choose: bool) -> None:
        """``query`` is the address of the list; ``shows_rule`` where no heading above a row names its rule.

        ``may_choose`` where explanations can be accepted together.
        """
        for record in findings:
            record.place = place_of(record.report.form, record)
            record.settlement_name = Settlement(record.settlement).label
            record.address = f"{reverse('admin:finding', args=(record.pk,))}?{query}"
            record.shows_rule = shows_rule
            record.may_choose = may_choose
        # Without a request: each cell's template would run all context processors.
        super().__init__(findings)

    def render_filed(self, record: StoredFinding) -> str:
        return sides_of(record)[0] or "—"

    def render_compared(self, record: StoredFinding) -> str:
        return sides_of(record)[1] or "—"

    def render_difference(self, record: StoredFinding) -> str:
        return difference_short(record) or "—"

    def render_waited(self, record: StoredFinding) -> str:
        days = waited_days(record.since)
        return "—" if days is None else _("%(days)d d") % {"days": days}


class FindingFile(tables.Table):
    """The same list as a file: one line a finding, figures as numbers."""

    organ = tables.Column(accessor="report__organ__name", verbose_name=_("organ"))
    year = tables.Column(accessor="report__year_id", verbose_name=_("year"))
    level = tables.Column(verbose_name=_("level"))
    code = tables.Column(verbose_name=_("rule"))
    title = tables.Column(accessor="code", verbose_name=_("what the rule says"))
    place = tables.Column(verbose_name=_("cell or section"), empty_values=())
    message = tables.Column(verbose_name=_("finding"))
    filed = tables.Column(verbose_name=_("Filed"), empty_values=())
    compared = tables.Column(verbose_name=_("Compared with"), empty_values=())
    difference = tables.Column(verbose_name=_("Difference"), empty_values=())
    settlement = tables.Column(verbose_name=_("settlement"))
    cause = tables.Column(accessor="explanation__cause__name", verbose_name=_("cause"))
    text = tables.Column(accessor="explanation__text", verbose_name=_("explanation"))
    by = tables.Column(accessor="explanation__by", verbose_name=_("explained by"))
    at = tables.Column(accessor="explanation__at", verbose_name=_("explained on"))
    decided_by = tables.Column(accessor="explanation__decided_by", verbose_name=_("decided by"))
    decided_at = tables.Column(accessor="explanation__decided_at", verbose_name=_("decided on"))
    reason = tables.Column(accessor="explanation__reason", verbose_name=_("reason of the decision"))
    waited = tables.Column(verbose_name=_("days waited"), empty_values=())

    class Meta:
        orderable = False
        default = ""

    def value_organ(self, value: str) -> str:
        return as_text(value)

    def value_level(self, record: StoredFinding) -> str:
        return Level(record.level).label

    def value_title(self, value: str) -> str:
        return rule_title(value)

    def value_place(self, record: StoredFinding) -> str:
        return place_of(record.report.form, record)

    def value_message(self, value: str) -> str:
        return as_text(value)

    def value_filed(self, record: StoredFinding) -> Number | str:
        return _figure(number_of(sides_of(record)[0]), sides_of(record)[0])

    def value_compared(self, record: StoredFinding) -> Number | str:
        return _figure(number_of(sides_of(record)[1]), sides_of(record)[1])

    def value_difference(self, record: StoredFinding) -> Number | str:
        return _figure(difference_of(record), "")

    def value_settlement(self, record: StoredFinding) -> str:
        return str(Settlement(record.settlement).label)

    def value_cause(self, value: str) -> str:
        return as_text(value)

    def value_text(self, value: str) -> str:
        return as_text(value)

    def value_by(self, value: object) -> str:
        return as_text(str(value))

    def value_decided_by(self, value: object) -> str:
        return as_text(str(value))

    def value_reason(self, value: str) -> str:
        return as_text(value)

    def value_at(self, value: datetime) -> str:
        return _moment(value)

    def value_decided_at(self, value: datetime) -> str:
        return _moment(value)

    def value_waited(self, record: StoredFinding) -> int | str:
        days = waited_days(record.since)
        return "" if days is None else days


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _figure(number: Number | None, text: str) -> Number | str:
    return as_text(text) if number is None else number
