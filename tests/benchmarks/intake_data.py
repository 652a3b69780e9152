"""A county's drop of files, read and imported in a throw-away SQLite database.

``python -m tests.benchmarks.intake_data html 1000`` prints a JSON object: seconds a file to read and to apply.
"""

import json
import logging
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

PAGE = "016_平潭综合实验区_2021.reduced.html"
YEAR = 2023
DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
DIFFERENT = 25  # workbooks; each stands for many bodies, which their file names tell apart


def html(count: int) -> list[tuple[str, bytes]]:
    """A published page in the name of each of as many bodies."""
    page = next((Path(__file__).resolve().parents[1] / "samples" / "files").glob(PAGE)).read_text("utf-8")
    page = page.replace("2021年", f"{YEAR}年")
    return [(f"{name}.html", page.replace("平潭综合实验区", name).encode()) for name in names(count)]


def xlsx(count: int) -> list[tuple[str, bytes]]:
    """Workbooks as this system issues them, filled in."""
    from reports.exchange.workbook import Workbook
    from tests.builders import filled

    values = (filled(**{"decisions.licences.count": number}) for number in range(DIFFERENT))
    books = [Workbook().write(replace(value, organ="", year=YEAR)) for value in values]
    return [(f"{name}_{YEAR}.xlsx", books[number % DIFFERENT]) for number, name in enumerate(names(count))]


def names(count: int) -> list[str]:
    return [f"蓝田县第{str(number).translate(DIGITS)}事务局" for number in range(count)]


def measured(extension: str, count: int) -> dict[str, float]:
    from govopen.organs.models import Organ, OrganKind, User
    from reports.models import FileState
    from reports.services.intake import batches
    from tests import records

    files = {"html": html, "xlsx": xlsx}[extension](count)
    Organ.objects.bulk_create(Organ(name=name, kind=OrganKind.DEPARTMENT, level="county") for name in names(count))
    records.year(YEAR)
    root = User.objects.create_superuser("root", password="not used")
    start = time.perf_counter()
    # The queue is immediate here: the work is done when the service returns.
    intake = batches.intake_begin(files=files, user=root, title="全县")
    read = time.perf_counter()
    batches.intake_apply(intake=intake, user=root)
    applied = time.perf_counter()
    states = batches.state_counts(intake)
    if states != {FileState.APPLIED: count}:
        raise SystemExit(f"not all files were imported: {states}")
    return {"read": (read - start) / count, "apply": (applied - read) / count}


def main(extension: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GOVOPEN_VAR": folder, "DJANGO_SETTINGS_MODULE": "govopen.settings_test"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        logging.disable()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        sys.stdout.write(json.dumps(measured(extension, count)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
