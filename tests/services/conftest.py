"""A report with one thing to explain, and the people around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from govopen.organs.models import Organ, Role, User
from reports import checks
from reports.checks import completeness, identities, years
from reports.models import Explanation, ExplanationCause, Report, StoredFinding
from reports.services import settling
from tests import records
from tests.builders import filled

CARRIED_IN, CARRIED_OUT = "applications.carried_in.natural", "applications.carried_out.natural"
GOOD = "2022年末漏统1件信函申请，2023年3月清查档案时发现并补录"


@dataclass(frozen=True)
class Case:
    """A report whose figures add up, but which carries in one fewer than last year's carried out; and its people."""

    report: Report
    clerk: User
    clerk2: User
    reviewer: User
    reviewer2: User
    signer: User
    signer2: User

    @property
    def finding(self) -> StoredFinding:
        return self.report.findings.get(level="explain")

    def explained(self, text: str = GOOD, cause: str = "上年漏统") -> Explanation:
        return settling.explain(
            report=self.report,
            subject=self.finding.subject,
            cause=ExplanationCause.objects.get(name=cause),
            text=text,
            user=self.clerk,
        )

    def settled(self) -> Explanation:
        return settling.explanation_accept(explanation=self.explained(), user=self.reviewer)


@pytest.fixture
def few_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of whole reports and of 上年结转 alone: what the other families find changes with their tuning."""
    families = [entry for module in (completeness, identities) for entry in vars(module).values()]
    kept_codes = {entry.code for entry in families if isinstance(entry, checks.Check)} | {years.carried_over.code}
    monkeypatch.setattr(checks, "CHECKS", tuple(entry for entry in checks.CHECKS if entry.code in kept_codes))


@pytest.fixture
def make_case(db: None, few_checks: None) -> Callable[..., Case]:
    """``make_case(organ)``: a case of its own in each organ, 蓝田县 where none is given."""

    def make(organ: Organ | None = None) -> Case:
        organ = organ or records.organ()
        value = filled()
        last = replace(value, organ=organ.name, year=value.year - 1).replace({CARRIED_OUT: value[CARRIED_IN] + 1})
        records.stored(last, of=organ)
        roles = {"clerk": Role.CLERK, "reviewer": Role.REVIEWER, "signer": Role.SIGNER}
        people = {
            f"{name}{number}": records.person(role, organ, name=f"{name}{number}-{organ.pk}")
            for name, role in roles.items()
            for number in ("", "2")
        }
        report = records.stored(replace(value, organ=organ.name), of=organ, user=people["clerk"])
        return Case(report, **people)

    return make


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case()
