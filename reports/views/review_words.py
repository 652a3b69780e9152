"""What the review page's script says, translated; ``{name}`` is filled in there."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "this_year": _("This year"),
        "last_year": _("Last year"),
        "blank": _("Not filled"),
        "none": _("none"),
        "before": _("When you last looked"),
        "history": _("History of this cell"),
        "no_history": _("Not changed yet"),
        "change": _("{who} {at} {source}: {old} → {new}"),
        "blank_short": _("blank"),
        "all_changes": _("All changes of this cell"),
        "opinion": _("Write an opinion at this cell"),
        "write_it": _("Write it down"),
        "close": _("Close"),
        "show_finding": _("Show the finding"),
        "failed": _("The server cannot be reached. Nothing was lost; try again."),
        "signed_out": _("Your login has expired. Log in again in a new tab, then try once more."),
        "unsent": _("Typed but not sent yet; it would be lost:"),
        "send_along": _("Send it along"),
        "discard": _("Discard"),
        "keys": _("Keys"),
        "unfold": _("Unfold the whole text ({count} characters)"),
        "fold": _("Fold what is unchanged"),
    }
