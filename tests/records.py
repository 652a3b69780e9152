"""Records to test with: an organ, a year, a person with a role, a stored report."""

from collections.abc import Mapping
from datetime import date, datetime

from govopen.organs.models import Level, Membership, Organ, OrganKind, ReportingYear, Role, User
from reports.models import ChangeSource, Move, Report, Transition
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.services.workflow import report_move
from reports.value import Number, ReportValue, Scope

PASSWORD = "a long enough pass-word"
REASON = "复议机关来函更正一件案件的结果。"
HANDS = (Role.CLERK, Role.REVIEWER, Role.SIGNER, Role.SIGNER)


def organ(name: str = "蓝田县人民政府", parent: Organ | None = None, **fields: str) -> Organ:
    """A county government unless said otherwise."""
    defaults = {"kind": OrganKind.GOVERNMENT, "level": Level.COUNTY, **fields}
    return Organ.objects.get_or_create(name=name, defaults={"parent": parent, **defaults})[0]


def year(number: int = 2023, schema: str = "2021") -> ReportingYear:
    after = number + 1
    defaults = {
        "schema": schema,
        "opens_on": date(after, 1, 2),
        "department_due": date(after, 1, 26),
        "government_due": date(after, 2, 20),
    }
    return ReportingYear.objects.get_or_create(year=number, defaults=defaults)[0]


def person(role: str = Role.CLERK, *organs: Organ, name: str = "") -> User:
    username = name or role
    user = User.objects.create_user(username, password=PASSWORD, full_name=username)
    Membership.objects.bulk_create(Membership(user=user, organ=one, role=role) for one in organs)
    return user


def stored(value: ReportValue, of: Organ | None = None, user: User | None = None) -> Report:
    """The report that holds ``value``, for its organ and year."""
    report, _is_new = report_start(
        organ=of or organ(value.organ), year=year(value.year, value.schema.key), scope=Scope(value.scope), user=user
    )
    report_save(report=report, value=value, revision=report.revision, user=user, source=ChangeSource.TYPED)
    return report


def published(report: Report, at: datetime | None = None) -> Transition:
    """The way of a report through review to publication, by a clerk and three signers made for it."""
    return report_move(report=report, move=Move.PUBLISH, user=signed_off(report, at), at=at)


def signed_off(report: Report, at: datetime | None = None) -> User:
    """Through review up to the last signature; returns who gave it and may publish."""
    people = hands(report)
    for user, move in zip(people, (Move.SUBMIT, Move.SIGN, Move.SIGN, Move.SIGN), strict=True):
        report_move(report=report, move=move, user=user, at=at)
    return people[-1]


def corrected(
    report: Report,
    cells: Mapping[str, Number | None],
    texts: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> ReportValue:
    """A second version of a published report, published too."""
    clerk, *_others, signer = hands(report)
    report_move(report=report, move=Move.CORRECT, user=signer, reason=REASON, at=at)
    value = report_load(report=report).replace(cells, texts)
    report_save(report=report, value=value, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    published(report, at)
    return value


def hands(report: Report) -> list[User]:
    """A clerk, a reviewer and two signers of the report's organ, the same ones each time."""
    names = [f"{role}-{report.pk}-{number}" for number, role in enumerate(HANDS)]
    known = {user.username: user for user in User.objects.filter(username__in=names)}
    return [known.get(name) or person(role, report.organ, name=name) for role, name in zip(HANDS, names, strict=True)]
