"""Files in and out: ``read`` takes any file a clerk has and gives the report in it, or says in one sentence why not."""

import re
from pathlib import PurePath

from .base import (
    Box,
    Codec,
    Problem,
    Proposal,
    ReadResult,
    Source,
    SourceCell,
    SourceTable,
    UnreadableFileError,
    WritingCodec,
)
from .encoding import decode
from .html import HtmlPage
from .jsonfile import JsonFile
from .opendata import OneReport, is_open_data
from .pdffile import PdfFile
from .pipetext import PipeText
from .webarchive import WebArchive, is_archive
from .worddoc import WordDocument
from .workbook import Workbook
from .zipped import member_bytes, open_zip

LARGEST_FILE = 20 * 1024 * 1024  # bytes

JSON, HTML, TEXT, ARCHIVE, WORD, WORKBOOK = JsonFile(), HtmlPage(), PipeText(), WebArchive(), WordDocument(), Workbook()
PDF, OPEN_DATA = PdfFile(), OneReport()
CODECS: tuple[Codec, ...] = (JSON, HTML, TEXT, ARCHIVE, WORD, WORKBOOK, PDF, OPEN_DATA)

_SAVE_AS_PAGE = "请用Word或WPS打开，另存为网页（.html）后再导入"
_UNPACK = "这是压缩文件：请到“批量导入”里整包导入，或者先解压，再逐个导入"
_PICTURE = "这是图片，里面的数字无法读取：请改用有文字的网页、Word、Excel或PDF文件"
# Recognised by how the file begins; a codec reads it, a sentence refuses it.
_BEGINNINGS: tuple[tuple[bytes, Codec | str], ...] = (
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0", WORKBOOK),  # .xls and .et; it tells .doc apart
    (b"{\\rtf", f"这是RTF文件，目前不能读取：{_SAVE_AS_PAGE}"),
    (b"Rar!", _UNPACK),
    (b"7z\xbc\xaf", _UNPACK),
    (b"\x1f\x8b", _UNPACK),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
)
# Zip archives, recognised by a member that only files of the kind have.
_MEMBERS: tuple[tuple[str, Codec | str], ...] = (
    ("word/document.xml", WORD),
    ("word/document2.xml", WORD),  # as Word on the web names it
    ("xl/workbook.xml", WORKBOOK),
    ("xl/workbook.bin", WORKBOOK),
)
_TAG = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|tr|td|th|div|p|span|h[1-6]|ul|br|meta)\b[^<]*>", re.I)


def read(data: bytes, filename: str) -> ReadResult:
    """The report in a file. What the file is is seen from its content; the name only breaks ties.

    Raises :class:`UnreadableFileError` when there is nothing to read.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableFileError("文件是空的，没有内容可读")
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError(
            f"文件有{len(data) / 1024 / 1024:.0f}MB，超过{LARGEST_FILE // 1024 // 1024}MB的上限，请确认选对了文件"
        )
    codec = _binary(data)
    if isinstance(codec, str):
        raise UnreadableFileError(codec)
    return (codec or _textual(data, filename)).read(data, filename)


def _binary(data: bytes) -> Codec | str | None:
    """The codec or the refusal by how the file begins; nothing for text of any kind."""
    beginning = data[:1024].lstrip()
    if beginning.startswith(b"PK\x03\x04"):
        archive = open_zip(data)
        names = set(archive.namelist())
        if {"content.xml", "mimetype"} <= names and b"spreadsheet" in member_bytes(archive, "mimetype")[:100]:
            return WORKBOOK
        return next((codec for member, codec in _MEMBERS if member in names), _UNPACK)
    if is_archive(data):
        return ARCHIVE
    return next((codec for magic, codec in _BEGINNINGS if beginning.startswith(magic)), None)


def _textual(data: bytes, filename: str) -> Codec:
    text = decode(data).strip()
    extension = PurePath(filename.replace("\\", "/")).suffix.lower()
    if text.startswith(("{", "[{")) or (extension in JSON.extensions and not text.startswith("<")):
        return JSON
    if is_open_data(text):
        return OPEN_DATA
    if _TAG.search(text[:200_000]) and (
        extension in HTML.extensions or text.startswith("<") or len(_TAG.findall(text[:200_000])) > 5
    ):
        return HTML
    if extension in HTML.extensions and "|" not in text:
        raise UnreadableFileError("这个文件不是网页：里面没有网页内容，请用浏览器打开年度报告页面，另存为网页（.html）")
    return TEXT


__all__ = [
    "CODECS",
    "LARGEST_FILE",
    "Box",
    "Codec",
    "HtmlPage",
    "JsonFile",
    "PipeText",
    "Problem",
    "Proposal",
    "ReadResult",
    "Source",
    "SourceCell",
    "SourceTable",
    "UnreadableFileError",
    "WebArchive",
    "WordDocument",
    "Workbook",
    "WritingCodec",
    "read",
]
