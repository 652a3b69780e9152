"""What the queue's lists are called, and what its script says; ``{name}`` is filled in there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from govopen.organs.models import User
from reports.services.queue import Tab, is_reviewer, tab_first


@dataclass(frozen=True)
class TabWords:
    """``names`` in the order of the lists, the person's own work first."""

    title: str
    names: tuple[tuple[Tab, str], ...]


def tab_words(user: User) -> TabWords:
    later = ((Tab.ACCEPTED, _("Accepted")), (Tab.REFUSED, _("Not accepted")), (Tab.ALL, _("All")))
    if is_reviewer(user):
        first: tuple[tuple[Tab, str], ...] = ((Tab.UNDECIDED, _("For me to decide")), (Tab.CLERK, _("With the clerks")))
        return TabWords(_("Findings"), first + later)
    if tab_first(user) is Tab.CLERK:
        first = ((Tab.CLERK, _("For me to settle")), (Tab.UNDECIDED, _("With the reviewers")))
        return TabWords(_("My findings"), first + later)
    first = ((Tab.UNDECIDED, _("With the reviewers")), (Tab.CLERK, _("With the clerks")))
    return TabWords(_("Findings"), first + later)


def words() -> dict[str, str]:
    return {
        "position": _("{at} of {count}"),
        "more": _("Show {count} more"),
        "undo": _("Undo"),
        "close": _("Close"),
        "undone": _("Taken back."),
        "nothing_to_undo": _("There is nothing to take back."),
        "cannot_choose": _("Only explained findings can be accepted together; errors never."),
        "chosen": _("{count} chosen, all {code}"),
        "ready": _("The system draws a sample to be decided one by one; then the rest can be accepted together."),
        "one_rule": _("Not ready: the chosen findings belong to several rules."),
        "one_cause": _("Not ready: the chosen explanations give different causes."),
        "too_many": _("Not ready: at most {most} at a time."),
        "too_few": _("Not ready: choose at least two."),
        "bulk_first": _("Accepting together is under way; finish or cancel it first."),
        "bulk_over": _("Accepting together has ended: one of the sample was not accepted."),
        "end": _("This is the last finding of the page."),
        "start": _("This is the first finding of the page."),
        "not_here": _("There is nothing to decide here."),
        "signed_out": _("Your login has expired. Log in again; what you typed is kept."),
        "log_in": _("Log in"),
        "offline": _("The server cannot be reached. Nothing was decided; try again."),
        "gone": _("This finding is gone: the report has changed."),
        "loading": _("Loading…"),
        "unsent": _("A reason you typed has not been sent."),
    }
