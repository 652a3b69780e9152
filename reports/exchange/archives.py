"""A drop of files taken apart: whatever archives came in are opened, and each file in them is one member.

What holds other files is in ``_CONTAINERS``.
"""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import BinaryIO

from . import LARGEST_FILE
from .base import UnreadableFileError
from .mails import NO_DOCUMENT, Attachment, attachments, is_mail
from .zipped import BOMB, LOCKED, is_bomb, member_bytes, open_archive

MOST_FILES = 2_000  # in one drop
LARGEST_DROP = 400 * 1024 * 1024  # bytes, all files unpacked
DEEPEST = 2  # archives within the outermost one
LONGEST_PATH = 500

_BESIDE = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
# What a browser saves beside a page, in a folder named after it.
_PAGE_FOLDER = re.compile(r"(?:_files|\.files|_文件)$")
_PAGE_PARTS = re.compile(r"\.(?:css|js|map|json|png|jpe?g|gif|svg|ico|bmp|webp|woff2?|ttf|eot|mp[34]|xml)$")
_FOREIGN_ARCHIVES = ((b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gz"))


@dataclass(frozen=True)
class Member:
    """One file of a drop. ``path`` begins with the archives and mails it came in; ``problem`` says why it has no data.

    ``sender`` is the address of who sent the mail it came in.
    """

    path: str
    data: bytes = b""
    problem: str = ""
    sender: str = ""


@dataclass
class Allowance:
    """What a drop may still hold; shared by everything in it. Raises UnreadableFileError when it is used up."""

    files: int = MOST_FILES
    size: int = LARGEST_DROP
    _files: int = field(default=0, init=False)
    _size: int = field(default=0, init=False)

    def take(self, size: int) -> None:
        self._files += 1
        self._size += size
        if self._files > self.files:
            raise UnreadableFileError(f"一批最多收{self.files}个文件，这一批超过了，没有收下：请分成几批导入")
        if self._size > self.size:
            limit = self.size // 1024 // 1024
            raise UnreadableFileError(f"这一批文件解开后超过{limit} MB，没有收下：请分成几批导入")


def members(data: bytes | BinaryIO, filename: str, allowance: Allowance | None = None) -> Iterator[Member]:
    """The files in a file: itself, or where it is an archive all that it holds, in its order.

    One ``allowance`` for all files of a drop; only when it is used up UnreadableFileError. A member that cannot be
    taken out comes with its ``problem``.
    """
    yield from _opened(data, _path(filename), allowance or Allowance(), 0)


def is_beside(path: str) -> bool:
    """Whether a file is no document: what systems and browsers put beside those, and lock files of open documents."""
    parts = PurePosixPath(path).parts
    name = parts[-1].lower() if parts else ""
    if not name or name in _BESIDE or name.startswith(("~$", "._", ".~")) or "__MACOSX" in parts:
        return True
    return bool(_PAGE_PARTS.search(name)) and any(_PAGE_FOLDER.search(part) for part in parts[:-1])


def _opened(data: bytes | BinaryIO, path: str, allowance: Allowance, depth: int) -> Iterator[Member]:
    if is_beside(path):
        return
    beginning = _beginning(data)
    for recognises, opener in _CONTAINERS:
        if recognises(data, beginning):
            if depth > DEEPEST:
                allowance.take(0)
                yield Member(path, problem=f"压缩包套了{depth}层，没有打开：请解压后再导入")
            else:
                yield from opener(data, path, allowance, depth)
            return
    if foreign := next((kind for magic, kind in _FOREIGN_ARCHIVES if beginning.startswith(magic)), ""):
        allowance.take(0)
        yield Member(path, problem=f"这是{foreign}压缩文件，打不开：请解压后再导入，或者改压缩成zip")
        return
    size = _size(data)
    if size > LARGEST_FILE:
        allowance.take(0)
        yield Member(path, problem=_too_large(size))
        return
    allowance.take(size)
    yield Member(path, data if isinstance(data, bytes) else data.read())


def _too_large(size: int) -> str:
    return f"文件有{size / 1024 / 1024:.1f} MB，超过{LARGEST_FILE // 1024 // 1024} MB的上限：请另存一份不带图片、附件的"


def _zip_members(data: bytes | BinaryIO, path: str, allowance: Allowance, depth: int) -> Iterator[Member]:
    try:
        archive = open_archive(data, most_members=2 * MOST_FILES)
    except UnreadableFileError as error:
        allowance.take(0)
        yield Member(path, problem=str(error))
        return
    with archive:
        for member in archive.infolist():
            inner = _path(f"{path}/{_name(member)}")
            if not member.filename or member.is_dir() or is_beside(inner):
                continue
            try:
                content = _content(archive, member)
            except UnreadableFileError as error:
                allowance.take(0)
                yield Member(inner, problem=str(error))
                continue
            yield from _opened(content, inner, allowance, depth + 1)


def _mail_members(data: bytes | BinaryIO, path: str, allowance: Allowance, depth: int) -> Iterator[Member]:
    size = _size(data)
    if size > LARGEST_DROP:
        allowance.take(0)
        yield Member(path, problem=_too_large(size))
        return
    found = False
    for attachment in _attachments(data if isinstance(data, bytes) else data.read()):
        if isinstance(attachment, str):
            allowance.take(0)
            yield Member(path, problem=attachment)
            return
        if is_beside(inner := _path(f"{path}/{attachment.name}")):
            continue
        found = True
        for member in _opened(attachment.data, inner, allowance, depth + 1):
            yield replace(member, sender=member.sender or attachment.sender)
    if not found:
        allowance.take(0)
        yield Member(path, problem=NO_DOCUMENT)


def _attachments(data: bytes) -> Iterator[Attachment | str]:
    """The documents of a mail; last a sentence where the rest cannot be had."""
    try:
        yield from attachments(data)
    except UnreadableFileError as error:
        yield str(error)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & 1:
        raise UnreadableFileError(LOCKED)
    if is_bomb(member) or member.file_size > LARGEST_DROP:
        raise UnreadableFileError(BOMB)
    return member_bytes(archive, member)


def _name(member: zipfile.ZipInfo) -> str:
    """Windows writes Chinese names in GBK without saying so, some programs UTF-8; zipfile takes both for cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:  # named in the archive's own Unicode field
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _path(name: str) -> str:
    """A path to show and to match by, never to open: forward slashes, no way up, no control characters."""
    printable = "".join(" " if unicodedata.category(character).startswith("C") else character for character in name)
    parts = [part.strip() for part in re.split(r"[\\/]+", printable)]
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-LONGEST_PATH:]


def _beginning(data: bytes | BinaryIO) -> bytes:
    if isinstance(data, bytes):
        return data[:8]
    beginning = data.read(8)
    data.seek(0)
    return beginning


def _size(data: bytes | BinaryIO) -> int:
    if isinstance(data, bytes):
        return len(data)
    size = data.seek(0, 2)
    data.seek(0)
    return size


def _is_zip(data: bytes | BinaryIO, beginning: bytes) -> bool:
    """A zip that is not itself a document of Word, Excel, WPS or the like."""
    if not beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        names = set(open_archive(data, most_members=10 * MOST_FILES).namelist())
    except UnreadableFileError:
        return True  # the opener says what is wrong with it
    return names.isdisjoint({"[Content_Types].xml", "mimetype", "OFD.xml"})


def _is_mail(data: bytes | BinaryIO, beginning: bytes) -> bool:
    if isinstance(data, bytes):
        return is_mail(data)
    start = data.read(8192)
    data.seek(0)
    return is_mail(start)


_Opener = Callable[[bytes | BinaryIO, str, Allowance, int], Iterator[Member]]
_CONTAINERS: tuple[tuple[Callable[[bytes | BinaryIO, bytes], bool], _Opener], ...] = (
    (_is_zip, _zip_members),
    (_is_mail, _mail_members),
)
