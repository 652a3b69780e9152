"""Check stored reports afresh."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import QuerySet

from reports.checks.base import Finding, Level
from reports.management.command import ChineseCommand
from reports.management.printing import LEVEL_NAMES, finding_json, finding_line
from reports.models import Report
from reports.services.filing import organ_find, scope_label
from reports.services.findings import findings_store, report_check
from reports.services.store import report_pairs
from reports.value import Scope

BATCH = 200  # reports in memory at once


class Command(ChineseCommand):
    help = "Check stored reports afresh, store what the checks find, and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organ", default="", help="only this organ, by name or alias")
        parser.add_argument("--year", type=int, default=0, help="only this report year")
        parser.add_argument("--json", action="store_true", help="print one JSON list, an object a report")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Report.objects.select_related("organ", "year").order_by("year", "organ", "scope")
        if options["organ"]:
            organ = organ_find(name=options["organ"])
            if organ is None:
                raise CommandError(f"没有登记“{options['organ']}”这个机关。")
            chosen = chosen.filter(organ=organ)
        if options["year"]:
            chosen = chosen.filter(year=options["year"])
        checked = _checked(chosen)
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(*pair) for pair in checked], ensure_ascii=False, indent=1))
            return
        count, total = 0, Counter[Level]()
        for report, found in checked:
            count += 1
            total.update(finding.level for finding in found)
            self.stdout.write(_headline(report, found))
            for finding in found:
                self.stdout.write(finding_line(finding))
        self.stdout.write(f"共检查 {count} 份报告：{_counts(total)}。")


def _checked(chosen: QuerySet[Report]) -> Iterator[tuple[Report, list[Finding]]]:
    keys = list(chosen.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = list(chosen.filter(pk__in=keys[start : start + BATCH]))
        for report, (value, previous) in zip(batch, report_pairs(reports=batch), strict=True):
            found = report_check(report=report, value=value, previous=previous)
            findings_store(report=report, value=value, found=found)
            yield report, found


def _headline(report: Report, found: list[Finding]) -> str:
    counts = Counter(finding.level for finding in found)
    who = f"{report.organ.name} {report.year_id}年（{scope_label(Scope(report.scope))}）"
    return f"{who}　已填 {report.filled}/{len(report.form.cells)} 格　{_counts(counts)}"


def _counts(counts: Counter[Level]) -> str:
    return "，".join(f"{name} {counts[level]}" for level, name in LEVEL_NAMES.items())


def _as_json(report: Report, found: list[Finding]) -> dict[str, Any]:
    counts = Counter(finding.level for finding in found)
    return {
        "organ": report.organ.name,
        "year": report.year_id,
        "scope": report.scope,
        "state": report.state,
        "filled": report.filled,
        "counts": {level.value: counts[level] for level in Level},
        "findings": [finding_json(finding) for finding in found],
    }
