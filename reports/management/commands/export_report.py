"""Write one report to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from reports.management.command import ChineseCommand, reason
from reports.models import Report, ScopeLabel
from reports.render.pdf import MissingFontError
from reports.services.exporting import Format, export
from reports.services.store import report_previous
from reports.services.texts import value_shown


class Command(ChineseCommand):
    help = "Write one report to a file: a page that stands alone, a PDF, a Word document, a workbook, or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organ", help="name of the organ, or another name it is printed with")
        parser.add_argument("year", type=int)
        parser.add_argument("--scope", choices=ScopeLabel.values, help="needed only where both reports exist")
        parser.add_argument("--format", required=True, help="/".join(Format))
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="- for standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] not in list(Format):
            raise CommandError(f"不能导出 {options['format']} 格式，能导出的格式有：{'、'.join(Format)}。")
        report = self._report(options["organ"], options["year"], options["scope"])
        issued_on = timezone.localdate(report.published_at) if report.published_at else None
        last = report_previous(report=report)
        try:
            data = export(
                value=value_shown(report=report),
                format=options["format"],
                issued_on=issued_on,
                previous=value_shown(report=last) if last is not None else None,
            )
        except MissingFontError as error:
            raise CommandError(str(error)) from error
        if str(options["output"]) == "-":
            self.stdout.flush()
            self.stdout.buffer.write(data)
            self.stdout.buffer.flush()
            return
        try:
            options["output"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"写不了文件 {options['output']}：{reason(error)}。") from error

    def _report(self, organ: str, year: int, scope: str | None) -> Report:
        named = Report.objects.filter(organ__name=organ) | Report.objects.filter(organ__aliases__name=organ)
        reports = list((named.filter(scope=scope) if scope else named).filter(year=year).distinct())
        if not reports:
            raise CommandError(f"没有“{organ}”{year}年的报告。")
        if len(reports) > 1:
            raise CommandError(
                f"“{organ}”{year}年有几份报告，请用 --scope 指明是哪一份：{'、'.join(ScopeLabel.values)}。"
            )
        return reports[0]
