"""Addresses outside the portal's own: the public site, and the finished page before it is public."""

from django.urls import path

from reports.views import preview, public

urlpatterns = [
    path("public/", public.public_list, name="public_list"),
    path("public/<int:organ>/<int:year>/", public.public_report, name="public_report"),
    path("public/<int:organ>/<int:year>/report.pdf", public.public_pdf, name="public_pdf"),
    path("public/<int:organ>/<int:year>/report.json", public.public_json, name="public_json"),
    path("reports/report/<int:pk>/preview/", preview.report_preview, name="report_preview"),
    path("reports/report/<int:pk>/preview.pdf", preview.report_preview_pdf, name="report_preview_pdf"),
]
