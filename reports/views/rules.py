"""The catalogue of rules: what each says, what became of its findings, in which years it is used."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from govopen.organs.access import Action, may_everywhere
from govopen.organs.models import ReportingYear
from reports import checks
from reports.checks.base import Check, Level
from reports.checks.catalogue import as_records
from reports.models import RuleSwitch
from reports.schema import SCHEMAS
from reports.services import rules as services
from reports.services.finding_words import RULES
from reports.services.records import record_of

from .answers import answered

MOST_PREVIEWED = 200  # reports listed; all are counted


@dataclass(frozen=True)
class YearOfRule:
    """Whether a rule is used in a year, and who said so when and why."""

    year: ReportingYear
    applies: bool
    is_on: bool
    switch: RuleSwitch | None


@never_cache
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All rules in report order, with their track record."""
    records = services.track_records(request.user)
    off: dict[str, list[int]] = {}
    for switch in RuleSwitch.objects.filter(is_on=False).order_by("-year"):
        off.setdefault(switch.code, []).append(switch.year_id)
    level = request.GET.get("level", "")
    context = {
        **admin.site.each_context(request),
        "title": _("Rules of the checks"),
        "rules": [
            {"check": entry, "record": records.get(entry["code"]), "off": off.get(entry["code"], [])}
            for entry in as_records()
            if level not in set(Level) or entry["level"] == level
        ],
        "level": level,
        "levels": list(Level),
        "count": len(checks.CHECKS),
    }
    return TemplateResponse(request, "reports/rules/list.html", context)


@never_cache
@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule; ``?preview=<year>`` runs it on the stored reports of a year."""
    entry = _rule(code)
    years = _years(entry)
    asked = next((one.year for one in years if str(one.year.year) == request.GET.get("preview")), None)
    preview = services.rule_preview(code=code, year=asked.year, user=request.user) if asked else None
    context = {
        **admin.site.each_context(request),
        "title": f"{entry.code} {entry.title}",
        "check": next(record for record in as_records() if record["code"] == code),
        "level": entry.level,
        "forms": [SCHEMAS[key].document for key in entry.schemas],
        "record": record_of(user=request.user, code=code),
        "years": years,
        "may_switch": may_everywhere(request.user, Action.MANAGE),
        "is_error": entry.level is Level.ERROR,
        "asked": asked,
        "preview": preview,
        "flagged": preview.flagged[:MOST_PREVIEWED] if preview else [],
        "not_listed": max(0, len(preview.flagged) - MOST_PREVIEWED) if preview else 0,
    }
    return TemplateResponse(request, "reports/rules/rule.html", context)


@never_cache
@require_POST
def rule_switch(request: HttpRequest, code: str) -> HttpResponse:
    """``year``, ``is_on`` ("1" or "0"), ``reason``."""
    _rule(code)
    if not may_everywhere(request.user, Action.MANAGE):
        raise PermissionDenied
    year = request.POST.get("year", "")
    is_on = request.POST.get("is_on") == "1"
    return answered(
        request,
        reverse("admin:rule", args=(code,)),
        lambda: services.rule_switch(
            code=code,
            year=int(year) if year.isascii() and year.isdigit() else 0,
            is_on=is_on,
            reason=request.POST.get("reason", ""),
            user=request.user,
        ),
        _("The rule is in use for %(year)s.") % {"year": year}
        if is_on
        else _("The rule is switched off for %(year)s.") % {"year": year},
    )


def _rule(code: str) -> Check:
    if code not in RULES:
        raise Http404
    return RULES[code]


def _years(entry: Check) -> list[YearOfRule]:
    switches = {switch.year_id: switch for switch in RuleSwitch.objects.filter(code=entry.code).select_related("by")}
    return [
        YearOfRule(
            year,
            applies=year.schema in entry.schemas,
            is_on=year.year not in switches or switches[year.year].is_on,
            switch=switches.get(year.year),
        )
        for year in ReportingYear.objects.all()
    ]
