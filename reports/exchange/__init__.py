"""Files in and out: ``read`` takes any file a clerk has and gives the report in it, or says in one sentence why not."""

import re
from pathlib import PurePath

from .base import Codec, Problem, ReadResult, Source, SourceCell, UnreadableFileError, WritingCodec
from .encoding import decode
from .html import HtmlPage
from .jsonfile import JsonFile
from .pipetext import PipeText

LARGEST_FILE = 20 * 1024 * 1024  # bytes

JSON, HTML, TEXT = JsonFile(), HtmlPage(), PipeText()
CODECS: tuple[Codec, ...] = (JSON, HTML, TEXT)

_SAVE_AS_PAGE = "请用Word或WPS打开，另存为网页（.html）后再导入"
_REFUSED_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "这是PDF文件，目前不能读取：请在网站上打开年度报告页面，另存为网页（.html）后再导入"),
    (b"PK\x03\x04", f"这是Word、Excel或压缩文件，目前不能读取：{_SAVE_AS_PAGE}"),
    (b"\xd0\xcf\x11\xe0", f"这是Word或Excel文件，目前不能读取：{_SAVE_AS_PAGE}"),
    (b"{\\rtf", f"这是RTF文件，目前不能读取：{_SAVE_AS_PAGE}"),
    (b"Rar!", "这是压缩文件：请先解压，再导入其中的网页（.html）或文本文件"),
    (b"7z\xbc\xaf", "这是压缩文件：请先解压，再导入其中的网页（.html）或文本文件"),
    (b"\x1f\x8b", "这是压缩文件：请先解压，再导入其中的网页（.html）或文本文件"),
    (b"\x89PNG", "这是图片，里面的数字无法读取：请改用有文字的网页（.html）或文本文件"),
    (b"\xff\xd8\xff", "这是图片，里面的数字无法读取：请改用有文字的网页（.html）或文本文件"),
    (b"GIF8", "这是图片，里面的数字无法读取：请改用有文字的网页（.html）或文本文件"),
    (b"MIME-Version:", "这是单个文件网页（.mht），目前不能读取：请另存为“网页，仅HTML”（.html）后再导入"),
    (b"From: <Saved by", "这是单个文件网页（.mht），目前不能读取：请另存为“网页，仅HTML”（.html）后再导入"),
)
_TAG = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|tr|td|th|div|p|span|h[1-6]|ul|br|meta)\b[^<]*>", re.I)
_PIPE_NO_TABLE = "文本里没有表格，无法读取：表格各列之间要有竖线“|”，或请改用年度报告的网页（.html）"


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
    for magic, message in _REFUSED_KINDS:
        if data[:1024].lstrip().startswith(magic):
            raise UnreadableFileError(message)
    text = decode(data).strip()
    extension = PurePath(filename.replace("\\", "/")).suffix.lower()
    if text.startswith(("{", "[{")) or (extension in JSON.extensions and not text.startswith("<")):
        return JSON.read(data)
    if _TAG.search(text[:200_000]) and (
        extension in HTML.extensions or text.startswith("<") or len(_TAG.findall(text[:200_000])) > 5
    ):
        return HTML.read(data, filename)
    if extension in HTML.extensions and "|" not in text:
        raise UnreadableFileError("这个文件不是网页：里面没有网页内容，请用浏览器打开年度报告页面，另存为网页（.html）")
    try:
        return TEXT.read(data, filename)
    except UnreadableFileError as error:
        raise UnreadableFileError(str(error) if {"|", "\t"} & set(text) else _PIPE_NO_TABLE) from error


__all__ = [
    "CODECS",
    "LARGEST_FILE",
    "Codec",
    "HtmlPage",
    "JsonFile",
    "PipeText",
    "Problem",
    "ReadResult",
    "Source",
    "SourceCell",
    "UnreadableFileError",
    "WritingCodec",
    "read",
]
