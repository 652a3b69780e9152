"""One file of a batch: what was read from it, what it would change, whose it is."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from govopen.organs.access import may, reach
from govopen.organs.models import Organ
from reports.forms.intakes import MatchForm
from reports.models import FileState, Intake, IntakeFile
from reports.services.errors import RefusedError
from reports.services.intake import batches
from reports.services.intake.look import file_look
from reports.value import Scope

from .answers import answered
from .files import file_response
from .intakes import intake_get


def _file(request: HttpRequest, pk: int, number: int) -> tuple[Intake, IntakeFile]:
    batch = intake_get(request, pk)
    files = batch.files.select_related("organ", "year", "report", "draft").defer("data", "draft__data", "draft__before")
    file = files.filter(number=number).first()
    if file is None:
        raise Http404
    return batch, file


@never_cache
@require_safe
def intake_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    batch, file = _file(request, pk, number)
    return _page(request, batch, file, _form(request, file))


def _form(request: HttpRequest, file: IntakeFile, data: Any = None) -> MatchForm:
    initial = {
        "organ": file.organ.name if file.organ else "",
        "year": file.year_id or file.year_said,
        "scope": file.scope,
    }
    return MatchForm(data, user=request.user, action=file.intake.action, initial=initial)


def _page(request: HttpRequest, batch: Intake, file: IntakeFile, form: MatchForm, status: int = 200) -> HttpResponse:
    is_busy = batch.job is not None and batch.job.is_under_way
    is_mine = file.organ is not None and may(request.user, file.intake.action, file.organ)
    changeable = file.state not in (FileState.APPLIED, FileState.WAITING) and not is_busy
    look = file_look(file=file)
    candidates = Organ.objects.without_tree_fields().filter(pk__in=file.details.get("candidates", ()))
    neighbours = batch.files.order_by("number").only("number", "path")
    context = {
        **admin.site.each_context(request),
        "title": file.path.rsplit("/", 1)[-1],
        "intake": batch,
        "file": file,
        "look": look,
        "form": form,
        "candidates": candidates if file.state == FileState.UNMATCHED else (),
        "organs": reach(request.user, file.intake.action).order_by("pk").values_list("name", flat=True),
        "may_match": changeable and look is not None,
        "may_skip": changeable and file.state != FileState.SKIPPED,
        "may_apply": is_mine and file.state == FileState.READY and not is_busy,
        "may_withdraw": is_mine and file.state == FileState.APPLIED and file.draft_id is not None and not is_busy,
        "before": neighbours.filter(number__lt=file.number).last(),
        "after": neighbours.filter(number__gt=file.number).first(),
    }
    return TemplateResponse(request, "reports/intakes/file.html", context, status=status)


@never_cache
@require_safe
def intake_file_content(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The file as it came; always to take away, never shown as a page of ours."""
    _batch, file = _file(request, pk, number)
    return file_response(bytes(file.data), "application/octet-stream", file.path.rsplit("/", 1)[-1])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake_file_match(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    batch, file = _file(request, pk, number)
    back = reverse("admin:intake_file", args=(pk, number))
    if request.method != "POST":
        return redirect(back)
    form = _form(request, file, request.POST)
    if not form.is_valid():
        return _page(request, batch, file, form, status=422)
    try:
        matched = batches.file_match(
            file=file,
            organ=form.cleaned_data["organ"],
            year=form.cleaned_data["year"],
            scope=Scope(form.cleaned_data["scope"]),
            user=request.user,
        )
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(back)
    if matched.state == FileState.READY:
        messages.success(
            request, _("It is ready to be imported into the report of %(organ)s.") % {"organ": matched.organ}
        )
    else:
        messages.error(request, matched.message)
    return redirect(back)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake_file_skip(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    _batch, file = _file(request, pk, number)
    back = reverse("admin:intake_file", args=(pk, number))
    if request.method != "POST":
        return redirect(back)
    return answered(request, back, lambda: batches.file_skip(file=file, user=request.user), _("The file is left out."))
