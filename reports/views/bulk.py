"""Accepting many explanations of one rule with one cause together, after a sample of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from govopen.organs.access import Action
from reports.models import Decision, Explanation, StoredFinding
from reports.services import settling
from reports.services.access import reports_visible
from reports.services.bulk import bulk_cancel as bulk_cancelled
from reports.services.queue import is_reviewer

from .answers import answered


def bulk_bar(request: HttpRequest) -> SafeString | str:
    """What this person has begun, with the state of its sample; empty where nothing is."""
    bulk = settling.bulk_open(user=request.user)
    if bulk is None:
        return ""
    chosen = Explanation.objects.filter(pk__in=bulk.chosen).select_related("report__organ")
    findings = dict(StoredFinding.objects.filter(explanation__in=bulk.sample).values_list("explanation_id", "pk"))
    sample = [
        {
            "organ": explanation.report.organ.name,
            "is_accepted": explanation.decision == Decision.ACCEPTED,
            "finding": findings.get(explanation.pk),
        }
        for explanation in chosen
        if explanation.pk in bulk.sample
    ]
    rest = sum(one.decision == Decision.NONE and one.pk not in bulk.sample for one in chosen)
    left = sum(not one["is_accepted"] for one in sample)
    context = {
        "bulk": bulk,
        "chosen": len(bulk.chosen),
        "sample": sample,
        "left": left,
        "rest": rest,
        "back": queue_address(request),
    }
    return render_to_string("reports/queue/bulk.html", context, request)


@never_cache
@require_POST
def bulk_begin(request: HttpRequest) -> HttpResponse:
    """``explanation``: the chosen ones."""
    _refuse_others(request)
    keys = [int(key) for key in request.POST.getlist("explanation") if key.isascii() and key.isdigit()]
    reachable = reports_visible(request.user, Action.REVIEW)
    explanations = list(Explanation.objects.filter(pk__in=keys, report__in=reachable))
    return answered(
        request,
        reverse("admin:findings_queue"),
        lambda: settling.bulk_begin(explanations=explanations, user=request.user),
        _("A sample is drawn: decide on each of it."),
    )


@never_cache
@require_POST
def bulk_finish(request: HttpRequest) -> HttpResponse:
    """Accept what is left of what this person has begun."""
    _refuse_others(request)
    bulk = settling.bulk_open(user=request.user)
    if bulk is None:
        messages.error(request, _("Accepting together has ended: one of the sample was not accepted."))
        return redirect("admin:findings_queue")
    return answered(
        request,
        reverse("admin:findings_queue"),
        lambda: settling.bulk_finish(bulk=bulk, user=request.user),
        _("The rest is accepted."),
    )


@never_cache
@require_POST
def bulk_cancel(request: HttpRequest) -> HttpResponse:
    """Decisions on the sample stand; the rest waits as before."""
    _refuse_others(request)
    bulk = settling.bulk_open(user=request.user)
    if bulk is None:
        messages.error(request, _("Accepting together has ended already."))
        return redirect("admin:findings_queue")
    return answered(
        request,
        reverse("admin:findings_queue"),
        lambda: bulk_cancelled(bulk=bulk, user=request.user),
        _("Accepting together is cancelled."),
    )


def queue_address(request: HttpRequest) -> str:
    """The list with the choices that the request was made with."""
    asked = request.GET.copy()
    asked.pop("numbers", None)
    return f"{reverse('admin:findings_queue')}?{asked.urlencode()}"


def _refuse_others(request: HttpRequest) -> None:
    if not is_reviewer(request.user):
        raise PermissionDenied
