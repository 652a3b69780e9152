"""The rules a report must satisfy, in report order. :func:`run` checks one report, :mod:`.matrix` many."""

from dataclasses import replace

from reports.bound import resolved_value
from reports.value import ReportValue

from . import bound_figures, completeness, disclosure, fees, identities, jumps, peers, plausible, prose, years
from .base import Check, Context, Finding, Level, check, in_order

CHECKS: tuple[Check, ...] = in_order(
    completeness.missing_texts,
    plausible.nothing_filled_in,
    completeness.disclosure_numbers,
    disclosure.rules_of_a_county,
    completeness.disclosure_blanks,
    disclosure.fewer_in_force_than_issued,
    disclosure.yuan_for_ten_thousand_yuan,
    years.stock_continued,
    jumps.decisions_jump,
    identities.applications_balance,
    identities.applications_results,
    identities.applications_applicants,
    completeness.applications_numbers,
    completeness.applications_blanks,
    years.carried_over,
    jumps.applications_jump,
    identities.reconsideration_total,
    identities.litigation_direct_total,
    identities.litigation_after_reconsideration_total,
    completeness.disputes_numbers,
    completeness.disputes_blanks,
    plausible.refusals_sued_without_review,
    years.pending_cases_return,
    jumps.disputes_jump,
    fees.fee_statement_agrees,
    fees.notices_cover_unpaid,
    fees.fees_of_table_two_cover_received,
    fees.fee_statement_is_made,
    years.figures_of_last_year,
    peers.unlike_peers,
    *prose.CHECKS,
    bound_figures.unresolved_figures,
)

_NOTHING_KNOWN = Context()


def run(value: ReportValue, context: Context = _NOTHING_KNOWN) -> list[Finding]:
    """All findings about one report, in the order of :data:`CHECKS`; its texts are judged as they are shown."""
    shown = resolved_value(value, context.previous)
    if context.previous is not None:
        context = replace(context, previous=resolved_value(context.previous))
    stored = bound_figures.unresolved_figures
    return [finding for entry in CHECKS for finding in entry(value if entry is stored else shown, context)]


__all__ = ["CHECKS", "Check", "Context", "Finding", "Level", "check", "in_order", "run"]
