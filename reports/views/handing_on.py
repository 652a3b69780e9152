"""A published report on its way into the county's content system: copy, look at, take along."""

from typing import Any

from django.contrib import admin, messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from govopen.organs.access import Action, may
from reports.forms.handing_on import SiteMarkForm
from reports.models import Report
from reports.render.pdf import MissingFontError
from reports.render.webpage import SiteMark
from reports.services.access import report_get
from reports.services.errors import NotPossibleError
from reports.services.exporting import CONTENT_TYPES, Format, export
from reports.services.packaging import FRAGMENT, PICTURES, HandedOn, handed_on, package, site_mark_save, site_profile
from reports.services.public import date_of

from .files import file_response

_HTML, _ZIP = "text/html; charset=utf-8", "application/zip"


@never_cache
@require_safe
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, report_get(user=request.user, pk=pk))


def _page(request: HttpRequest, report: Report, *, form: SiteMarkForm | None = None) -> HttpResponse:
    try:
        handed = handed_on(report=report)
    except NotPossibleError as error:
        messages.info(request, str(error))
        return redirect("admin:reports_report_change", report.pk)
    profile = site_profile(organ=report.organ)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Hand on for publication"),
        "report": report,
        "handed": handed,
        "profile": profile,
        "preview": f'<body style="font-family:sans-serif">{handed.fragment}</body>',
        "files": [
            (form_of.value, _FILE_WORDS.get(form_of, form_of.value.upper()))
            for form_of in Format
            if form_of not in (Format.HTML, Format.PNG)
        ],
        "may_set": may(request.user, Action.MANAGE, report.organ),
        "form": form or SiteMarkForm(instance=profile),
        "words": {
            "copied": _("Copied. Paste it into the source view of the site's editor."),
            "failed": _("Copying did not work. Select the text below and copy it with Ctrl+C."),
        },
    }
    return TemplateResponse(
        request, "reports/handing_on/page.html", context, status=422 if form is not None and form.errors else 200
    )


_FILE_WORDS = {Format.DOCX: "Word", Format.XLSX: "Excel"}


def _handed(request: HttpRequest, pk: int) -> HandedOn | HttpResponse:
    report = report_get(user=request.user, pk=pk)
    try:
        return handed_on(report=report)
    except NotPossibleError as error:
        messages.info(request, str(error))
        return redirect("admin:reports_report_change", report.pk)


@never_cache
@require_safe
def hand_on_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse | FileResponse:
    """``kind``: fragment, page, package, one of :data:`PICTURES`, or a format of :class:`Format`."""
    handed = _handed(request, pk)
    if isinstance(handed, HttpResponse):
        return handed
    match kind:
        case "fragment":
            return file_response(handed.fragment.encode(), _HTML, f"{handed.name}{FRAGMENT}")
        case "page":
            return file_response(handed.page.encode(), _HTML, f"{handed.name}.html")
    try:
        if kind == "package":
            return file_response(package(handed=handed), _ZIP, f"{handed.name}.zip")
        if kind in PICTURES:
            form = Format(PICTURES[kind].rpartition(".")[2])
            return file_response(handed.picture(kind), CONTENT_TYPES[form], f"{handed.name}{PICTURES[kind]}")
        if kind in set(Format) - {Format.HTML}:
            form = Format(kind)
            data = export(value=handed.value, format=form, issued_on=date_of(handed.first), previous=handed.previous)
            return file_response(data, CONTENT_TYPES[form], f"{handed.name}.{form}")
    except MissingFontError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return redirect("admin:reports_report_hand_on", pk)


@never_cache
@require_POST
def site_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """The marks of the site; they hold for the body that has them now, else for the top of this organ's tree."""
    report = report_get(user=request.user, pk=pk, action=Action.MANAGE)
    profile = site_profile(organ=report.organ)
    owner = profile.organ if profile is not None else report.organ.ancestors(include_self=True).first()
    if owner is None or not may(request.user, Action.MANAGE, owner):
        owner = report.organ
    form = SiteMarkForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form=form)
    site_mark_save(organ=owner, mark=SiteMark(**form.cleaned_data))
    messages.success(
        request, _("The marks of the site are saved for “%(organ)s” and what is below it.") % {"organ": owner}
    )
    return redirect(reverse("admin:reports_report_hand_on", args=[report.pk]) + "#site")
