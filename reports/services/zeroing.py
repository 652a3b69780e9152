"""“其余均为0”: one signed act that fills what is blank with 0, because what is counted there did not happen."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from govopen.organs.access import Action, may
from govopen.organs.models import User
from reports.models import ChangeSource, Report
from reports.schema import CellKey
from reports.value import Number, ReportValue

from .errors import NotAllowedError, NotEditableError, NotPossibleError
from .store import report_pair, report_save


def cells_to_zero(*, value: ReportValue, previous: ReportValue | None, sections: Collection[str]) -> list[CellKey]:
    """The blank cells of these sections that would become 0.

    Not totals, which are added up, and not a balance for which last year's report has a figure other than 0.
    """
    carries = value.schema.carries
    return [
        key
        for key, spec in value.schema.specs.items()
        if value[key] is None
        and spec.section.key in sections
        and key not in value.schema.totals
        and not (previous is not None and previous.cells.get(carries.get(key, key)) and key in carries)
    ]


@transaction.atomic
def blanks_to_zero(
    *,
    report: Report,
    revision: int,
    sections: Collection[str],
    is_certain: bool,
    signature: str,
    user: User,
) -> dict[CellKey, str]:
    """Fill the blanks of ``sections`` (their keys) with 0 and add up the totals that were blank; returns what changed.

    The person must be ``is_certain`` that it did not happen and sign with their own name. Raises
    :class:`StaleRevisionError` when somebody has saved since ``revision``.
    """
    if not may(user, Action.EDIT, report.organ):
        raise NotAllowedError(_("Your role does not allow this."))
    if not report.is_editable:
        raise NotEditableError(report)
    if not is_certain:
        raise NotPossibleError(_("Confirm that these cases did not happen this year."))
    if "".join(signature.split()) != "".join(user.get_full_name().split()):
        raise NotPossibleError(_("Sign with your own name, “%(name)s”.") % {"name": user.get_full_name()})
    value, previous = report_pair(report=report)
    keys = cells_to_zero(value=value, previous=previous, sections=sections)
    if not keys:
        raise NotPossibleError(_("Nothing is blank there."))
    zeroed = value.replace(dict.fromkeys(keys, 0))
    sums = _blank_totals(zeroed)
    changed = report_save(
        report=report,
        value=zeroed.replace(sums),
        revision=revision,
        user=user,
        source=ChangeSource.ZEROED,
        sources=dict.fromkeys(sums, ChangeSource.TOTAL),
        detail=f"{user.get_full_name()}签名确认：这些情形本年没有发生，其余均为0",
    )
    return {difference.key: str(difference.after) for difference in changed}


def _blank_totals(value: ReportValue) -> dict[CellKey, Number | None]:
    """Totals that were blank and whose parts are now all known; totals of totals after their parts."""
    sums: dict[CellKey, Number | None] = {}
    for total, parts in value.schema.totals.items():
        numbers = [sums.get(part, value[part]) for part in parts]
        if value[total] is None and None not in numbers:
            sums[total] = sum(number for number in numbers if number is not None)
    return sums
