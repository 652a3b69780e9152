"""The row records: one record per statutory row, a column per statutory column, derived from the schema."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.schema import Item, Kind, columns_of

from .report import Report

MONEY_DIGITS, MONEY_PLACES = 18, 8


def places_field(column: str) -> str:
    """The companion column that keeps how many decimals were typed, so that 236.90 stays 236.90."""
    return f"{column}_places"


def _column(item: Item) -> models.Field:
    match item.kind:
        case Kind.COUNT:
            return models.PositiveIntegerField(null=True)
        case Kind.CHANGE:
            return models.IntegerField(null=True)
        case Kind.MONEY:
            return models.DecimalField(null=True, max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES)


def section_rows(table: str) -> type[models.Model]:
    """An abstract record with the columns of ``table`` over all schemas.

    Labels stay in the schema: written here, each changed word would be a migration.
    """
    columns = columns_of(table)
    fields: dict[str, Any] = {item.key: _column(item) for item in columns}
    money = [item.key for item in columns if item.kind is Kind.MONEY]
    for key in money:
        fields[places_field(key)] = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(fields=("report", "row"), name=f"{table}_row_once"),
            *(
                models.CheckConstraint(condition=models.Q(**{f"{key}__gte": Decimal(0)}), name=f"{table}_{key}_min_0")
                for key in money
            ),
        )

    return type(
        f"{table.title()}Columns",
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": Meta,
            "table": table,
            "report": models.ForeignKey(Report, models.CASCADE, related_name=f"{table}_rows"),
            "row": models.CharField(max_length=40),
            **fields,
        },
    )


class DocumentRow(section_rows("documents")):  # type: ignore[misc]  # the base is made from the schema
    """Rules and normative documents, 第二十条第（一）项."""


class DecisionRow(section_rows("decisions")):  # type: ignore[misc]
    """Licences, penalties and coercive measures, 第二十条第（五）（六）项."""


class ChargeRow(section_rows("charges")):  # type: ignore[misc]
    """Administrative fees, 第二十条第（八）项."""


class ProcurementRow(section_rows("procurement")):  # type: ignore[misc]
    """Government procurement, 第二十条第（九）项 of the 2019 form."""


class ApplicationRow(section_rows("applications")):  # type: ignore[misc]
    """One row of table 三: how many applications, by who applied."""


class DisputeRow(section_rows("disputes")):  # type: ignore[misc]
    """Reconsideration or litigation, table 四."""


class Text(models.Model):
    """The prose of one section."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=40)
    body = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = (models.UniqueConstraint(fields=("report", "key"), name="text_once"),)

    def __str__(self) -> str:
        return self.key


ROW_MODELS: dict[str, type[models.Model]] = {
    model.table: model for model in (DocumentRow, DecisionRow, ChargeRow, ProcurementRow, ApplicationRow, DisputeRow)
}
