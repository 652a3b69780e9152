"""Reports of bodies without an account: workbooks out, files back in, who is in, faulty or missing, and receipts."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from govopen.organs.access import Action, may_somewhere, memberships_of, reach
from govopen.organs.models import ReportingYear, Role, User
from reports.forms.filings import IssueForm
from reports.forms.intakes import DropForm
from reports.models import IssuedWorkbook
from reports.services.errors import RefusedError
from reports.services.handing_in import (
    NAMES,
    HandingIn,
    Standing,
    count_by_standing,
    file_submit,
    files_unplaced,
    handed_in,
)
from reports.services.intake import batches
from reports.services.issuing import workbook_file, workbook_name, workbooks_issue, workbooks_zip
from reports.services.packaging import zipped
from reports.services.receipts import WORD, receipt_file, receipt_mail, receipt_name
from reports.value import Scope

from .files import file_response
from .intake_words import drop_limits
from .table_files import TYPES

ZIP = "application/zip"
MOST_UNPLACED = 10


def _coordinator(request: HttpRequest) -> User:
    if not may_somewhere(request.user, Action.MANAGE):
        raise PermissionDenied
    return request.user


def _issuer(user: User) -> str:
    """The body in whose name the office writes: the one this person coordinates."""
    held = [one.organ.name for one in memberships_of(user) if one.role == Role.COORDINATOR]
    return held[0] if held else ""


@never_cache
@require_safe
def filings(request: HttpRequest) -> HttpResponse:
    """The latest year that is open for filling in, or the one that is asked for."""
    _coordinator(request)
    today = timezone.localdate()
    year = ReportingYear.objects.filter(opens_on__lte=today).first() or ReportingYear.objects.first()
    if year is None:
        context = {**admin.site.each_context(request), "title": _("Handing in without an account"), "year": None}
        return TemplateResponse(request, "reports/filings/list.html", context)
    return redirect("admin:filings_year", year.year)


@never_cache
@require_safe
def filings_year(request: HttpRequest, year: int) -> HttpResponse:
    return _page(request, get_object_or_404(ReportingYear, year=year))


def _page(request: HttpRequest, year: ReportingYear, *, refusal: str = "") -> HttpResponse:
    user = _coordinator(request)
    rows = handed_in(user=user, year=year)
    counts = count_by_standing(rows)
    asked = request.GET.get("standing", "")
    shown = [row for row in rows if row.standing == asked] if asked in Standing.__members__.values() else rows
    context = {
        **admin.site.each_context(request),
        **drop_limits(),
        "title": _("Handing in without an account"),
        "year": year,
        "years": ReportingYear.objects.all(),
        "rows": shown,
        "asked": asked,
        "total": len(rows),
        "counts": [(standing.value, NAMES[standing], counts[standing]) for standing in Standing],
        "unplaced": files_unplaced(user=user, year=year)[:MOST_UNPLACED],
        "receipts": sum(row.file is not None for row in rows),
        "issue_form": IssueForm(user=user, year=year),
        "drop_form": DropForm(),
        "refusal": refusal,
        "batches": batches.intakes_visible(user).filter(is_filing=True, year=year)[:5],
    }
    status = 422 if refusal else 200
    return TemplateResponse(request, "reports/filings/list.html", context, status=status)


@never_cache
@require_POST
def workbooks_new(request: HttpRequest, year: int) -> HttpResponse | FileResponse:
    """Issue workbooks to the chosen organs and give them as one archive, a single one as it is."""
    user, chosen = _coordinator(request), get_object_or_404(ReportingYear, year=year)
    form = IssueForm(request.POST, user=user, year=chosen)
    if not form.is_valid():
        return _page(request, chosen, refusal=" ".join(said for errors in form.errors.values() for said in errors))
    try:
        issued = workbooks_issue(
            organs=list(form.cleaned_data["organs"]), year=chosen, user=user, due_on=form.cleaned_data["due_on"]
        )
    except RefusedError as error:
        return _page(request, chosen, refusal=str(error))
    if len(issued) == 1:
        return file_response(workbook_file(issued=issued[0]), TYPES["xlsx"], workbook_name(issued[0]))
    return file_response(workbooks_zip(issued=issued), ZIP, _("Workbooks %(year)d") % {"year": year} + ".zip")


@never_cache
@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """A workbook that was issued, once more."""
    user = _coordinator(request)
    found = IssuedWorkbook.objects.select_related("organ__parent", "year").filter(pk=pk)
    issued = found.filter(organ__in=reach(user, Action.MANAGE)).first()
    if issued is None:
        raise Http404
    return file_response(workbook_file(issued=issued), TYPES["xlsx"], workbook_name(issued))


@never_cache
@require_POST
def take_in(request: HttpRequest, year: int) -> HttpResponse:
    """Whatever came back: workbooks, Word files, a folder, a mailbox's export."""
    user, chosen = _coordinator(request), get_object_or_404(ReportingYear, year=year)
    form = DropForm({**request.POST.dict(), "scope": Scope.OWN.value}, request.FILES)
    if not form.is_valid():
        return _page(request, chosen, refusal=" ".join(said for errors in form.errors.values() for said in errors))
    named: list[tuple[str, Any]] = form.cleaned_data["named"]
    try:
        intake = batches.intake_begin(
            files=named,
            user=user,
            title=_("Handed in for %(year)d, %(day)s")
            % {"year": year, "day": timezone.localtime().strftime("%Y-%m-%d %H:%M")},
            year=chosen,
            is_filing=True,
        )
    except RefusedError as error:
        return _page(request, chosen, refusal=str(error))
    return redirect("admin:intake", intake.pk)


