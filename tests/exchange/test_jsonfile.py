"""Our own JSON keeps a report whole; anything else in the file is said."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange import JsonFile, ReadResult, UnreadableFileError, read
from reports.schema import get_schema
from reports.value import ReportValue, Scope, number_text
from tests.builders import SAMPLES, filled, prose
from tests.exchange.test_round_trip import report, seeds, shares

MONEY = "charges.administrative_fees.amount"
COUNT = "documents.rules.issued"


def changed(**changes: object) -> ReadResult:
    document = json.loads(JsonFile().write(filled()))
    for key, thing in changes.items():
        if key == "cells":
            assert isinstance(thing, dict)
            document["cells"] |= thing
        else:
            document[key] = thing
    return read(json.dumps(document).encode(), "a.json")


@settings(max_examples=40, deadline=None)
@given(seed=seeds, share=shares, text=prose, scope=st.sampled_from(Scope), organ=st.text(max_size=10))
def test_round_trip(seed: int, share: float, text: str, scope: Scope, organ: str) -> None:
    value = report(seed, share)
    organ = "".join(character for character in organ if character.isprintable())
    value = ReportValue(value.schema, organ, value.year, scope, value.cells, {"overview": text})
    result = JsonFile().read(JsonFile().write(value))
    assert result.value == value
    assert result.problems == ()


@pytest.mark.parametrize("digits", ["236.90", "0.0000", "59237.2449", "1000000000.5"])
def test_decimals_keep_every_digit_written_as_string_or_number(digits: str) -> None:
    value = filled(**{MONEY: Decimal(digits)})
    data = JsonFile().write(value)
    assert number_text(read(data, "a.json").value[MONEY]) == digits
    assert number_text(read(data.replace(f'"{digits}"'.encode(), digits.encode()), "a.json").value[MONEY]) == digits


def test_content_is_enough_without_the_name() -> None:
    assert read(JsonFile().write(filled()), "报告.txt").value == filled()


def test_truth_files_and_printed_objects_are_read_too() -> None:
    result = read((SAMPLES / "truth" / "001.json").read_bytes(), "001.json")
    assert result.value.filled == 200
    assert number_text(result.value[MONEY]) == "236.982"
    assert changed(problems=[], findings=[]).problems == ()


@pytest.mark.parametrize("wrong", [True, [1], {"a": 1}, 1.5, -1, "三", "", 2**31])
def test_what_is_no_count_is_blank_with_a_problem(wrong: object) -> None:
    result = changed(cells={COUNT: wrong})
    assert result.value[COUNT] is None
    assert [problem.cell for problem in result.problems if problem.unread] == [COUNT]


def test_null_is_blank_and_a_missing_cell_is_said() -> None:
    assert changed(cells={COUNT: None}).problems == ()
    document = json.loads(JsonFile().write(filled()))
    del document["cells"][COUNT]
    result = read(json.dumps(document).encode(), "a.json")
    assert [(problem.cell, problem.unread) for problem in result.problems] == [(COUNT, True)]


@pytest.mark.parametrize(
    "changes",
    [
        {"cells": {"documents.rules.nothing": 1}},
        {"colour": "red"},
        {"texts": {"overview": 5}},
        {"texts": {"unknown": "文字"}},
        {"texts": []},
        {"year": "二〇二三"},
        {"year": True},
        {"organ": 5},
        {"scope": "galaxy"},
    ],
)
def test_anything_else_is_one_problem(changes: dict[str, object]) -> None:
    result = changed(**changes)
    assert len(result.problems) == 1
    assert result.value.cells == filled().cells


def test_a_file_without_its_form_takes_that_of_the_year() -> None:
    document = json.loads(JsonFile().write(filled("2019")))
    del document["schema"]
    result = read(json.dumps(document).encode(), "a.json")
    assert result.value.schema is get_schema("2019")
    assert len(result.problems) == 1


@pytest.mark.parametrize(
    "text", ['{"schema": "2021", "cells": {}, "cells": {}}', '{"schema": "2021", "cells": {"a": 1, "a": 2}}']
)
def test_a_key_given_twice_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError, match="两次"):
        read(text.encode(), "a.json")


def test_a_file_of_which_no_cell_can_be_read_names_its_keys() -> None:
    document = {"organ": "某局", "year": "2023", "schema": "2021", "cells": {COUNT: 1.5, "zzz": 1}}
    with pytest.raises(UnreadableFileError, match=rf"{COUNT}：.*1\.5.*zzz"):
        read(json.dumps(document).encode(), "a.json")
