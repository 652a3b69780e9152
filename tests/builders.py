"""Reports to test with: a coherent one in which to spoil a cell, and Hypothesis strategies for many."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from reports.schema import SCHEMAS, CellKey, IdentityKind, Kind, Schema, get_schema
from reports.value import Number, ReportValue, Scope

SAMPLES = Path(__file__).parent / "samples"

ORGAN = "蓝田县人民政府"
YEARS = {"2019": 2020, "2021": 2023}
TEXTS = {
    "overview": "（一）主动公开。发布信息100条。\n（二）依申请公开。依法办理。",
    "problems": "公开内容还不够全面，将继续改进。",
    "other_matters": "本年度收取信息处理费0元。",
}


def coherent(schema: Schema, figures: Mapping[CellKey, Number]) -> dict[CellKey, Number]:
    """Every cell of the schema so that everything adds up: ``figures`` where free, 0 elsewhere, totals computed.

    Where a balance does not hold, its first cell gives way, or its last one when the first would become negative.
    """
    cells: dict[CellKey, Number] = {
        key: figures.get(key, Decimal(0) if spec.kind is Kind.MONEY else 0) for key, spec in schema.specs.items()
    }
    across = {identity.left[0] for identity in schema.identities if identity.kind is IdentityKind.COLUMN_TOTAL}
    for kind in (IdentityKind.ROW_TOTAL, IdentityKind.BALANCE, IdentityKind.COLUMN_TOTAL):
        for identity in schema.identities:
            if identity.kind is not kind or (kind is not IdentityKind.COLUMN_TOTAL and identity.left[0] in across):
                continue
            cells[identity.left[0]] = sum(cells[key] for key in identity.right) - sum(
                cells[key] for key in identity.left[1:]
            )
            if kind is IdentityKind.BALANCE and cells[identity.left[0]] < 0:
                cells[identity.right[-1]] -= cells[identity.left[0]]
                cells[identity.left[0]] = 0
    return cells


def filled(schema_key: str = "2021", **one_cell: Number | None) -> ReportValue:
    """A coherent, complete report of a county; ``**{"disputes.reconsideration.total": 9}`` spoils one cell of it."""
    schema = get_schema(schema_key)
    figures = {
        key: Decimal("236.982") if spec.kind is Kind.MONEY else 1 + number % 7
        for number, (key, spec) in enumerate(schema.specs.items())
        if not key.startswith("documents.rules.")
    }
    return ReportValue(schema, ORGAN, YEARS[schema_key], cells=coherent(schema, figures), texts=TEXTS).replace(one_cell)


def blank(schema_key: str = "2021") -> ReportValue:
    """An untouched draft."""
    return ReportValue(get_schema(schema_key), ORGAN, YEARS[schema_key])


def truth(number: str) -> ReportValue:
    """The true figures of a real report in tests/samples/truth, without its texts."""
    record = json.loads((SAMPLES / "truth" / f"{number}.json").read_text("utf-8"), parse_float=Decimal)
    schema = get_schema(record["schema"])
    cells = {key: _number(schema, key, figure) for key, figure in record["cells"].items()}
    return ReportValue(schema, record["organ"], record["year"], cells=cells)


def _number(schema: Schema, key: CellKey, figure: int | Decimal | str | None) -> Number | None:
    if figure is None or schema.specs[key].kind is not Kind.MONEY:
        return figure
    # The 2019 form prints no unit for its amount, so offices wrote one into the cell.
    return Decimal(str(figure).removesuffix("元"))


schemas = st.sampled_from(list(SCHEMAS.values()))
counts = st.integers(0, 100_000)
amounts = st.decimals(0, 10_000_000, places=4, allow_nan=False, allow_infinity=False)
prose = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60)


def numbers_of(kind: Kind) -> st.SearchStrategy[Number]:
    """What a cell of this kind may hold."""
    return {Kind.COUNT: counts, Kind.CHANGE: st.integers(-1000, 1000), Kind.MONEY: amounts}[kind]


@st.composite
def some_cells(draw: st.DrawFn, schema: Schema, blanks: bool = False) -> dict[CellKey, Number | None]:
    """Numbers (or blanks) for some of the cells."""
    keys = draw(st.lists(st.sampled_from(schema.cells), unique=True, max_size=40))
    return {
        key: draw(numbers_of(schema.specs[key].kind) | st.none() if blanks else numbers_of(schema.specs[key].kind))
        for key in keys
    }


@st.composite
def coherent_values(draw: st.DrawFn, schema: Schema | None = None) -> ReportValue:
    """Complete reports in which everything adds up; no 规章, as becomes a county; what was issued is in force."""
    schema = schema or draw(schemas)
    figures = draw(some_cells(schema))
    figures = {key: number for key, number in figures.items() if not key.startswith("documents.rules.")}
    if issued := figures.get("documents.normative_documents.issued"):
        in_force = "documents.normative_documents.in_force"
        figures[in_force] = figures.get(in_force, 0) + issued
    return ReportValue(schema, ORGAN, YEARS[schema.key], cells=coherent(schema, figures), texts=TEXTS)


@st.composite
def any_values(draw: st.DrawFn, schema: Schema | None = None) -> ReportValue:
    """Reports of any kind: from untouched to complete, coherent or not, any prose."""
    schema = schema or draw(schemas)
    figures = draw(some_cells(schema))
    start = draw(st.sampled_from(({}, figures, coherent(schema, figures))))
    return ReportValue(
        schema,
        draw(st.sampled_from((ORGAN, "宿迁市", ""))),
        draw(st.integers(schema.first_year, schema.last_year or 2030)),
        draw(st.sampled_from(Scope)),
        {**start, **draw(some_cells(schema, blanks=True))},
        draw(st.dictionaries(st.sampled_from(schema.text_keys), prose)),
    )
