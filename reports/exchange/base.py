"""What every reader gives and every codec is."""

from dataclasses import dataclass, field
from typing import Protocol

from reports.schema import CellKey
from reports.value import ReportValue


class UnreadableFileError(Exception):
    """Nothing could be read. The message is one Chinese sentence for the person: what was wrong and what to do."""


@dataclass(frozen=True)
class Problem:
    """Something in the file that a person should look at.

    ``place`` says where in the file, in the file's own terms (第2个表第10行第4列); ``cell`` is the cell it concerns or
    empty; ``unread`` is true when the cell was left blank because of it.
    """

    place: str
    message: str
    cell: CellKey = ""
    unread: bool = False


@dataclass(frozen=True)
class Source:
    """Where a cell was read: which physical table, row and column of the file (each from 1), and the raw text."""

    table: int
    row: int
    column: int
    raw: str

    @property
    def place(self) -> str:
        return f"第{self.table}个表第{self.row}行第{self.column}列"


@dataclass(frozen=True)
class SourceCell:
    """One physical cell of a source table; ``column`` is the grid column it starts at, from 1."""

    text: str
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class ReadResult:
    """What a file says: the value, all problems at once, where each cell was read, and the source tables themselves.

    ``organ`` and ``year`` of the value are as far as the file tells them ("" and 0 where it does not).
    """

    value: ReportValue
    problems: tuple[Problem, ...] = ()
    sources: dict[CellKey, Source] = field(default_factory=dict)
    tables: tuple[tuple[tuple[SourceCell, ...], ...], ...] = ()


class Codec(Protocol):
    """A file format. ``write`` and ``read`` are a pair: reading what was written gives the same value."""

    extensions: tuple[str, ...]

    def read(self, data: bytes) -> ReadResult: ...


class WritingCodec(Codec, Protocol):
    def write(self, value: ReportValue) -> bytes: ...
