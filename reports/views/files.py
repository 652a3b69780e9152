"""Files to take away."""

from io import BytesIO

from django.conf import settings
from django.http import FileResponse, HttpResponse

from reports.render.document import Document
from reports.render.pdf import MissingFontError, pdf
from reports.render.word import docx
from reports.services.exporting import CONTENT_TYPES, Format, export
from reports.value import ReportValue


def file_response(data: bytes, content_type: str, filename: str) -> FileResponse:
    return FileResponse(BytesIO(data), as_attachment=True, filename=filename, content_type=content_type)


def pdf_response(document: Document) -> HttpResponse | FileResponse:
    """The document as PDF, or the sentence that says which fonts the machine lacks."""
    try:
        data = pdf(document, settings.FONT_FOLDERS)
    except MissingFontError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return file_response(data, CONTENT_TYPES[Format.PDF], f"{document.title}.pdf")


def docx_response(document: Document) -> FileResponse:
    """The document for Word."""
    return file_response(docx(document), CONTENT_TYPES[Format.DOCX], f"{document.title}.docx")


def xlsx_response(value: ReportValue) -> FileResponse:
    """The report as a workbook."""
    return file_response(export(value=value, format=Format.XLSX), CONTENT_TYPES[Format.XLSX], f"{value.title}.xlsx")
