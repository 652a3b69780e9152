"""What every schema must have, whatever it declares: words for maintainers and clerks, keys that can be columns."""

from collections.abc import Iterable, Iterator

import pytest

from reports.schema import SCHEMAS, V2019, V2021, Item, Kind, Schema, columns_of, row_choices, schema_of_year

both = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)


def headings(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from headings(item.under)


def all_headings(schema: Schema) -> Iterator[Item]:
    for table in schema.tables.values():
        yield from headings(table.columns)
        for block in table.blocks:
            yield from headings(block.rows)


@both
def test_every_row_and_column_has_an_english_gloss(schema: Schema) -> None:
    assert [item.label for item in all_headings(schema) if not item.gloss] == []
    assert all(item.gloss.isascii() for item in all_headings(schema))
    assert all(section.gloss.isascii() and section.short for section in schema.sections)


@both
def test_leaves_have_keys_and_groups_have_none(schema: Schema) -> None:
    assert all(bool(item.key) != bool(item.under) for item in all_headings(schema))


@both
def test_keys_can_be_column_names(schema: Schema) -> None:
    keys = [*schema.tables, *schema.text_keys, *(item.key for item in all_headings(schema) if item.key)]
    assert [key for key in keys if not key.isidentifier() or key != key.lower()] == []
    columns = [key for table in schema.tables.values() for key in table.column_keys]
    assert [key for key in (*columns, *schema.tables) if len(key) > 30] == []


@both
def test_keys_are_unique_in_their_table(schema: Schema) -> None:
    for table in schema.tables.values():
        assert len(set(table.row_keys)) == len(table.row_keys)
        assert len(set(table.column_keys)) == len(table.column_keys)


def test_every_cell_of_the_form_in_force_says_what_is_counted() -> None:
    assert [key for key, spec in V2021.specs.items() if not spec.guidance] == []
    assert [key for key, text in V2021.texts.items() if not text.guidance] == []


def test_the_trial_form_says_what_is_counted_where_the_sources_do() -> None:
    """No explanation of the trial form's table 二 could be read, beyond 本年增/减, fees and amounts."""
    silent = {key.split(".")[0] for key, spec in V2019.specs.items() if not spec.guidance}
    assert silent == {"documents", "decisions", "procurement"}
    assert all(spec.guidance for spec in V2019.specs.values() if spec.kind is not Kind.COUNT)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("documents.rules.issued", "表二 规章·本年制发件数"),
        ("decisions.licences.count", "表二 行政许可"),
        ("applications.received.total", "表三 一、本年新收政府信息公开申请数量·总计"),
        ("applications.granted.natural", "表三 （一）予以公开·自然人"),
        ("applications.refused_state_secret.other", "表三 （三）不予公开 1.属于国家秘密·其他"),
        ("disputes.litigation_direct.upheld", "表四 未经复议直接起诉·结果维持"),
    ],
)
def test_cells_are_named_by_their_labels(key: str, label: str) -> None:
    assert V2021.specs[key].label == label


def test_labels_name_one_cell_each() -> None:
    for schema in SCHEMAS.values():
        assert len({spec.label for spec in schema.specs.values()}) == len(schema.cells)


@pytest.mark.parametrize(
    ("year", "schema"), [(2018, None), (2019, V2019), (2020, V2019), (2021, V2021), (2025, V2021), (2040, V2021)]
)
def test_the_form_of_a_year(year: int, schema: Schema | None) -> None:
    assert schema_of_year(year) is schema


def test_records_have_the_columns_of_all_forms_newest_first() -> None:
    assert [item.key for item in columns_of("documents")] == [
        *("issued", "repealed", "in_force"),
        *("made", "newly_published", "published_total"),
    ]
    assert [item.key for item in columns_of("decisions")] == ["count", "items_last_year", "change"]
    assert [item.key for item in columns_of("procurement")] == ["items", "amount"]
    assert [item.key for item in columns_of("charges")] == ["amount", "items_last_year", "change"]


def test_rows_are_chosen_from_all_forms_under_their_newest_label() -> None:
    rows = dict(row_choices("applications"))
    assert {"other_processing", "other_other"} <= set(rows)
    assert dict(row_choices("documents"))["normative_documents"] == "行政规范性文件"
    assert all(len(key) <= 40 for table in ("applications", "disputes") for key, _ in row_choices(table))
