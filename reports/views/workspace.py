"""The workspace: one report's own page, and the small JSON addresses it saves and asks through.

The JSON addresses check the login themselves: a script must be told with 401 that the session is over, instead of
following a redirect to the login page.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from govopen.organs.access import Action, may
from govopen.organs.calendar import working_days_until
from reports.checks.base import Context
from reports.checks.localise import Suggestion, suggestions
from reports.models import CellChange, Report
from reports.services.access import report_get
from reports.services.editing import Edit, contents, edits_apply, findings_json
from reports.services.errors import NotEditableError, RefusedError
from reports.services.findings import findings_current
from reports.services.store import report_pair
from reports.services.workflow import moves_possible
from reports.value import ReportValue, number_text

from .workspace_figures import balances_json, figure_words, sums_json
from .workspace_form import proofs, report_sections
from .workspace_words import words

HISTORY_LENGTH = 20


@never_cache
def workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which a report is filled in, or read by those who may not."""
    report = report_get(user=request.user, pk=pk)
    value, previous = report_pair(report=report)
    data = _workspace_data(request, report, value, previous)
    findings = data["findings"]
    days_left = working_days_until(report.year.due(report.organ), timezone.localdate())
    context = {
        "title": f"{report.organ.name} {report.year_id}",
        "report": report,
        "organ": report.organ,
        "value": value,
        "data": data,
        "editable": data["report"]["editable"],
        "sections": report_sections(value, previous, set(data["unlocked"]), data["report"]["editable"]),
        "cell_count": len(value.cells),
        "previous": previous,
        "previous_year": report.year_id - 1,
        "due": report.year.due(report.organ),
        "limit": report.year.limit(report.organ),
        "days_left": days_left,
        "days_late": -(days_left or 0),
        "moves": [move.value for move in moves_possible(report=report, user=request.user)],
        "errors": sum(found["level"] == "error" for found in findings),
        "explains": sum(found["level"] == "explain" for found in findings),
    }
    return render(request, "reports/workspace.html", context)


@never_cache
@require_POST
def workspace_save(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what was typed; the answer is described in :class:`reports.services.editing.EditResult`."""
    if not request.user.is_authenticated:
        return _signed_out(pk)
    try:
        report = report_get(user=request.user, pk=pk)
        if not may(request.user, Action.EDIT, report.organ):
            return _refused(HTTPStatus.FORBIDDEN, _("You may read this report, but not change it."))
        revision, cells, texts = _edits(request)
        if not report.is_editable:
            raise NotEditableError(report)
        result = edits_apply(report=report, revision=revision, cells=cells, texts=texts, user=request.user)
    except Http404:
        return _refused(HTTPStatus.NOT_FOUND, _("This report does not exist, or you may not see it."))
    except ValueError:
        return _refused(HTTPStatus.BAD_REQUEST, _("The server could not read what the page sent. Reload the page."))
    except RefusedError as refusal:
        return _refused(HTTPStatus.CONFLICT, str(refusal))
    found = _suggestions(report) if result.errors or result.explains else []
    return JsonResponse(result.as_json() | _proposed(found))


@never_cache
@require_GET
def workspace_history(request: HttpRequest, pk: int) -> JsonResponse:
    """Who changed a cell or text (``?key=``), newest first; without a key, the report's last changes."""
    if not request.user.is_authenticated:
        return _signed_out(pk)
    report = report_get(user=request.user, pk=pk)
    found = CellChange.objects.filter(report=report).select_related("user")
    if key := request.GET.get("key", ""):
        found = found.filter(key=key)
    changes = [
        {
            "key": change.key,
            "who": change.user.get_full_name() if change.user else "",
            "at": _moment(change),
            "old": change.old,
            "new": change.new,
            "source": change.get_source_display(),
            "detail": change.detail,
        }
        for change in found[:HISTORY_LENGTH]
    ]
    return JsonResponse({"changes": changes})


@never_cache
@require_GET
def workspace_state(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the report has moved on, a token for the next save, and for whom: a page must not send as another."""
    if not request.user.is_authenticated:
        return _signed_out(pk)
    report = report_get(user=request.user, pk=pk)
    return JsonResponse(
        {
            "revision": report.revision,
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
    return {
        "report": {
            "id": report.pk,
            "revision": report.revision,
            "state": report.state,
            "year": report.year_id,
            "editable": report.is_editable and may(request.user, Action.EDIT, report.organ),
        },
        "user": request.user.pk,
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
        "findings": findings_json(value, findings_current(report=report, value=value, previous=previous)),
        **_proposed(suggestions(value, Context(previous=previous))),
        "filled": value.filled,
        "saved_at": saved_at,
        "urls": {
            "save": reverse("admin:reports_report_workspace_save", args=[report.pk]),
            "history": reverse("admin:reports_report_history", args=[report.pk]),
            "state": reverse("admin:reports_report_state", args=[report.pk]),
            "login": reverse("admin:login"),
        },
        "words": words()
        | figure_words()
        | {f"text_{section.key}": section.heading for section in schema.sections if section.text}
        | {"text_preamble": _("Preamble")},
    }


def _suggestions(report: Report) -> list[Suggestion]:
    """What would make the equations of the report as it is stored hold."""
    value, previous = report_pair(report=report)
    return suggestions(value, Context(previous=previous))


def _proposed(found: list[Suggestion]) -> dict[str, Any]:
    """The suggestions for the page's script; ``suspect`` is the best where it changes one wrong figure."""
    suspect = None
    if found and len(found[0].changes) == 1 and found[0].changes[0].before is not None:
        (change,) = found[0].changes
        suspect = {"cell": change.cell, "value": str(change.after), "count": found[0].equations}
    return {
        "suspect": suspect,
        "suggestions": [
            {
                "changes": [
                    {"cell": change.cell, "before": number_text(change.before), "after": str(change.after)}
                    for change in one.changes
                ],
                "equations": one.equations,
                "sentence": one.sentence,
                "reasons": list(one.reasons),
            }
            for one in found
        ],
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


def _moment(change: CellChange) -> str:
    at = timezone.localtime(change.at)
    today = at.date() == timezone.localdate()
    return at.strftime("%H:%M") if today else f"{at.year}-{at.month:02}-{at.day:02} {at:%H:%M}"


def _signed_out(pk: int) -> JsonResponse:
    login = f"{reverse('admin:login')}?{urlencode({'next': reverse('admin:reports_report_change', args=[pk])})}"
    return JsonResponse({"login": login, "message": _("Your login has expired.")}, status=HTTPStatus.UNAUTHORIZED)


def _refused(status: HTTPStatus, message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
