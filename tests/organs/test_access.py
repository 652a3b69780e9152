"""The rule itself, in its branches that pages do not show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from govopen.organs.access import ROLES, Action, may, may_somewhere, reach
from govopen.organs.models import Organ, Role, User


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("action", list(Action))
def test_reach_and_may_agree(
    action: Action, role: str, county: Organ, bureau: Organ, elsewhere: Organ, person: Callable[[str, Organ], User]
) -> None:
    user = person(role, county)
    expected = set()
    if role in ROLES[action]:
        expected = {county} if role == Role.CLERK else {county, bureau}
    assert set(reach(user, action)) == expected
    assert {organ for organ in (county, bureau, elsewhere) if may(user, action, organ)} == expected
    assert may_somewhere(user, action) is bool(expected)


def test_a_role_below_says_nothing_about_above(
    county: Organ, bureau: Organ, person: Callable[[str, Organ], User]
) -> None:
    user = person(Role.COORDINATOR, bureau)
    assert set(reach(user, Action.MANAGE)) == {bureau}
    assert not may(user, Action.VIEW, county)


def test_strangers_reach_nothing(county: Organ) -> None:
    assert not reach(AnonymousUser()).exists()
    assert not may(AnonymousUser(), Action.VIEW, county)


def test_roles_are_read_once_a_request(
    county: Organ, person: Callable[[str, Organ], User], django_assert_num_queries: Any
) -> None:
    user = User.objects.get(pk=person(Role.CLERK, county).pk)
    with django_assert_num_queries(1):
        allowed = {action for action in Action if may_somewhere(user, action)}
        assert allowed == {Action.VIEW, Action.EDIT, Action.TAKE_IN, Action.INSPECT}
        assert may(user, Action.EDIT, county)
