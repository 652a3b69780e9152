"""What the pages call a move: its heading, the question, the button, the remark and the good news."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from reports.models import Move


class MoveWords(NamedTuple):
    title: str
    too_early: str
    question: str
    button: str
    remark: str
    done: str


def move_words(move: Move) -> MoveWords:
    words = {
        Move.SUBMIT: (
            _("Submit for review"),
            _("This report cannot be submitted yet"),
            _("Is this the report to submit?"),
            _("Submit for review"),
            _("While it is under review, the report cannot be changed. Until it is signed you can withdraw it."),
            _("The report is submitted for review."),
        ),
        Move.WITHDRAW: (
            _("Withdraw the submission"),
            "",
            _("Withdraw this report from review?"),
            _("Withdraw"),
            _("It can then be changed again, and has to be submitted again."),
            _("The submission is withdrawn."),
        ),
        Move.SIGN: (_("Sign"), "", "", _("Sign"), "", _("You have signed.")),
        Move.RETURN: (_("Return for correction"), "", "", _("Return"), "", _("The report is returned.")),
        Move.PUBLISH: (
            _("Publish the report"),
            _("This report cannot be published yet"),
            _("Is this the report to publish?"),
            _("Publish this report"),
            _("What is published stays readable for good; a later correction makes a new version."),
            _("The report is published."),
        ),
        Move.CORRECT: (
            _("Correct the published report"),
            "",
            _("Why is this report to be corrected?"),
            _("Begin the correction"),
            _(
                "The published version stays readable. The correction is reviewed and signed like the report itself, "
                "and its reason is published with the old and the new figures."
            ),
            _("The correction has begun."),
        ),
        Move.CANCEL: (
            _("Drop the correction"),
            _("This correction cannot be dropped yet"),
            _("Drop this correction?"),
            _("Drop the correction"),
            _("The published version stays as it is."),
            _("The correction is dropped."),
        ),
    }
    return MoveWords(*words[move])
