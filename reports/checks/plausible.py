"""Figures that can be but seldom are: far from what organs of the same kind file."""

from functools import cache

from reports.schema import CellKey, Schema

_WATCHED = (
    "documents.normative_documents.issued",
    "documents.normative_documents.in_force",
    "decisions.licences.count",
    "decisions.penalties.count",
    "decisions.coercive_measures.count",
    "charges.administrative_fees.amount",
    "applications.received.total",
    "applications.handled_total.total",
    "disputes.reconsideration.total",
    "disputes.litigation_direct.total",
    "disputes.litigation_after_reconsideration.total",
)


@cache
def peer_cells(schema: Schema) -> tuple[CellKey, ...]:
    """The cells whose spread over the peer organs P-1 looks at; ``Context.peers`` need have no others."""
    return tuple(key for key in _WATCHED if key in schema.specs)
