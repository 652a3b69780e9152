"""What is done with a batch: imported, withdrawn, stopped, gone on with."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports.models import Intake
from reports.services.intake import batches
from reports.services.jobs import job_resume, job_stop

from .answers import answered
from .intakes import intake_get

Act = Callable[[HttpRequest, Intake], None]


def _move(done: Promise) -> Callable[[Act], Callable[..., HttpResponse]]:
    """A view that does something with a batch, says ``done`` and leads back to it; without a form only that."""

    def made(act: Act) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            batch = intake_get(request, pk)
            if request.method != "POST":
                return redirect("admin:intake", pk)
            back = reverse("admin:intake", args=(pk,))
            return answered(request, back, lambda: act(request, batch), str(done))

        return view

    return made


def _chosen(request: HttpRequest) -> list[int] | None:
    """The files ticked; none ticked means all."""
    return [int(pk) for pk in request.POST.getlist("file") if pk.isascii() and pk.isdigit()] or None


@_move(_("The import has begun; each file goes in by itself."))
def intake_apply(request: HttpRequest, batch: Intake) -> None:
    batches.intake_apply(intake=batch, user=request.user, files=_chosen(request))


@_move(_("The withdrawal has begun."))
def intake_withdraw(request: HttpRequest, batch: Intake) -> None:
    batches.intake_withdraw(intake=batch, user=request.user, files=_chosen(request))


@_move(_("The work stops after the file under way."))
def intake_stop(request: HttpRequest, batch: Intake) -> None:
    if batch.job is not None:
        job_stop(job=batch.job)


@_move(_("The work goes on."))
def intake_resume(request: HttpRequest, batch: Intake) -> None:
    if batch.job is not None:
        job_resume(job=batch.job)
