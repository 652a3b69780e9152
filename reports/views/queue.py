"""The queue of findings over all reports: lists, one finding in detail, and the same list as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from govopen.organs.access import Action, may
from reports.filters.findings import USUAL, FindingFilter
from reports.models import Decision, Settlement, StoredFinding
from reports.services import settling
from reports.services.finding_detail import finding_detail
from reports.services.finding_words import RULES, place_of, rule_title
from reports.services.findings import as_of_today
from reports.services.queue import (
    Group,
    Grouping,
    Tab,
    findings_queued,
    groups_of,
    is_reviewer,
    of_tab,
    ranked,
    shown,
    slice_of,
    tab_counts,
    tab_first,
    waited_days,
    work_of,
)
from reports.services.records import record_of
from reports.tables.findings import FindingFile, FindingTable

from .answers import wants_json
from .bulk import bulk_bar
from .queue_words import tab_words, words
from .table_files import TYPES, table_file

PER_PAGE = 50
ROWS_SHOWN = 5  # of a group among others, before the rest is asked for


Choice = TypeVar("Choice", Tab, Grouping)


@dataclass(frozen=True)
class View:
    """What an address of the queue asks for."""

    narrowed: FindingFilter
    tab: Tab
    grouping: Grouping

    @classmethod
    def of(cls, request: HttpRequest) -> "View":
        narrowed = FindingFilter(request.GET, queryset=findings_queued(request.user))
        return cls(
            narrowed,
            _choice(Tab, request.GET.get("tab"), tab_first(request.user)),
            _choice(Grouping, request.GET.get("by"), Grouping.RULE),
        )


def _choice(choices: type[Choice], asked: str | None, usual: Choice) -> Choice:
    return choices(asked) if asked in set(choices) else usual


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The findings this person may see, in the lists of who has to act."""
    view = View.of(request)
    findings = of_tab(view.narrowed.qs, view.tab)
    if (extension := request.GET.get("file")) in TYPES:
        table = FindingFile(shown(ranked(findings, view.grouping)))
        return table_file(table, f"{_('Findings')} {timezone.localdate().isoformat()}", extension)
    counts = tab_counts(view.narrowed.qs)
    page = _page(request, counts[view.tab])
    start = max(0, page.start_index() - 1)
    table = _table(request, view, slice_of(ranked(findings, view.grouping), start, page.end_index()))
    context = {
        **admin.site.each_context(request),
        "title": tab_words(request.user).title,
        "table": table,
        "page": page,
        "groups": _groups(request, view, table, findings),
        "tabs": [
            {"key": tab, "name": name, "count": counts[tab], "address": _address(request, tab=tab)}
            for tab, name in tab_words(request.user).names
        ],
        "tab": view.tab,
        "groupings": [(grouping, name, _address(request, by=grouping)) for grouping, name in _grouping_names()],
        "grouping": view.grouping,
        "filter": view.narrowed,
        "always": USUAL,
        "files": [(extension, _address(request, file=extension)) for extension in TYPES],
        "may_review": is_reviewer(request.user),
        "bulk": bulk_bar(request),
        # The side bar counts the same list where it is narrowed to nothing.
        "findings_to_do": None if view.narrowed.is_narrowed else counts[tab_first(request.user)],
        "data": {"tab": view.tab, "words": words(), "start": start + 1},
    }
    return TemplateResponse(request, "reports/queue/page.html", context)


@never_cache
@require_safe
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding in detail: a page of its own, or for the queue's script the panel and the numbers around it."""
    found = shown(findings_queued(request.user)).filter(pk=pk).first()
    if found is None:
        raise Http404
    found = as_of_today(found)
    panel = _panel(request, found)
    if not wants_json(request):
        title = f"{found.report.organ.name} {found.code}"
        context = {**admin.site.each_context(request), **panel, "title": title}
        return TemplateResponse(request, "reports/queue/finding.html", context)
    answer: dict[str, Any] = {"panel": render_to_string("reports/queue/panel.html", panel, request)}
    if "numbers" in request.GET:
        answer |= _numbers(request, found)
    return JsonResponse(answer)


def _table(request: HttpRequest, view: View, findings: list[StoredFinding]) -> FindingTable:
    return FindingTable(
        findings,
        query=_asked(request),
        shows_rule=view.grouping is not Grouping.RULE,
        may_choose=view.tab is Tab.UNDECIDED and is_reviewer(request.user),
    )


def _numbers(request: HttpRequest, found: StoredFinding) -> dict[str, Any]:
    """What a decision changes around the finding it was on."""
    view = View.of(request)
    key = found.code if view.grouping is Grouping.RULE else str(found.report.organ_id)
    sizes = groups_of(of_tab(view.narrowed.qs, view.tab), view.grouping, {key})
    size = sizes.get(key, Group(key, 0, 0))
    table = _table(request, view, [found])
    row = render_to_string("reports/queue/row.html", {"row": table.rows[0]}, request)
    return {
        "counts": tab_counts(view.narrowed.qs),
        "group": {"key": key, "size": _size_words(view.grouping, size), "items": size.items},
        "row": row,
        "bulk": bulk_bar(request),
        "work": _work(request),
    }


