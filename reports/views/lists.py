"""The list of reports, and starting one."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def report_list(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/page.html", {"title": "x"})


def report_start(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/page.html", {"title": "x"})
