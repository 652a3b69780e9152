"""How a page's small forms are answered: a script gets JSON, a browser without it the page again with a message."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from reports.services.errors import NotAllowedError, RefusedError

# What somebody typed into a form that was refused, kept for the page they are sent back to.
TYPED = "typed"


def answered(request: HttpRequest, back: str, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do ``act`` and say so; a refusal is said in its own words, with the example it gives.

    JSON goes to whoever asks for it: ``{message}`` with 200, or 403 and 409 with ``{message, example}``. Others are
    sent to the form's ``next`` where that is an address of ours, else to ``back``.
    """
    try:
        act()
    except RefusedError as refused:
        return _refused(request, back, refused)
    if wants_json(request):
        return JsonResponse({"message": done})
    messages.success(request, done)
    return redirect(next_address(request, back))


def _refused(request: HttpRequest, back: str, refused: RefusedError) -> HttpResponse:
    example = getattr(refused, "example", "")
    if wants_json(request):
        status = HTTPStatus.FORBIDDEN if isinstance(refused, NotAllowedError) else HTTPStatus.CONFLICT
        return JsonResponse({"message": str(refused), "example": example}, status=status)
    messages.error(request, " ".join(filter(None, (str(refused), example))))
    request.session[TYPED] = {
        "path": request.path,
        **{name: text for name, text in request.POST.items() if name != "csrfmiddlewaretoken"},
    }
    return redirect(next_address(request, back))


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def next_address(request: HttpRequest, back: str) -> str:
    """The form's ``next``, which must lead to this host, or ``back``."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=False)
    return asked if asked and is_ours else back
