"""The list of published reports and how their pages were found."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from reports.models import Report


class InspectionTable(tables.Table):
    organ = tables.TemplateColumn(
        template_name="reports/inspections/cell_organ.html", verbose_name=_("Organ"), order_by="organ__name"
    )
    year = tables.Column(accessor="year_id", verbose_name=_("Year"))
    published_at = tables.DateColumn(format="Y-m-d", verbose_name=_("Approved for publication"))
    places = tables.Column(verbose_name=_("Addresses"), attrs={"td": {"class": "r"}, "th": {"class": "r"}})
    inspected_at = tables.DateColumn(format="Y-m-d", verbose_name=_("Last inspected"))
    found = tables.TemplateColumn(
        template_name="reports/inspections/cell_found.html",
        verbose_name=_("What was found"),
        empty_values=(),
        orderable=False,
    )

    class Meta:
        model = Report
        fields = ("organ", "year", "published_at", "places", "inspected_at", "found")
        attrs = {"class": "list stack"}  # noqa: RUF012  (django-tables2 reads a plain dict)
        empty_text = _("No published report fits these filters.")
