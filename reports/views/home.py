"""The home page: what is due, what blocks it, one next click. One page a kind of work, never a wall of links."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.access import Action, may_somewhere
from govopen.organs.models import ReportingYear
from reports.models import Report, State
from reports.services import agenda
from reports.services.workflow import objections_open

FINDINGS_SHOWN = 4


def home(request: HttpRequest) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Home"),
        "today": timezone.localdate(),
        "moments": agenda.recent(request.user),
    }
    if agenda.is_clerk(request.user):
        context |= _clerk(request)
        return TemplateResponse(request, "portal/home_clerk.html", context)
    context |= _others(request)
    return TemplateResponse(request, "portal/home_overview.html", context)


def _clerk(request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    last = agenda.last_reports(request.user)
    drafts = agenda.drafts_of(request.user)
    beginnings = agenda.beginnings_of(request.user, last, today)
    # A draft that a later report has overtaken is not what is due next.
    current = [report for report in drafts if report.year_id == last[report.organ_id].year_id]
    report = current[0] if current else None
    context: dict[str, Any] = {
        "others": [draft for draft in drafts if draft != report],
        "handed_in": agenda.handed_in(request.user),
        "beginnings": beginnings,
    }
    if report:
        parts, findings = agenda.open_parts(report)
        objections = objections_open(report=report)
        context |= {
            "report": report,
            "cell_count": len(report.form.cells),
            "deadline": agenda.deadline(report.year, report.organ, today, report.due_on),
            "objections": objections[:FINDINGS_SHOWN],
            "is_ready": not findings and not objections and report.filled == len(report.form.cells),
            "parts": parts,
            "findings": findings[:FINDINGS_SHOWN],
            "finding_count": len(findings) + len(objections),
            "findings_more": len(findings[FINDINGS_SHOWN:]),
            "dates": _dates(report.year),
        }
    elif beginnings:
        beginning, *rest = beginnings
        context |= {
            "beginning": beginning,
            "beginnings": rest,
            "deadline": beginning.deadline,
            "dates": _dates(beginning.year),
        }
    return context


def _others(request: HttpRequest) -> dict[str, Any]:
    """For reviewers, signers, coordinators, readers and administrators."""
    today = timezone.localdate()
    overview = agenda.overview(request.user, today)
    reviews = may_somewhere(request.user, Action.REVIEW)
    waiting = agenda.waiting_for(request.user) if reviews else []
    undecided = agenda.undecided_of(request.user) if reviews else 0
    return {
        "overview": overview,
        "counts": [
            {"record": {"state": state.value, "get_state_display": state.label}, "count": overview.counts[state]}
            for state in State
        ],
        "next": _next_review(request, waiting, undecided) or _next(request, overview, reviews),
        "waiting": waiting,
        "undecided": undecided,
        "reviews": reviews,
        "manages": may_somewhere(request.user, Action.MANAGE),
        "dates": _dates(overview.year) if overview.year else [],
        "rows": [
            {"report": report, "deadline": agenda.deadline(report.year, report.organ, today)}
            for report in overview.reports
        ],
    }


def _next_review(request: HttpRequest, waiting: list[agenda.Waiting], undecided: int) -> dict[str, str]:
    """For reviewers and signers: publish what is signed, decide what waits, sign what is settled."""
    if report := agenda.publishable(request.user):
        text = _("“%(report)s” is signed by everybody and nothing is left to settle. Next: publish it.")
        return _to(report, text, _("Publish"), "publish")
    if undecided:
        return {
            "text": _("%(count)d explanations wait for your decision.") % {"count": undecided},
            "label": _("Begin with the one that has waited longest"),
            "link": reverse("admin:findings_queue"),
        }
    for one in waiting:
        if one.is_ready:
            text = _("“%(report)s” waits for your signature.")
            return _to(one.report, text, _("Review and sign"), "review")
    return {}


def _next(request: HttpRequest, overview: agenda.Overview, reviews: bool) -> dict[str, str]:
    """The page's one primary button: its words, where it leads, and the sentence above it."""
    drafts = [report for report in overview.reports if report.is_editable]
    for report in sorted(drafts, key=lambda one: -one.errors):
        if report.errors and reviews:
            text = _("“%(report)s” has errors; it can be submitted when its clerk has settled them.")
            return _to(report, text, _("See what does not add up"))
        if report.errors:
            return _to(report, _("“%(report)s” has errors that do not add up."), _("See what does not add up"))
    for report in drafts:
        if report.explains or not report.filled:
            return _to(report, _("“%(report)s” is being filled in."), _("Open the report"))
    if drafts:
        return _to(drafts[0], _("“%(report)s” is complete and can be submitted for review."), _("Open the report"))
    if overview.reports:
        text = _("“%(report)s” is “%(state)s”.")
        return _to(overview.reports[0], text, _("Open the report"))
    if may_somewhere(request.user, Action.MANAGE):
        return {
            "text": _("No report has been started. See that every organ has somebody who fills it in."),
            "label": _("Organs and people"),
            "link": reverse("admin:organs_organ_changelist"),
        }
    return {}


def _to(report: Report, text: str, label: str, page: str = "change") -> dict[str, str]:
    name = _("%(organ)s %(year)s") % {"organ": report.organ.name, "year": report.year_id}
    return {
        "text": text % {"report": name, "state": report.get_state_display()},
        "label": label,
        "link": reverse(f"admin:reports_report_{page}", args=(report.pk,)),
    }


def _dates(year: ReportingYear) -> list[dict[str, Any]]:
    """The year's dates in order, today among them."""
    today = timezone.localdate()
    days = [
        (year.opens_on, _("Filling in begins")),
        (year.department_due, _("Departments and townships: internal date")),
        (year.department_limit, _("Departments and townships: statutory date")),
        (year.government_due, _("Government: internal date")),
        (year.government_limit, _("Government: statutory date")),
        (today, _("Today")),
    ]
    return [
        {"day": day, "text": text, "css": "on" if text == _("Today") else "past" if day < today else ""}
        for day, text in sorted(days, key=lambda pair: pair[0])
    ]
