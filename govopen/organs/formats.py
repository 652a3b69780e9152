"""The tables organs are imported from: Excel workbooks, and CSV files as any office saves them."""

from typing import Any

from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

REQUIRED = ("name", "kind", "level")


class TableError(Exception):
    """The file cannot be taken; the message is a sentence for the person."""


def _with_headings(table: Dataset) -> Dataset:
    table.headers = [str(heading or "").strip() for heading in table.headers or ()]
    for heading in (_(name) for name in REQUIRED):
        if heading not in table.headers:
            raise TableError(
                _("The column “%(name)s” is missing; headings stand in the first row.") % {"name": heading}
            )
    return table


class CsvTable(CSV):
    """Read as bytes, because Excel in China saves CSV files as GBK unless told otherwise."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Dataset:
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = in_stream.decode("gb18030")
        return _with_headings(super().create_dataset(text, **kwargs))


class XlsxTable(XLSX):
    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Dataset:
        return _with_headings(super().create_dataset(in_stream, **kwargs))
