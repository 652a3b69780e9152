"""Pages saved as one file: which of its parts is the report, and what is said when none is."""

import pytest

from reports.exchange import UnreadableFileError, read
from reports.exchange.webarchive import is_archive
from tests.builders import TEXTS, filled, truth
from tests.exchange.layouts.pages import archive, chrome_archive


@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_texts_and_figures_come_whole(charset: str, encoding: str) -> None:
    value = filled()
    made = archive(value, encoding, charset)
    result = read(made.data, made.name)
    assert result.value.diff(value) == ()
    assert (result.value.organ, result.value.year) == (value.organ, value.year)


def test_the_frame_with_the_report_is_taken() -> None:
    value = truth("001").replace({}, TEXTS)
    made = chrome_archive(value)
    assert read(made.data, made.name).value.cells == value.cells


def test_the_name_does_not_matter() -> None:
    value = filled()
    assert read(archive(value).data, "报告.html").value.cells == value.cells


def test_a_letter_is_no_archive() -> None:
    assert not is_archive(b"From: a@b.cn\nSubject: x\nContent-Type: multipart/mixed\n\nbody")
    assert not is_archive("From: 县政府\n年度报告".encode())
    assert not is_archive(b"<html><meta content-type: text/html></html>")


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        b"--x\nContent-Type: image/gif\n\nGIF8\n--x--",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n" * 3000,
        b"MIME-Version: 1.0\nContent-Type: text/html\n\n",
    ],
)
def test_an_archive_without_a_page_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="没有网页正文"):
        read(data, "a.mht")


def test_an_archive_cut_short_gives_what_is_there() -> None:
    value = filled()
    data = archive(value).data
    result = read(data[: len(data) * 2 // 3], "a.mht")
    assert 0 < result.value.filled < len(value.cells)
    assert not [key for key, number in result.value.cells.items() if number not in (None, value.cells[key])]
