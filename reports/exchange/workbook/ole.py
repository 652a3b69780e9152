"""The directory of an OLE file (.xls, .doc, .et): which streams it holds, and a stream whole."""

import struct
from collections.abc import Iterator

from ..base import UnreadableFileError
from ..zipped import BROKEN

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFC  # this and everything above is no sector
_ENTRY = 128  # bytes of one directory entry
_STREAM = 2


def streams(data: bytes) -> dict[str, bytes]:
    """Every large stream by its name; small ones (below 4,096 bytes, kept elsewhere) come empty.

    Raises :class:`UnreadableFileError` for a file that is cut off or runs in circles.
    """
    try:
        return dict(_streams(data))
    except (struct.error, IndexError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    first_directory, _, cutoff = struct.unpack_from("<III", data, 48)
    table = _allocation_table(data, size)

    def chain(sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < _END_OF_CHAIN:
            parts.append(data[(sector + 1) * size : (sector + 2) * size])
            sector = table[sector]
            if len(parts) > len(table):
                raise ValueError("circle of sectors")
        return b"".join(parts)

    directory = chain(first_directory)
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[at : at + _ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[66] == _STREAM and 2 <= length <= 64:
            start, stream_size = struct.unpack_from("<II", entry, 116)
            name = entry[: length - 2].decode("utf-16-le", "replace")
            yield name, chain(start)[:stream_size] if stream_size >= cutoff else b""


def _allocation_table(data: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if following >= _END_OF_CHAIN:
            break
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors += more[:-1]
        following = more[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _END_OF_CHAIN:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table
