"""Blocks -> Word (.docx) in the layout of GB/T 9704-2012, by python-docx."""

import io
import zipfile
from datetime import UTC, datetime, time

import docx as python_docx
from docx.oxml import parse_xml

from reports.render.document import Document

from .body import body_xml, clean
from .shell import shell

__all__ = ["docx"]

# What a draft says of its making; the zip format knows nothing earlier.
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


def docx(document: Document) -> bytes:
    """The report as a file; the same report gives the same bytes."""
    made = python_docx.Document(io.BytesIO(shell()))
    body = made.element.body
    layout = body.sectPr
    for element in list(parse_xml(body_xml(document))):
        layout.addprevious(element)
    on = datetime.combine(document.issued_on, time(), UTC) if document.issued_on else _UNDATED
    properties = made.core_properties
    # Word holds 255 characters of each.
    properties.title = clean(document.title)[:255]
    properties.author = properties.last_modified_by = clean(document.issuer)[:255]
    properties.language = "zh-CN"
    properties.created = properties.modified = on
    properties.revision = 1
    written = io.BytesIO()
    made.save(written)
    return _dated(written.getvalue(), on)


def _dated(data: bytes, on: datetime) -> bytes:
    """The same archive with every member dated ``on`` instead of now."""
    stamp = (max(on.year, 1980), on.month, on.day, 0, 0, 0)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, source.read(name))
    return written.getvalue()
