"""How the commands print findings and figures."""

from typing import Any

from reports.checks.base import Finding, Level
from reports.value import Number, number_text

LEVEL_NAMES = {Level.ERROR: "错误", Level.EXPLAIN: "需说明", Level.HINT: "提示"}


def figure_json(number: Number | None) -> int | str | None:
    """Amounts are strings, so that they keep every digit."""
    return number if number is None or isinstance(number, int) else number_text(number)


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "level": finding.level.value,
        "cells": list(finding.cells),
        "expected": figure_json(finding.expected),
        "filed": figure_json(finding.filed),
        "message": finding.message,
    }


def finding_line(finding: Finding) -> str:
    return f"  {LEVEL_NAMES[finding.level]} {finding.code}　{finding.message}"
