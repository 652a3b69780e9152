"""A report with known figures, whose prose the tests write."""

from decimal import Decimal

from reports.checks.base import Context, Finding
from reports.checks.prose import CHECKS
from reports.schema import get_schema
from reports.value import ReportValue
from tests.builders import coherent

ORGAN = "清河县水利局"
YEAR = 2023
SCHEMA = get_schema("2021")

# 新收 86 (自然人 80, 企业 6), 上年结转 2, 办理 85: 公开 38, 部分 12, 不予 9, 无法 20, 不处理 3, 其他 3; 结转 3.
FIGURES = {
    "applications.received.natural": 80,
    "applications.received.company": 6,
    "applications.carried_in.natural": 2,
    "applications.granted.natural": 36,
    "applications.granted.company": 2,
    "applications.partly_granted.natural": 12,
    "applications.refused_internal_affairs.natural": 5,
    "applications.refused_third_party_rights.natural": 4,
    "applications.unable_not_held.natural": 16,
    "applications.unable_not_held.company": 4,
    "applications.rejected_repeat.natural": 3,
    "applications.other_other.natural": 3,
    "applications.carried_out.natural": 3,
    "disputes.reconsideration.upheld": 3,
    "disputes.reconsideration.corrected": 1,
    "disputes.reconsideration.other": 1,
    "disputes.reconsideration.pending": 2,
    "disputes.litigation_direct.upheld": 2,
    "disputes.litigation_direct.pending": 1,
    "disputes.litigation_after_reconsideration.upheld": 1,
    "documents.normative_documents.issued": 5,
    "documents.normative_documents.repealed": 2,
    "documents.normative_documents.in_force": 22,
    "decisions.licences.count": 1200,
    "decisions.penalties.count": 340,
    "decisions.coercive_measures.count": 5,
    "charges.administrative_fees.amount": Decimal("236.982"),
}


def report(text: str = "", *, section: str = "overview", year: int = YEAR, **figures: int) -> ReportValue:
    """The report with this prose; ``figures`` replace some of its cells, other cells following."""
    given = {**FIGURES, **{key.replace("__", "."): number for key, number in figures.items()}}
    return ReportValue(SCHEMA, ORGAN, year, cells=coherent(SCHEMA, given), texts={section: text} if text else {})


def findings(value: ReportValue, context: Context | None = None) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(value, context or Context())]


def said(value: ReportValue, context: Context | None = None) -> list[tuple[str, str]]:
    """The codes and levels of what is found."""
    return [(finding.code, finding.level.value) for finding in findings(value, context)]
