"""Why a service refuses. The message is a sentence for the person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.models import Report, StoredFinding


class RefusedError(Exception):
    """A service did nothing, and says why."""


class StaleRevisionError(RefusedError):
    """Somebody saved in between; ``report`` must be loaded again."""

    def __init__(self, report: Report) -> None:
        super().__init__(_("Somebody else has saved this report in the meantime. Load it again."))
        self.report = report


class NotEditableError(RefusedError):
    def __init__(self, report: Report) -> None:
        super().__init__(_("This report is “%(state)s” and cannot be changed.") % {"state": report.get_state_display()})


class NotAllowedError(RefusedError):
    """This person may not do this, whoever else may."""


class NotPossibleError(RefusedError):
    """Nobody can do this now."""


class OpenFindingsError(RefusedError):
    """What must be settled first."""

    def __init__(self, findings: Sequence[StoredFinding]) -> None:
        super().__init__(_("%(count)d findings must be settled first.") % {"count": len(findings)})
        self.findings = tuple(findings)


class ReasonError(RefusedError):
    """A reason that says nothing; ``example`` is what a good one says."""

    def __init__(self, message: str, *, example: str = "") -> None:
        super().__init__(message)
        self.example = example
