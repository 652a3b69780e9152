"""What an address answers to a kind of request it is not made for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


def post_or_return(view: View) -> View:
    """Asked for without a form, as after logging in again, the address leads back to its report (``pk``)."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest, pk: int, **arguments: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect("admin:reports_report_change", pk)
        return view(request, pk, **arguments)

    return guarded
