"""Who changed a cell or a text, from what to what, through what and why."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from reports.models import CellChange, Explanation, Report
from reports.services.access import report_get

from .scripts import for_script

HISTORY_LENGTH = 20
AROUND = 10  # characters of a text shown before what differs
SHOWN = 60  # characters of a text shown


@require_GET
@for_script
def workspace_history(request: HttpRequest, pk: int) -> JsonResponse:
    """Of a cell or text (``?key=``), newest first; without a key, the report's last changes.

    With a key, ``explanations`` are the reasons that were given for a finding about it.
    """
    report = report_get(user=request.user, pk=pk)
    found = CellChange.objects.filter(report=report).select_related("user")
    key = request.GET.get("key", "")
    if key:
        found = found.filter(key=key)
    return JsonResponse(
        {
            "changes": [_change_json(report, change) for change in found[:HISTORY_LENGTH]],
            "explanations": _explanations(report, key) if key else [],
        }
    )


def _change_json(report: Report, change: CellChange) -> dict[str, str]:
    old, new = change.old, change.new
    if change.key not in report.form.specs:
        old, new = differing(old, new)
    return {
        "key": change.key,
        "who": change.user.get_full_name() if change.user else "",
        "at": _shown(change.at),
        "old": old,
        "new": new,
        "source": change.get_source_display(),
        "detail": change.detail,
    }


def differing(old: str, new: str) -> tuple[str, str]:
    """Both texts from a little before the first character in which they differ; what is left out is an ellipsis."""
    start = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    start = min(len(old), len(new)) if start is None else start
    ends = (old[start:][::-1], new[start:][::-1])
    same = next((at for at, (one, other) in enumerate(zip(*ends, strict=False)) if one != other), None)
    same = min(map(len, ends)) if same is None else same
    return _excerpt(old, start, len(old) - same), _excerpt(new, start, len(new) - same)


def _excerpt(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(text), end + AROUND, start + SHOWN)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"


def _explanations(report: Report, key: str) -> list[dict[str, Any]]:
    given = Explanation.objects.filter(report=report).select_related("cause", "by", "decided_by")
    return [
        {
            "who": explanation.by.get_full_name(),
            "at": _shown(explanation.at),
            "cause": explanation.cause.name if explanation.cause else "",
            "text": explanation.text,
            "message": explanation.message,
            "decision": explanation.get_decision_display(),
            "decided_by": explanation.decided_by.get_full_name() if explanation.decided_by else "",
        }
        for explanation in given
        if key in explanation.cells
    ]


def _shown(moment: datetime) -> str:
    at = timezone.localtime(moment)
    today = at.date() == timezone.localdate()
    return at.strftime("%H:%M") if today else f"{at.year}-{at.month:02}-{at.day:02} {at:%H:%M}"
