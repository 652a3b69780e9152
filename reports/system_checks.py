"""Django system checks: the records hold what the schemas declare."""

from typing import Any

from django.core.checks import Error, register

from .models import ROW_MODELS
from .schema import SCHEMAS


@register
def records_match_schemas(**kwargs: Any) -> list[Error]:
    """reports.E001: every table of every schema has a record with its columns."""
    errors = []
    for schema in SCHEMAS.values():
        for table in schema.tables.values():
            model = ROW_MODELS.get(table.key)
            fields = {field.name for field in model._meta.fields} if model else set()
            if missing := [key for key in table.column_keys if key not in fields]:
                errors.append(
                    Error(
                        f"No record stores {table.key}: {', '.join(missing)} (schema {schema.key}).",
                        hint="Run makemigrations; a new table needs a record in reports/models/rows.py.",
                        id="reports.E001",
                    )
                )
    return errors
