"""The queue of findings at the size of a province, in a throw-away PostgreSQL.

``script/postgres python -m tests.benchmarks.queue_data`` fills it and prints a JSON object: seconds of a page by name.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from datetime import timedelta

ORGANS, YEARS, FINDINGS = 3000, 10, 100_000
NEWEST = 2024
BATCH = 5000

# How far findings are settled, of a hundred.
SHARES = {"open": 18, "lapsed": 2, "refused": 5, "explained": 15, "accepted": 57, "waived": 3}


def fill() -> None:
    """Organs below one, a report of each for each year, and findings with explanations spread over them."""
    from django.utils import timezone

    from govopen.organs.models import Level, Membership, Organ, OrganKind, ReportingYear, Role, User
    from reports import checks
    from reports.models import Explanation, ExplanationCause, Report, StoredFinding
    from tests import records

    chance = random.Random(1)  # noqa: S311  (figures to measure with)
    now = timezone.now()
    top = Organ.objects.create(name="某省人民政府", kind=OrganKind.GOVERNMENT, level=Level.PROVINCE)
    Organ.objects.bulk_create(
        Organ(name=f"第{number}局", kind=OrganKind.DEPARTMENT, level=Level.COUNTY, parent=top)
        for number in range(ORGANS - 1)
    )
    reviewer = User.objects.create_user("reviewer", password="not used", full_name="张志强")
    Membership.objects.create(user=reviewer, organ=top, role=Role.REVIEWER)
    clerk = User.objects.create_user("clerk", password="not used", full_name="李敏")
    for year in range(NEWEST - YEARS + 1, NEWEST + 1):
        if year >= 2019:
            records.year(year, "2019" if year < 2021 else "2021")
    years = list(ReportingYear.objects.all())
    Report.objects.bulk_create(
        (
            Report(organ=organ, year=years[turn % len(years)], scope=scope, schema=years[turn % len(years)].schema)
            for organ in Organ.objects.without_tree_fields()
            for turn, scope in enumerate(_scopes(len(years)))
        ),
        batch_size=BATCH,
    )
    reports = list(Report.objects.values_list("pk", flat=True))
    causes = list(ExplanationCause.objects.all())
    codes = [(entry.code, entry.level.value) for entry in checks.CHECKS]
    cells = ["decisions.penalties.count", "applications.received.natural", "applications.carried_in.total"]

    def explanation(number: int, settlement: str) -> Explanation:
        decision = settlement if settlement in ("accepted", "refused", "waived") else ""
        return Explanation(
            report_id=reports[number % len(reports)],
            code="T2-5",
            subject=f"{number:032d}",
            digest="0",
            message="比上年变化较大",
            cause=chance.choice(causes),
            text="职能划转，当年新增的案件由原主管部门移交，共 272 件。",
            by=clerk,
            decision=decision,
            decided_by=reviewer if decision else None,
            decided_at=now if decision else None,
        )

    settlements = chance.choices(list(SHARES), list(SHARES.values()), k=FINDINGS)
    said = [explanation(number, settlement) for number, settlement in enumerate(settlements) if settlement != "open"]
    Explanation.objects.bulk_create(said, batch_size=BATCH)
    Explanation.objects.update(at=now - timedelta(days=3))
    of_number = {int(one.subject): one for one in said}

    def finding(number: int) -> StoredFinding:
        code, level = chance.choice(codes)
        filed, expected = chance.randrange(20_000), chance.randrange(20_000)
        return StoredFinding(
            report_id=reports[number % len(reports)],
            position=number // len(reports),
            code=code,
            level=level,
            cells=[chance.choice(cells)],
            message="比上年变化较大",
            filed=str(filed),
            expected=str(expected),
            params={"left_label": "本年", "left": str(filed), "right_label": "上年", "right": str(expected)},
            subject=f"{number:032d}",
            digest="0",
            settlement=settlements[number],
            explanation=of_number.get(number),
            raised_at=now - timedelta(days=chance.randrange(40)),
        )

    StoredFinding.objects.bulk_create((finding(number) for number in range(FINDINGS)), batch_size=BATCH)


def _scopes(years: int) -> Iterator[str]:
    """As many reports of an organ as there are to be: one scope for every year, then the other."""
    for turn in range(YEARS):
        yield "own" if turn < years else "aggregate"


PAGES = {
    "first page, by rule": "/findings/",
    "first page, not grouped": "/findings/?by=none",
    "all findings, by organ": "/findings/?tab=all&by=organ&level=all",
    "one rule": "/findings/?rule=T2-5",
    "searching an organ": "/findings/?organ=第12",
    "one finding in detail": "/findings/{pk}/",
    "another page of the portal": "/password_change/",
}
RUNS = 9


def measure() -> dict[str, float]:
    from django.db import connection
    from django.test import Client

    from govopen.organs.models import User
    from reports.models import StoredFinding
    from tests.benchmarks.measure import best_of

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = Client()
    client.force_login(User.objects.get(username="reviewer"))
    pk = StoredFinding.objects.filter(settlement="explained").first().pk

    def ask(address: str) -> None:
        response = client.get(address.format(pk=pk))
        assert response.status_code == 200, response.status_code

    return {name: best_of(lambda address=address: ask(address), runs=RUNS) for name, address in PAGES.items()}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govopen.settings_test")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        sys.exit("script/postgres python -m tests.benchmarks.queue_data")
    call_command("migrate", verbosity=0)
    fill()
    sys.stdout.write(json.dumps(measure()) + "\n")


if __name__ == "__main__":
    main()
