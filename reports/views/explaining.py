"""What the clerk says from the panel: why a figure is right, that an objection is put right, that blanks mean 0."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from govopen.organs.access import Action, may
from reports.models import ExplanationCause, Rectification, Report
from reports.services import rectifying, settling
from reports.services.access import report_get
from reports.services.errors import NotAllowedError, NotPossibleError
from reports.services.zeroing import blanks_to_zero

from .scripts import for_script, sent_json, sent_text
from .workspace_panel import panel_answer, remarks_on


@require_POST
@for_script
def explain(request: HttpRequest, pk: int) -> JsonResponse:
    """``{subject, cause, text}``, ``cause`` being a primary key or empty; answered with the panel afresh."""
    report = _editable(request, pk)
    sent = sent_json(request)
    subject, text = sent_text(sent, "subject"), sent_text(sent, "text")
    cause = ExplanationCause.objects.filter(pk=int(sent.get("cause") or 0), is_active=True).first()
    if cause is None:
        raise NotPossibleError(_("Choose a cause from the list first."))
    settling.explain(report=report, subject=subject, cause=cause, text=text, user=request.user)
    return JsonResponse(panel_answer(report))


@require_POST
@for_script
def answer(request: HttpRequest, pk: int) -> JsonResponse:
    """A form with ``objection``, ``proof`` and perhaps ``file``: what was done about an objection.

    Answered with the panel afresh and a ``remark`` where nothing was changed there.
    """
    report = _editable(request, pk)
    asked = int(request.POST.get("objection", ""))
    objection = Rectification.objects.filter(report=report, pk=asked, handed_over_at__isnull=False).first()
    if objection is None:
        raise Http404
    file = request.FILES.get("file")
    is_file = isinstance(file, UploadedFile)
    answered = rectifying.rectification_done(
        rectification=objection,
        user=request.user,
        proof=request.POST.get("proof", ""),
        file_name=file.name or "" if is_file else "",
        file_data=file.read() if is_file else b"",
    )
    return JsonResponse(panel_answer(report) | {"remark": remarks_on(report, [answered]).get(answered.pk, "")})


@require_POST
@for_script
def zeroes(request: HttpRequest, pk: int) -> JsonResponse:
    """``{revision, sections, is_certain, name}``: the clerk signs that what is blank there did not happen."""
    report = _editable(request, pk)
    sent = sent_json(request)
    sections = sent.get("sections")
    if not isinstance(sections, list) or not isinstance(sent.get("revision"), int):
        raise ValueError("no sections")
    filled = blanks_to_zero(
        report=report,
        revision=sent["revision"],
        sections=[str(section) for section in sections],
        is_certain=sent.get("is_certain") is True,
        signature=sent_text(sent, "name"),
        user=request.user,
    )
    return JsonResponse({"filled_in": filled, "revision": report.revision})


def _editable(request: HttpRequest, pk: int) -> Report:
    report = report_get(user=request.user, pk=pk)
    if not may(request.user, Action.EDIT, report.organ):
        raise NotAllowedError(_("You may read this report, but not change it."))
    return report
