"""Mail messages parsed with care, be they mails or pages saved in their format."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import Policy

from .base import UnreadableFileError

BROKEN = "邮件或单个文件网页（.mht）的结构不合常理，没有打开：请把里面的附件或网页另存出来再导入"
MOST_PARTS = 2_000
_LONGEST_HEADING = 8_192  # bytes; the time the library takes for a heading's parts grows with their square
_HEADING = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)


def parts_of(data: bytes, policy: Policy) -> Iterator[Message]:
    """The message and every part in it, the outermost first. Raises :class:`UnreadableFileError`."""
    if any(len(heading[0]) > _LONGEST_HEADING for heading in _HEADING.finditer(data)):
        raise UnreadableFileError(BROKEN)
    try:
        for number, part in enumerate(message_from_bytes(data, policy=policy).walk()):
            if number > MOST_PARTS:
                raise UnreadableFileError(BROKEN)
            yield part
    except RecursionError as error:
        raise UnreadableFileError(BROKEN) from error
