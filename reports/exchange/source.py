"""What every text format is turned into before it is understood: lines and tables, in the order of the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from .base import SourceCell, SourceTable, UnreadableFileError

WIDEST_SPAN = 60
WIDEST_TABLE = 500  # columns; what stands further right is of no table of the form
DEEPEST_SPAN = 200
MOST_CELLS = 100_000  # of a whole file; a report has 300, a volume of all a county's reports 20,000
MOST_LINES = 50_000
MOST_CHARACTERS = 3_000_000
TOO_LARGE = "文件里的文字或表格太多、太大，不像是一份年度报告：请只保留年度报告的内容再导入"


@dataclass(frozen=True)
class Line:
    """One paragraph outside tables, its spaces trimmed."""

    text: str


Block = Line | SourceTable


@dataclass(frozen=True)
class Source:
    """A file's blocks, and the texts that may be its title, the most trustworthy first.

    Raises :class:`UnreadableFileError` for more of them than are ever read.
    """

    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        cells = sum(len(row) for table in self.tables for row in table.rows)
        if cells > MOST_CELLS or len(self.blocks) > MOST_LINES or len(self.text) > MOST_CHARACTERS:
            raise UnreadableFileError(TOO_LARGE)

    @property
    def tables(self) -> tuple[SourceTable, ...]:
        return tuple(block for block in self.blocks if isinstance(block, SourceTable))

    @property
    def text(self) -> str:
        """Everything that is printed, for looking words up."""
        return "\n".join(
            block.text
            if isinstance(block, Line)
            else "\n".join("\t".join(cell.text for cell in row) for row in block.rows)
            for block in self.blocks
        )


def lay_out(rows: Sequence[Sequence[tuple[str, int, int]]]) -> SourceTable:
    """A table from its physical cells (text, colspan, rowspan), each each in the grid column where spans leave room."""
    laid: list[tuple[SourceCell, ...]] = []
    taken: dict[int, int] = {}  # grid column -> rows it is still covered from above
    for row in rows:
        line: list[SourceCell] = []
        covered = {column: left - 1 for column, left in taken.items() if left > 1}
        column = 1
        for text, colspan, rowspan in row:
            while taken.get(column, 0):
                column += 1
            if column > WIDEST_TABLE:
                break
            colspan, rowspan = min(max(colspan, 1), WIDEST_SPAN), min(max(rowspan, 1), DEEPEST_SPAN)
            line.append(SourceCell(text, column, rowspan, colspan))
            if rowspan > 1:
                covered |= dict.fromkeys(range(column, column + colspan), rowspan - 1)
            column += colspan
        laid.append(tuple(line))
        taken = covered
    return SourceTable(tuple(laid))
