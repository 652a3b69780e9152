"""What every reader gives and every codec is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from reports.schema import CellKey
from reports.value import Number, ReportValue


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


class Box(NamedTuple):
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Source:
    """Where a cell was read: which physical table, row and column of the file (each from 1), and the raw text.

    In a workbook ``sheet`` is the name of the sheet, row and column are the sheet's own. In a PDF ``page`` counts from
    1 and ``box`` is the cell on it.
    """

    table: int
    row: int
    column: int
    raw: str
    sheet: str = ""
    page: int = 0
    box: Box | None = None

    @property
    def place(self) -> str:
        """In the file's own terms: 工作表“表三”D7, 第3页第12行第4列, 第2个表第6行第3列."""
        if self.sheet:
            return f"{row_place(self.table, self.row, self.sheet)}{column_letters(self.column)}{self.row}"
        return f"{row_place(self.table, self.row, page=self.page)}第{self.column}列"


def row_place(table: int, row: int, sheet: str = "", page: int = 0) -> str:
    """A row of a table in the file's own terms; of a sheet the sheet alone, its cells have addresses of their own."""
    if sheet:
        return f"工作表“{sheet}”"
    return f"第{page}页第{table}个表第{row}行" if page else f"第{table}个表第{row}行"


def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA, as a workbook names its columns."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class SourceCell:
    """One physical cell of a source table; ``column`` is the grid column it starts at, from 1.

    ``page`` and ``box`` say where it stands in a PDF.
    """

    text: str
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int = 0
    box: Box | None = None


@dataclass(frozen=True)
class SourceTable:
    """The physical rows of one table of a file; spans have put every cell into its grid column.

    Of a workbook ``sheet`` is the sheet's name and ``first_row`` the sheet's row in which the table begins; columns are
    the sheet's own. ``run_together``: the gaps between figures may be lost, none of them is read.
    ``rebuilt``: put together from text; a row counts only when its own totals come out.
    """

    rows: tuple[tuple[SourceCell, ...], ...]
    sheet: str = ""
    first_row: int = 1
    run_together: bool = False
    rebuilt: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(cell.text for row in self.rows for cell in row)

    def row_number(self, row: int) -> int:
        """The ``row``-th physical row (from 1) as the file itself numbers it."""
        return row + self.first_row - 1

    def source(self, table: int, row: int, cell: SourceCell) -> Source:
        """Where a cell of the ``row``-th physical row stands; ``table`` numbers this table in the file."""
        return Source(table, self.row_number(row), cell.column, cell.text, self.sheet, cell.page, cell.box)

    def place(self, table: int, row: int) -> str:
        """The ``row``-th physical row in the file's own terms."""
        page = next((cell.page for cell in self.rows[row - 1] if cell.page), 0)
        if self.sheet:
            return f"{row_place(table, row, self.sheet)}第{self.row_number(row)}行"
        return row_place(table, self.row_number(row), page=page)


@dataclass(frozen=True)
class Proposal:
    """A reading of figures that the file leaves in doubt, with what speaks for it: a person confirms it, nobody else.

    ``reason`` is a Chinese sentence: which of the form's sums come out only when the figures are read so. The cells are
    blank in the value until the person confirms.
    """

    place: str
    reason: str
    cells: Mapping[CellKey, Number]


@dataclass(frozen=True)
class ReadResult:
    """What a file says: the value, all problems at once, where each cell was read, and the source tables themselves.

    ``organ`` and ``year`` of the value are as far as the file tells them ("" and 0 where it does not). ``issue`` is the
    number of the workbook that a coordinator issued, where it is one that came back.
    """

    value: ReportValue
    problems: tuple[Problem, ...] = ()
    sources: dict[CellKey, Source] = field(default_factory=dict)
    tables: tuple[SourceTable, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    issue: str = ""


class Codec(Protocol):
    """A file format. ``write`` and ``read`` are a pair: reading what was written gives the same value."""

    extensions: tuple[str, ...]

    def read(self, data: bytes, filename: str = "") -> ReadResult: ...


class WritingCodec(Codec, Protocol):
    def write(self, value: ReportValue) -> bytes: ...
