"""Ways in which a file goes wrong, by accident or on purpose: each takes the file and a source of chance.

Files that are archives inside are also damaged in their members and packed again, and a PDF in its streams, lest every
damage end at the checksum.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from random import Random

Mutation = Callable[[bytes, Random], bytes]

LARGEST = 3_000_000  # bytes of what a mutation repeats
_TOKENS = {
    "html": (
        b"<table>", b"<tr>", b"<td>", b"</td>", b"<td colspan=99999 rowspan=99999>1", b"<div>", b"<b>",
        b"<br>", b"<sup>",
        b"<textarea>", b"<script>", b"<!--", b"-->", b"<style>", b"/*", b"{", b"a{display:none}", b"<iframe>",
        b"&#",
        b"&lt;table", b"&amp;amp;", b"<p style='display:none'>", b"<template>", b"<noscript>", b"<h1>",
        b" srcdoc='",
        b"\\\"", b"<input value='1'>", b"<![CDATA[", b"<?xml ?>", b"<svg>", b"<title>", b"<o:p>", b"<td\x00",
        b"<caption>",
    ),
    "xml": (
        b"<w:tbl>", b"<w:tr>", b"<w:tc>", b"<w:p>", b"</w:p>", b"<w:r>", b"<w:sdt>", b"<w:txbxContent>", b"<w:ins>",
        b"<row>", b'<row r="1048576">', b"<c/>", b'<c r="XFD1048576" t="e"><v>1</v></c>', b"<v>1e999</v>",
        b"<si><t/></si>",
        b'<mergeCell ref="A1:XFD1048576"/>', b'<w:gridSpan w:val="99999"/>',
        b"<!DOCTYPE a [<!ENTITY a 'b'>]>", b"<a>",
        b"&a;", b"&#0;", b"&#xD800;", b"<f>A1</f>", b'<table:table-row table:number-rows-repeated="9999999">',

        b'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>',
        b"<a/>",
    ),
    "pdf": (
        b"[", b"<<", b"q ", b"BT ", b"1 0 obj<<", b"2 0 R ", b"/Kids[2 0 R]", b"(", b"endobj\n", b"stream\n",
        b"0 0 m 9 9 l S\n",
        b"(a)Tj ", b"0 0 9 9 re S\n", b"1 0 0 1 0 0 cm ", b"/F1 1e30 Tf ", b"-9e99 0 Td ", b"BI /W 1 ID ",
        b"/Count -1",
    ),
    "json": (b"[", b"{", b'{"a":', b"1", b"9", b'"\\ud800"', b'"\\u0000"', b"1e999", b"NaN", b'"a":1,', b"null,", b"-"),
    "text": (
        b"|", b"|1", b"\n", b"\n|", b"\t", b" ", b"1 ", b"\xe2\x80\x8b", "一、".encode(), "（一）".encode(),
        "总计".encode(), b"---|",
        "单位：万元".encode(), b"(", "本年度办理结果".encode(), "三、收到和处理政府信息公开申请情况\n".encode(),
        b"\x00", b"\xff",
    ),
    "mail": (
        b"\r\n", b"--b\r\n", b"From a@b\n", b"From: a@b\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", b"=?gbk?B?",
        b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n", b";name*0=", b"=",
        b"=?utf-8?q?=ff",
    ),
}  # fmt: skip
_KINDS = {
    "html": ("html",),
    "mht": ("html", "mail"),
    "text": ("text",),
    "json": ("json",),
    "csv": ("text",),
    "xlsx": ("xml",),
    "ods": ("xml",),
    "docx": ("xml",),
    "pdf": ("pdf",),
    "mail": ("mail",),
}
_FIGURE = re.compile(rb"[0-9]+")
_FIGURES = (
    b"",
    b"-1",
    b"9" * 400,
    b"1e999",
    b"0x10",
    b"2147483648",
    "１２".encode(),
    "²".encode(),
    b"1.5",
    b"99999999999999999999",
)
_NAMES = ("../../etc/passwd", "/", "", "a" * 60_000, "\x00", "con", "甲/../乙", "word/document.xml", "xl/workbook.xml")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_REFERENCE = re.compile(rb"([0-9]+) 0 R")


def mutated(data: bytes, kind: str, chance: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """The file after one or several mutations that suit its kind; ``others`` are what parts of it are swapped with."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        ways = [*_BYTES, lambda data, chance: _repeated(data, kind, chance)]
        if data.startswith(b"PK"):
            ways += [lambda data, chance: _in_members(data, kind, chance), _archive_edited] * 4
        elif kind == "pdf":
            ways += [_in_streams, _references] * 3
        if others:
            ways.append(lambda data, chance: _spliced(data, chance.choice(others), chance))
        data = chance.choice(ways)(data, chance)
    return data


