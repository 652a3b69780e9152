"""Drops of many files: archives in archives, names as Windows writes them, and members that cannot be taken out."""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from reports.exchange import archives
from reports.exchange.archives import Allowance, Member, is_beside, members
from reports.exchange.base import UnreadableFileError
from reports.exchange.zipped import BOMB, BROKEN, LOCKED


def packed(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def named_in(encoding: str, name: str) -> bytes:
    """An archive with one empty file whose name is in ``encoding``, without a word about it."""
    raw = name.encode(encoding)
    data = packed({"x" * len(raw): b""})
    return data.replace(b"x" * len(raw), raw)


def paths(found: list[Member]) -> list[str]:
    return [member.path for member in found]


def test_a_plain_file_is_its_own_member() -> None:
    assert list(members(b"text", "报告.txt")) == [Member("报告.txt", b"text")]
    assert list(members(io.BytesIO(b"text"), r"D:\上报\报告.txt")) == [Member("D:/上报/报告.txt", b"text")]


def test_folders_and_archives_in_archives_are_opened_and_what_is_no_document_is_left_out() -> None:
    inner = packed({"乡镇/某镇.html": b"2"})
    found = list(
        members(
            packed(
                {
                    "局/教育局.html": b"1",
                    "局/": b"",
                    "局/教育局_files/style.css": b"x",
                    "__MACOSX/局/._教育局.html": b"x",
                    ".DS_Store": b"x",
                    "局/Thumbs.db": b"x",
                    "局/~$教育局.docx": b"x",
                    "乡镇.zip": inner,
                }
            ),
            "全县.zip",
        )
    )
    assert found == [Member("全县.zip/局/教育局.html", b"1"), Member("全县.zip/乡镇.zip/乡镇/某镇.html", b"2")]


def test_documents_that_are_archives_inside_stay_whole() -> None:
    document = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"})
    assert list(members(document, "报告.docx")) == [Member("报告.docx", document)]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_are_read_as_they_were_written(encoding: str) -> None:
    name = "教育局2023年度报告.html"
    assert paths(list(members(named_in(encoding, name), "a.zip"))) == [f"a.zip/{name}"]


def test_names_lead_nowhere() -> None:
    assert paths(list(members(packed({"../../etc/报\n告.txt": b"1"}), "a.zip"))) == ["a.zip/etc/报 告.txt"]
    assert len(next(members(b"1", "长" * 900)).path) == archives.LONGEST_PATH


def test_archives_too_deep_and_of_other_kinds_are_named() -> None:
    data = packed({"最里.txt": b"1"})
    for number in range(archives.DEEPEST):
        data = packed({f"{number}.zip": data})
    assert paths(list(members(data, "a.zip"))) == ["a.zip/1.zip/0.zip/最里.txt"]
    (deep,) = members(packed({"2.zip": data}), "a.zip")
    assert "套了3层" in deep.problem
    (foreign,) = members(b"Rar!\x1a\x07", "a.rar")
    assert "rar" in foreign.problem


def test_bad_members_are_told_and_the_others_come() -> None:
    data = bytearray(packed({"坏.txt": b"broken content " * 9, "好.txt": b"1"}, zipfile.ZIP_STORED))
    data[data.index(b"broken")] ^= 0xFF
    broken, good = members(bytes(data), "a.zip")
    assert (broken.problem, good) == (BROKEN, Member("a.zip/好.txt", b"1"))
    locked = bytearray(packed({"锁.txt": b"1", "好.txt": b"1"}))
    place = locked.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", locked, place, struct.unpack_from("<H", locked, place)[0] | 1)
    assert [member.problem for member in members(bytes(locked), "a.zip")] == [LOCKED, ""]
    bomb, good = members(packed({"大.txt": b"0" * 9_000_000, "好.txt": b"1"}), "a.zip")
    assert (bomb.problem, good.data) == (BOMB, b"1")
    assert [member.problem for member in members(bytes(data[:60]), "a.zip")] == [BROKEN]


def test_a_drop_has_its_limits() -> None:
    allowance = Allowance(files=2)
    assert len(list(members(packed({"1": b"1", "2": b"2"}), "a.zip", allowance))) == 2
    with pytest.raises(UnreadableFileError, match="最多收2个文件"):
        list(members(b"3", "3.txt", allowance))
    with pytest.raises(UnreadableFileError, match="超过0 MB"):
        list(members(b"123", "3.txt", Allowance(size=2)))
    large = b"0123456789abcdef" * (archives.LARGEST_FILE // 16 + 1)
    assert "20 MB" in next(members(large, "大.txt")).problem


@pytest.mark.parametrize("path", ["", "a/Desktop.ini", "a/._b", "网页.files/x.png", "网页_files/x.JS"])
def test_what_is_no_document(path: str) -> None:
    assert is_beside(path)
    assert not is_beside("图片/报告.html")
    assert not is_beside("数据/报告.json")
