"""The rules a report must satisfy, in report order. :func:`run` checks one report, :mod:`.matrix` many."""

from reports.value import ReportValue

from . import completeness, disclosure, identities
from .base import Check, Context, Finding, Level, check, in_order

CHECKS: tuple[Check, ...] = in_order(
    completeness.missing_texts,
    completeness.disclosure_numbers,
    disclosure.rules_of_a_county,
    completeness.disclosure_blanks,
    identities.applications_balance,
    identities.applications_results,
    identities.applications_applicants,
    completeness.applications_numbers,
    completeness.applications_blanks,
    identities.reconsideration_total,
    identities.litigation_direct_total,
    identities.litigation_after_reconsideration_total,
    completeness.disputes_numbers,
    completeness.disputes_blanks,
)

_NOTHING_KNOWN = Context()


def run(value: ReportValue, context: Context = _NOTHING_KNOWN) -> list[Finding]:
    """All findings about one report, in the order of :data:`CHECKS`."""
    return [finding for entry in CHECKS for finding in entry(value, context)]


__all__ = ["CHECKS", "Check", "Context", "Finding", "Level", "check", "in_order", "run"]
