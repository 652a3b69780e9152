"""How the workspace's own script is answered: it must learn with 401 that the session is over, not follow a redirect
to the login page, and every refusal is a sentence it can show where the person is typing."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reports.services.errors import NotAllowedError, RefusedError

View = Callable[..., JsonResponse]


def for_script(view: View) -> View:
    """A view of the report ``pk`` for its page's script: 401 with ``login``, else refusals as ``{message, example}``.

    ``ValueError`` from the view means that the page sent what it never sends.
    """

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> JsonResponse:
        if not request.user.is_authenticated:
            return _signed_out(pk)
        try:
            return view(request, pk)
        except Http404:
            return _refused(HTTPStatus.NOT_FOUND, _("This report does not exist, or you may not see it."))
        except ValueError:
            return _refused(HTTPStatus.BAD_REQUEST, _("The server could not read what the page sent. Reload the page."))
        except NotAllowedError as refusal:
            return _refused(HTTPStatus.FORBIDDEN, str(refusal))
        except RefusedError as refusal:
            return _refused(HTTPStatus.CONFLICT, str(refusal), getattr(refusal, "example", ""))

    return answer


def sent_json(request: HttpRequest) -> Mapping[str, Any]:
    """The object the page sent; ``ValueError`` when it is none."""
    sent = json.loads(request.body)
    if not isinstance(sent, dict):
        raise ValueError("not an object")
    return sent


def sent_text(sent: Mapping[str, Any], name: str) -> str:
    """A text of what the page sent, empty where it is missing; ``ValueError`` when it is something else."""
    text = sent.get(name, "")
    if not isinstance(text, str):
        raise ValueError(f"{name} is no text")
    return text


def _signed_out(pk: int) -> JsonResponse:
    login = f"{reverse('admin:login')}?{urlencode({'next': reverse('admin:reports_report_change', args=[pk])})}"
    return JsonResponse({"login": login, "message": _("Your login has expired.")}, status=HTTPStatus.UNAUTHORIZED)


def _refused(status: HTTPStatus, message: str, example: str = "") -> JsonResponse:
    return JsonResponse({"message": message, "example": example}, status=status)
