"""Many reports in one file that any program can read: CSV, Excel and JSON lines; the JSON Schema of one report.

``docs/open-data.md`` describes the files. All of them are read back: what was written comes back as the same values.
"""

from .fields import CLEAR, Field, Headings, fields_of
from .json_lines import JsonLines
from .json_schema import json_schema
from .long_table import LongTable
from .one_report import OneReport, is_open_data
from .rows import TableRow, WideRows
from .wide_table import WideTable, WideWorkbook

__all__ = [
    "CLEAR",
    "Field",
    "Headings",
    "JsonLines",
    "LongTable",
    "OneReport",
    "TableRow",
    "WideRows",
    "WideTable",
    "WideWorkbook",
    "fields_of",
    "is_open_data",
    "json_schema",
]
