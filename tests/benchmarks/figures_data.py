"""A sheet of 3,000 reports into the database that DATABASE_URL names; prints the seconds of each step as JSON.

``python -m tests.benchmarks.figures_data [REPORTS]``. The obvious alternative is django-import-export row by row, each
row saved by the service that saves one report; it is timed on a few rows and told for as many as the sheet has.
"""

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable

ROW_BY_ROW = 60  # rows that the alternative is timed on


def main(count: int) -> None:
    os.environ["GOVOPEN_VAR"] = tempfile.mkdtemp(prefix="govopen-figures-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govopen.settings")
    os.environ["GOVOPEN_LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    seconds = {
        **_in_bulk(count),
        f"row by row, as django-import-export goes without bulk, for {count:,}": _row_by_row(count),
    }
    sys.stdout.write(json.dumps(seconds) + "\n")


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _in_bulk(count: int) -> dict[str, float]:
    from govopen.organs.models import Level, Organ, OrganKind, User
    from reports.exchange.opendata import WideWorkbook
    from reports.models import CellChange, Job, Report, StoredFinding
    from reports.services.figures_bulk import figures_apply, figures_preview
    from reports.services.jobs import run
    from tests.records import year

    year(2022)
    year(2023)
    county = Organ.objects.create(name="甲市人民政府", kind=OrganKind.GOVERNMENT, level=Level.CITY)
    kinds = (OrganKind.DEPARTMENT, OrganKind.TOWNSHIP, OrganKind.OTHER)
    organs = [
        Organ.objects.create(
            name=f"甲市第{number}局",
            kind=kinds[number % 3],
            level=Level.COUNTY if number % 2 else Level.CITY,
            parent=county,
        )
        for number in range(count)
    ]
    user = User.objects.create_superuser("bench", password=None)
    for of_year in (2022, 2023):
        file = io.BytesIO()
        values = [_value(organ.name, of_year, number) for number, organ in enumerate(organs)]
        seconds = {"write the sheet": _timed(lambda values=values, file=file: WideWorkbook().write(values, file))}
        made = []
        seconds["read, compare, preview"] = _timed(
            lambda file=file, made=made: made.append(
                figures_preview(filename="sheet.xlsx", data=file.getvalue(), user=user)
            )
        )
        (record,) = made
        if record.summary["faulty"]:
            raise AssertionError(record.summary["rows"][0])

        def apply(record=record) -> None:
            job = figures_apply(record=record, user=user)
            run.func(job.pk)
            job.refresh_from_db()
            if job.state != "done":
                raise AssertionError(job.note)

        seconds["write the reports, checks included"] = _timed(apply)
    if Report.objects.filter(year=2023).count() != count or not StoredFinding.objects.exists():
        raise AssertionError("not everything was written")
    if CellChange.objects.filter(report__year=2023).count() < 190 * count or Job.objects.count() != 2:
        raise AssertionError("the history is not whole")
    return {f"{count:,} reports: {name}": spent for name, spent in seconds.items()}


def _value(organ: str, year: int, number: int):
    from reports.schema import V2021
    from reports.value import ReportValue
    from tests.builders import TEXTS, coherent, filled

    figures = {key: 1 + (number * 7 + place * 3 + year) % 40 for place, key in enumerate(V2021.cells)}
    figures |= {key: 0 for key in V2021.cells if key.startswith("documents.rules.")}
    cells = coherent(V2021, figures)
    cells["charges.administrative_fees.amount"] = filled()["charges.administrative_fees.amount"]
    if number % 10 == 0:
        cells["disputes.reconsideration.total"] += 1
    return ReportValue(V2021, organ, year, cells=cells, texts=TEXTS)


def _row_by_row(count: int) -> float:
    """Every row by the service that starts, loads and saves one report."""
    from govopen.organs.models import Organ
    from reports.services.reporting import report_start
    from reports.services.store import report_load, report_save
    from reports.value import Scope
    from tests.records import year

    organs = list(Organ.objects.exclude(parent=None)[:ROW_BY_ROW])
    of_year = year(2024)

    def save() -> None:
        for number, organ in enumerate(organs):
            report, _is_new = report_start(organ=organ, year=of_year, scope=Scope.OWN, user=None)
            value = report_load(report=report).replace(_value(organ.name, 2024, number).cells)
            report_save(report=report, value=value, revision=report.revision, user=None, source="imported")

    return _timed(save) / len(organs) * count


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
