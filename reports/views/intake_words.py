"""What is said of the work on a batch."""

from django.utils.translation import gettext as _

from reports.models import Job, JobState
from reports.services.intake.batches import APPLY, READ


def job_sentence(job: Job) -> str:
    """How far it is, or how it ended."""
    counted = {"done": job.done, "total": job.total}
    doing = {READ: _("read"), APPLY: _("imported")}.get(job.kind, _("withdrawn"))
    match job.state:
        case JobState.WAITING:
            return _("Waiting to begin: %(total)d files") % counted
        case JobState.RUNNING:
            return _("%(done)d of %(total)d files %(doing)s") % {**counted, "doing": doing}
        case JobState.CANCELLED:
            return _("Stopped: %(done)d of %(total)d files %(doing)s. What is done stays done.") % {
                **counted,
                "doing": doing,
            }
        case JobState.FAILED:
            return _("Stopped after %(done)d of %(total)d files: %(note)s") % {**counted, "note": job.note}
    return _("Done: %(total)d files %(doing)s") % {**counted, "doing": doing}
