"""Mails as mail programs export them (.eml, .mbox): who sent them, and the documents attached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.utils import parseaddr

from .base import UnreadableFileError
from .messages import parts_of

NO_DOCUMENT = "邮件里没有附件，没有可以导入的：请看看是不是在正文里给了下载链接"

_MOST_MAILS = 10_000
_HEADERS = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
_MAILBOX = re.compile(rb"^From [^\r\n]*\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)", re.MULTILINE)
_MAIL_HEADS = (b"subject:", b"date:", b"message-id:", b"received:")


@dataclass(frozen=True)
class Attachment:
    """A document that came with a mail; ``sender`` is an address, ``mail`` the mail's subject."""

    name: str
    data: bytes
    sender: str
    mail: str


def is_mail(data: bytes) -> bool:
    """Whether a file is a mail or a box of them, and not a web page saved in the same format."""
    beginning = data[:4096].lstrip()
    if _MAILBOX.match(beginning):
        return True
    heads = _HEADERS.match(beginning.replace(b"\r\n", b"\n"))
    lowered = heads[0].lower() if heads else b""
    if b"from:" not in lowered or b"<saved by" in lowered or b"snapshot-content-location:" in lowered:
        return False
    return sum(head in lowered for head in _MAIL_HEADS) >= 2


def attachments(data: bytes) -> Iterator[Attachment]:
    """The documents of all mails in the file, in their order; pictures of a signature are left out.

    Raises :class:`UnreadableFileError` when it comes to a mail that cannot be taken apart.
    """
    starts = [found.end() for found in _MAILBOX.finditer(data)] if _MAILBOX.match(data.lstrip()) else []
    if len(starts) > _MOST_MAILS:
        raise UnreadableFileError(f"邮箱文件里超过{_MOST_MAILS}封邮件，没有打开：请只导出与年度报告有关的邮件")
    if not starts:
        yield from _of(data)
        return
    ends = [found.start() for found in _MAILBOX.finditer(data)][1:]
    for start, end in zip(starts, [*ends, len(data)], strict=True):
        yield from _of(data[start:end])


def _of(data: bytes) -> Iterator[Attachment]:
    """Also what is attached to mails that were forwarded in this one."""
    sender = subject = ""
    for number, part in enumerate(parts_of(data, policy.default)):
        if number == 0:
            sender = parseaddr(_header(part, "from"))[1][:254]
            subject = _header(part, "subject")
        if part.is_multipart():
            continue
        name = _name(part)
        if not name or (part.get_content_maintype() == "image" and part.get("content-id")):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(name, content, sender, subject)


def _header(mail: Message, name: str) -> str:
    """As it reads; a header that breaks every rule is empty."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""


def _name(part: Message) -> str:
    try:
        return " ".join((part.get_filename() or "").split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""
