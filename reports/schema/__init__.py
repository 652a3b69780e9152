"""The statutory form, declared once. Everything that knows a row, a column or a total reads it here."""

from .base import PREAMBLE, CellKey, CellSpec, Identity, IdentityKind, Item, Kind, Layout, Schema, Section, Table, Text
from .grid import Grid, GridCell, Role, grid
from .v2019 import V2019
from .v2021 import V2021

SCHEMAS: dict[str, Schema] = {schema.key: schema for schema in (V2019, V2021)}


def get_schema(key: str) -> Schema:
    return SCHEMAS[key]


def schema_of_year(year: int) -> Schema | None:
    """The form in force for a report year; ``None`` before 2019, when there were no statutory tables."""
    for schema in SCHEMAS.values():
        if schema.first_year <= year <= (schema.last_year or year):
            return schema
    return None


def columns_of(table: str) -> tuple[Item, ...]:
    """The columns of one table over all schemas, newest schema first: what a row record stores."""
    columns: dict[str, Item] = {}
    for schema in reversed(SCHEMAS.values()):
        if table in schema.tables:
            columns |= {item.key: item for item in schema.tables[table].column_items if item.key not in columns}
    return tuple(columns.values())


def row_choices(table: str) -> list[tuple[str, str]]:
    """The rows of one table over all schemas, as choices: (key, label of the newest schema that has it)."""
    rows: dict[str, str] = {}
    for schema in SCHEMAS.values():
        if table in schema.tables:
            rows |= {item.key: item.label for item in schema.tables[table].row_items}
    return list(rows.items())


__all__ = [
    "PREAMBLE",
    "SCHEMAS",
    "V2019",
    "V2021",
    "CellKey",
    "CellSpec",
    "Grid",
    "GridCell",
    "Identity",
    "IdentityKind",
    "Item",
    "Kind",
    "Layout",
    "Role",
    "Schema",
    "Section",
    "Table",
    "Text",
    "columns_of",
    "get_schema",
    "grid",
    "row_choices",
    "schema_of_year",
]
