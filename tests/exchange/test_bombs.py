"""Files made to harm: each is read or refused in a sentence, in little time and little memory, and the reader lives on.

Every one of them is read in a process of its own, see :mod:`tests.benchmarks.fuzz_reader`.
"""

import io
import json
import os
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

import pytest

from tests.benchmarks.fuzz_reader import Reader
from tests.builders import filled
from tests.exchange.prints import html_page, pipe_page
from tests.exchange.wordprints import page, word_file
from tests.exchange.workbook.books import FIRST_SHEET, foreign
from tests.exchange.workbook.test_limits import SHEET_START, old_file, record

MILLION = 1_000_000
REPORT = filled()
BOOK, WORD = foreign(REPORT), word_file(page(REPORT))
END = b"</sheetData>"
WORD_NAMESPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN_ROW = b'<table:table-row table:number-rows-repeated="1000000"'
OPEN_CELL = b'<table:table-cell table:number-columns-repeated="%d"'
FULL_CELL = b'<table:table-cell office:value-type="float" office:value="1"/>'
Made = tuple[str, bytes]


def web(inside: str) -> Made:
    """A sound page with something at its end."""
    return "页.html", html_page(REPORT).replace(b"</body>", inside.encode() + b"</body>")


def text(more: str) -> Made:
    return "页.txt", pipe_page(REPORT) + more.encode()


def with_member(data: bytes, name: str, change: Callable[[bytes], bytes], new_name: str = "") -> bytes:
    """A member changed. Nothing is packed, so that no limit of how much smaller it may be hides the others."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as made:
        for member in old.namelist():
            content = old.read(member)
            made.writestr(
                new_name if new_name and member == name else member, change(content) if member == name else content
            )
        if name not in old.namelist():
            made.writestr(name, change(b""))
    return target.getvalue()


def book(member: str, change: Callable[[bytes], bytes]) -> Made:
    return "表.xlsx", with_member(BOOK, member, change)


def rows(*lines: bytes) -> Made:
    return book(FIRST_SHEET, lambda content: content.replace(END, b"".join(lines) + END))


def sheet_under(name: str) -> Made:
    """A sheet with one cell in the last corner, where the workbook says it is and others would not look."""
    cornered = with_member(
        BOOK,
        FIRST_SHEET,
        lambda content: content.replace(END, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END),
        f"xl/{name}",
    )
    renamed = with_member(
        cornered,
        "xl/_rels/workbook.xml.rels",
        lambda content: content.replace(b"worksheets/sheet1.xml", name.encode()),
    )
    return "表.xlsx", renamed


def open_sheet(more: bytes) -> Made:
    """An OpenDocument sheet of just these rows."""
    spaces = b" ".join(
        b'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (n, n) for n in (b"office", b"table")
    )
    content = (
        b"<office:document-content %s><office:body><office:spreadsheet><table:table table:name='a'>%s</table:table>"
        b"</office:spreadsheet></office:body></office:document-content>"
    ) % (spaces, more)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
    return "表.ods", target.getvalue()


def word(body: bytes) -> Made:
    whole = b"<w:document %s><w:body>%s</w:body></w:document>" % (WORD_NAMESPACE, body)
    return "文.docx", with_member(WORD, "word/document.xml", lambda _: whole)


def many_members(count: int) -> bytes:
    """An archive of three members whose table of contents names them ``count`` times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a", "")
    data = target.getvalue()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    contents = data[start:end] * count
    return data[:start] + contents + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(contents), start, 0)


def archives_in_archives(levels: int) -> bytes:
    data = html_page(REPORT)
    for level in range(levels):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(f"../../{level}.zip", data)
        data = target.getvalue()
    return data


