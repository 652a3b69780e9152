"""Files that are zip archives inside (.docx, .xlsx, .ods, .zip), opened with care: nothing too large is unpacked."""

import io
import lzma
import struct
import zipfile
import zlib
from typing import BinaryIO

from .base import UnreadableFileError

LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, all members together
MOST_MEMBERS = 5_000
MOST_PACKED_TIMES = 200  # how many times larger unpacked than packed; text reaches 20, a bomb 1,000
_LONGEST_ENTRY = 400  # bytes of the table of contents for one member, on average; with a long name it has 150
_END, _END_LARGE = b"PK\x05\x06", b"PK\x06\x06"  # how the records begin that say how long the table is
_LONGEST_END = 66_000  # bytes at the end of the file in which they stand
_MOST_MARKUP = 1_500_000  # tags and attributes of one XML part; a document of a hundred pages has 400,000
_SMALL = 1024 * 1024  # bytes; below that any ratio is harmless

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    OverflowError,
    IndexError,
    struct.error,
)

BROKEN = "文件已损坏或没有传完整，打不开：请重新取得这个文件再导入"
LOCKED = "文件加了密码，打不开：请去掉密码另存一份再导入"
BOMB = "文件解开后大得不合常理，没有打开：请确认文件来源"


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, its members' declared sizes checked. Raises :class:`UnreadableFileError`."""
    archive = open_archive(data, most_members=MOST_MEMBERS)
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFileError(LOCKED)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED or any(map(is_bomb, members)):
        raise UnreadableFileError(BOMB)
    return archive


def open_archive(data: bytes | BinaryIO, *, most_members: int) -> zipfile.ZipFile:
    """An archive whose members whoever takes them out judges one by one. Raises :class:`UnreadableFileError`."""
    opened = io.BytesIO(data) if isinstance(data, bytes) else data
    if _length_of_contents(opened) > most_members * _LONGEST_ENTRY:
        raise UnreadableFileError(BOMB)
    try:
        archive = zipfile.ZipFile(opened)
    except _DAMAGE as error:
        raise UnreadableFileError(BROKEN) from error
    if len(archive.infolist()) > most_members:
        raise UnreadableFileError(BOMB)
    return archive


def _length_of_contents(opened: BinaryIO) -> int:
    """Bytes that the table of contents declares to have: the library makes an object of every entry at once."""
    size = opened.seek(0, io.SEEK_END)
    opened.seek(max(0, size - _LONGEST_END))
    end = opened.read()
    opened.seek(0)
    lengths = [0]
    for magic, layout, at in ((_END, "<I", 12), (_END_LARGE, "<Q", 40)):
        place = end.rfind(magic)
        if place >= 0 and place + at + struct.calcsize(layout) <= len(end):
            lengths.append(struct.unpack_from(layout, end, place + at)[0])
    return min(max(lengths), size)


def check_markup(content: bytes) -> None:
    """Raises :class:`UnreadableFileError` for XML that would take far more memory as a tree than it is long."""
    if content.count(b"<") + content.count(b"=") > _MOST_MARKUP:
        raise UnreadableFileError(BOMB)


def is_bomb(member: zipfile.ZipInfo) -> bool:
    """Whether it declares to be larger unpacked than anything real."""
    return member.file_size > _SMALL and member.file_size > MOST_PACKED_TIMES * max(member.compress_size, 1)


def member_bytes(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """One member unpacked, never more of it than it declares. Raises :class:`UnreadableFileError`."""
    try:
        member = archive.getinfo(name) if isinstance(name, str) else name
        with archive.open(member) as opened:
            found = opened.read(member.file_size + 1)
    except KeyError as error:
        raise UnreadableFileError(BROKEN) from error
    except (*_DAMAGE, RuntimeError) as error:
        raise UnreadableFileError(BROKEN) from error
    if len(found) > member.file_size:
        raise UnreadableFileError(BOMB)
    return found
