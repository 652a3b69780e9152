"""Addresses of the portal that belong to no list of django-admin's: review, and decisions on what was explained."""

from collections.abc import Callable

from django.http import HttpResponseBase

from reports.views import bulk, decisions, figures, opinions, queue, rectifications, review, reviewers, rules

# Address below the portal, name after admin:, view. Everybody has to be logged in.
PAGES: tuple[tuple[str, str, Callable[..., HttpResponseBase]], ...] = (
    ("figures/", "figures_upload", figures.figures_upload),
    ("figures/sheet/<int:year>/", "figures_sheet", figures.figures_sheet),
    ("figures/<int:pk>/", "figures_import", figures.figures_import),
    ("figures/<int:pk>/apply/", "figures_apply", figures.figures_apply_view),
    ("figures/<int:pk>/withdraw/", "figures_withdraw", figures.figures_withdraw_view),
    ("figures/<int:pk>/drop/", "figures_drop", figures.figures_drop_view),
    ("figures/export/", "open_data", figures.open_data),
    ("findings/", "findings_queue", queue.queue),
    ("findings/<int:pk>/", "finding", queue.finding),
    ("findings/bulk/", "bulk_begin", bulk.bulk_begin),
    ("findings/bulk/finish/", "bulk_finish", bulk.bulk_finish),
    ("findings/bulk/cancel/", "bulk_cancel", bulk.bulk_cancel),
    ("rules/", "rules", rules.rules),
    ("rules/<str:code>/", "rule", rules.rule),
    ("rules/<str:code>/switch/", "rule_switch", rules.rule_switch),
    ("rectifications/", "rectifications", rectifications.rectifications),
    ("rectifications/<int:opinion>/done/", "rectification_done", rectifications.rectification_done),
    ("reviewers/", "reviewers", reviewers.reviewers),
    ("explanations/<int:pk>/accept/", "explanation_accept", decisions.explanation_accept),
    ("explanations/<int:pk>/refuse/", "explanation_refuse", decisions.explanation_refuse),
    ("explanations/<int:pk>/undo/", "explanation_undo", decisions.explanation_undo),
    ("reports/report/<int:pk>/waive/", "finding_waive", decisions.finding_waive),
    ("reports/report/<int:pk>/review/", "reports_report_review", review.review),
    ("reports/report/<int:pk>/log/", "reports_report_log", review.change_log),
    ("reports/report/<int:pk>/opinions/", "reports_report_opinion_add", opinions.opinion_add),
    ("reports/report/<int:pk>/opinions/<int:opinion>/drop/", "reports_report_opinion_drop", opinions.opinion_drop),
    ("reports/report/<int:pk>/opinions/<int:opinion>/close/", "reports_report_opinion_close", opinions.opinion_close),
    (
        "reports/report/<int:pk>/opinions/<int:opinion>/reopen/",
        "reports_report_opinion_reopen",
        opinions.opinion_reopen,
    ),
    ("reports/report/<int:pk>/opinions/<int:opinion>/proof/", "reports_report_opinion_proof", opinions.opinion_proof),
)
