"""Organs and their tree."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from govopen.organs.access import Action, may, reach
from govopen.organs.formats import tables_with
from govopen.organs.forms import OrganForm
from govopen.organs.models import Level, Organ, OrganAlias, OrganKind
from govopen.organs.resources import OrganResource

from .lists import ListAdmin
from .scope import Managed


class OrganAliasInline(Managed, TabularInline):
    model = OrganAlias
    extra = 0

    def within(self, request: HttpRequest, record: Organ) -> bool:
        return may(request.user, Action.MANAGE, record)


@admin.register(Organ)
class OrganAdmin(Managed, ListAdmin, ModelAdmin):
    form = OrganForm
    resource_classes = (OrganResource,)
    import_formats = tables_with("name", "kind", "level")
    inlines = (OrganAliasInline,)
    fields = ("name", "kind", "level", "parent", "is_demo")
    list_display = ("indented", "kind", "level")
    list_filter = ("kind", "level")
    search_fields = ("name", "aliases__name")
    list_per_page = 200
    actions = None
    show_full_result_count = False

    def within(self, request: HttpRequest, record: Organ) -> bool:
        return may(request.user, Action.MANAGE, record)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organ]:
        return Organ.objects.with_tree_fields().filter(pk__in=reach(request.user, Action.MANAGE).values("pk"))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()  # the tree's own order, see with_tree_fields

    @admin.display(description=_("organ"))
    def indented(self, organ: Organ) -> SafeString:
        demo = format_html(' <span class="tag">{}</span>', _("demonstration")) if organ.is_demo else ""
        indent = 22 * getattr(organ, "tree_depth", 0)
        return format_html('<span style="padding-left:{}px">{}</span>{}', indent, organ.name, demo)

    def get_form(self, request: HttpRequest, obj: Organ | None = None, change: bool = False, **kwargs: Any) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        # Whoever looks after a part of the tree may not put an organ above or beside that part.
        form.base_fields["parent"].required = not (request.user.is_superuser or _is_top_of_reach(request, obj))
        return form

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Organ]:
        return self.get_queryset(request).select_related("parent").prefetch_related("aliases")

    def example(self) -> tuple[Sequence[str], Iterable[Sequence[str]], Mapping[str, Iterable[str]], Iterable[str]]:
        headings = [
            str(OrganResource.fields[key].column_name) for key in ("name", "kind", "level", "parent", "aliases")
        ]
        government, bureau = "示例县人民政府", "示例县教育局"
        kinds, levels = dict(OrganKind.choices), dict(Level.choices)
        county = str(levels[Level.COUNTY])
        rows = (
            (government, str(kinds[OrganKind.GOVERNMENT]), county, "", "示例县"),
            (bureau, str(kinds[OrganKind.DEPARTMENT]), county, government, "县教育局、教育局"),
        )
        allowed = {headings[1]: map(str, kinds.values()), headings[2]: map(str, levels.values())}
        notes = (
            _("One row is one organ; it is recognised by its name, and changed if it is registered already."),
            _("The organ above is given by its name; it may stand anywhere in the table, or be registered already."),
            _("Several aliases are parted by 、; a table without the column leaves them as they are."),
            _("Delete the example rows before you import."),
        )
        return headings, rows, allowed, notes

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Reports are kept: an organ that has any cannot go, nor one with organs below it."""
        organ = self.get_object(request, object_id)
        if organ is not None and self.has_delete_permission(request, organ):
            refusal = _refusal(organ)
            if refusal:
                messages.error(request, refusal)
                return HttpResponseRedirect(reverse("admin:organs_organ_change", args=(organ.pk,)))
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # a report was started in the meantime
            messages.error(request, _("This organ has reports and cannot be deleted."))
            return HttpResponseRedirect(reverse("admin:organs_organ_change", args=(object_id,)))


def _is_top_of_reach(request: HttpRequest, organ: Organ | None) -> bool:
    """Whether the person's part of the tree begins with this organ: its parent is then not theirs to choose."""
    return organ is not None and (
        organ.parent_id is None or not may(request.user, Action.MANAGE, Organ.objects.get(pk=organ.parent_id))
    )


def _refusal(organ: Organ) -> str:
    if number := organ.reports.count():
        return str(_("“%(organ)s” has %(number)d reports and cannot be deleted.")) % {
            "organ": organ.name,
            "number": number,
        }
    if organ.children.exists():
        return str(_("There are organs below “%(organ)s”; move or delete them first.")) % {"organ": organ.name}
    return ""
