"""The register's writers."""

from collections.abc import Iterable

from django.db import models, transaction

from .models import Membership, Organ, OrganAlias, User


@transaction.atomic
def organ_register(
    *, name: str, kind: str, level: str, parent: Organ | None, aliases: Iterable[str] = (), is_demo: bool = False
) -> Organ:
    """The organ of that name; made when there is none, left as it is otherwise."""
    organ, _is_new = Organ.objects.get_or_create(
        name=name, defaults={"kind": kind, "level": level, "parent": parent, "is_demo": is_demo}
    )
    for alias in aliases:
        OrganAlias.objects.get_or_create(name=alias, defaults={"organ": organ})
    return organ


@transaction.atomic
def person_register(
    *, username: str, full_name: str, password: str, roles: Iterable[tuple[str, Organ]], is_superuser: bool = False
) -> User:
    """The person of that user name with exactly this password, and at least these roles."""
    user, _is_new = User.objects.get_or_create(username=username)
    user.full_name, user.is_superuser, user.is_active = full_name, is_superuser, True
    user.set_password(password)
    user.save()
    for role, organ in roles:
        Membership.objects.get_or_create(user=user, organ=organ, role=role)
    return user


def has_history(*, person: User) -> bool:
    """Whether a record says that this person did something: such records keep the person, or lose the name."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: person}).exists()
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.SET_NULL
    )
