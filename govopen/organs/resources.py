"""Organs from and to a table: name, kind, level, parent by name, aliases. People likewise: one row a role."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources, results, widgets
from tablib import Dataset

from .access import Action, may
from .models import Level, Membership, Organ, OrganAlias, OrganKind, Role, User

ALIAS_SEPARATOR = "、"


class ChoiceWidget(widgets.Widget):
    """The Chinese word of a choice in the table, its key in the record; either is understood."""

    def __init__(self, choices: type[TextChoices]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value or "").strip()
        for choice in self.choices:
            if text in (choice.value, str(choice.label)):
                return choice.value
        words = "、".join(str(choice.label) for choice in self.choices)
        raise ValueError(_("“%(text)s” is none of: %(words)s") % {"text": text, "words": words})

    def render(self, value: Any, obj: Model | None = None, **kwargs: Any) -> str:
        return str(self.choices(value).label) if value else ""


class ParentWidget(widgets.ForeignKeyWidget):
    """The organ above, by its name; it must be in the register already or stand higher up in the table."""

    def __init__(self) -> None:
        super().__init__(Organ, "name")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Organ | None:
        name = str(value or "").strip()
        if not name:
            return None
        parent = Organ.objects.filter(name=name).first()
        if parent is None:
            raise ValueError(_("There is no organ named “%(name)s”.") % {"name": name})
        return parent


class AliasesWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        parts = str(value or "").replace("；", ALIAS_SEPARATOR).replace(";", ALIAS_SEPARATOR).split(ALIAS_SEPARATOR)
        return [part.strip() for part in parts if part.strip()]

    def render(self, value: list[str], obj: Organ | None = None, **kwargs: Any) -> str:
        return ALIAS_SEPARATOR.join(value)


class AliasesField(fields.Field):
    def get_value(self, instance: Organ) -> list[str]:
        return [alias.name for alias in instance.aliases.all()] if instance.pk else []

    def save(self, instance: Organ, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Only kept for :meth:`OrganResource.after_save_instance`: a new organ has no number yet."""
        instance.aliases_read = self.clean(row, **kwargs)


LINE = "#"
"""The column that keeps the line of the file in which a row stands, whatever order the rows are taken in."""


class LinedResult(results.Result):
    """What is wrong is told by the line of the file, its headings being the first."""

    def append_error_row(self, number: int, row: Mapping[str, Any], errors: list[Any]) -> None:
        line = row.get(LINE, number)
        for error in errors:
            error.number = line
        super().append_error_row(line, _shown(row), errors)

    def append_invalid_row(self, number: int, row: Mapping[str, Any], validation_error: ValidationError) -> None:
        super().append_invalid_row(row.get(LINE, number), _shown(row), validation_error)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: content for name, content in row.items() if name != LINE}


class ListResource(resources.ModelResource):
    """What the lists share: lines as in the file, faults that show before any row is looked at."""

    def __init__(self, user: User | None = None, **kwargs: Any) -> None:
        """``user`` imports; nobody's rights are asked for without one."""
        super().__init__(**kwargs)
        self.user = user
        self.faults: dict[int, str] = {}

    @classmethod
    def get_result_class(cls) -> type[results.Result]:
        return LinedResult

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        lines = dict(enumerate(dataset.dict, start=2))
        order = [line for line in self.order_of(lines) if any(str(one or "").strip() for one in lines[line].values())]
        headings = list(dataset.headers)
        rows = [[*(lines[line][heading] for heading in headings), line] for line in order]
        dataset.wipe()
        dataset.headers = [*headings, LINE]
        dataset.extend(rows)

    def order_of(self, lines: Mapping[int, Mapping[str, Any]]) -> Iterable[int]:
        """The lines of the file in the order in which they are to be taken; sets :attr:`faults`."""
        return lines

    def before_import_row(self, row: Mapping[str, Any], **kwargs: Any) -> None:
        if fault := self.faults.get(row[LINE]):
            raise ValidationError(fault)

    def _heading(self, key: str) -> str:
        """The column as the table calls it: people know nothing of attributes."""
        return str(self.fields[key].column_name) if key in self.fields else key

    def _said(self, row: Mapping[str, Any], key: str) -> str:
        return str(row.get(self._heading(key)) or "").strip()


