"""The workspace: one report's own page, and the small JSON addresses it saves and asks through."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from govopen.organs.access import Action, may
from govopen.organs.calendar import working_days_until
from reports.models import Report
from reports.services.access import report_get
from reports.services.editing import Edit, contents, edits_apply
from reports.services.errors import NotAllowedError, NotEditableError
from reports.services.findings import findings_current
from reports.services.queue import findings_elsewhere
from reports.services.store import report_pair
from reports.services.texts import marks_json, previous_shown
from reports.value import ReportValue

from .scripts import for_script
from .workspace_figures import balances_json, figure_words, sums_json
from .workspace_form import proofs, report_sections
from .workspace_header import header
from .workspace_panel import beside_findings, causes_json, panel_json, panel_urls, said
from .workspace_panel_words import panel_words
from .workspace_words import words


@never_cache
def workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which a report is filled in, or read by those who may not."""
    report = report_get(user=request.user, pk=pk)
    value, previous = report_pair(report=report)
    data = _workspace_data(request, report, value, previous)
    last = previous_shown(report=report, previous=previous)
    days_left = working_days_until(report.year.due(report.organ), timezone.localdate())
    context = {
        "title": f"{report.organ.name} {report.year_id}",
        "report": report,
        "organ": report.organ,
        "value": value,
        "data": data,
        "editable": data["report"]["editable"],
        "sections": report_sections(value, last, set(data["unlocked"]), data["report"]["editable"]),
        "cell_count": len(value.cells),
        "previous": previous,
        "previous_year": report.year_id - 1,
        "due": report.year.due(report.organ),
        "limit": report.year.limit(report.organ),
        "days_left": days_left,
        "days_late": -(days_left or 0),
        "errors": data["errors"],
        "explains": data["explains"],
        "findings_to_do": None if data["elsewhere"] is None else data["elsewhere"] + data["errors"] + data["explains"],
        **header(report, request.user),
    }
    return render(request, "reports/workspace.html", context)


@require_POST
@for_script
def workspace_save(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what was typed; the answer is described in :class:`reports.services.editing.EditResult`."""
    report = report_get(user=request.user, pk=pk)
    if not may(request.user, Action.EDIT, report.organ):
        raise NotAllowedError(_("You may read this report, but not change it."))
    revision, cells, texts = _edits(request)
    if not report.is_editable:
        raise NotEditableError(report)
    result = edits_apply(report=report, revision=revision, cells=cells, texts=texts, user=request.user)
    return JsonResponse(result.as_json() | beside_findings(report, is_open=bool(result.errors or result.explains)))


@require_GET
@for_script
def workspace_state(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the report has moved on, a token for the next save, and for whom: a page must not send as another."""
    report = report_get(user=request.user, pk=pk)
    return JsonResponse(
        {
            "revision": report.revision,
            "state": report.state,
            "stage": report.stage,
            "said": said(report),
            "csrf": get_token(request),
            "user": request.user.pk,
            "name": request.user.get_full_name(),
        }
    )


def _workspace_data(
    request: HttpRequest, report: Report, value: ReportValue, previous: ReportValue | None
) -> dict[str, Any]:
    """What the page's script starts from."""
    cells = contents(value)
    last = contents(previous) if previous else {}
    schema = value.schema
    saved_at = timezone.localtime(report.saved_at).strftime("%H:%M") if report.saved_at else ""
    editable = report.is_editable and may(request.user, Action.EDIT, report.organ)
    found = findings_current(report=report, value=value, previous=previous)
    return {
        "report": {
            "id": report.pk,
            "revision": report.revision,
            "state": report.state,
            "year": report.year_id,
            "editable": editable,
            "stage": report.stage,
        },
        "user": request.user.pk,
        "person": request.user.get_full_name(),
        "csrf": get_token(request),
        "values": {key: cells[key] for key in (*schema.cells, *schema.text_keys)},
        "previous": {key: last[key] for key in schema.cells if last.get(key)},
        "has_previous": previous is not None,
        "previous_texts": {key: last[key] for key in schema.text_keys if last.get(key)},
        "unlocked": unlocked(value),
        "cells": {
            key: {
                "label": spec.label,
                "row": spec.row_label,
                "column": spec.column.label,
                "kind": spec.kind,
                "unit": spec.unit,
                "guidance": spec.guidance,
                "basis": spec.basis,
                "section": spec.section.number,
            }
            for key, spec in schema.specs.items()
        },
        "texts": {section.key: section.number for section in schema.sections if section.text},
        "totals": schema.totals,
        "sums": sums_json(schema),
        "balances": balances_json(schema),
        "proofs": proofs(schema),
        "carries": schema.carries if previous else {},
        **panel_json(report, value, found, previous),
        "marks": marks_json(value=value, previous=previous, found=found),
        "causes": causes_json() if editable else [],
        "filled": value.filled,
        "elsewhere": findings_elsewhere(request.user, report),
        "saved_at": saved_at,
        "urls": {
            "save": reverse("admin:reports_report_workspace_save", args=[report.pk]),
            "history": reverse("admin:reports_report_history", args=[report.pk]),
            "state": reverse("admin:reports_report_state", args=[report.pk]),
            "bindings": reverse("admin:reports_report_bindings", args=[report.pk]),
            "login": reverse("admin:login"),
            "queue": reverse("admin:findings_queue"),
            **panel_urls(report),
        },
        "words": words()
        | figure_words()
        | panel_words()
        | {f"text_{section.key}": section.heading for section in schema.sections if section.text}
        | {"text_preamble": _("Preamble")},
    }


def unlocked(value: ReportValue) -> list[str]:
    """Totals that were filed by hand: what is stored is not what their parts add up to (blank over a blank part)."""
    found = []
    for total, parts in value.schema.totals.items():
        numbers = [value[part] for part in parts]
        expected = None if None in numbers else sum(number for number in numbers if number is not None)
        if value[total] != expected:
            found.append(total)
    return found


def _edits(request: HttpRequest) -> tuple[int, dict[str, Edit], dict[str, Edit]]:
    """The revision, cells and texts of a save; ``ValueError`` when the page sent something else."""
    try:
        sent = json.loads(request.body)
        return int(sent["revision"]), _checked(sent.get("cells", {})), _checked(sent.get("texts", {}))
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError("not an edit") from problem


def _checked(edits: Mapping[str, Mapping[str, str]]) -> dict[str, Edit]:
    found: dict[str, Edit] = {}
    for key, edit in edits.items():
        fields = {name: edit.get(name, "") for name in ("value", "base", "source", "detail")}
        if not all(isinstance(field, str) for field in fields.values()):
            raise ValueError("not an edit")
        found[key] = Edit(**fields)  # type: ignore[typeddict-item]  # the service takes known sources only
    return found
