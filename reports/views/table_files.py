"""A list as a file to take away."""

import django_tables2 as tables
from django.http import FileResponse
from django_tables2.export.export import TableExport

from .files import file_response

TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHEET_NAME_LENGTH = 31  # the most that Excel takes


def table_file(table: tables.Table, name: str, extension: str) -> FileResponse:
    """``name`` without the ``extension``, one of :data:`TYPES`. CSV begins with the mark by which Excel knows UTF-8."""
    exported = TableExport(extension, table, dataset_kwargs={"title": name[:_SHEET_NAME_LENGTH]}).export()
    data = exported if isinstance(exported, bytes) else b"\xef\xbb\xbf" + exported.encode()
    return file_response(data, TYPES[extension], f"{name}.{extension}")
