"""Organs from and to a table: name, kind, level, parent by name, aliases."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources, widgets

from .access import Action, may
from .models import Level, Organ, OrganAlias, OrganKind, User

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


class OrganResource(resources.ModelResource):
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

    def __init__(self, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user

    def validate_instance(self, instance: Organ, *args: Any, **kwargs: Any) -> None:
        own, parent = instance.pk, instance.parent
        if own and parent and parent.ancestors(include_self=True).filter(pk=own).exists():
            raise ValidationError({self._heading("parent"): _("An organ cannot stand below itself.")})
        try:
            super().validate_instance(instance, *args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self._heading(key): found for key, found in error.error_dict.items()}) from error

    def _heading(self, key: str) -> str:
        """The column as the table calls it: people know nothing of attributes."""
        return str(self.fields[key].column_name) if key in self.fields else key

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
