"""Workbooks as offices make them, to be read back; and what LibreOffice makes of ours."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from reports.value import ReportValue
from tests.exchange.prints import Rows, tables

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def foreign(
    value: ReportValue,
    parts: dict[str, Rows] | None = None,
    *,
    sheets: str = "one",
    merged: bool = True,
    as_text: bool = False,
    left: int = 0,
    gap: int = 1,
    head: tuple[str, ...] = (),
) -> bytes:
    """A workbook nobody made from our template. ``sheets``: all on ``one``, a sheet for each section (``many``).

    ``left`` empty columns stand in front, ``gap`` empty rows behind each table, ``head`` lines under the title.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet, row = book.add_worksheet("Sheet1"), len(head) + 1
    sheet.write_column(0, left, (value.title, *head))
    parts = parts or tables(value)
    for section in value.schema.sections:
        if sheets == "many":
            sheet, row = book.add_worksheet(f"表{section.number}"), 0
        sheet.write_string(row, left, section.heading)
        row += 1
        if section.text:
            for line in value.texts[section.text.key].split("\n"):
                sheet.write_string(row, left, line)
                row += 1
        else:
            write_table(sheet, parts[section.key], value, row, left, merged=merged, as_text=as_text)
            row += len(parts[section.key]) + gap
    book.close()
    return buffer.getvalue()


def write_table(
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Rows,
    value: ReportValue,
    top: int,
    left: int,
    *,
    merged: bool = True,
    as_text: bool = False,
) -> None:
    taken: set[tuple[int, int]] = set()
    for number, line in enumerate(rows):
        column = 0
        for cell in line:
            while (number, column) in taken:
                column += 1
            taken |= {(number + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            at = top + number, left + column
            if merged and cell.rowspan * cell.colspan > 1:
                sheet.merge_range(*at, at[0] + cell.rowspan - 1, at[1] + cell.colspan - 1, "")
            figure = value[cell.key] if cell.key else None
            if figure is not None and cell.text and not as_text:
                sheet.write_number(*at, float(figure))
            elif cell.text:
                sheet.write_string(*at, cell.text)
            column += cell.colspan


def patched(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one member of its archive changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return buffer.getvalue()


def converted(data: bytes, kind: str, folder: Path, source: str = "xlsx") -> bytes:
    """The file as LibreOffice saves it in another format."""
    given = folder / f"given.{source}"
    given.write_bytes(data)
    extension = kind.split(":")[0]
    subprocess.run(
        [
            str(OFFICE),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder / "out"),
            str(given),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "out" / f"given.{extension}").read_bytes()
