"""The pages of people and their roles: what they refuse."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Membership, Organ, Role, User
from reports.models import CellChange, ImportDraft, Report


@pytest.fixture
def lead(person: Callable[[str, Organ], User], county: Organ) -> User:
    return person(Role.COORDINATOR, county)


@pytest.fixture
def coordinator(lead: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(lead)


def page(person: User) -> str:
    return reverse("admin:organs_user_change", args=(person.pk,))


def form(person: User, *rows: tuple[Membership | None, Organ, str], **changed: str) -> dict[str, object]:
    """The page's form with the person's roles: (stored row if any, organ, role)."""
    posted: dict[str, object] = {
        "username": person.username,
        "full_name": person.full_name,
        "is_active": "on",
        "memberships-TOTAL_FORMS": len(rows),
        "memberships-INITIAL_FORMS": sum(stored is not None for stored, _organ, _role in rows),
    }
    for number, (stored, organ, role) in enumerate(rows):
        prefix = f"memberships-{number}"
        posted |= {f"{prefix}-organ": organ.pk, f"{prefix}-role": role, f"{prefix}-user": person.pk}
        posted[f"{prefix}-id"] = stored.pk if stored else ""
    return posted | changed


@pytest.mark.parametrize("trace", ["change", "import", "saved"])
def test_who_has_worked_on_reports_is_not_deleted(coordinator: Client, clerk: User, report: Report, trace: str) -> None:
    if trace == "change":
        CellChange.objects.filter(pk=CellChange.objects.first().pk).update(user=clerk)
    elif trace == "import":
        ImportDraft.objects.create(report=report, user=clerk, filename="年报.html", data=b"")
    else:
        Report.objects.update(saved_by=clerk)
    response = coordinator.post(reverse("admin:organs_user_delete", args=(clerk.pk,)), {"post": "yes"}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert User.objects.filter(pk=clerk.pk).exists()


def test_who_has_done_nothing_yet_is_deleted(coordinator: Client, clerk: User) -> None:
    coordinator.post(reverse("admin:organs_user_delete", args=(clerk.pk,)), {"post": "yes"})
    assert not User.objects.filter(pk=clerk.pk).exists()


def test_imports_outlive_the_person(clerk: User, report: Report) -> None:
    draft = ImportDraft.objects.create(report=report, user=clerk, filename="年报.html", data=b"")
    clerk.delete()
    draft.refresh_from_db()
    assert draft.user is None


def test_nobody_deactivates_themselves(coordinator: Client, lead: User, county: Organ) -> None:
    row = (lead.memberships.get(), county, Role.COORDINATOR)
    posted = form(lead, row)
    del posted["is_active"]
    response = coordinator.post(page(lead), posted)
    assert "is_active" in response.context["adminform"].form.errors
    assert User.objects.get(pk=lead.pk).is_active
    assert coordinator.post(page(lead), form(lead, row, full_name="王五")).status_code == 302


@pytest.mark.parametrize("change", [{"memberships-0-role": "viewer"}, {"memberships-0-DELETE": "on"}])
def test_nobody_takes_their_own_lead_away(
    coordinator: Client, lead: User, county: Organ, change: dict[str, str]
) -> None:
    row = (lead.memberships.get(), county, Role.COORDINATOR)
    spare = (None, county, Role.VIEWER) if "memberships-0-DELETE" in change else (None, county, Role.CLERK)
    assert coordinator.post(page(lead), form(lead, row, spare, **change)).status_code == 200
    assert lead.memberships.get().role == Role.COORDINATOR


def test_nor_on_the_page_of_roles(coordinator: Client, lead: User, county: Organ) -> None:
    own = lead.memberships.get()
    posted = {"user": lead.pk, "organ": county.pk, "role": Role.VIEWER}
    assert coordinator.post(reverse("admin:organs_membership_change", args=(own.pk,)), posted).status_code == 200
    coordinator.post(reverse("admin:organs_membership_delete", args=(own.pk,)), {"post": "yes"})
    assert lead.memberships.get().role == Role.COORDINATOR


def test_the_same_role_twice_is_refused_in_plain_words(coordinator: Client, clerk: User, county: Organ) -> None:
    row = (clerk.memberships.get(), county, Role.CLERK)
    response = coordinator.post(page(clerk), form(clerk, row, (None, county, Role.CLERK)))
    assert response.status_code == 200
    assert "同一机关的同一角色只能有一条" in response.content.decode()
    posted = {"user": clerk.pk, "organ": county.pk, "role": Role.CLERK}
    response = coordinator.post(reverse("admin:organs_membership_add"), posted)
    assert "同一机关的同一角色只能有一条" in response.content.decode()
    assert clerk.memberships.count() == 1


def test_the_name_is_needed(coordinator: Client, clerk: User, county: Organ) -> None:
    posted = form(clerk, (clerk.memberships.get(), county, Role.CLERK), full_name="")
    assert "full_name" in coordinator.post(page(clerk), posted).context["adminform"].form.errors
    assert "full_name" in coordinator.post(reverse("admin:organs_user_add"), {}).context["adminform"].form.errors


def test_nothing_of_the_stored_password_shows(coordinator: Client, clerk: User) -> None:
    text = coordinator.get(page(clerk)).content.decode()
    assert "已设置密码" in text
    assert reverse("admin:auth_user_password_change", args=(clerk.pk,)) in text
    assert "pbkdf2" not in text
    assert "停用后不能登录" in text
