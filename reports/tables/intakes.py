"""Batches of files, and the files of one batch, as tables; the second also as a file to take away."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from reports.models import Intake, IntakeFile
from reports.tables.files import as_text


class IntakeTable(tables.Table):
    title = tables.TemplateColumn(template_name="reports/intakes/cell_title.html", verbose_name=_("Batch"))
    files_total = tables.Column(verbose_name=_("Files"))
    progress = tables.TemplateColumn(
        template_name="reports/intakes/cell_progress.html", verbose_name=_("State"), empty_values=(), orderable=False
    )
    user = tables.Column(verbose_name=_("Taken in by"), order_by="user__full_name")
    created_at = tables.DateTimeColumn(verbose_name=_("Taken in"), format="Y-m-d H:i")

    class Meta:
        model = Intake
        fields = ("title", "files_total", "progress", "user", "created_at")
        attrs = {"class": "list stack"}  # noqa: RUF012  (django-tables2 reads a plain dict)


class IntakeFileTable(tables.Table):
    """One page of a batch; ``may_choose`` where files can be chosen to be imported."""

    pick = tables.TemplateColumn(
        template_name="reports/intakes/cell_pick.html", verbose_name="", empty_values=(), orderable=False
    )
    path = tables.TemplateColumn(template_name="reports/intakes/cell_path.html", verbose_name=_("File"))
    organ = tables.TemplateColumn(
        template_name="reports/intakes/cell_organ.html",
        verbose_name=_("organ"),
        empty_values=(),
        order_by=("organ__name", "organ_said"),
    )
    year = tables.TemplateColumn(
        template_name="reports/intakes/cell_year.html",
        verbose_name=_("year"),
        empty_values=(),
        order_by=("year_id", "year_said"),
    )
    cells_read = tables.TemplateColumn(
        template_name="reports/intakes/cell_cells.html", verbose_name=_("Cells read"), attrs={"td": {"class": "r"}}
    )
    problems = tables.Column(verbose_name=_("To be looked at"), attrs={"td": {"class": "r"}})
    errors = tables.TemplateColumn(
        template_name="reports/intakes/cell_findings.html",
        verbose_name=_("Errors / doubts"),
        order_by=("-errors", "-findings"),
    )
    differences = tables.Column(verbose_name=_("Would change"), attrs={"td": {"class": "r"}})
    state = tables.TemplateColumn(template_name="reports/intakes/cell_state.html", verbose_name=_("State"))

    class Meta:
        model = IntakeFile
        fields = ("pick", "path", "organ", "year", "cells_read", "problems", "errors", "differences", "state")
        attrs = {"class": "list stack intake-files"}  # noqa: RUF012  (django-tables2 reads a plain dict)
        empty_text = _("No file fits these filters.")

    def __init__(self, *args: object, may_choose: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not may_choose:
            self.columns.hide("pick")


class IntakeFileList(tables.Table):
    """The same list as a file."""

    path = tables.Column(verbose_name=_("File"))
    organ = tables.Column(accessor="organ__name", verbose_name=_("organ"))
    organ_said = tables.Column(verbose_name=_("organ as the file says"))
    year = tables.Column(accessor="year_id", verbose_name=_("year"))
    cells_read = tables.Column(verbose_name=_("Cells read"))
    problems = tables.Column(verbose_name=_("To be looked at"))
    errors = tables.Column(verbose_name=_("Errors"))
    findings = tables.Column(verbose_name=_("All findings"))
    differences = tables.Column(verbose_name=_("Would change"))
    state = tables.Column(verbose_name=_("State"))
    message = tables.Column(verbose_name=_("Remark"))

    class Meta:
        orderable = False
        default = ""

    def value_path(self, value: str) -> str:
        return as_text(value)

    value_organ = value_organ_said = value_message = value_path

    def value_state(self, record: IntakeFile) -> str:
        return str(record.get_state_display())
