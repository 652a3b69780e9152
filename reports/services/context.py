"""What the checks may know beside a report: last year's, its peers', other organs' names, the switches of the year."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.core.cache import cache
from django.utils.functional import SimpleLazyObject

from govopen.organs.models import Organ, OrganAlias
from reports import checks
from reports.checks.base import Context, Level
from reports.models import Report, RuleSwitch
from reports.value import ReportValue

from .peers import Filed, PeersOfMany, peers_of

NAMES_KEPT = 600  # seconds; a name registered since is only missed by one hint


def context_of(*, report: Report, previous: ReportValue | None, off: frozenset[str] | None = None) -> Context:
    """``previous`` is last year's value, loaded by the caller together with the report's own.

    ``off`` are the codes to leave out, by default those that are switched off in the report's year.
    """
    names = _names()
    own = {report.organ.name, *(alias for alias, organ in names if organ == report.organ_id)}
    return Context(
        previous=previous,
        level=report.organ.level,
        kind=report.organ.kind,
        # Only asked for by the rules that compare: a rule is tried on thousands of reports without them.
        peers=SimpleLazyObject(partial(peers_of, report=report)),
        others=frozenset(name for name, organ in names if organ != report.organ_id),
        names=frozenset(own),
        off=rules_off(year=report.year_id) if off is None else off,
    )


class ContextsOfMany:
    """:func:`context_of` for many reports filed together: names, switches and peers are looked up once."""

    def __init__(self, filed: Filed) -> None:
        """``filed`` are the figures about to be stored."""
        self._peers = PeersOfMany(filed)
        self._names: dict[str, int] = dict(_names_stored())
        self._own: dict[int, set[str]] = defaultdict(set)
        for name, organ in self._names.items():
            self._own[organ].add(name)
        self._off: dict[int, frozenset[str]] = {}

    def of(self, report: Report, previous: ReportValue | None) -> Context:
        if report.year_id not in self._off:
            self._off[report.year_id] = rules_off(year=report.year_id)
        own = frozenset(self._own[report.organ_id] | {report.organ.name})
        return Context(
            previous=previous,
            level=report.organ.level,
            kind=report.organ.kind,
            peers=SimpleLazyObject(partial(self._peers.of, report)),
            others=frozenset(self._names.keys() - own),
            names=own,
            off=self._off[report.year_id],
        )


def rules_off(*, year: int) -> frozenset[str]:
    """The codes that are switched off in a year; a rule of errors is in use whatever its switch says."""
    off = frozenset(RuleSwitch.objects.filter(year=year, is_on=False).values_list("code", flat=True))
    return off - {entry.code for entry in checks.CHECKS if entry.level is Level.ERROR} if off else off


def _names() -> Sequence[tuple[str, int]]:
    """Every name an organ is called by, with its primary key."""
    return cache.get_or_set("organ-names", _names_stored, NAMES_KEPT)


def _names_stored() -> list[tuple[str, int]]:
    return [
        *Organ.objects.without_tree_fields().values_list("name", "pk"),
        *OrganAlias.objects.values_list("name", "organ_id"),
    ]
