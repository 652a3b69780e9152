from .organ import OrganAdmin
from .people import MembershipAdmin, UserAdmin
from .year import ReportingYearAdmin

__all__ = ["MembershipAdmin", "OrganAdmin", "ReportingYearAdmin", "UserAdmin"]
