"""Who has settled how many findings how fast: for the coordinator."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from govopen.organs.access import Action, may_somewhere
from reports.services.rules import reviewers_pace

HASTY = 10  # seconds between two decisions, in the median, below which nobody has read an explanation


@never_cache
@require_safe
def reviewers(request: HttpRequest) -> HttpResponse:
    if not may_somewhere(request.user, Action.MANAGE):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("Progress of review"),
        "paces": reviewers_pace(request.user),
        "hasty": HASTY,
    }
    return TemplateResponse(request, "reports/rules/reviewers.html", context)
