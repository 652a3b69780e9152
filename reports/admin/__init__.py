from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from .report import ReportAdmin
from .review_setup import ExplanationCauseAdmin, ReviewStepAdmin

# The queue shows the arguments of everybody's work; what people are to see of it stands on the pages of that work.
admin.site.unregister(DBTaskResult)

__all__ = ["ExplanationCauseAdmin", "ReportAdmin", "ReviewStepAdmin"]
