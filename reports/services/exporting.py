"""A report as a file to take away."""

import io
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.template.loader import render_to_string

from reports.exchange.jsonfile import JsonFile
from reports.exchange.opendata import LongTable
from reports.exchange.workbook import Workbook
from reports.render.document import document
from reports.render.pdf import pdf
from reports.render.picture import picture
from reports.render.word import docx
from reports.value import ReportValue


class Format(StrEnum):
    CSV = "csv"
    DOCX = "docx"
    HTML = "html"
    JSON = "json"
    PDF = "pdf"
    PNG = "png"
    XLSX = "xlsx"


CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.HTML: "text/html; charset=utf-8",
    Format.JSON: "application/json",
    Format.PDF: "application/pdf",
    Format.PNG: "image/png",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(
    *,
    value: ReportValue,
    format: str,  # noqa: A002 (the word of the command line)
    issued_on: date | None = None,
    issuer: str = "",
    previous: ReportValue | None = None,
) -> bytes:
    """The finished report; ``html`` is one file that needs no other.

    ``previous`` is last year's, with which the picture compares.

    Raises :class:`ValueError` for a format that is not written, :class:`reports.render.pdf.MissingFontError`.
    """
    match Format(format):
        case Format.CSV:
            file = io.BytesIO()
            LongTable().write([value], file)
            return file.getvalue()
        case Format.JSON:
            return JsonFile().write(value)
        case Format.XLSX:
            return Workbook().write(value)
        case Format.DOCX:
            return docx(document(value, issued_on, issuer))
        case Format.PDF:
            return pdf(document(value, issued_on, issuer), settings.FONT_FOLDERS)
        case Format.PNG:
            return picture(value, previous, folders=settings.FONT_FOLDERS)
        case Format.HTML:
            context = {"document": document(value, issued_on, issuer), "standalone": True, "draft": issued_on is None}
            return render_to_string("reports/page.html", context).encode()
