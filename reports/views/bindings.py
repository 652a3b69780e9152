"""Which figures of a text could follow the tables, asked for by the workspace's script."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from govopen.organs.access import Action, may
from reports.checks.prose.binding import bindable
from reports.services.access import report_get
from reports.services.editing import TEXT_LIMIT
from reports.services.errors import NotAllowedError
from reports.services.store import report_pair
from reports.services.texts import units

from .scripts import for_script, sent_json, sent_text


@require_POST
@for_script
def bindings(request: HttpRequest, pk: int) -> JsonResponse:
    """``{text}``, as it stands in the page, saved or not; answered with ``bindings``, places counted as scripts do."""
    report = report_get(user=request.user, pk=pk)
    if not may(request.user, Action.EDIT, report.organ):
        raise NotAllowedError(_("You may read this report, but not change it."))
    text = sent_text(sent_json(request), "text")[:TEXT_LIMIT]
    value, previous = report_pair(report=report)
    found = [
        asdict(one) | {"start": units(text, one.start), "end": units(text, one.end)}
        for one in bindable(text, value, previous)
    ]
    return JsonResponse({"bindings": found})
