"""What is said of a drop of files and of the work on a batch."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reports.exchange import LARGEST_FILE
from reports.exchange.archives import LARGEST_DROP, MOST_FILES
from reports.models import Job, JobState
from reports.services.intake.batches import APPLY, READ


def job_sentence(job: Job) -> str:
    """How far it is, or how it ended."""
    counted = {"done": job.done, "total": job.total}
    doing = {READ: _("files read"), APPLY: _("files imported")}.get(job.kind, _("files withdrawn"))
    match job.state:
        case JobState.WAITING:
            return _("Waiting to begin: %(total)d files") % counted
        case JobState.RUNNING:
            return _("%(done)d of %(total)d %(doing)s") % {**counted, "doing": doing}
        case JobState.CANCELLED:
            return _("Stopped: %(done)d of %(total)d %(doing)s. What is done stays done.") % {
                **counted,
                "doing": doing,
            }
        case JobState.FAILED:
            return _("Stopped after %(done)d of %(total)d files: %(note)s") % {**counted, "note": job.note}
    return _("Done: %(total)d %(doing)s") % {**counted, "doing": doing}


def drop_limits() -> dict[str, Any]:
    """What a drop of files may hold, for the page and for its script, with the script's words."""
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return {
        "most_files": MOST_FILES,
        "most_sent": most,
        "largest": LARGEST_FILE // 1024 // 1024,
        "largest_drop": LARGEST_DROP // 1024 // 1024,
        "words": {
            "chosen": _("{count} files chosen, {size} MB"),
            "many": _("These are {count} files; at most %(most)d can be sent one by one. Pack them into a zip first.")
            % {"most": most},
            "large": _("These files have {size} MB, more than %(limit)d MB. Send them in several batches.")
            % {"limit": LARGEST_DROP // 1024 // 1024},
            "sending": _("Sending the files…"),
        },
        "limits": {"files": most, "bytes": LARGEST_DROP},
    }
