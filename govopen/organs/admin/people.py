"""People and their roles."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, Field, OuterRef, Q, QuerySet
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from govopen.organs.access import Action, may, reach
from govopen.organs.formats import tables_with
from govopen.organs.forms import OWN_ROLE_STAYS, MembershipForm, MembershipFormSet, PersonForm, is_own_lead
from govopen.organs.models import Membership, Role, User
from govopen.organs.resources import MembershipResource
from govopen.organs.services import has_history

from .lists import ListAdmin
from .scope import Managed


def within_reach(request: HttpRequest, person: User) -> bool:
    """Somebody is a coordinator's to look after when every role of theirs lies within reach, and never an
    administrator: who could set that password could become one."""
    if request.user.is_superuser:
        return True
    if person.is_superuser:
        return False
    organs = [membership.organ for membership in person.memberships.select_related("organ")]
    return all(may(request.user, Action.MANAGE, organ) for organ in organs) and bool(organs)


class MembershipInline(Managed, TabularInline):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    extra = 0
    min_num = 1

    def within(self, request: HttpRequest, record: User) -> bool:
        return within_reach(request, record)

    def get_formset(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.editor = request.user
        return formset


@admin.register(User)
class UserAdmin(Managed, BaseUserAdmin, ModelAdmin):
    form = PersonForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (MembershipInline,)
    list_display = ("username", "name", "roles", "is_active", "last_login")
    list_display_links = ("username",)
    list_filter = ("is_active",)
    search_fields = ("username", "full_name")
    ordering = ("username",)
    filter_horizontal = ()
    actions = None
    fieldsets = (
        (None, {"fields": ("username", "full_name", "password_line", "is_active")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "password1", "password2")}),)
    readonly_fields = ("password_line", "last_login", "date_joined")

    def within(self, request: HttpRequest, record: User) -> bool:
        return within_reach(request, record)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request).prefetch_related("memberships__organ")
        if request.user.is_superuser:
            return people
        theirs = Membership.objects.filter(user=OuterRef("pk"))
        mine = Q(organ__in=reach(request.user, Action.MANAGE))
        return people.filter(Exists(theirs.filter(mine)), ~Exists(theirs.exclude(mine)), is_superuser=False)

    @admin.display(description=_("full name"), ordering="full_name")
    def name(self, person: User) -> str:
        return person.full_name

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        if db_field.name == "full_name":
            kwargs["label"] = _("full name")  # the model's word suits organs better than people
            kwargs["required"] = True  # changes and versions are signed with it
        elif db_field.name == "is_active":
            kwargs["help_text"] = _("Who is deactivated cannot log in; what they did stays.")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        return "；".join(f"{m.organ.name} {m.get_role_display()}" for m in person.memberships.all())

    @admin.display(description=_("password"))
    def password_line(self, person: User) -> SafeString:
        state = _("A password is set.") if person.has_usable_password() else _("No password is set.")
        address = reverse("admin:auth_user_password_change", args=(person.pk,))
        return format_html('{} <a href="{}" class="text-primary-600">{}</a>', state, address, _("Set a new password"))

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type:
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user
        return form

    def get_inline_instances(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        """Also when somebody is created: without a role they could not come in."""
        return [inline(self.model, self.admin_site) for inline in self.inlines]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record of who changed what would lose its names."""
        person = self.get_object(request, object_id)
        if person is not None and self.has_delete_permission(request, person) and has_history(person=person):
            words = _("“%(name)s” has worked on reports and cannot be deleted. Deactivate them instead.")
            messages.error(request, words % {"name": person})
            return HttpResponseRedirect(reverse("admin:organs_user_change", args=(person.pk,)))
        return super().delete_view(request, object_id, extra_context)


@admin.register(Membership)
class MembershipAdmin(Managed, ListAdmin, ModelAdmin):
    form = MembershipForm
    resource_classes = (MembershipResource,)
    import_formats = tables_with("username", "organ", "role")
    list_display = ("user", "organ", "role")
    list_filter = ("role",)
    search_fields = ("user__full_name", "user__username", "organ__name")
    list_select_related = ("user", "organ")
    actions = None

    def within(self, request: HttpRequest, record: Membership) -> bool:
        return may(request.user, Action.MANAGE, record.organ) and within_reach(request, record.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        rows = super().get_queryset(request).filter(organ__in=reach(request.user, Action.MANAGE))
        return rows if request.user.is_superuser else rows.filter(user__is_superuser=False)

    def get_form(
        self, request: HttpRequest, obj: Membership | None = None, change: bool = False, **kwargs: Any
    ) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        form.editor = request.user
        return form

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        membership = self.get_object(request, object_id)
        if membership is not None and is_own_lead(request.user, membership):
            messages.error(request, OWN_ROLE_STAYS)
            return HttpResponseRedirect(reverse("admin:organs_membership_change", args=(membership.pk,)))
        return super().delete_view(request, object_id, extra_context)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = self.admin_site.get_model_admin(User).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def example(self) -> tuple[Sequence[str], Iterable[Sequence[str]], Mapping[str, Iterable[str]], Iterable[str]]:
        headings = [str(MembershipResource.fields[key].column_name) for key in MembershipResource.Meta.fields]
        roles = dict(Role.choices)
        rows = (
            ("lijing", "李静", "示例县教育局", str(roles[Role.CLERK])),
            ("wangqiang", "王强", "示例县人民政府", str(roles[Role.REVIEWER])),
        )
        notes = (
            _("One row is one role of one person in one organ; a person with two roles has two rows."),
            _("Roles that are not in the table stay; take one away on the person's page."),
            _("Passwords never stand in a table: who is new cannot sign in until you set one on the person's page."),
            _("Delete the example rows before you import."),
        )
        return headings, rows, {headings[3]: map(str, roles.values())}, notes

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return self.get_queryset(request).select_related("user", "organ").order_by("user__username", "organ", "role")


admin.site.unregister(Group)  # roles are held in organs; groups of Django permissions would decide nothing