def packed(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("年报.html", content)
    return target.getvalue()


def mail(*lines: bytes) -> Made:
    return "信.eml", b"From: a@b\nSubject: x\nDate: y\nMessage-ID: z\n" + b"\n".join(lines)


SAVED = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
ENTITIES = b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10 if n else b"a" * 10) for n in range(12))
BOMBS: dict[str, tuple[str, Callable[[], Made]]] = {
    # of the page
    "textareas never closed": ("refused", lambda: web("<textarea>" * MILLION)),
    "scripts never closed": ("refused", lambda: ("页.html", b"<table><tr><td>1</table>" + b"<script>" * 200_000)),
    "quotes never closed": ("refused", lambda: ("页.html", b"<p>1<script>" + b'\\"' * MILLION + b"</script>")),
    "comments in a style never closed": ("read", lambda: web("<style>" + "/*" * MILLION + "</style>")),
    "a style without a rule": ("read", lambda: web("<style>" + "a " * MILLION + "</style>")),
    "a rule for a million names": ("refused", lambda: web("<style>" + "a," * MILLION + "{display:none}</style>")),
    "a long style of a figure": (
        "read",
        lambda: web(f"<table><td><b style='{'text-decoration:' * 200_000}'>1</b></table>"),
    ),
    "a million empty elements": ("refused", lambda: web("<br>" * MILLION)),
    "a million attributes": ("refused", lambda: web("<p " + " ".join(f"a{n}=1" for n in range(MILLION)) + ">")),
    "tables in tables": ("refused", lambda: web("<table><tr><td>" * 60 + "<table>" + "<tr><td>1" * 190_000)),
    "titles in titles": ("read", lambda: web("<h1>" * 200 + "<b>x</b>" * 50_000)),
    "cells over a thousand columns": ("read", lambda: web("<table>" + "<tr><td colspan=60 rowspan=200>1" * 40_000)),
    "a hundred reports in one page": ("read", lambda: ("页.html", html_page(REPORT) * 60)),
    # of text and JSON
    "a million rows of text": ("refused", lambda: text("\n|1|2|" * MILLION)),
    "a million cells in a line": ("refused", lambda: text("|" * MILLION)),
    "objects of many names": (
        "refused",
        lambda: (
            "a.json",
            b'{"a":[' + b",".join([b"{%s}" % b",".join(b'"%d":1' % n for n in range(4990))] * 80) + b"]}",
        ),
    ),
    "a million cells in JSON": (
        "refused",
        lambda: ("a.json", b'{"cells":{' + b",".join(b'"%d":1' % n for n in range(MILLION)) + b"}}"),
    ),
    "characters no database takes": (
        "read",
        lambda: (
            "a.json",
            json.dumps({"schema": "2021", "organ": "\ud800", "cells": {}, "texts": {"overview": "\0"}}).encode(),
        ),
    ),
    "a year of many digits": (
        "refused",
        lambda: (
            "a.csv",
            b"organ,year,scope,schema,table,row,column,cell,row_label,column_label,unit,value\r\na,"
            + b"9" * 6_000
            + b",own,2021\r\n",
        ),
    ),
    # of mails and pages saved in their format
    "parts in parts": ("refused", lambda: ("页.mht", SAVED + b"Content-Type: message/rfc822\n\n" * 50_000)),
    "a heading of many parts": (
        "refused",
        lambda: mail(b"Content-Disposition: attachment;" + b" a*0*=utf-8''b;" * 60_000, b"", b"1"),
    ),
    "a box of many mails": ("refused", lambda: ("箱.mbox", b"From a@b\nFrom: a@b\n\n" * 300_000)),
    # of archives
    "a page packed a thousand times": ("refused", lambda: ("包.zip", packed(b" " * 100 * MILLION))),
    "an endless table of contents": ("refused", lambda: ("包.zip", many_members(350_000))),
    "the same in a document": ("refused", lambda: ("文.docx", many_members(350_000))),
    "archives in archives": ("refused", lambda: ("包.zip", archives_in_archives(60))),
    # of workbooks
    "a million rows": (
        "refused",
        lambda: rows(*(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(200, 400_000))),
    ),
    "a million rows that say nothing": ("read", lambda: rows(b"<row><c><v>1</v></c></row>" * 700_000)),
    "a far cell behind long spaces": (
        "refused",
        lambda: rows(b'<row r="1048576"><c ', b" " * 300, b'r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a far cell in small letters": ("refused", lambda: rows(b'<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>')),
    "a far cell behind a sign": (
        "refused",
        lambda: rows(b'<row r="1048576"><c x=">" r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a far cell in a sheet elsewhere": ("refused", lambda: sheet_under("other/a.xml")),
    "a far cell in a sheet of another kind": ("refused", lambda: sheet_under("Worksheets/a.txt")),
    "merged cells without end": (
        "refused",
        lambda: book(
            FIRST_SHEET,
            lambda c: c.replace(
                END, END + b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 100_000 + b"</mergeCells>"
            ),
        ),
    ),
    "a sheet told over and over": (
        "refused",
        lambda: book(
            "xl/workbook.xml",
            lambda c: c.replace(b"</sheets>", b'<sheet name="a" sheetId="1" r:id="rId1"/>' * 50_000 + b"</sheets>"),
        ),
    ),
    "a row behind a million empty ones": (
        "refused",
        lambda: open_sheet(
            OPEN_ROW + b"/><table:table-row>" + OPEN_CELL % 50 + b"/>" + FULL_CELL + b"</table:table-row>"
        ),
    ),
    "a row a million times": ("refused", lambda: open_sheet(OPEN_ROW + b">" + FULL_CELL + b"</table:table-row>")),
    "more texts than there are": (
        "refused",
        lambda: book("xl/sharedStrings.xml", lambda c: re.sub(rb'ount="[0-9]+"', b'ount="2147483648"', c)),
    ),
    "more texts than there are in an old file": (
        "refused",
        lambda: ("表.xls", old_file(Workbook=SHEET_START + record(0xFC, struct.pack("<II", 2**31 - 1, 2**31 - 1)))),
    ),
    "styles without end": (
        "refused",
        lambda: book("xl/styles.xml", lambda _: b"<a>" + b"<a/>" * 4 * MILLION + b"</a>"),
    ),
    "entities of a workbook": (
        "refused",
        lambda: book("xl/workbook.xml", lambda _: b"<!DOCTYPE a [%s]><a>&a11;</a>" % ENTITIES),
    ),
    # of Word documents
    "a million elements": ("refused", lambda: word(b"<a/>" * 2 * MILLION)),
    "attributes without end": ("refused", lambda: word(b"<a b='' c='' d='' e='' f='' g='' h=''/>" * 400_000)),
    "tables in tables of a document": (
        "refused",
        lambda: word(b"<w:tbl><w:tr><w:tc>" * 200 + b"</w:tc></w:tr></w:tbl>" * 200),
    ),
    "a part of noise": (
        "read",
        lambda: ("文.docx", with_member(WORD, "word/styles.xml", lambda _: os.urandom(9 * MILLION))),
    ),
    "entities": (
        "refused",
        lambda: (
            "文.docx",
            with_member(WORD, "word/document.xml", lambda _: b"<!DOCTYPE a [%s]><a>&a11;</a>" % ENTITIES),
        ),
    ),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.mark.parametrize("name", BOMBS)
def test_it_does_no_harm(name: str, reader: Reader) -> None:
    expected, made = BOMBS[name]
    assert reader.outcome(*made()).said == expected


def test_one_text_used_in_very_many_cells_is_no_harm(reader: Reader) -> None:
    made = book("xl/sharedStrings.xml", lambda content: re.sub(rb' count="[0-9]+"', b' count="90000"', content))
    assert reader.outcome(*made).said == "read"
