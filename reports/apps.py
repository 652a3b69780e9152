from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Annual reports")

    def ready(self) -> None:
        from . import system_checks  # noqa: F401  (registers Django's checks once the models are loaded)
