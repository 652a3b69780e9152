"""Many files at once: the batches, a new one, one batch with its files, and what can be done with it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from govopen.organs.access import Action, may_somewhere, reach
from reports.filters.intakes import IntakeFileFilter
from reports.forms.intakes import DropForm
from reports.models import FileState, Intake
from reports.services.errors import RefusedError
from reports.services.intake import batches
from reports.tables.intakes import IntakeFileList, IntakeFileTable, IntakeTable
from reports.value import Scope

from .intake_words import drop_limits, job_sentence
from .table_files import TYPES, table_file

PER_PAGE = 25
FILES_A_PAGE = 50


@never_cache
@require_safe
def intakes(request: HttpRequest) -> HttpResponse:
    """The batches this person may see, the latest first."""
    found = batches.intakes_visible(request.user).select_related("user", "job", "year")
    table = IntakeTable(found.annotate(files_total=Count("files")))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        **admin.site.each_context(request),
        "title": _("Batch import"),
        "table": table,
        "may_begin": may_somewhere(request.user, Action.TAKE_IN),
    }
    return TemplateResponse(request, "reports/intakes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def intake_new(request: HttpRequest) -> HttpResponse:
    """Files, a folder or a zip, and what holds where they say nothing themselves."""
    if not may_somewhere(request.user, Action.TAKE_IN):
        raise PermissionDenied
    form = DropForm(request.POST or None, request.FILES or None, initial={"scope": Scope.OWN.value})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            intake = batches.intake_begin(
                files=form.cleaned_data["named"],
                user=request.user,
                title=form.cleaned_data["title"].strip() or _title(form.cleaned_data["named"]),
                year=form.cleaned_data["year"],
                scope=Scope(form.cleaned_data["scope"]),
            )
        except RefusedError as error:
            refusal = str(error)
        else:
            return redirect("admin:intake", intake.pk)
    context = {
        **admin.site.each_context(request),
        **drop_limits(),
        "title": _("Take in many files"),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return TemplateResponse(request, "reports/intakes/new.html", context, status=status)


def _title(named: list[tuple[str, Any]]) -> str:
    """The zip's or the first file's name, and how many come with it."""
    first = named[0][0].split("/")[0]
    if len(named) == 1:
        return first
    return _("%(first)s and others, %(count)d files") % {"first": first, "count": len(named)}


def intake_get(request: HttpRequest, pk: int) -> Intake:
    """One that this person may not see does not exist for them (404)."""
    found = batches.intakes_visible(request.user).select_related("user", "job", "year").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read from each file and what would change, to be looked over, imported and withdrawn."""
    batch = intake_get(request, pk)
    files = batch.files.select_related("organ").defer("data", "details")
    narrowed = IntakeFileFilter(request.GET, queryset=files)
    if (extension := request.GET.get("file")) in TYPES:
        name = f"{batch.title[:60]} {timezone.localdate().isoformat()}"
        return table_file(IntakeFileList(narrowed.qs), name, extension)
    is_busy = batch.job is not None and batch.job.is_under_way
    counts = batches.state_counts(batch)
    mine = batch.files.filter(organ__in=reach(request.user, batch.action))
    ready = mine.filter(state=FileState.READY)
    ready_count = ready.count() if FileState.READY in counts else 0
    changing = ready.filter(differences__gt=0).count() if ready_count else 0
    applied = mine.filter(state=FileState.APPLIED).count() if FileState.APPLIED in counts else 0
    table = IntakeFileTable(narrowed.qs, may_choose=bool(ready_count) and not is_busy)
    RequestConfig(request, paginate={"per_page": FILES_A_PAGE}).configure(table)
    total = sum(counts.values())
    context = {
        **admin.site.each_context(request),
        "title": batch.title,
        "intake": batch,
        "table": table,
        "filter": narrowed,
        "chips": [{"address": _address(request), "name": _("All"), "count": total, "now": not request.GET.get("state")}]
        + [
            {
                "address": _address(request, state=state),
                "name": FileState(state).label,
                "count": count,
                "now": request.GET.get("state") == state,
            }
            for state, count in counts.items()
        ],
        "counts": counts,
        "total": total,
        "is_busy": is_busy,
        "is_interrupted": batches.is_interrupted(batch),
        "progress": _progress(batch),
        "ready": ready_count,
        "changing": changing,
        "applied": applied,
        "files": [(extension, _address(request, keep=True, file=extension)) for extension in TYPES],
        "is_narrowed": any(request.GET.get(name) for name in narrowed.filters),
        "words": {"chosen": _("Import the {count} chosen files")},
    }
    return TemplateResponse(request, "reports/intakes/intake.html", context)


def _address(request: HttpRequest, keep: bool = False, **changes: str) -> str:
    """This list with another state or as a file, from its first page on."""
    asked = request.GET.copy()
    for name in ("page", "file", *(() if keep else ("state",))):
        asked.pop(name, None)
    for name, choice in changes.items():
        asked[name] = choice
    return f"?{asked.urlencode()}"


@never_cache
@require_safe
def intake_progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the work is, for the page that waits for it."""
    return JsonResponse(_progress(intake_get(request, pk)))


def _progress(batch: Intake) -> dict[str, Any]:
    job = batch.job
    if job is None:
        return {"busy": False, "done": 0, "total": 0, "percent": 0, "text": "", "interrupted": False}
    return {
        "busy": job.is_under_way,
        "done": job.done,
        "total": job.total,
        "percent": 100 * job.done // job.total if job.total else 0,
        "text": job_sentence(job),
        "interrupted": batches.is_interrupted(batch),
    }
