"""Who may see and do what: the one place. Every list, page, export and admin page asks here."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from .models import Membership, Organ, Role, User


class Action(StrEnum):
    VIEW = "view"
    EDIT = "edit"  # fill in, import, explain, submit
    TAKE_IN = "take_in"  # import what bodies filled in elsewhere, many at once
    REVIEW = "review"  # decide on explanations, return, sign
    PUBLISH = "publish"  # publish what is signed, begin a correction
    INSPECT = "inspect"  # say where it was published, and read the page back
    MANAGE = "manage"  # register organs, people and years


ROLES: dict[Action, frozenset[str]] = {
    Action.VIEW: frozenset(Role.values),
    Action.EDIT: frozenset({Role.CLERK}),
    Action.TAKE_IN: frozenset({Role.CLERK, Role.COORDINATOR}),
    Action.REVIEW: frozenset({Role.REVIEWER, Role.SIGNER}),
    Action.PUBLISH: frozenset({Role.SIGNER}),
    Action.INSPECT: frozenset({Role.CLERK, Role.REVIEWER, Role.SIGNER, Role.COORDINATOR}),
    Action.MANAGE: frozenset({Role.COORDINATOR}),
}

# A clerk works for one body; the other roles look after everything below theirs.
SUBTREE_ROLES = frozenset({Role.REVIEWER, Role.SIGNER, Role.COORDINATOR, Role.VIEWER})


def memberships_of(user: User | AnonymousUser) -> list[Membership]:
    """What the person does where, with the organs; one query a request, however often a page asks."""
    if not user.is_active or not user.is_authenticated:
        return []
    if not hasattr(user, "_portal_memberships"):
        user._portal_memberships = list(user.memberships.select_related("organ").order_by("pk"))
    return user._portal_memberships


def _organs_of(user: User | AnonymousUser, action: Action) -> tuple[set[int], set[int]]:
    """Organs in which ``user`` may do ``action`` directly, and those below which they may too."""
    held = [(m.organ_id, m.role) for m in memberships_of(user) if m.role in ROLES[action]]
    return {organ for organ, _role in held}, {organ for organ, role in held if role in SUBTREE_ROLES}


def reach(user: User | AnonymousUser, action: Action = Action.VIEW) -> QuerySet[Organ]:
    """The organs in which ``user`` may do ``action``."""
    organs = Organ.objects.without_tree_fields()
    if user.is_active and user.is_superuser:
        return organs.all()
    direct, tops = _organs_of(user, action)
    return organs.filter(pk__in=direct | _below(user, frozenset(tops)))


def reaches_all(user: User | AnonymousUser, action: Action = Action.VIEW) -> bool:
    """Whether :func:`reach` is every organ there is: then nothing has to be left out, which spares long queries."""
    if user.is_active and user.is_superuser:
        return True
    direct, tops = _organs_of(user, action)
    if not tops:
        return False  # single organs, never asked about in thousands
    reached = direct | _below(user, frozenset(tops))
    if not hasattr(user, "_portal_organs"):
        user._portal_organs = Organ.objects.without_tree_fields().count()
    return len(reached) == user._portal_organs


def _below(user: User, tops: frozenset[int]) -> set[int]:
    """``tops`` and all organs below them, walked once a request."""
    if not tops:
        return set()
    known: dict[frozenset[int], set[int]] = user.__dict__.setdefault("_portal_below", {})
    if tops not in known:
        found = set(tops)
        for top in Organ.objects.without_tree_fields().filter(pk__in=tops):
            found |= set(top.descendants().values_list("pk", flat=True))
        known[tops] = found
    return known[tops]


def may(user: User | AnonymousUser, action: Action, organ: Organ) -> bool:
    if user.is_active and user.is_superuser:
        return True
    direct, tops = _organs_of(user, action)
    if organ.pk in direct:
        return True
    return bool(tops) and not tops.isdisjoint(organ.ancestors().values_list("pk", flat=True))


def roles_in(user: User | AnonymousUser, organ: Organ) -> frozenset[str]:
    """The roles that reach this organ; a superuser has every one."""
    if user.is_active and user.is_superuser:
        return frozenset(Role.values)
    return frozenset(
        held.role
        for held in memberships_of(user)
        if held.organ_id == organ.pk
        or (held.role in SUBTREE_ROLES and organ.pk in _below(user, frozenset({held.organ_id})))
    )


def may_somewhere(user: User | AnonymousUser, action: Action) -> bool:
    """Whether a page for ``action`` is worth showing at all."""
    return (user.is_active and user.is_superuser) or bool(_organs_of(user, action)[0])


def may_everywhere(user: User | AnonymousUser, action: Action) -> bool:
    """Whether this person does ``action`` for a whole tree: what holds for every organ is theirs to set."""
    return (user.is_active and user.is_superuser) or any(
        held.role in ROLES[action] and held.role in SUBTREE_ROLES and held.organ.parent_id is None
        for held in memberships_of(user)
    )
