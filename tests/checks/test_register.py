"""A check cannot be registered without saying what it checks, and the list of checks is kept fresh."""

import inspect
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import (
    CHECKS,
    Check,
    Context,
    Finding,
    Level,
    check,
    completeness,
    disclosure,
    fees,
    identities,
    in_order,
    jumps,
    peers,
    plausible,
    run,
    years,
)
from reports.checks.catalogue import as_markdown, as_records
from reports.checks.identities import ARITHMETIC
from reports.schema import SCHEMAS
from reports.value import ReportValue
from tests.builders import any_values, blank

CODES = [
    *("C-1", "C-2", "T2-1", "T2-2", "T2-6", "T2-3", "T2-4", "Y-2", "T2-5"),
    *("T3-1", "T3-2", "T3-3", "T3-4", "T3-5", "Y-1", "T3-6"),
    *("T4-1", "T4-2", "T4-3", "T4-5", "T4-6", "T4-4", "Y-3", "T4-7"),
    *("F-1", "F-2", "F-3", "F-4", "Y-5", "P-1"),
    *("C-4", "C-3", "N-15", "N-19", *(f"N-{number}" for number in range(1, 15)), "N-18", "N-16", "Y-4", "N-20"),
]

STRICTNESS = [Level.HINT, Level.EXPLAIN, Level.ERROR]


def stated(value: ReportValue, context: Context) -> Iterator[Finding]:
    """总计等于
    各栏之和。

    Not part of the statement.
    """
    return iter(())


def silent(value: ReportValue, context: Context) -> Iterator[Finding]:
    return iter(())


def test_codes_in_report_order() -> None:
    assert [entry.code for entry in CHECKS] == CODES


def test_no_check_is_left_out_of_the_register() -> None:
    for family in (completeness, disclosure, fees, identities, jumps, peers, plausible, years):
        written = {entry.code for _, entry in inspect.getmembers(family, lambda member: isinstance(member, Check))}
        assert written <= set(CODES)


def test_arithmetic_keeps_the_order_of_the_register() -> None:
    assert [entry for entry in CHECKS if entry in ARITHMETIC] == list(ARITHMETIC)


def test_the_statement_is_the_first_paragraph_on_one_line() -> None:
    assert check("X-1", Level.HINT, "title", "basis")(stated).statement == "总计等于各栏之和。"


def test_a_check_without_a_docstring_is_refused() -> None:
    with pytest.raises(ValueError, match="X-1 has no docstring"):
        check("X-1", Level.HINT, "title", "basis")(silent)


@pytest.mark.parametrize("entry", CHECKS, ids=lambda entry: entry.code)
def test_every_check_says_where_it_looks_what_is_usual_and_gives_a_case(entry: Check) -> None:
    assert entry.where
    assert 1 <= len(entry.causes) <= 5
    assert len(set(entry.causes)) == len(entry.causes)
    assert all(re.search("[\u4e00-\u9fff]{2}", words) for words in (entry.where, entry.example, *entry.causes))
    assert entry.example.endswith("。")


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown schemas: 2030"):
        check("X-1", Level.HINT, "title", "basis", schemas=("2021", "2030"))(stated)


def test_one_code_for_two_checks_is_refused() -> None:
    entry = check("X-1", Level.HINT, "title", "basis")(stated)
    with pytest.raises(ValueError, match="one code: X-1"):
        in_order(entry, *CHECKS, entry)


def test_a_check_is_not_run_on_other_schemas() -> None:
    def always(value: ReportValue, context: Context) -> Iterator[Finding]:
        """总是提示。"""
        yield entry.finding((), "提示。")

    entry = check("X-1", Level.HINT, "title", "basis", schemas=("2021",))(always)
    assert [finding.code for finding in entry(blank("2021"), Context())] == ["X-1"]
    assert list(entry(blank("2019"), Context())) == []


def test_every_identity_of_every_schema_has_a_check() -> None:
    for schema in SCHEMAS.values():
        assert {identities.code_of(identity) for identity in schema.identities} == {entry.code for entry in ARITHMETIC}


def test_levels_have_chinese_names() -> None:
    assert [level.label for level in Level] == ["错误", "需说明", "提示"]


def test_the_page_of_checks_is_fresh() -> None:
    page = Path(__file__).parents[2] / "docs" / "checks.md"
    assert page.read_text("utf-8") == as_markdown(), "run: manage.py list_checks --markdown > docs/checks.md"


@pytest.mark.parametrize("option", ["--json", "--markdown", None])
def test_list_checks(option: str | None) -> None:
    out = StringIO()
    call_command("list_checks", *filter(None, [option]), stdout=out)
    if option == "--json":
        assert json.loads(out.getvalue()) == as_records()
    elif option == "--markdown":
        assert out.getvalue() == as_markdown()
    else:
        assert [line.split()[0] for line in out.getvalue().splitlines()] == CODES


@given(any_values(), st.sampled_from(("", "national", "city", "county", "township")))
def test_findings_are_for_the_clerk_and_name_real_cells(value: ReportValue, level: str) -> None:
    levels = {entry.code: entry.level for entry in CHECKS}
    findings = run(value, Context(level=level))
    for finding in findings:
        assert STRICTNESS.index(finding.level) <= STRICTNESS.index(levels[finding.code])
        assert set(finding.cells) <= set(value.schema.specs)
        assert len(set(finding.cells)) == len(finding.cells)
        assert finding.message.endswith("。")
        own_words = re.sub("“[^”]*”", "", finding.message) + finding.cause
        assert not re.search("[A-Za-z]", own_words)
    assert [finding.code for finding in findings] == sorted((finding.code for finding in findings), key=CODES.index)
    assert findings == run(value, Context(level=level))
