"""CSV as RFC 4180 says, with the mark by which Excel knows UTF-8; read as offices save it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from reports.exchange.base import UnreadableFileError
from reports.exchange.encoding import decode

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_AT_ONCE = 500  # lines


def write_lines(file: BinaryIO, lines: Iterable[Sequence[object]]) -> None:
    file.write(BYTE_ORDER_MARK)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for number, line in enumerate(lines, start=1):
        writer.writerow(line)
        if number % _AT_ONCE == 0:
            file.write(buffer.getvalue().encode())
            buffer.seek(0)
            buffer.truncate()
    file.write(buffer.getvalue().encode())


def read_lines(data: bytes) -> Iterator[list[str]]:
    """The lines of a file, separated by commas, by tabs or by semicolons, as its first line is."""
    text = decode(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableFileError(
            "CSV文件里有一格长得不合常理，或者引号没有配对：请用表格软件打开，另存后再导入"
        ) from error
