"""``manage.py verify_history``: prove that no step of any report's history was changed or removed."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from reports.management.command import ChineseCommand
from reports.models import Report
from reports.services.history import Break, breaks_of


class Command(ChineseCommand):
    help = "Prove the chained history of every report; names the first broken link of each and exits 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organ", default="", help="only this organ's reports")
        parser.add_argument("--year", type=int, help="only this year's reports")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = Report.objects.select_related("organ").order_by("organ__name", "year_id", "scope")
        if options["organ"]:
            reports = reports.filter(organ__name=options["organ"])
        if options["year"]:
            reports = reports.filter(year=options["year"])
        count = 0

        def counted() -> Iterator[Report]:
            nonlocal count
            for report in reports.iterator():
                count += 1
                yield report

        broken = list(breaks_of(reports=counted()))
        if options["json"]:
            answer = {"reports": count, "broken": [_as_json(one) for one in broken]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for one in broken:
                self.stdout.write(_line(one))
            result = f"{len(broken)} 份有断点" if broken else "全部完整"
            self.stdout.write(f"核对 {count} 份报告的历史：{result}。")
        if broken:
            raise SystemExit(1)


def _line(found: Break) -> str:
    where = f"第 {found.number} 步" if found.number else "报告"
    report = found.report
    return f"{report.organ.name} {report.year_id}年（{report.get_scope_display()}）{where}：{found.problem}"


def _as_json(found: Break) -> dict[str, Any]:
    return {
        "organ": found.report.organ.name,
        "year": found.report.year_id,
        "scope": found.report.scope,
        "step": found.number,
        "problem": found.problem,
    }