class OrganResource(ListResource):
    """Rows are recognised by the organ's name; nothing outside ``user``'s part of the tree is read or written."""

    name = fields.Field("name", gettext_lazy("name"))
    kind = fields.Field("kind", gettext_lazy("kind"), widget=ChoiceWidget(OrganKind))
    level = fields.Field("level", gettext_lazy("level"), widget=ChoiceWidget(Level))
    parent = fields.Field("parent", gettext_lazy("organ above"), widget=ParentWidget())
    aliases = AliasesField("aliases", gettext_lazy("aliases"), widget=AliasesWidget())

    class Meta:
        model = Organ
        import_id_fields = ("name",)
        fields = ("name", "kind", "level", "parent", "aliases")
        skip_unchanged = False
        clean_model_instances = True
        use_transactions = True

    def order_of(self, lines: Mapping[int, Mapping[str, Any]]) -> Iterable[int]:
        """An organ after the one above it, wherever the two stand in the file."""
        names = {line: self._said(row, "name") for line, row in lines.items()}
        first = {name: line for line, name in reversed(names.items())}
        for name, times in Counter(names.values()).items():
            if name and times > 1:
                twice = "、".join(str(line) for line, other in names.items() if other == name)
                self.faults |= dict.fromkeys(
                    (line for line, other in names.items() if other == name),
                    _("“%(name)s” stands in several rows: %(rows)s.") % {"name": name, "rows": twice},
                )
        placed: dict[int, None] = {}
        for line in lines:
            self._place(line, lines, first, placed, [])
        return placed

    def _place(
        self,
        line: int,
        lines: Mapping[int, Mapping[str, Any]],
        first: Mapping[str, int],
        placed: dict[int, None],
        below: list[int],
    ) -> None:
        """Put a line behind that of the organ above it; ``below`` are the lines that wait for this one."""
        while line not in placed and line not in below:
            below.append(line)
            above = first.get(self._said(lines[line], "parent"))
            if above is None:
                break
            line = above
        else:
            circle = below[below.index(line) :] if line in below else []
            if len(circle) > 1:  # of an organ above itself its own row says so
                words = _("These rows stand above one another in a circle: %(rows)s.")
                said = words % {"rows": "、".join(map(str, circle))}
                self.faults |= {one: self.faults.get(one, said) for one in circle}
        placed |= dict.fromkeys(reversed(below))

    def validate_instance(self, instance: Organ, *args: Any, **kwargs: Any) -> None:
        own, parent = instance.pk, instance.parent
        if own and parent and parent.ancestors(include_self=True).filter(pk=own).exists():
            raise ValidationError({self._heading("parent"): _("An organ cannot stand below itself.")})
        try:
            super().validate_instance(instance, *args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self._heading(key): found for key, found in error.error_dict.items()}) from error

    def before_save_instance(self, instance: Organ, row: Any, **kwargs: Any) -> None:
        taken = OrganAlias.objects.filter(name__in=getattr(instance, "aliases_read", ())).exclude(organ=instance.pk)
        if alias := taken.first():
            raise ValidationError(_("“%(name)s” is already an alias of another organ.") % {"name": alias.name})
        if self.user is None or self.user.is_superuser:
            return
        known = Organ.objects.filter(pk=instance.pk).first() if instance.pk else None
        if known is not None and not may(self.user, Action.MANAGE, known):
            raise ValidationError(_("You do not look after “%(name)s”.") % {"name": instance.name})
        moved = known is None or known.parent_id != instance.parent_id
        if moved and (instance.parent is None or not may(self.user, Action.MANAGE, instance.parent)):
            raise ValidationError(
                _("“%(name)s” must stand below an organ that you look after.") % {"name": instance.name}
            )

    def after_save_instance(self, instance: Organ, row: Any, **kwargs: Any) -> None:
        """A table without the column leaves the aliases as they are."""
        if not hasattr(instance, "aliases_read"):
            return
        OrganAlias.objects.filter(organ=instance).exclude(name__in=instance.aliases_read).delete()
        for name in instance.aliases_read:
            OrganAlias.objects.get_or_create(name=name, defaults={"organ": instance})

    def get_queryset(self) -> Any:
        """What a row can mean: all organs, so that a foreign one is refused by name instead of made twice."""
        return Organ.objects.without_tree_fields()


