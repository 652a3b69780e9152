"""Bytes to text, for the encodings Chinese offices' files come in."""

import codecs
import re

from .base import UnreadableFileError

GARBAGE = "文件不是文本内容，无法读取：请用浏览器打开年度报告页面，另存为网页（.html）后再导入"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I)
_HEAD = 4_096  # bytes in which a page declares its encoding
_LEAST_WHOLE = 200  # of so many Chinese characters one may be damaged
_HAN = re.compile("[\u4e00-\u9fff]")


def decode(data: bytes) -> str:
    """The text; a character cut off at the end of the file is dropped. Raises when it is no text at all."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(_decoded(data[len(mark) :], name))
    if name := _wide(data):
        return _checked(_decoded(data, name))
    # UTF-8 first whatever the page declares: a browser saves as UTF-8 and keeps the old declaration.
    for name in ("utf-8", *_other_declared(data), "gb18030"):
        text = _decoded(data, name)
        if text is not None and (name != "gb18030" or not _is_damaged_utf8(data)):
            return _checked(text)
    return _checked(_least_damaged(data))


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of a page's tags and figures is zero."""
    beginning = data[:_HEAD]
    zeros = [beginning[start::2].count(0) for start in (0, 1)]
    if max(zeros) < max(1, len(beginning) // 10) or min(zeros) > max(zeros) // 10:
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _other_declared(data: bytes) -> tuple[str, ...]:
    """What a page says of itself where it is neither UTF-8 nor of the GB family: Big5 and its like."""
    match = _DECLARED.search(data[:_HEAD])
    name = match[1].decode("ascii", "ignore").lower() if match else ""
    try:
        known = codecs.lookup(name).name if name else ""
    except LookupError:
        return ()
    return (known,) if known in ("big5", "big5hkscs", "cp950") else ()


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)().decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken characters, which GB 18030 would decode into nonsense without complaint."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return len(_HAN.findall(text)) > _LEAST_WHOLE // 2 and damaged * _LEAST_WHOLE <= 4 * len(_HAN.findall(text))


def _least_damaged(data: bytes) -> str | None:
    """The text with � for what is broken, where that is little; a figure with one in it is not read."""
    texts = [data.decode(name, "replace") for name in ("utf-8", "gb18030")]
    text = min(texts, key=lambda text: text.count("\ufffd"))
    return text if text.count("\ufffd") * _LEAST_WHOLE <= 4 * len(_HAN.findall(text)) else None


def _checked(text: str | None) -> str:
    if text is None or len(_CONTROLS.findall(text[:100_000])) > len(text[:100_000]) // 200:
        raise UnreadableFileError(GARBAGE)
    return storable(text)


def storable(text: str) -> str:
    """The text with � for characters that no database keeps; a figure with one in it is not read."""
    return _UNSTORABLE.sub("\ufffd", text)