def _flipped(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(data), chance.choice((1, 8, 200)))):
        changed[chance.randrange(len(changed))] = chance.choice((0, 255, 0x7F, chance.randrange(256)))
    return bytes(changed)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _lost(data: bytes, chance: Random) -> bytes:
    start, end = _slice(data, chance)
    return data[:start] + data[end:]


def _doubled(data: bytes, chance: Random) -> bytes:
    start, end = _slice(data, chance)
    times = min(chance.choice((1, 3, 300, 20_000)), LARGEST // max(end - start, 1) + 1)
    return data[:end] + data[start:end] * times + data[end:]


def _spliced(data: bytes, other: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _other_figures(data: bytes, chance: Random) -> bytes:
    share = chance.choice((0.01, 0.2, 1.0))
    return _FIGURE.sub(lambda found: chance.choice(_FIGURES) if chance.random() < share else found[0], data)[:LARGEST]


def _other_encoding(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-be", "utf-32", "gb18030", "big5", "utf-7", "cp037")), "replace")


def _zeros(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + bytes(chance.choice((1, 100, 100_000))) + data[start:]


_BYTES: tuple[Mutation, ...] = (_flipped, _cut, _lost, _doubled, _other_figures, _other_encoding, _zeros)


def _slice(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 20, 500, 20_000)))


def _repeated(data: bytes, kind: str, chance: Random) -> bytes:
    """Something the format is made of put in, once or so often that whoever does not count hangs."""
    token = chance.choice([token for name in _KINDS.get(kind, tuple(_TOKENS)) for token in _TOKENS[name]])
    times = min(chance.choice((1, 3, 300, 30_000, 1_000_000)), LARGEST // len(token))
    at = chance.randrange(len(data) + 1)
    return data[:at] + token * times + data[at:]


def _in_members(data: bytes, kind: str, chance: Random) -> bytes:
    """One member of an archive damaged, the archive itself sound."""
    with suppress(zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error, RuntimeError, OSError, EOFError):
        files = _members(data)
        name = chance.choice(list(files))
        files[name] = mutated(files[name], "" if kind == "zip" else kind, chance)
        return _packed(list(files.items()))
    return data


def _archive_edited(data: bytes, chance: Random) -> bytes:
    with suppress(zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error, RuntimeError, OSError, EOFError):
        files = list(_members(data).items())
        at = chance.randrange(len(files))
        name, content = files[at]
        match chance.randrange(6):
            case 0:
                del files[at]
            case 1:
                files[at] = name, b""
            case 2:
                files[at] = chance.choice(_NAMES), content
            case 3:
                files.append((name, chance.choice(files)[1]))
            case 4:
                files += [(f"{number}.xml", b"") for number in range(chance.choice((10, 6_000)))]
            case _:
                files[at] = name, chance.choice(files)[1]
        packed = _packed(files)
        # Locked members say so in a bit of their heads.
        return (
            packed.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
            if chance.random() < 0.1
            else packed
        )
    return data


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()[:200]}


def _packed(files: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name[:60_000]), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _in_streams(data: bytes, chance: Random) -> bytes:
    """One stream of a PDF damaged behind its compression."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    stream = chance.choice(found)
    with suppress(zlib.error):
        content = mutated(zlib.decompress(stream[1]), "pdf" if chance.random() < 0.8 else "text", chance)
        return data[: stream.start(1)] + zlib.compress(content) + data[stream.end(1) :]
    return data


def _references(data: bytes, chance: Random) -> bytes:
    """Objects that point at others than they should, themselves among them."""
    known = [found[1] for found in _REFERENCE.finditer(data)]
    share = chance.choice((0.05, 0.5))
    return _REFERENCE.sub(lambda found: chance.choice(known) + b" 0 R" if chance.random() < share else found[0], data)
