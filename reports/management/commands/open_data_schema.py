"""Print the JSON Schema of the reports of one form."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from reports.exchange.opendata import json_schema
from reports.management.command import ChineseCommand, reason
from reports.schema import SCHEMAS


class Command(ChineseCommand):
    help = "Write the JSON Schema of one report, made from the declared form."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("schema", choices=list(SCHEMAS))
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        body = json.dumps(json_schema(SCHEMAS[options["schema"]]), ensure_ascii=False, indent=1)
        path: Path | None = options["output"]
        if path is None:
            self.stdout.write(body)
            return
        try:
            path.write_text(f"{body}\n", "utf-8")
        except OSError as error:
            raise CommandError(f"写不了文件 {path}：{reason(error)}。") from error