def _work(request: HttpRequest) -> dict[str, int]:
    """The numbers of the side bar that decisions change, by the addresses of their links."""
    work = work_of(request.user)
    return {reverse("admin:findings_queue"): work.findings, reverse("admin:rectifications"): work.rectifications}


def _panel(request: HttpRequest, found: StoredFinding) -> dict[str, Any]:
    explanation = found.explanation
    report = found.report
    may_review = may(request.user, Action.REVIEW, report.organ)
    sums = settling.sums_up(found, explanation.text) if explanation else ""
    return {
        "finding": found,
        "report": report,
        "rule_title": rule_title(found.code),
        "place": place_of(report.form, found),
        "detail": finding_detail(finding=found),
        "explanation": explanation,
        "sums": sums,
        "sums_sign": "w" if sums.endswith("不符") else "k",
        "record": record_of(user=request.user, code=found.code),
        "waited": waited_days(found.since),
        "is_filled_in_here": report.is_editable and may(request.user, Action.EDIT, report.organ),
        "may_decide": may_review and found.settlement == Settlement.EXPLAINED,
        "may_waive": may_review
        and found.level in ("error", "explain")
        and found.settlement not in (Settlement.ACCEPTED, Settlement.WAIVED),
        "may_undo": bool(
            may_review
            and explanation
            and explanation.decision != Decision.NONE
            and explanation.decided_by_id == request.user.pk
        ),
        "today": timezone.localdate(),
        "back": _back(request),
    }


def _back(request: HttpRequest) -> str:
    """The list that the finding was opened from: it was asked for with the list's own choices."""
    return f"{reverse('admin:findings_queue')}?{_asked(request)}"


def _asked(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("numbers", None)
    return asked.urlencode()


def _page(request: HttpRequest, number: int) -> Page:
    """The page asked for, or the last one where the list has become shorter; how many there are is known."""
    return Paginator(range(number), PER_PAGE).get_page(request.GET.get("page"))


def _address(request: HttpRequest, **changes: str) -> str:
    """This list with something else chosen, from its first page on."""
    asked = request.GET.copy()
    for name in ("page", "file"):
        asked.pop(name, None)
    for name, choice in changes.items():
        asked[name] = choice
    return f"?{asked.urlencode()}"


def _grouping_names() -> list[tuple[Grouping, str]]:
    return [
        (Grouping.RULE, _("By rule")),
        (Grouping.ORGAN, _("By organ")),
        (Grouping.NONE, _("Not grouped")),
    ]


def _size_words(grouping: Grouping, size: Group) -> str:
    if grouping is Grouping.RULE:
        return _("%(items)d findings in %(reports)d reports") % {"items": size.items, "reports": size.reports}
    return _("%(items)d findings") % {"items": size.items}


def _groups(request: HttpRequest, view: View, table: FindingTable, findings: Any) -> list[dict[str, Any]]:
    """The rows of the page under their headings, then the headings of rules whose findings stand on later pages."""
    rows = list(table.rows)
    if view.grouping is Grouping.NONE or not rows:
        return [{"heading": "", "rows": rows}]
    on_page: dict[str, list[Any]] = {}
    for row in rows:
        on_page.setdefault(_group_key(view.grouping, row.record), []).append(row)
    sizes = groups_of(findings, view.grouping, set(on_page))
    later = _after(list(sizes), list(on_page)) if view.grouping is Grouping.RULE else []
    return [
        {
            "key": key,
            "rows": on_page.get(key, []),
            "shown": ROWS_SHOWN if len(sizes) > 1 else PER_PAGE,
            "size": _size_words(view.grouping, sizes[key]),
            "items": sizes[key].items,
            "address": _address(request, **({"rule": key} if view.grouping is Grouping.RULE else {})),
            **_heading(view.grouping, key, on_page.get(key, [])),
        }
        for key in [*on_page, *later]
        if key in sizes
    ]


def _after(keys: list[str], shown: Iterable[str]) -> list[str]:
    last = max(keys.index(key) for key in shown if key in keys)
    return keys[last + 1 :]


def _group_key(grouping: Grouping, found: StoredFinding) -> str:
    return str(found.code if grouping is Grouping.RULE else found.report.organ_id)


def _heading(grouping: Grouping, key: str, rows: list[Any]) -> dict[str, str]:
    if grouping is Grouping.ORGAN:
        return {"heading": rows[0].record.report.organ.name}
    level = RULES[key].level.value if key in RULES else rows[0].record.level if rows else ""
    return {"heading": rule_title(key), "code": key, "level": level}
