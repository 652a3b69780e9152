"""Workbooks written and read, beside openpyxl doing the obvious same work."""

import io
from collections.abc import Iterator
from datetime import date

import openpyxl

from reports.exchange.workbook import Issue, Workbook, template
from reports.exchange.workbook.layout import table_sheets
from reports.schema import grid
from reports.value import ReportValue
from tests.benchmarks.measure import Row, best_of_each
from tests.builders import filled
from tests.exchange.workbook.books import foreign


def rows() -> Iterator[Row]:
    value = filled()
    ours, other = Workbook().write(value), foreign(value)
    issue = Issue("2024-001", date(2024, 1, 20), "县政府办公室")
    write, prefilled, plain = best_of_each(
        lambda: Workbook().write(value),
        lambda: template(value, previous=value, issue=issue),
        lambda: written_plainly(value),
        runs=5,
    )
    yield Row("workbook: write", write, goal=0.06, baseline="openpyxl, the tables alone", baseline_seconds=plain)
    yield Row("workbook: write with last year's figures", prefilled)
    keyed, labels, loaded = best_of_each(
        lambda: Workbook().read(ours),
        lambda: Workbook().read(other),
        lambda: read_plainly(other),
        runs=5,
    )
    baseline = "openpyxl, every cell loaded"
    yield Row("workbook: read our template", keyed, goal=0.15, baseline=baseline, baseline_seconds=loaded)
    yield Row("workbook: read any other", labels, goal=0.15, baseline=baseline, baseline_seconds=loaded)


def written_plainly(value: ReportValue) -> bytes:
    """Labels, figures and merges of the tables, with borders and the sums: no checks, no protection, no keys."""
    book = openpyxl.Workbook()
    side = openpyxl.styles.Side(style="thin")
    border = openpyxl.styles.Border(left=side, right=side, top=side, bottom=side)
    for plan in table_sheets(value.schema):
        sheet = book.create_sheet(plan.name)
        for row, line in enumerate(grid(plan.section).rows, start=1):
            for cell in line:
                written = sheet.cell(row, cell.column + 1, value[cell.cell] if cell.cell else cell.text)
                written.border = border
                if cell.rowspan * cell.colspan > 1:
                    end_row, end_column = row + cell.rowspan - 1, cell.column + cell.colspan
                    sheet.merge_cells(
                        start_row=row, start_column=cell.column + 1, end_row=end_row, end_column=end_column
                    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_plainly(data: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [list(row) for sheet in book for row in sheet.iter_rows(values_only=True)]
