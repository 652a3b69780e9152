"""The public site: published reports for anybody, as page, PDF and data."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from govopen.organs.models import OrganKind
from reports.models import Report, ScopeLabel, Transition
from reports.render.pdf import MissingFontError
from reports.services.exporting import CONTENT_TYPES, Format, export
from reports.services.public import Edition, date_of, edition_get, published
from reports.value import ReportValue

from .files import docx_response, file_response, pdf_response, xlsx_response

View = Callable[..., HttpResponse]


def public_site(view: View) -> View:
    """Not there at all while the installation has no public site."""

    @wraps(view)
    @require_safe
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not settings.PUBLIC_SITE:
            raise Http404
        return view(request, **arguments)

    return guarded


@public_site
def public_list(request: HttpRequest) -> HttpResponse:
    years = list(published().order_by("-year_id").values_list("year_id", flat=True).distinct())
    wanted = request.GET.get("year", "")
    asked = int(wanted) if wanted.isascii() and wanted.isdigit() else None
    year = asked if asked in years else next(iter(years), None) if not wanted else None
    reports = sorted(published().filter(year=year), key=lambda report: OrganKind.values.index(report.organ.kind))
    groups = [
        (kind, [_entry(report) for report in of_kind])
        for kind, of_kind in groupby(reports, lambda report: report.organ.get_kind_display())
    ]
    return render(request, "reports/public_list.html", {"years": years, "year": year, "groups": groups})


@public_site
def public_report(request: HttpRequest, organ: int, year: int) -> HttpResponse:
    edition = _edition(request, organ, year)
    current = _url("public_report", edition)
    return render(
        request,
        "reports/public_report.html",
        {
            "report": edition.report,
            "document": edition.document,
            "links": [
                {"label": "PDF", "url": _url("public_pdf", edition, edition.publication)},
                {"label": "Word", "url": _url("public_docx", edition, edition.publication)},
                {"label": "Excel", "url": _url("public_xlsx", edition, edition.publication)},
                {"label": "JSON", "url": _url("public_json", edition, edition.publication)},
                {"label": "CSV", "url": _url("public_csv", edition, edition.publication)},
                {"label": _("Picture of the figures"), "url": _url("public_picture", edition, edition.publication)},
            ],
            "superseded_by": "" if edition.is_current else current,
            "corrections": edition.corrections,
            "corrected": {correction.key for correction in edition.corrections},
            "corrected_on": edition.published_on if edition.earlier else None,
            "earlier": edition.earlier
            and {"url": _url("public_report", edition, edition.earlier), "on": date_of(edition.earlier)},
            "reason": edition.reason,
            "version": edition.publication.version,
            "version_on": edition.published_on,
            "digest": edition.digest,
        },
    )


@public_site
def public_pdf(request: HttpRequest, organ: int, year: int) -> HttpResponse:
    return pdf_response(_edition(request, organ, year).document)


@public_site
def public_docx(request: HttpRequest, organ: int, year: int) -> HttpResponse:
    return docx_response(_edition(request, organ, year).document)


@public_site
def public_xlsx(request: HttpRequest, organ: int, year: int) -> HttpResponse:
    return xlsx_response(_edition(request, organ, year).value)


@public_site
def public_json(request: HttpRequest, organ: int, year: int) -> HttpResponse:
    """The frozen version itself, byte for byte, as its digest was taken."""
    edition = _edition(request, organ, year)
    return file_response(edition.body, CONTENT_TYPES[Format.JSON], f"{edition.value.title}.json")


@public_site
def public_csv(request: HttpRequest, organ: int, year: int) -> HttpResponse:
    """One line a cell."""
    value = _edition(request, organ, year).value
    return file_response(export(value=value, format=Format.CSV), CONTENT_TYPES[Format.CSV], f"{value.title}.csv")


@public_site
def public_picture(request: HttpRequest, organ: int, year: int) -> HttpResponse:
    edition = _edition(request, organ, year)
    try:
        data = export(value=edition.value, format=Format.PNG, previous=edition.previous)
    except MissingFontError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return file_response(data, CONTENT_TYPES[Format.PNG], f"{edition.value.title}.png")


def _edition(request: HttpRequest, organ: int, year: int) -> Edition:
    scope, number = request.GET.get("scope", ""), request.GET.get("version", "")
    if (scope and scope not in ScopeLabel.values) or (number and not number.isdecimal()):
        raise Http404(_("There is no such report."))
    try:
        return edition_get(organ=organ, year=year, scope=scope, number=int(number) if number else None)
    except (Report.DoesNotExist, Transition.DoesNotExist):
        raise Http404(_("There is no such report.")) from None


def _entry(report: Report) -> dict[str, Any]:
    return {
        "title": ReportValue(report.form, report.organ.name, report.year_id).title,
        "url": _address("public_report", report),
        "on": report.published_at,
        "is_demo": report.is_demo,
    }


def _url(name: str, edition: Edition, version: Transition | None = None) -> str:
    """Where an edition is; with its number unless it is the one in force."""
    number = version.version if version is not None and version != edition.versions[0] else None
    return _address(name, edition.report, number)


def _address(name: str, report: Report, number: int | None = None) -> str:
    query = {"scope": report.scope} | ({"version": str(number)} if number else {})
    return f"{reverse(name, args=(report.organ_id, report.year_id))}?{urlencode(query)}"
