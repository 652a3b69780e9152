"""The cell formats of one workbook, each made once."""

import xlsxwriter
from xlsxwriter.format import Format

GREY = "#F2F2F2"
_RED, _DARK_RED = "#FFC7CE", "#9C0006"


class Styles:
    """Formats by their properties."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._red: Format | None = None

    def format(self, **properties: object) -> Format:
        """XlsxWriter's properties on top of the house's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(
                {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", **properties}
            )
        return self._formats[key]

    def red(self) -> Format:
        """What a cell turns into whose sum does not come out."""
        if self._red is None:
            self._red = self._book.add_format({"bg_color": _RED, "font_color": _DARK_RED})
        return self._red
