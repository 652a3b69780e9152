from .report import ReportAdmin
from .review_setup import ExplanationCauseAdmin, ReviewStepAdmin

__all__ = ["ExplanationCauseAdmin", "ReportAdmin", "ReviewStepAdmin"]
