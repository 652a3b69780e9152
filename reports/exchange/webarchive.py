"""Pages saved as one file (.mht, .mhtml), as Internet Explorer, Edge and Chrome save them: a mail message inside."""

import re
from collections.abc import Iterator
from email.message import Message
from email.policy import compat32

from .base import ReadResult, UnreadableFileError
from .encoding import decode
from .html import HtmlPage
from .messages import parts_of

NO_PAGE = "单个文件网页（.mht）里没有网页正文：请用浏览器重新打开年度报告页面，另存为网页（.html）后再导入"
_PAGES = ("text/html", "application/xhtml+xml")
_HEADING = re.compile(rb"(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location):", re.I)
_ARCHIVE = re.compile(rb"^(?:content-type:\s*(?:multipart/related|text/html)|snapshot-content-location:)", re.I | re.M)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LARGEST_HEADER = 8_192  # bytes


def is_archive(data: bytes) -> bool:
    """Whether a file begins as a saved page does, whatever browser put its headings in what order."""
    header = _BLANK_LINE.split(data[:_LARGEST_HEADER].lstrip(), maxsplit=1)[0]
    return bool(_HEADING.match(header) and _ARCHIVE.search(header))


class WebArchive:
    """The page of an archive that holds the report: the first one, or the frame in which it stands."""

    extensions: tuple[str, ...] = (".mht", ".mhtml")

    def read(self, data: bytes, filename: str = "") -> ReadResult:
        results: list[ReadResult] = []
        refusal = UnreadableFileError(NO_PAGE)
        for number, page in enumerate(_pages(data)):
            try:
                results.append(HtmlPage().read(page, filename))
            except UnreadableFileError as error:
                refusal = refusal if number else error
        if not results:
            raise refusal
        return max(results, key=lambda result: result.value.filled)


def _pages(data: bytes) -> Iterator[bytes]:
    """Every page in the archive as UTF-8, the outermost first."""
    for part in parts_of(data.lstrip(), compat32):
        if part.get_content_type() in _PAGES and (text := _text(part)):
            yield text.encode()


def _text(part: Message) -> str:
    """The part's text: its own charset where the bytes agree with it, else as any other file's."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    charset = (part.get_content_charset() or "").lower()
    if charset and charset not in ("utf-8", "us-ascii", "gb2312", "gbk", "gb18030"):
        try:
            return payload.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(payload)
