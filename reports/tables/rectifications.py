"""The list of rectifications as a table, on the page and as a file."""

from datetime import date, datetime

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govopen.organs.calendar import working_days_until
from reports.models import Rectification
from reports.services.finding_words import place_of_key
from reports.tables.files import as_text


class RectificationTable(tables.Table):
    organ = tables.TemplateColumn(
        template_name="reports/rectifications/cell_organ.html",
        verbose_name=_("Organ, place"),
        order_by="report__organ__name",
    )
    text = tables.TemplateColumn(
        template_name="reports/rectifications/cell_text.html", verbose_name=_("objection"), orderable=False
    )
    owner = tables.Column(verbose_name=_("to be done by"), order_by="owner__full_name")
    due_on = tables.TemplateColumn(template_name="reports/rectifications/cell_due.html", verbose_name=_("due"))
    state = tables.TemplateColumn(
        template_name="reports/rectifications/cell_state.html",
        verbose_name=_("State"),
        empty_values=(),
        order_by=("closed_at", "done_at"),
    )
    act = tables.TemplateColumn(
        template_name="reports/rectifications/cell_act.html",
        verbose_name=_("What to do"),
        empty_values=(),
        orderable=False,
    )

    class Meta:
        model = Rectification
        fields = ("organ", "text", "owner", "due_on", "state", "act")
        attrs = {"class": "list stack rects"}  # noqa: RUF012  (django-tables2 reads a plain dict)
        empty_text = _("No rectification fits these filters.")

    def __init__(self, *args: object, today: date | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today or timezone.localdate()

    def before_render(self, request: object) -> None:
        for row in self.paginated_rows:
            row.record.place = place_of_key(row.record.report.form, row.record.key)
            row.record.late_by = late_by(row.record, self.today)


def state_of(record: Rectification) -> str:
    if record.closed_at:
        return str(_("Closed"))
    if record.done_at:
        return str(_("Done, to be confirmed"))
    return str(_("To be done") if record.handed_over_at else _("Not handed over yet"))


def late_by(record: Rectification, today: date) -> int:
    """Working days after its date, until it was answered or until today; calendar days where no calendar is known."""
    until = timezone.localdate(record.done_at) if record.done_at else today
    if record.due_on is None or until <= record.due_on:
        return 0
    days = working_days_until(record.due_on, until)
    return (until - record.due_on).days if days is None else -days


class RectificationFile(tables.Table):
    """The same list as a file."""

    organ = tables.Column(accessor="report__organ__name", verbose_name=_("organ"))
    year = tables.Column(accessor="report__year_id", verbose_name=_("year"))
    place = tables.Column(accessor="key", verbose_name=_("cell or section"), empty_values=())
    code = tables.Column(verbose_name=_("rule"))
    text = tables.Column(verbose_name=_("objection"))
    by = tables.Column(verbose_name=_("raised by"))
    owner = tables.Column(verbose_name=_("to be done by"))
    due_on = tables.Column(verbose_name=_("due"))
    state = tables.Column(verbose_name=_("State"), empty_values=())
    proof = tables.Column(verbose_name=_("what was done"))
    done_by = tables.Column(verbose_name=_("done by"))
    done_at = tables.Column(verbose_name=_("done on"))
    closed_by = tables.Column(verbose_name=_("closed by"))
    closed_at = tables.Column(verbose_name=_("closed on"))

    class Meta:
        orderable = False
        default = ""

    def value_place(self, record: Rectification) -> str:
        return place_of_key(record.report.form, record.key)

    def value_state(self, record: Rectification) -> str:
        return state_of(record)

    def value_organ(self, value: str) -> str:
        return as_text(value)

    value_text = value_proof = value_organ

    def value_by(self, value: object) -> str:
        return as_text(str(value))

    value_owner = value_done_by = value_closed_by = value_by

    def value_due_on(self, value: date) -> str:
        return value.isoformat()

    def value_done_at(self, value: datetime) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")

    value_closed_at = value_done_at
