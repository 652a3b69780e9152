"""What was objected to and has to be put right: the list over all reports, and the answer to one."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from govopen.organs.access import Action, may, reach
from reports.filters.rectifications import RectificationFilter, late
from reports.models import Rectification
from reports.services import rectifying
from reports.tables.rectifications import RectificationFile, RectificationTable

from .answers import answered
from .table_files import TYPES, table_file

PER_PAGE = 25


@never_cache
@require_safe
def rectifications(request: HttpRequest) -> HttpResponse:
    """Everything this person may see, open ones first, the one due first."""
    found = rectifying.rectifications_visible(request.user).select_related(
        "report__organ", "owner", "by", "done_by", "closed_by"
    )
    # Proofs may be files of megabytes; a list needs their names only.
    narrowed = RectificationFilter(request.GET, queryset=found.defer("proof_data"))
    if (extension := request.GET.get("file")) in TYPES:
        name = f"{_('Rectifications')} {timezone.localdate().isoformat()}"
        return table_file(RectificationFile(narrowed.qs), name, extension)
    table = RectificationTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    asked = request.GET.copy()
    context = {
        **admin.site.each_context(request),
        "title": _("Rectifications"),
        "table": table,
        "filter": narrowed,
        "is_narrowed": any(request.GET.get(name) for name in narrowed.filters),
        "late": late(found, timezone.localdate()).count(),
        "may_edit_in": set(reach(request.user, Action.EDIT).values_list("pk", flat=True)),
        "may_review_in": set(reach(request.user, Action.REVIEW).values_list("pk", flat=True)),
        "files": [(extension, f"?{_with(asked, extension)}") for extension in TYPES],
    }
    return TemplateResponse(request, "reports/rectifications/list.html", context)


def _with(asked: QueryDict, extension: str) -> str:
    changed = asked.copy()
    changed["file"] = extension
    return changed.urlencode()


@never_cache
@require_POST
def rectification_done(request: HttpRequest, opinion: int) -> HttpResponse:
    """``proof`` says what was done; ``file`` may show it."""
    answer = Rectification.objects.select_related("report__organ").filter(pk=opinion).first()
    if answer is None or not (
        may(request.user, Action.EDIT, answer.report.organ)
        or (answer.owner_id == request.user.pk and may(request.user, Action.VIEW, answer.report.organ))
    ):
        raise Http404
    sent = request.FILES.get("file")
    return answered(
        request,
        reverse("admin:rectifications"),
        lambda: rectifying.rectification_done(
            rectification=answer,
            user=request.user,
            proof=request.POST.get("proof", ""),
            file_name=(sent.name or "") if sent else "",
            # One byte too many is enough for the service to refuse it.
            file_data=sent.read(rectifying.LARGEST_FILE + 1) if sent else b"",
        ),
        _("It is reported as done; a reviewer confirms it."),
    )
