"""A reading kept as JSON between looking it over and importing, so that no file is read twice from scratch."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reports.checks.base import Finding
from reports.exchange.base import Box, Problem, Proposal, ReadResult, Source
from reports.schema import get_schema
from reports.value import Number, ReportValue, Scope, number_text


def kept(result: ReadResult, findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """What the file says and what the checks say of it, without the tables."""
    value = result.value
    return {
        "schema": value.schema.key,
        "organ": value.organ,
        "year": value.year,
        "scope": value.scope.value,
        "cells": {key: number_text(number) for key, number in value.cells.items() if number is not None},
        "texts": {key: text for key, text in value.texts.items() if text},
        "problems": [[problem.place, problem.message, problem.cell, problem.unread] for problem in result.problems],
        "sources": {key: _source(source) for key, source in result.sources.items()},
        "proposals": [
            [one.place, one.reason, {key: number_text(number) for key, number in one.cells.items()}]
            for one in result.proposals
        ],
        "findings": [[finding.level.value, finding.code, finding.message] for finding in findings],
    }


def taken_out(document: dict[str, Any]) -> ReadResult:
    """The reading again; its tables are not kept."""
    value = ReportValue(
        get_schema(document["schema"]),
        document["organ"],
        document["year"],
        Scope(document["scope"]),
        {key: number(text) for key, text in document["cells"].items()},
        document["texts"],
    )
    return ReadResult(
        value,
        tuple(Problem(*problem) for problem in document["problems"]),
        {key: Source(*place[:6], Box(*place[6]) if place[6] else None) for key, place in document["sources"].items()},
        proposals=tuple(
            Proposal(place, reason, {key: number(text) for key, text in cells.items()})
            for place, reason, cells in document["proposals"]
        ),
    )


def _source(source: Source) -> list[Any]:
    place = [source.table, source.row, source.column, source.raw, source.sheet, source.page]
    return [*place, list(source.box) if source.box else None]


def number(text: str) -> Number:
    return Decimal(text) if "." in text else int(text)
