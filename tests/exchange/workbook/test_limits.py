"""Broken, locked, foreign and malicious files: one sentence, at once, and no memory to speak of."""

import struct
import time
import tracemalloc
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import UnreadableFileError, read
from reports.exchange.workbook import template
from reports.exchange.workbook.ole import MAGIC
from tests.builders import blank, filled
from tests.exchange.workbook.books import FIRST_SHEET, foreign, patched

END = b"</sheetData>"
FREE, LAST, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_file(**streams: bytes) -> bytes:
    """An OLE file of sectors of 512 bytes with these streams, each of at least 4,096 bytes."""
    sectors: list[bytes] = [b"", b""]  # the allocation table and the directory
    chains = {0: TABLE, 1: LAST}
    entries = [("Root Entry", 5, LAST, 0)]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        first = len(sectors)
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        for piece in pieces:
            chains[len(sectors)] = len(sectors) + 1
            sectors.append(piece)
        chains[len(sectors) - 1] = LAST
        entries.append((name, 2, first, len(content)))
    sectors[0] = struct.pack("<128I", *(chains.get(number, FREE) for number in range(128)))
    directory = b""
    for name, kind, first, size in entries:
        text = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<BBIII", kind, 1, FREE, FREE, FREE)
        directory += text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36)
        directory += struct.pack("<III", first, size, 0)
    sectors[1] = directory.ljust(512, b"\0")
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, LAST, 0, LAST, 0)[:32]
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header.ljust(512, b"\0") + b"".join(sectors)


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def rows_of(content: bytes, count: int, cell: bytes) -> bytes:
    rows = b"".join(b'<row r="%d">%s</row>' % (row, cell.replace(b"#", b"%d" % row)) for row in range(300, count))
    return content.replace(END, rows + END)


SHEET_START = record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
BASE = foreign(filled())
REFUSED = {
    "one cell in the last corner": (
        patched(
            BASE, FIRST_SHEET, lambda x: x.replace(END, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END)
        ),
        "太大",
    ),
    "a million rows": (
        patched(BASE, FIRST_SHEET, lambda x: rows_of(x, 1_000_000, b'<c r="A#"><v>1</v></c><c r="B#"><v>2</v></c>')),
        "大",
    ),
    "entities": (
        patched(BASE, FIRST_SHEET, lambda x: x.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY a "b">]><worksheet', 1)),
        "实体",
    ),
    "cut off": (BASE[: len(BASE) // 2], "已损坏"),
    "a sheet cut off": (patched(BASE, FIRST_SHEET, lambda x: x[: len(x) // 2]), "已损坏"),
    "old Word": (old_file(WordDocument=b"x"), r"旧版Word文件（\.doc）.*另存为\.docx"),
    "another old file": (old_file(VisioDocument=b"x"), "不是Excel工作簿"),
    "locked": (old_file(EncryptionInfo=b"x", EncryptedPackage=b"y"), "密码"),
    "an old sheet with a cell in the last corner": (
        old_file(Workbook=SHEET_START + record(0x203, struct.pack("<HHHd", 65535, 255, 0, 1.0))),
        "太大",
    ),
    "an old sheet that says it is endless": (
        old_file(Workbook=SHEET_START + record(0x200, struct.pack("<IIHHH", 0, 2**32 - 1, 0, 65535, 0))),
        "太大",
    ),
    "an old file of nothing": (old_file(Workbook=b"\0" * 5000), "损坏|没有内容"),
    "an old file cut off": (old_file(Workbook=SHEET_START)[:700], "损坏"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_at_once_in_one_sentence(name: str) -> None:
    data, said = REFUSED[name]
    tracemalloc.start()
    start = time.perf_counter()
    try:
        with pytest.raises(UnreadableFileError, match=said):
            read(data, "a.xlsx")
        assert time.perf_counter() - start < 5
        assert tracemalloc.get_traced_memory()[1] < 300 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_rows_that_are_only_formatted_do_no_harm() -> None:
    value = filled()
    data = patched(BASE, FIRST_SHEET, lambda content: rows_of(content, 200_000, b'<c r="A#" s="1"/>'))
    start = time.perf_counter()
    assert read(data, "a.xlsx").value == value
    assert time.perf_counter() - start < 5


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), issued=st.booleans(), cut=st.booleans())
def test_damage_never_gives_another_error(seed: int, issued: bool, cut: bool) -> None:
    random = Random(seed)  # noqa: S311 - damage, not secrets
    data = bytearray(template(blank()) if issued else BASE)
    for _ in range(random.choice((1, 5, 40))):
        data[random.randrange(len(data))] = random.randrange(256)
    if cut:
        del data[random.randrange(len(data)) :]
    with suppress(UnreadableFileError):
        read(bytes(data), "a.xlsx")
