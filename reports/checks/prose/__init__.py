"""What the prose says, against the tables, last year's report and the year itself.

:data:`CHECKS` is in the order of the codes; :func:`marks` underlines the figures in a text.
"""

from dataclasses import dataclass, field

from reports.checks.base import Check, Context
from reports.schema import CellKey
from reports.value import ReportValue, number_text

from . import applications, changes, disclosure, disputes, lists, organs, reuse, shares, structure, years
from .compare import verdicts
from .quantities import label

CHECKS: tuple[Check, ...] = (
    structure.thin,
    structure.numbering,
    years.period,
    organs.other_names,
    applications.received,
    applications.carried_in,
    applications.handled,
    applications.carried_out,
    applications.granted,
    applications.refused,
    applications.not_provided,
    applications.applicants,
    lists.channels,
    disputes.disputes,
    disclosure.disclosed,
    lists.parts,
    shares.shares,
    shares.rates,
    changes.changes,
    disclosure.accounts,
    reuse.same_as_last_year,
)


@dataclass(frozen=True)
class Mark:
    """``text[start:end]`` of one of the report's texts, to be underlined.

    ``kind`` is ``figure``, a figure the tables know, which ``agrees`` with ``cells`` or does not; or ``same``, a
    passage that stood in last year's report. ``code`` is the check that judges it, ``note`` what to say of it.
    """

    text: str
    start: int
    end: int
    agrees: bool
    cells: tuple[CellKey, ...] = field(default=())
    code: str = ""
    note: str = ""
    kind: str = "figure"


def marks(value: ReportValue, context: Context | None = None) -> tuple[Mark, ...]:
    """Every figure of the prose that was matched with the tables, and every passage that is last year's."""
    found = []
    for verdict in verdicts(value):
        figure = verdict.mention.figure
        name, filed = label(value.schema, verdict.cells), number_text(verdict.filed)
        note = f"与{name} {filed} 一致" if verdict.agrees else f"{name}为 {filed}，与正文不一致"
        found.append(
            Mark(
                verdict.text,
                figure.start,
                figure.end,
                verdict.agrees,
                verdict.cells,
                verdict.mention.quantity.code,
                note,
            )
        )
    previous = context.previous if context else None
    for section in value.schema.sections if previous else ():
        if section.text:
            key = section.text.key
            for passage in reuse.passages_of_last_year(
                value.texts[key], previous.texts.get(key, "") if previous else ""
            ):
                found.append(
                    Mark(key, passage.start, passage.end, False, (), "Y-4", "与上年报告的文字相同", kind="same")
                )
    order = {key: place for place, key in enumerate(value.texts)}
    return tuple(sorted(found, key=lambda mark: (order[mark.text], mark.start, mark.end)))


__all__ = ["CHECKS", "Mark", "marks"]
