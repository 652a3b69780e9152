"""The county's invented bodies: last year's published report, and this year's somewhere on its way through review.

What they file is data (bodies.json); here it goes in as people would put it in, through the services.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import resources
from typing import Any

from govopen.organs.models import Organ, ReportingYear, User
from reports.models import ChangeSource, ExplanationCause, Move, Report, StoredFinding
from reports.schema import Kind, Schema
from reports.services.rectifying import opinion_add
from reports.services.reporting import report_start
from reports.services.settling import explain
from reports.services.store import report_save
from reports.services.workflow import report_move
from reports.value import Number, ReportValue, Scope

# Who makes a move of the way; signatures are given in this order.
SIGNERS = ("reviewer", "signer", "leader")
PUBLISHED_AT = datetime(2024, 1, 25, 1, 0, tzinfo=UTC)
DUE_AGAIN = date(2027, 1, 15)


def bodies_seed(*, clerk: User, people: Mapping[str, User]) -> None:
    """Every body of the file that has no report yet; ``people`` are those who sign, by user name."""
    data = json.loads(resources.files("reports.demo").joinpath("bodies.json").read_text("utf-8"))
    for body in data["reports"]:
        organ = Organ.objects.get(name=body["organ"])
        if organ.reports.exists():
            continue
        last = _filed(organ, data["year"] - 1, body["last_year"], {}, clerk)
        _go(last, ["submit", "sign", "sign", "sign", "publish"], clerk, people, PUBLISHED_AT)
        report = _filed(organ, data["year"], body["this_year"], body.get("wrong", {}), clerk)
        for explanation in body.get("explanations", ()):
            finding = StoredFinding.objects.get(report=report, code=explanation["code"], level="explain")
            cause = ExplanationCause.objects.get(name=explanation["cause"])
            explain(report=report, subject=finding.subject, cause=cause, text=explanation["text"], user=clerk)
        _go(report, body["way"], clerk, people, None, body.get("objections", ()))


def _filed(organ: Organ, year: int, filed: Mapping[str, Any], wrong: Mapping[str, int], clerk: User) -> Report:
    report, _is_new = report_start(organ=organ, year=ReportingYear.objects.get(year=year), scope=Scope.OWN, user=clerk)
    value = ReportValue(
        report.form, organ.name, year, Scope.OWN, _cells(report.form, filed["cells"]) | wrong, filed["texts"]
    )
    report_save(report=report, value=value, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    return report


def _cells(schema: Schema, figures: Mapping[str, Any]) -> dict[str, Number | None]:
    """Every cell: 0 where nothing is given, totals added up."""
    cells: dict[str, Any] = {
        key: Decimal(str(figures.get(key, 0))) if spec.kind is Kind.MONEY else figures.get(key, 0)
        for key, spec in schema.specs.items()
    }
    for total, parts in schema.totals.items():
        cells[total] = sum(cells[part] for part in parts)
    return cells


def _go(
    report: Report,
    way: list[str],
    clerk: User,
    people: Mapping[str, User],
    at: datetime | None,
    objections: Any = (),
) -> None:
    signed = 0
    for move in map(Move, way):
        user = clerk if move is Move.SUBMIT else people[SIGNERS[min(signed, len(SIGNERS) - 1)]]
        if move is Move.RETURN:
            for objection in objections:
                opinion_add(report=report, key=objection["key"], text=objection["text"], user=user)
        report_move(report=report, move=move, user=user, due_on=DUE_AGAIN, at=at)
        signed += move is Move.SIGN
