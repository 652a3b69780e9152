"""Import in the browser: choose a file, look it over, import, withdraw."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from govopen.organs.access import Action
from govopen.organs.models import User
from reports.checks.base import Level
from reports.exchange import CODECS
from reports.exchange.base import UnreadableFileError
from reports.exchange.pdfpages import page_picture
from reports.forms.importing import UploadForm, adopted_of, choices_of, declined_of, seen_of
from reports.models import ChangeSource, ImportDraft, Report
from reports.services.access import report_get
from reports.services.errors import NotEditableError, RefusedError
from reports.services.import_cells import text_headings
from reports.services.import_review import ImportReview, import_review
from reports.services.importing import (
    MAX_BYTES,
    import_apply,
    import_drop,
    import_preview,
    import_withdraw,
)

from .import_context import FILTERS, is_settled, outcome_context, review_context, said_of, shows_of
from .methods import post_or_return

PAGE_WIDTH = 1200  # pixels: sharp at twice the size it is first shown in

# What can be imported, in words; a line stands only when a reader takes one of its extensions.
KINDS = (
    ({".docx"}, gettext_lazy("Word documents: .docx")),
    (
        {".xlsx", ".xls", ".et", ".ods"},
        gettext_lazy("Workbooks: .xlsx or .xls, our template or any other"),
    ),
    ({".pdf"}, gettext_lazy("PDF with text in it; a scanned one cannot be read")),
    ({".html", ".mht"}, gettext_lazy("Web pages: the published report saved as .html or .mht")),
    ({".txt", ".md"}, gettext_lazy("Text: .txt or .md with the tables as copied from the page")),
    ({".json"}, gettext_lazy("Data: .json exported from this system")),
)


def _are_read(extensions: set[str]) -> bool:
    return any(extensions & set(codec.extensions) for codec in CODECS)


def _editable(user: User | AnonymousUser, pk: int) -> Report:
    return report_get(user=user, pk=pk, action=Action.EDIT)


def _to_report(report: Report) -> HttpResponseRedirect:
    return redirect("admin:reports_report_change", report.pk)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 1. A file that cannot be read is refused here, with its reason, and nothing is kept."""
    report = _editable(request.user, pk)
    if not report.is_editable:
        messages.error(request, str(NotEditableError(report)))
        return _to_report(report)
    form = UploadForm(request.POST or None, request.FILES or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        filename, data = form.content()
        try:
            draft = import_preview(report=report, user=request.user, filename=filename, data=data)
        except (UnreadableFileError, RefusedError) as error:
            refusal = str(error)
        else:
            return redirect("admin:reports_report_import_preview", report.pk, draft.pk)
    context = {
        "title": _("Import a file"),
        "report": report,
        "form": form,
        "refusal": refusal,
        "max_megabytes": MAX_BYTES // 1024 // 1024,
        "max_bytes": MAX_BYTES,
        "accept": ",".join(extension for codec in CODECS for extension in codec.extensions),
        "kinds": [words for extensions, words in KINDS if _are_read(extensions)],
        "recent": report.imports.filter(applied_at__isnull=False).select_related("user")[:3],
        "words": {
            "large": _("This file is larger than %(limit)d MB. Save a copy without pictures and choose that.")
            % {"limit": MAX_BYTES // 1024 // 1024},
            "several": _("Drop one file here. Several files go in one after another."),
            "merged": _("The table was pasted with its merged cells."),
        },
    }
    return render(request, "reports/import/upload.html", context, status=422 if refusal or form.errors else 200)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Step 2, and the receipt once it is done. A POST draws it again as chosen, still writing nothing."""
    report = _editable(request.user, pk)
    kept = get_object_or_404(ImportDraft, pk=draft, report=report)
    if kept.applied_at:
        return render(request, "reports/import/done.html", _done_context(report, kept))
    return _preview(request, report, kept)


def _preview(request: HttpRequest, report: Report, draft: ImportDraft, refusal: str = "") -> HttpResponse:
    choices, texts = choices_of(request.POST) if request.method == "POST" else (None, None)
    try:
        review = import_review(draft=draft, choices=choices, texts=texts, adopted=adopted_of(request.POST))
    except (UnreadableFileError, RefusedError) as error:
        messages.error(request, str(error))
        return _to_report(report)
    seen = seen_of(request.POST)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_outcome(request, report, review, seen))
    shown = "look" if refusal and review.rejected else request.GET.get("show", "")
    context = review_context(review, seen, declined_of(request.POST), shown if shown in FILTERS else "") | {
        "title": _("Import preview"),
        "report": report,
        "draft": draft,
        "refusal": refusal,
        "is_confirmed": bool(request.POST.get("confirmed")),
    }
    return render(request, "reports/import/preview.html", context, status=409 if refusal else 200)


def _outcome(request: HttpRequest, report: Report, review: ImportReview, seen: frozenset[str]) -> dict[str, Any]:
    """What a choice changes on the page, without drawing the rest of it again."""
    context = outcome_context(review, seen) | {"report": report, "draft": review.draft}
    return {
        "bar": render_to_string("reports/import/_applybar.html", context, request),
        "checks": render_to_string("reports/import/_checks.html", context, request),
        "counters": render_to_string("reports/import/_counters.html", context, request),
        "heading": render_to_string("reports/import/_heading.html", context, request),
        "left": render_to_string("reports/import/_left.html", context, request),
        "groups": [
            render_to_string("reports/import/_left.html", {"left": group.left}, request) for group in context["groups"]
        ],
        "filters": dict(context["filters"]),
        "cells": {
            cell.key: {
                "said": said_of(cell),
                "rejected": bool(cell.rejected),
                "given": cell.is_given,
                "settled": is_settled(cell, seen),
                "shows": shows_of(cell, seen),
            }
            for cell in review.cells
        },
    }


@require_safe
@cache_control(private=True, max_age=86400, immutable=True)
def page(request: HttpRequest, pk: int, draft: int, page: int) -> HttpResponse:
    """A page of the kept PDF as a picture, for whoever may import it; of any other file there is none."""
    report = _editable(request.user, pk)
    kept = get_object_or_404(ImportDraft, pk=draft, report=report)
    if not bytes(kept.data[:1024]).lstrip().startswith(b"%PDF"):
        return redirect("admin:reports_report_import_preview", report.pk, kept.pk)
    try:
        picture = page_picture(bytes(kept.data), page, width=PAGE_WIDTH)
    except UnreadableFileError as error:
        return HttpResponse(str(error), status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(picture, content_type="image/png")


@post_or_return
def apply(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Step 3: write as chosen. When it cannot be, the preview comes back with the reason and the choices kept."""
    report = _editable(request.user, pk)
    kept = get_object_or_404(ImportDraft, pk=draft, report=report)
    choices, texts = choices_of(request.POST)
    shown = request.POST.get("revision", "")
    try:
        review = import_apply(
            draft=kept,
            user=request.user,
            choices=choices,
            texts=texts,
            adopted=adopted_of(request.POST),
            revision=int(shown) if shown.isascii() and shown.isdigit() else None,
            confirmed=bool(request.POST.get("confirmed")),
        )
    except NotEditableError as error:
        messages.error(request, str(error))
        return _to_report(report)
    except RefusedError as error:
        if kept.applied_at:
            return redirect("admin:reports_report_import_preview", report.pk, kept.pk)
        return _preview(request, report, kept, refusal=str(error))
    receipt = reverse("admin:reports_report_import_preview", args=[report.pk, kept.pk])
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _("Imported from “%(file)s”: %(cells)d cells, %(texts)d texts.")
            % {"file": kept.filename, "cells": review.cells_to_write, "texts": review.texts_to_write},
            receipt,
            _("Look it over or withdraw it"),
        ),
    )
    return _to_report(report)


