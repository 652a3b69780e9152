"""The register's writers."""

from collections.abc import Iterable

from django.db import transaction

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
