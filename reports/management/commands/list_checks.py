"""``manage.py list_checks``: every rule a report is checked against."""

import json
from argparse import ArgumentParser
from typing import Any

from reports.checks.catalogue import as_markdown, as_records
from reports.management.command import ChineseCommand


class Command(ChineseCommand):
    help = "List the checks in report order."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one JSON list")
        form.add_argument("--markdown", action="store_true", help="the text of docs/checks.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["markdown"]:
            self.stdout.write(as_markdown(), ending="")
        elif options["json"]:
            self.stdout.write(json.dumps(as_records(), ensure_ascii=False, indent=1))
        else:
            for record in as_records():
                self.stdout.write(f"{record['code']:5} {record['level']:8} {record['title']}：{record['statement']}")