def _row(request: HttpRequest, year: int, organ: int) -> HandingIn:
    chosen = get_object_or_404(ReportingYear, year=year)
    for row in handed_in(user=_coordinator(request), year=chosen):
        if row.organ.pk == organ:
            return row
    raise Http404


@never_cache
@require_POST
def filing_submit(request: HttpRequest, year: int, organ: int) -> HttpResponse:
    """Submit a report that was imported and put right since."""
    row = _row(request, year, organ)
    if row.file is None or not file_submit(file=row.file, user=request.user):
        if row.file is not None:
            row.file.refresh_from_db(fields=["message"])
        said = row.file.message if row.file is not None else str(row.name)
        messages.error(request, _("“%(organ)s” is not submitted: %(reason)s") % {"organ": row.organ, "reason": said})
    else:
        messages.success(request, _("“%(organ)s” is submitted for review on its behalf.") % {"organ": row.organ})
    return redirect(reverse("admin:filings_year", args=[year]))


@never_cache
@require_safe
def receipt(request: HttpRequest, year: int, organ: int) -> FileResponse:
    """The receipt or the list of faults of one body, as Word."""
    row = _row(request, year, organ)
    if row.file is None:
        raise Http404
    data = receipt_file(row=row, issuer=_issuer(request.user), on=timezone.localdate())
    return file_response(data, WORD, receipt_name(row))


@never_cache
@require_safe
def receipts(request: HttpRequest, year: int) -> FileResponse:
    """All of them: as Word files, or with ``kind=mail`` as mails ready to be sent."""
    chosen = get_object_or_404(ReportingYear, year=year)
    rows = [row for row in handed_in(user=_coordinator(request), year=chosen) if row.file is not None]
    written = {"issuer": _issuer(request.user), "on": timezone.localdate()}
    if request.GET.get("kind") == "mail":
        files = ((receipt_name(row).replace(".docx", ".eml"), receipt_mail(row=row, **written)) for row in rows)
    else:
        files = ((receipt_name(row), receipt_file(row=row, **written)) for row in rows)
    return file_response(zipped(files), ZIP, _("Receipts %(year)d") % {"year": year} + ".zip")
