"""Organs and their tree."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import ProtectedError, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX, Format
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from govopen.organs.access import Action, may, reach
from govopen.organs.formats import CsvTable, TableError, XlsxTable
from govopen.organs.forms import OrganForm
from govopen.organs.models import Organ, OrganAlias
from govopen.organs.resources import OrganResource

from .scope import Managed


class OrganAliasInline(Managed, TabularInline):
    model = OrganAlias
    extra = 0

    def within(self, request: HttpRequest, record: Organ) -> bool:
        return may(request.user, Action.MANAGE, record)


@admin.register(Organ)
class OrganAdmin(Managed, ImportExportModelAdmin, ModelAdmin):
    form = OrganForm
    resource_classes = (OrganResource,)
    import_form_class = ImportForm
    export_form_class = ExportForm
    import_formats = (XlsxTable, CsvTable)
    export_formats = (XLSX, CSV)
    from_encoding = to_encoding = "utf-8-sig"  # with the mark by which Excel knows a CSV file as UTF-8
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

    def get_import_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_resource_kwargs(request, *args, **kwargs) | {"user": request.user}

    def add_data_read_fail_error_to_form(self, form: Form, e: Exception) -> None:
        unreadable = _("The file could not be read. Is it whole, and is the format chosen its own?")
        form.add_error("import_file", str(e) if isinstance(e, TableError) else unreadable)

    def get_export_filename(self, request: HttpRequest, queryset: QuerySet[Organ], file_format: Format) -> str:
        return f"{self.opts.verbose_name}-{timezone.localdate().isoformat()}.{file_format.get_extension()}"

    def _do_file_export(
        self, file_format: Format, request: HttpRequest, queryset: QuerySet[Organ], **kwargs: Any
    ) -> HttpResponse:
        """The library's own header garbles a Chinese file name."""
        response = super()._do_file_export(file_format, request, queryset, **kwargs)
        filename = self.get_export_filename(request, queryset, file_format)
        response["Content-Disposition"] = content_disposition_header(True, filename)
        return response

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

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
