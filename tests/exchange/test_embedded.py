"""Articles that stand in a script, a field or a frame of the page."""

import pytest

from reports.exchange import UnreadableFileError, read
from reports.exchange.embedded import embedded_pages
from tests.builders import filled
from tests.exchange.layouts.base import body, page
from tests.exchange.layouts.pages import in_script


def test_the_frames_own_text_is_read() -> None:
    value = filled()
    inside = body(value).replace('"', "&quot;")
    made = page(f'<p>菜单</p><iframe srcdoc="{inside}"></iframe>')
    assert read(made.data, "a.html").value.diff(value) == ()


def test_a_frame_that_was_not_saved_is_said() -> None:
    made = page("<h1>2023年政府信息公开工作年度报告</h1><iframe src='a_files/content.html'></iframe>")
    with pytest.raises(UnreadableFileError, match="框架"):
        read(made.data, "a.html")


def test_two_different_reports_in_a_script_are_refused() -> None:
    one, other = filled(), filled(**{"applications.granted.natural": 9, "applications.granted.total": 30})
    data = in_script(one).data.replace(b"</body>", in_script(other).data.split(b"<body>")[1])
    with pytest.raises(UnreadableFileError, match="几份"):
        read(data, "a.html")


def test_the_page_itself_comes_first() -> None:
    """What a script holds besides is not looked at when the page shows the report."""
    value = filled()
    other = filled(**{"applications.granted.natural": 9})
    data = page(body(value) + in_script(other).data.decode().split("<body>")[1].split("</body>")[0]).data
    assert read(data, "a.html").value.diff(value) == ()


def test_escapes_of_scripts_are_undone() -> None:
    text = r"""<script>var a = "\u003ctable\u003e<tr><td>\"\u4e00\"<\/td>\n<\/table>"; var b = 'x';</script>"""
    assert list(embedded_pages(text)) == ['<table><tr><td>"一"</td>\n</table>']


def test_text_escaped_twice_is_found() -> None:
    assert list(embedded_pages("<textarea>&amp;lt;table&amp;gt;1</textarea>")) == ["<table>1"]
    assert list(embedded_pages("<textarea>no table</textarea>")) == []
