"""What the register's admin pages share: rights and choices come from :mod:`govopen.organs.access` alone."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Model
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from govopen.organs.access import Action, may_somewhere, reach
from govopen.organs.models import Organ


class Managed(admin.options.BaseModelAdmin):
    """Pages for those who look after the register; ``within`` says whether one record is theirs.

    Django's model permissions play no part: they know nothing of organs.
    """

    def within(self, request: HttpRequest, record: Model) -> bool:
        """Nobody's, unless a page says otherwise."""
        return False

    def _may(self, request: HttpRequest, record: Model | None = None) -> bool:
        if record is None or record.pk is None:
            return may_somewhere(request.user, Action.MANAGE)
        return self.within(request, record)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, obj)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = _("Add %(name)s") % {"name": self.opts.verbose_name}
        return super().add_view(request, form_url, {"title": title, **(extra_context or {})})

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> ModelChoiceField:
        """Organs are offered, and accepted, only within reach; links beside the choice would leave the frame."""
        if db_field.remote_field.model is Organ:
            kwargs["queryset"] = reach(request.user, Action.MANAGE)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if hasattr(widget, link):
                setattr(widget, link, False)
        return field