def _done_context(report: Report, draft: ImportDraft) -> dict[str, Any]:
    changes = list(
        report.changes.filter(revision=draft.applied_revision, source=ChangeSource.IMPORTED).order_by("pk").values()
    )
    labels = {key: spec.label for key, spec in report.form.specs.items()}
    labels |= text_headings(report.form)
    cells = [(labels.get(change["key"], ""), change) for change in changes if change["key"] in report.form.specs]
    texts = [labels.get(change["key"], "") for change in changes if change["key"] not in report.form.specs]
    return {
        "title": _("Import done"),
        "report": report,
        "draft": draft,
        "cells": cells,
        "texts": texts,
        "findings": report.findings.filter(level=Level.ERROR).count(),
    }


@post_or_return
def withdraw(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    report = _editable(request.user, pk)
    kept = get_object_or_404(ImportDraft, pk=draft, report=report)
    try:
        done = import_withdraw(draft=kept, user=request.user)
    except RefusedError as error:
        messages.error(request, str(error))
        return _to_report(report)
    said = ngettext(
        "The import is withdrawn: %(count)d content is as before.",
        "The import is withdrawn: %(count)d contents are as before.",
        done.restored,
    ) % {"count": done.restored}
    messages.success(request, said)
    if done.kept:
        messages.warning(
            request, _("Changed since and therefore left as they are: %(cells)s.") % {"cells": done.kept_names}
        )
    return _to_report(report)


@post_or_return
def drop(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    report = _editable(request.user, pk)
    import_drop(draft=get_object_or_404(ImportDraft, pk=draft, report=report))
    messages.info(request, _("The file is dropped. Nothing was changed."))
    return _to_report(report)