class MembershipResource(ListResource):
    """A row is a role of a person in an organ; rows that are not in the table stay.

    A person who is not known yet is made without a password: nobody can sign in as them until a coordinator sets one.
    """

    username = fields.Field("user__username", gettext_lazy("username"))
    full_name = fields.Field("user__full_name", gettext_lazy("full name"))
    organ = fields.Field("organ", gettext_lazy("organ"), widget=ParentWidget())
    role = fields.Field("role", gettext_lazy("role"), widget=ChoiceWidget(Role))

    class Meta:
        model = Membership
        import_id_fields = ("username",)
        fields = import_order = export_order = ("username", "full_name", "organ", "role")
        use_transactions = True

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Membership | None:
        held = Membership.objects.filter(
            user__username=self._said(row, "username"),
            organ__name=self._said(row, "organ"),
            role=self.fields["role"].clean(row),
        )
        return held.select_related("user", "organ").first()

    def before_import_row(self, row: Mapping[str, Any], **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        for key in ("username", "organ", "role"):
            if not self._said(row, key):
                raise ValidationError(_("The column “%(name)s” is empty.") % {"name": self._heading(key)})
        for key in ("role", "organ"):
            try:
                self.fields[key].clean(row)
            except ValueError as error:
                raise ValidationError({self._heading(key): str(error)}) from error

    def import_instance(self, instance: Membership, row: Mapping[str, Any], **kwargs: Any) -> None:
        """The person is found or made; a name in the table replaces the one that is stored."""
        username, full_name = self._said(row, "username"), self._said(row, "full_name")
        user = User.objects.filter(username=username).first() or User(username=username)
        if not user.pk and not full_name:
            needed = _("“%(name)s” is new: their full name is needed.") % {"name": username}
            raise ValidationError({self._heading("full_name"): needed})
        instance.organ, instance.role = self.fields["organ"].clean(row), self.fields["role"].clean(row)
        self._refuse(user, instance.organ)
        user.full_name = full_name or user.full_name
        instance.user = user

    def validate_instance(
        self, instance: Membership, import_validation_errors: dict[str, Any] | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        try:
            instance.user.full_clean(exclude=["password"])
        except ValidationError as error:
            names = {"username": self._heading("username"), "full_name": self._heading("full_name")}
            raise ValidationError({names.get(key, key): found for key, found in error.error_dict.items()}) from error

    def _refuse(self, user: User, organ: Organ) -> None:
        if self.user is None or self.user.is_superuser:
            return
        if not may(self.user, Action.MANAGE, organ):
            raise ValidationError(_("You do not look after “%(name)s”.") % {"name": organ.name})
        held = user.memberships.select_related("organ") if user.pk else ()
        if user.is_superuser or any(not may(self.user, Action.MANAGE, one.organ) for one in held):
            raise ValidationError(
                _("“%(name)s” has roles that you do not look after; ask the administrator.") % {"name": user.username}
            )

    def do_instance_save(self, instance: Membership, is_create: bool) -> None:
        user = instance.user
        if not user.pk:
            user.set_unusable_password()
        user.save()
        instance.user = user  # its number is known only now
        instance.save()
