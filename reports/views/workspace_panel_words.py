"""What the panel's script says, translated; see :mod:`.workspace_words`."""

from django.utils.translation import gettext as _


def panel_words() -> dict[str, str]:
    return {
        # Explanations
        "explained": _("Explained"),
        "explained_waits": _("Explained, waits for review"),
        "explained_accepted": _("Explanation accepted"),
        "explained_waived": _("Waived"),
        "explained_lapsed": _("Explanation lapsed: the figures have changed"),
        "explained_refused": _("Explanation refused"),
        "explain_or": _("Or explain the reason"),
        "explain_why": _("Explain the reason"),
        "explain_cause": _("Cause"),
        "explain_choose": _("Choose the cause"),
        "explain_no_cause": _("Choose a cause from the list first."),
        "explain_text": _("What exactly it is"),
        "explain_placeholder": _("Say which cases make the difference, and on what grounds"),
        "explain_help": _(
            "At least 10 characters; “checked, correct” is no reason. It lapses when one of the figures changes."
        ),
        "explain_send": _("Hand in the explanation"),
        "explain_reuse": _("Use the old explanation again"),
        "explain_change": _("Change the explanation"),
        "explain_done": _("The explanation is handed in. It holds for these figures only."),
        "said_by": _("{who}, {at}"),
        "lapsed": _("The figures have changed, the explanation no longer holds: "),
        "lapsed_one": _("Explanation lapsed, since a figure has changed: {message}"),
        "lapsed_many": _("{count} explanations have lapsed, since figures have changed"),
        "lapsed_see": _("See"),
        "refused_by": _("Refused by {who} ({at}), to be explained anew: "),
        "accepted_by": _("Accepted by {who}, {at}"),
        "waived_by": _("Waived by {who} until {until}: {reason}"),
        "waits_for_review": _("Waits for review"),
        "save_first": _("Not everything is saved yet. Wait until it is, then try again."),
        "server_refused": _("The server refused this. Reload the page and try again."),
        # Suggestions
        "suggestion_title": _("Changing {cells} cells settles {count} equations"),
        "suggestion_others": _("Or else:"),
        "suggestion_change": _("Change “{cell}” from {old} to {new}"),
        "suggestion_fill": _("Fill “{cell}” with {new}"),
        "suggestion_taken": _("Changed as suggested"),
        # Objections
        "objection": _("Objection"),
        "objections": _("{count} objections"),
        "objections_left": _("Objections {count}"),
        "objection_answered": _("Answered"),
        "objection_due": _("due on {due}"),
        "objection_done": _("{who}: {proof}"),
        "objection_closed": _("Confirmed by {who}"),
        "explained_anew": _("Explained anew: {text}"),
        "answer_label": _("What was done about it"),
        "answer_placeholder": _("For example: changed to 38, as the ledger has it"),
        "answer_placeholder_text": _("For example: what was missing has been added"),
        "answer_file": _("File, if there is one"),
        "answer_send": _("Put right"),
        "answer_done": _("The objection is answered."),
        # Submitting
        "early_count": _("{what} left. Each line leads to its place."),
        "early_errors": _("{count} errors"),
        "early_explains": _("{count} to be explained"),
        "early_objections": _("{count} objections not answered"),
        "early_unsaved": _("“{cell}” is not saved yet"),
        "moved": _("This report has just been moved on. What you see is how it was before."),
        "load_again": _("Load it again"),
        # “All others are 0”
        "zero_rest": _("All others are 0…"),
        "zero_part": _("{part}: {count} cells become 0"),
        "zero_send": _("Sign, fill {count} cells with 0"),
        "zero_done": _("{count} cells filled with 0"),
        # History
        "changes_last": _("Last changes"),
        "changes_of": _("Changes of {cell}"),
        "changes_explained": _("Explanation"),
        "the_system": _("The system"),
    }
