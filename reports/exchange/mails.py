"""Mails as mail programs export them (.eml, .mbox): who sent them, and the documents attached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

NO_DOCUMENT = "邮件里没有附件，没有可以导入的：请看看是不是在正文里给了下载链接"

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
    """The documents of all mails in the file, in their order; pictures of a signature are left out."""
    starts = [found.end() for found in _MAILBOX.finditer(data)] if _MAILBOX.match(data.lstrip()) else []
    if not starts:
        yield from _of(_parsed(data))
        return
    ends = [found.start() for found in _MAILBOX.finditer(data)][1:]
    for start, end in zip(starts, [*ends, len(data)], strict=True):
        yield from _of(_parsed(data[start:end]))


def _parsed(data: bytes) -> EmailMessage:
    parsed = message_from_bytes(data, policy=policy.default)
    assert isinstance(parsed, EmailMessage)  # noqa: S101  (what this policy makes)
    return parsed


def _of(mail: EmailMessage) -> Iterator[Attachment]:
    """Also what is attached to mails that were forwarded in this one."""
    sender = parseaddr(_header(mail, "from"))[1][:254]
    subject = _header(mail, "subject")
    for part in mail.walk():
        if part.is_multipart():
            continue
        name = _name(part)
        if not name or (part.get_content_maintype() == "image" and part.get("content-id")):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(name, content, sender, subject)


def _header(mail: EmailMessage, name: str) -> str:
    """As it reads; a header that breaks every rule is empty."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""


def _name(part: EmailMessage) -> str:
    try:
        return " ".join((part.get_filename() or "").split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""
