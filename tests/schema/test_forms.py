"""The declared forms are the printed ones: every label, merge, key and size."""

import pytest

from reports.schema import (
    SCHEMAS,
    V2019,
    V2021,
    Grid,
    GridCell,
    IdentityKind,
    Kind,
    Role,
    Schema,
    Section,
    get_schema,
    grid,
)
from tests.schema.goldens import APPLICANTS, APPLICATION_ROWS, PRINTED, TABLES

both = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
every_grid = pytest.mark.parametrize(("schema_key", "number"), PRINTED)


def section(schema_key: str, number: str) -> Section:
    (found,) = (section for section in get_schema(schema_key).sections if section.number == number)
    return found


def printed(cell: GridCell) -> str:
    spans = f"[{cell.colspan}×{cell.rowspan}]" if (cell.colspan, cell.rowspan) != (1, 1) else ""
    return (cell.text if cell.is_heading else "#") + spans


def occupied(printed_grid: Grid) -> list[tuple[int, int]]:
    """Every (row, column) a cell covers, placed as HTML places cells: left to right, past what hangs from above."""
    taken: list[tuple[int, int]] = []
    for number, line in enumerate(printed_grid.rows):
        column = 0
        for cell in line:
            while (number, column) in taken:
                column += 1
            assert column == cell.column, f"{cell} stands in column {column}"
            taken += [
                (row, at) for row in range(number, number + cell.rowspan) for at in range(column, column + cell.colspan)
            ]
    return taken


@pytest.mark.parametrize(("schema", "count"), [(V2021, 200), (V2019, 198)], ids=["2021", "2019"])
def test_cells_and_their_keys_in_the_order_of_the_paper(schema: Schema, count: int) -> None:
    expected = [f"{t}.{row}.{column}" for t, rows, columns in TABLES[schema.key] for row in rows for column in columns]
    assert list(schema.cells) == expected
    assert len(schema.cells) == len(set(schema.cells)) == count


@every_grid
def test_every_label_and_every_merged_cell(schema_key: str, number: str) -> None:
    lines = [" ｜ ".join(printed(cell) for cell in line) for line in grid(section(schema_key, number)).rows]
    assert lines == [line for line in PRINTED[schema_key, number].splitlines() if line]


@pytest.mark.parametrize(
    ("schema_key", "number", "columns", "rows", "labels", "head"),
    [
        ("2021", "二", 4, 14, 1, 0),
        ("2021", "三", 3 + 7, 3 + 25, 3, 3),
        ("2021", "四", 15, 4, 0, 3),
        ("2019", "二", 5, 18, 1, 0),
        ("2019", "三", 3 + 7, 3 + 23, 3, 3),
        ("2019", "四", 15, 4, 0, 3),
    ],
)
def test_grid_sizes(schema_key: str, number: str, columns: int, rows: int, labels: int, head: int) -> None:
    found = grid(section(schema_key, number))
    assert (found.columns, len(found.rows), found.labels, found.head) == (columns, rows, labels, head)


@every_grid
def test_the_cells_fill_the_grid_without_overlap(schema_key: str, number: str) -> None:
    found = grid(section(schema_key, number))
    taken = occupied(found)
    assert len(taken) == len(set(taken))
    assert set(taken) == {(row, column) for row in range(len(found.rows)) for column in range(found.columns)}
    assert sum(found.widths) == 1


@both
def test_the_grids_hold_each_cell_once_and_in_order(schema: Schema) -> None:
    cells = [
        cell.cell
        for part in schema.sections
        if part.tables
        for line in grid(part).rows
        for cell in line
        if cell.role is Role.DATA
    ]
    assert cells == list(schema.cells)


@both
def test_headings_and_texts(schema: Schema) -> None:
    assert [part.heading for part in schema.sections] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert schema.text_keys == ("preamble", "overview", "problems", "other_matters")
    assert schema.texts["overview"].topics == (
        "主动公开",
        "依申请公开",
        "政府信息管理",
        "政府信息公开平台建设",
        "监督保障",
    )


def test_the_years_and_documents_of_the_forms() -> None:
    found = {key: (schema.document, schema.first_year, schema.last_year) for key, schema in SCHEMAS.items()}
    assert found == {"2019": ("国办公开办函〔2019〕60号", 2019, 2020), "2021": ("国办公开办函〔2021〕30号", 2021, None)}


def test_kinds_and_units() -> None:
    odd = {
        (schema.key, key): (spec.kind, spec.unit)
        for schema in SCHEMAS.values()
        for key, spec in schema.specs.items()
        if (spec.kind, spec.unit) != (Kind.COUNT, "件")
    }
    rows = ("licences", "other_services", "penalties", "coercive_measures")
    assert odd == {
        ("2021", "charges.administrative_fees.amount"): (Kind.MONEY, "万元"),
        ("2019", "procurement.government_procurement.amount"): (Kind.MONEY, ""),
        ("2019", "procurement.government_procurement.items"): (Kind.COUNT, "项"),
        ("2019", "charges.administrative_fees.items_last_year"): (Kind.COUNT, "项"),
        ("2019", "charges.administrative_fees.change"): (Kind.CHANGE, "项"),
        **{("2019", f"decisions.{row}.items_last_year"): (Kind.COUNT, "项") for row in rows},
        **{("2019", f"decisions.{row}.change"): (Kind.CHANGE, "项") for row in rows},
    }


@both
def test_what_adds_up(schema: Schema) -> None:
    declared = {(identity.kind, identity.left): identity.right for identity in schema.identities}
    rows = APPLICATION_ROWS[schema.key]
    results = rows[2:-2]
    parts = ("upheld", "corrected", "other", "pending")
    expected = {
        **{
            (IdentityKind.BALANCE, (f"applications.received.{column}", f"applications.carried_in.{column}")): (
                f"applications.handled_total.{column}",
                f"applications.carried_out.{column}",
            )
            for column in APPLICANTS
        },
        **{
            (IdentityKind.ROW_TOTAL, (f"applications.handled_total.{column}",)): tuple(
                f"applications.{row}.{column}" for row in results
            )
            for column in APPLICANTS
        },
        **{
            (IdentityKind.COLUMN_TOTAL, (f"applications.{row}.total",)): tuple(
                f"applications.{row}.{column}" for column in APPLICANTS[:-1]
            )
            for row in rows
        },
        **{
            (IdentityKind.COLUMN_TOTAL, (f"disputes.{row}.total",)): tuple(f"disputes.{row}.{part}" for part in parts)
            for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        },
    }
    assert declared == expected
    assert len(schema.identities) == len(expected)


@both
def test_totals_and_carries_name_real_cells(schema: Schema) -> None:
    assert all(key in schema.specs for identity in schema.identities for key in identity.cells)
    assert len(schema.totals) == 6 + len(APPLICATION_ROWS[schema.key]) + 3
    assert all(total in schema.specs and set(parts) <= set(schema.specs) for total, parts in schema.totals.items())
    assert dict(schema.carries) == {f"applications.carried_in.{c}": f"applications.carried_out.{c}" for c in APPLICANTS}
