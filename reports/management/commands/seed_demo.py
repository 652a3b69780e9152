"""``manage.py seed_demo``: a county to look around in, with its real report. Never in production mode."""

import secrets
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from govopen.organs.models import Level, Organ, OrganKind, ReportingYear, Role, User
from govopen.organs.services import organ_register, person_register
from reports.demo.bodies import bodies_seed
from reports.management.command import ChineseCommand
from reports.models import ChangeSource, ImportDraft, Move, Report, State
from reports.services.importing import import_apply, import_preview
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move
from reports.value import Scope

COUNTY = "蓝田县人民政府"
OFFICE = "蓝田县人民政府办公室"
DEPARTMENTS = ("蓝田县教育和科学技术局", "蓝田县民政局", "蓝田县司法局", "蓝田县自然资源和规划局")
TOWNSHIPS = ("蓝田县蓝关街道办事处", "蓝田县汤峪镇人民政府")

# User name, name, role. The clerk fills in for the county and its office, the other one for all bodies below.
PEOPLE = (
    ("clerk", "王晓梅", Role.CLERK),
    ("clerk2", "赵雪", Role.CLERK),
    ("reviewer", "张志强", Role.REVIEWER),
    ("signer", "周敏", Role.SIGNER),
    ("leader", "李建国", Role.SIGNER),
    ("coordinator", "陈静", Role.COORDINATOR),
    ("viewer", "刘洋", Role.VIEWER),
)
ADMINISTRATOR = ("admin", "系统管理员")

WAY = (
    ("clerk", Move.SUBMIT),
    ("reviewer", Move.SIGN),
    ("signer", Move.SIGN),
    ("leader", Move.SIGN),
    ("leader", Move.PUBLISH),
)

YEARS = range(2019, 2027)
REAL_YEAR = 2023
PUBLISHED_AT = datetime(2024, 3, 28, 1, 0, tzinfo=UTC)  # 9:00 in China


class Command(ChineseCommand):
    help = "Create demo organs, years, people and reports; prints the user names and passwords. Demo mode only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("演示数据只在演示模式下创建：请先设 GOVOPEN_DEMO=1。未创建任何内容。")
        with transaction.atomic():
            county, office, *bodies = _organs()
            _years()
            lines = _people(county, office, bodies)
            people = {username: User.objects.get(username=username) for username, _name, _role in PEOPLE}
            _reports(county, people["clerk"])
            bodies_seed(clerk=people["clerk2"], people=people)
        if lines:
            _keep(lines)
        self.stdout.write(_users_file().read_text(encoding="utf-8").rstrip())


def _organs() -> list[Organ]:
    """The county, its office, departments and townships; all but the county's own report are invented."""
    county = organ_register(
        name=COUNTY,
        kind=OrganKind.GOVERNMENT,
        level=Level.COUNTY,
        parent=None,
        aliases=("蓝田县", "蓝田县政府"),
    )
    below = [(name, OrganKind.DEPARTMENT, Level.COUNTY) for name in (OFFICE, *DEPARTMENTS)]
    below += [(name, OrganKind.TOWNSHIP, Level.TOWNSHIP) for name in TOWNSHIPS]
    return [
        county,
        *(
            organ_register(name=name, kind=kind, level=level, parent=county, is_demo=True)
            for name, kind, level in below
        ),
    ]


def _years() -> None:
    for year in YEARS:
        ReportingYear.objects.get_or_create(
            year=year,
            defaults={
                "schema": "2019" if year < 2021 else "2021",
                "opens_on": date(year + 1, 1, 1),
                "department_due": date(year + 1, 1, 26),
                "government_due": date(year + 1, 2, 20),
            },
        )


def _people(county: Organ, office: Organ, bodies: list[Organ]) -> list[str]:
    """Lines to print. People who are there keep their passwords while those are written down."""
    names = [username for username, _name, _role in PEOPLE] + [ADMINISTRATOR[0]]
    if _users_file().exists() and User.objects.filter(username__in=names).count() == len(names):
        return []
    lines = []
    reach = {"clerk": (county, office), "clerk2": bodies}
    for username, full_name, role in PEOPLE:
        organs = reach.get(username, (county,))
        password = secrets.token_urlsafe(9)
        person = person_register(
            username=username, full_name=full_name, password=password, roles=[(role, organ) for organ in organs]
        )
        lines.append(f"{role.label}\t{username}\t{password}\t{person.full_name}")
    username, full_name = ADMINISTRATOR
    password = secrets.token_urlsafe(9)
    person_register(username=username, full_name=full_name, password=password, roles=(), is_superuser=True)
    lines.append(f"{full_name}\t{username}\t{password}")
    return lines


def _users_file() -> Path:
    return Path(settings.VAR_DIR) / "demo-users.txt"


def _keep(lines: list[str]) -> None:
    """Written for the owner's eyes only."""
    path = _users_file()
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _reports(county: Organ, clerk: User) -> None:
    """The real report, read from its file as a person would, after the balances it implies for the year before."""
    last_year = _start(county, REAL_YEAR - 1, clerk)
    if last_year.filled == 0:
        value = report_load(report=last_year)
        # What the real report implies: nothing was carried over, and one document was in force that it repealed.
        implied: dict[str, int | None] = dict.fromkeys(last_year.form.carries.values(), 0)
        implied["documents.normative_documents.in_force"] = 1
        last_year.is_demo = True
        last_year.save(update_fields=["is_demo"])
        report_save(
            report=last_year,
            value=value.replace(implied),
            revision=last_year.revision,
            user=clerk,
            source=ChangeSource.TYPED,
        )
    real = _start(county, REAL_YEAR, clerk)
    if not ImportDraft.objects.filter(report=real).exists():
        file = next(item for item in resources.files("reports.demo").iterdir() if item.name.endswith(".md"))
        draft = import_preview(report=real, user=clerk, filename=file.name, data=file.read_bytes())
        import_apply(draft=draft, user=clerk, confirmed=True)
        real.refresh_from_db()
    if real.state == State.DRAFT:
        _through_review(real)


def _through_review(report: Report) -> None:
    """The way of a report: submitted by its clerk, signed by three people, published by the last of them."""
    for username, move in WAY:
        report_move(report=report, move=move, user=User.objects.get(username=username), at=PUBLISHED_AT)


def _start(organ: Organ, year: int, user: User) -> Report:
    report, _is_new = report_start(
        organ=organ, year=ReportingYear.objects.get(year=year), scope=Scope.AGGREGATE, user=user
    )
    return report
