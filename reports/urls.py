"""Addresses outside the portal: the public site."""

from django.urls import path

from reports.views import open_schema, public

urlpatterns = [
    path("public/", public.public_list, name="public_list"),
    path("public/<int:organ>/<int:year>/", public.public_report, name="public_report"),
    path("public/<int:organ>/<int:year>/report.pdf", public.public_pdf, name="public_pdf"),
    path("public/<int:organ>/<int:year>/report.docx", public.public_docx, name="public_docx"),
    path("public/<int:organ>/<int:year>/report.xlsx", public.public_xlsx, name="public_xlsx"),
    path("public/<int:organ>/<int:year>/report.json", public.public_json, name="public_json"),
    path("public/<int:organ>/<int:year>/report.png", public.public_picture, name="public_picture"),
    path("public/<int:organ>/<int:year>/report.csv", public.public_csv, name="public_csv"),
    path("schema/report-<str:schema>.json", open_schema.report_schema, name="report_schema"),
]
