"""Bytes to text, for the encodings Chinese offices' files come in."""

import codecs
import re

from .base import UnreadableFileError

GARBAGE = "文件不是文本内容，无法读取：请用浏览器打开年度报告页面，另存为网页（.html）后再导入"
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def decode(data: bytes) -> str:
    """The text; a character cut off at the end of the file is dropped. Raises when it is no text at all."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(_decoded(data[len(mark) :], name))
    # UTF-8 first whatever the page declares: a browser saves as UTF-8 and keeps the old declaration.
    for name in ("utf-8", "gb18030"):
        text = _decoded(data, name)
        if text is not None:
            return _checked(text)
    raise UnreadableFileError(GARBAGE)


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)().decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None) -> str:
    if text is None or len(_CONTROLS.findall(text[:100_000])) > len(text[:100_000]) // 200:
        raise UnreadableFileError(GARBAGE)
    return text
