"""The JSON Schema says what is written, and nothing else passes."""

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from reports.exchange.jsonfile import JsonFile
from reports.exchange.opendata import json_schema
from reports.schema import SCHEMAS, V2021, Schema
from reports.value import ReportValue
from tests.builders import any_values, filled


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=str)
def test_it_is_a_schema_of_every_cell(schema: Schema) -> None:
    document = json_schema(schema)
    Draft202012Validator.check_schema(document)
    cells = document["properties"]["cells"]["properties"]
    assert list(cells) == list(schema.cells)
    assert all(cells[key]["title"] == schema.specs[key].label for key in cells)
    assert "//" not in document["$id"]


@given(any_values())
def test_what_is_written_passes(value: ReportValue) -> None:
    Draft202012Validator(json_schema(value.schema)).validate(json.loads(JsonFile().write(value)))


def spoilt(*path: str, content: Any) -> dict[str, Any]:
    document = json.loads(JsonFile().write(filled()))
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = content
    return document


@pytest.mark.parametrize(
    "document",
    [
        spoilt("cells", "decisions.penalties.fines", content=1),
        spoilt("cells", "decisions.penalties.count", content="1"),
        spoilt("cells", "decisions.penalties.count", content=-1),
        spoilt("cells", "decisions.penalties.count", content=1.5),
        spoilt("cells", "charges.administrative_fees.amount", content="1,2"),
        spoilt("cells", "charges.administrative_fees.amount", content=0.1),
        spoilt("texts", "conclusion", content=""),
        spoilt("texts", "overview", content=None),
        spoilt("schema", content="2019"),
        spoilt("scope", content="county"),
        spoilt("year", content="2023"),
        spoilt("remark", content=""),
    ],
)
def test_what_is_not_of_the_form_fails(document: dict[str, Any]) -> None:
    assert not Draft202012Validator(json_schema(V2021)).is_valid(document)
