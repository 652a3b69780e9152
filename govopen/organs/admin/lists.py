"""What the pages share on which a list is imported from a table and exported to one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX, Format
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from govopen.organs.formats import TableError, example_table

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListAdmin(ImportExportModelAdmin):
    """Beside import and export an example: its columns, its rows, the words allowed in some columns, what to know."""

    import_form_class = ImportForm
    export_form_class = ExportForm
    export_formats = (XLSX, CSV)
    from_encoding = to_encoding = "utf-8-sig"  # with the mark by which Excel knows a CSV file as UTF-8

    def example(self) -> tuple[Sequence[str], Iterable[Sequence[str]], Mapping[str, Iterable[str]], Iterable[str]]:
        """As :func:`govopen.organs.formats.example_table` takes it."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_import_example"
        return [path("import/example/", self.admin_site.admin_view(self.example_view), name=name), *super().get_urls()]

    def example_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            return HttpResponse(status=403)
        name = _("Example of %(name)s") % {"name": self.opts.verbose_name}
        headers = {"Content-Disposition": content_disposition_header(True, f"{name}.xlsx")}
        return HttpResponse(example_table(*self.example()), content_type=_XLSX, headers=headers)

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        example = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import_example")
        notes = list(self.example()[3])
        return super().get_import_context_data(**kwargs) | {"example_url": example, "example_notes": notes}

    def get_import_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_resource_kwargs(request, *args, **kwargs) | {"user": request.user}

    def add_data_read_fail_error_to_form(self, form: Form, e: Exception) -> None:
        unreadable = _("The file could not be read. Is it whole, and is the format chosen its own?")
        form.add_error("import_file", str(e) if isinstance(e, TableError) else unreadable)

    def get_export_filename(self, request: HttpRequest, queryset: QuerySet[Any], file_format: Format) -> str:
        return f"{self.opts.verbose_name}-{timezone.localdate().isoformat()}.{file_format.get_extension()}"

    def _do_file_export(
        self, file_format: Format, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any
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
