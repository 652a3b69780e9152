"""The head of a report's page: how far it is, what the next step is for whom, what is to be known beforehand."""

from typing import Any

from govopen.organs.access import Action, may
from govopen.organs.models import User
from reports.models import Move, Report, State
from reports.services.chain import signatures_of
from reports.services.workflow import moves_possible

TOLD = {State.RETURNED: Move.RETURN, State.CORRECTING: Move.CORRECT}


def header(report: Report, user: User) -> dict[str, Any]:
    """``moves`` the person may make; ``signatures`` while it is under review; ``last`` is the transition to tell of."""
    told = TOLD.get(State(report.state))
    moves = moves_possible(report=report, user=user)
    return {
        "moves": [move.value for move in moves],
        "signatures": signatures_of(report=report) if report.is_under_review else [],
        "last": report.transitions.select_related("by").filter(move=told).first() if told else None,
        "may_review": report.is_under_review and may(user, Action.REVIEW, report.organ),
    }
