"""Files that are no report: one clear Chinese sentence each, and no harm from hostile ones."""

import codecs
import zipfile
from io import BytesIO

import pytest

from reports.exchange import LARGEST_FILE, UnreadableFileError, read
from tests.builders import filled
from tests.exchange.prints import html_page, pipe_page, silently_wrong, unnamed_blanks


def zipped() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return stream.getvalue()


REFUSED = {
    "empty": (b"", "a.html", "空的"),
    "only spaces": (b" \r\n\xef\xbb\xbf \x00", "a.txt", "空的"),
    "fifty megabytes": (b"<table>" + b" " * 50 * 1024 * 1024, "a.html", "超过20MB"),
    "docx": (zipped(), "报告.docx", "已损坏"),
    "docx as html": (zipped(), "报告.html", "已损坏"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "报告.doc", "已损坏"),
    "rtf": (b"{\\rtf1\\ansi 1}", "报告.doc", "另存为网页"),
    "mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a.mht", "没有网页正文"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "a.png", "图片"),
    "garbage": (bytes(range(256)) * 40, "a.html", "不是文本"),
    "nuls": (b"\x00\x01\x02\x03" * 500, "a.txt", "不是文本"),
    "a letter": ("县政府办公室：\n请于1月31日前报送年度报告。".encode(), "a.txt", "没有表格"),
    "a letter as html": ("请于1月31日前报送年度报告。".encode(), "a.html", "不是网页"),
    "page without table": (
        "<html><body><p>2023年政府信息公开工作年度报告</p></body></html>".encode(),
        "a.html",
        "没有表格",
    ),
    "page with another table": (b"<table><tr><td>a</td><td>1</td></tr></table>", "a.html", "没有找到年度报告的表格"),
    "text with another table": ("姓名|年龄\n张三|5".encode(), "a.md", "没有找到年度报告的表格"),
    "json cut short": (b'{"schema": "2021",\n "cells": {', "a.json", "第2行"),
    "json of another kind": (b'{"a": 1}', "a.json", "不是年度报告数据"),
    "json list": (b"[{}]", "a.json", "不是年度报告数据"),
    "no json at all": ("年度报告".encode(), "a.json", "第1行"),
    "json of an unknown form": (b'{"schema": "1999", "cells": {}}', "a.json", "1999"),
    "deep json": (b'{"a":' * 100_000, "a.json", "JSON"),
    "html of nothing": (b"<html></html>", "a.html", "没有表格"),
}


@pytest.mark.parametrize(("data", "name", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_each_refusal_is_one_sentence_that_says_why(data: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(data, name)
    message = str(refused.value)
    assert said in message
    assert "\n" not in message
    assert len(message) < 120


def test_the_limit_is_twenty_megabytes() -> None:
    assert LARGEST_FILE == 20 * 1024 * 1024


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("gbk"),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("<html>", '<html><meta charset="gb2312">').encode("gb18030"),
        lambda text: text.replace("<html>", '<html><meta charset="gb2312">').encode(),
        lambda text: (
            ('<?xml version="1.0" encoding="gbk"?>' + text).encode("gbk") if "<html" in text else text.encode()
        ),
    ],
)
def test_every_usual_encoding(encode: object) -> None:
    value = filled()
    for data, name in ((html_page(value), "a.html"), (pipe_page(value), "a.txt")):
        assert callable(encode)
        assert read(encode(data.decode()), name).value.diff(value) == ()


def test_content_decides_before_the_name() -> None:
    value = filled()
    assert read(html_page(value), "报告.txt").value.diff(value) == ()
    assert read(html_page(value), "报告.doc").value.diff(value) == ()
    assert read(pipe_page(value), "报告").value.diff(value) == ()


def test_a_page_cut_in_half_gives_what_is_there() -> None:
    value = filled()
    data = html_page(value)
    result = read(data[: data.index("（四）无法提供".encode()) + 5], "a.html")
    assert silently_wrong(result, value) == []
    assert unnamed_blanks(result) == []
    assert result.value["applications.refused_administrative_inquiry.total"] is not None
    assert result.value["applications.carried_out.total"] is None


@pytest.mark.parametrize(
    "harm",
    [
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>',
        "<div>" * 50_000,
        "<table><tr><td>" * 300,
        "<table><tr><td colspan=999999999 rowspan=999999999>1</td></tr></table>" * 50,
        "<table>" + "<tr><td rowspan=65534 colspan=1000>1</td></tr>" * 2000 + "</table>",
        "<p>" + "一、" * 20_000 + "</p>",
        "<p>" + "(" * 100_000 + "</p>",
        "<table><tr><td>" + "9" * 100_000 + "</td></tr></table>",
    ],
)
def test_hostile_pages_do_no_harm(harm: str) -> None:
    value = filled()
    page = html_page(value).decode()
    result = read(page.replace("</body>", harm + "</body>").encode(), "a.html")
    assert result.value.cells == value.cells
    assert "root:" not in "".join(result.value.texts.values())
    with pytest.raises(UnreadableFileError):
        read(f"<html><body>{harm}</body></html>".encode(), "a.html")


def test_too_many_cells_are_refused() -> None:
    page = "<table>" + "<tr><td>1<td>2<td>3<td>4</tr>" * 60_000 + "</table>"
    with pytest.raises(UnreadableFileError, match="太大"):
        read(page.encode(), "a.html")
