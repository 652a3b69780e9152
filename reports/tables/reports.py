"""Lists as tables."""

from datetime import date

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models import Report
from reports.services.agenda import deadline


class ReportTable(tables.Table):
    organ = tables.TemplateColumn(
        template_name="portal/list_organ.html", verbose_name=_("organ"), order_by="organ__name"
    )
    year = tables.Column(accessor="year_id", verbose_name=_("year"), order_by="year_id")
    scope = tables.Column(verbose_name=_("scope"))
    state = tables.TemplateColumn(template_name="portal/state.html", verbose_name=_("state"))
    filled = tables.Column(verbose_name=_("Filled in"))
    open = tables.TemplateColumn(
        template_name="portal/open_findings.html", verbose_name=_("What is open"), order_by=("-errors", "-explains")
    )
    due = tables.TemplateColumn(
        template_name="portal/list_due.html", verbose_name=_("Internal date"), orderable=False, empty_values=()
    )
    saved_at = tables.TemplateColumn(template_name="portal/list_saved.html", verbose_name=_("last saved"))

    class Meta:
        model = Report
        fields = ("organ", "year", "scope", "state", "filled", "open", "due", "saved_at")
        order_by = ("-year", "organ")
        attrs = {"class": "list stack"}  # noqa: RUF012  (django-tables2 reads a plain dict)
        empty_text = _("No report fits these filters.")

    def __init__(self, *args: object, today: date | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today or timezone.localdate()

    def value_due(self, record: Report) -> date:
        """For files; on the page the template shows whether it is late."""
        return record.year.due(record.organ)

    def before_render(self, request: object) -> None:
        for row in self.paginated_rows:
            row.record.deadline = deadline(row.record.year, row.record.organ, self.today)

    def render_filled(self, record: Report) -> str:
        return f"{record.filled} / {len(record.form.cells)}"
