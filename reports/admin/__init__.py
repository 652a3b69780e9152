from .report import ReportAdmin

__all__ = ["ReportAdmin"]
