"""Organs, people and roles from tables: any order, faults by line, examples, nobody's password."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from govopen.organs.models import Membership, Organ, Role, User

HEAD = "名称,类别,级别,上级机关,别名\n"
PEOPLE = "用户名,姓名,机关,角色\n"


@pytest.fixture
def lead(person: Callable[[str, Organ], User], county: Organ) -> User:
    return person(Role.COORDINATOR, county)


@pytest.fixture
def coordinator(lead: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(lead)


def upload(client: Client, model: str, text: str) -> HttpResponse:
    posted = {"import_file": SimpleUploadedFile("a.csv", text.encode()), "format": "1", "resource": ""}
    return client.post(reverse(f"admin:organs_{model}_import"), posted)


def confirm(client: Client, model: str, response: HttpResponse) -> None:
    initial = response.context["confirm_form"].initial
    client.post(reverse(f"admin:organs_{model}_process_import"), {key: initial[key] or "" for key in initial})


def faults(response: HttpResponse) -> dict[int, str]:
    result = response.context["result"]
    found = {row.number: str(row.error) for row in result.invalid_rows}
    return found | {number: str([one.error for one in errors]) for number, errors in result.row_errors()}


def test_an_organ_may_stand_before_the_one_above_it(coordinator: Client, county: Organ) -> None:
    rows = "县一所,其他单位,县级,县二局,\n\n县二局,部门,县级,县三委,\n县三委,部门,县级,蓝田县人民政府,\n"
    response = upload(coordinator, "organ", HEAD + rows)
    assert faults(response) == {}
    confirm(coordinator, "organ", response)
    names = ["县一所", "县二局", "县三委", "蓝田县人民政府"]
    assert [Organ.objects.get(name=name).parent.name for name in names[:-1]] == names[1:]


def test_circles_and_names_written_twice_are_told_by_the_lines_of_the_file(coordinator: Client, county: Organ) -> None:
    rows = (
        "甲局,部门,县级,乙局,\n乙局,部门,县级,甲局,\n丙局,部门,县级,蓝田县人民政府,\n丙局,部门,县级,蓝田县人民政府,\n"
    )
    found = faults(upload(coordinator, "organ", HEAD + rows))
    assert sorted(found) == [2, 3, 4, 5]
    assert "2、3" in found[2].replace("3、2", "2、3")
    assert "4、5" in found[4]
    assert not Organ.objects.filter(name__in=("甲局", "乙局", "丙局")).exists()


def test_a_fault_names_the_line_of_the_file_and_nothing_is_written(coordinator: Client, county: Organ) -> None:
    rows = "甲局,部门,县级,蓝田县人民政府,\n乙局,什么,县级,蓝田县人民政府,\n"
    response = upload(coordinator, "organ", HEAD + rows)
    assert list(faults(response)) == [3]
    assert "confirm_form" not in response.context or response.context["confirm_form"] is None
    assert not Organ.objects.filter(name="甲局").exists()


def test_people_come_in_with_their_roles_and_without_a_password(
    coordinator: Client, county: Organ, bureau: Organ
) -> None:
    rows = f"zhaoyi,赵一,{bureau.name},填报员\nzhaoyi,赵一,{county.name},只读\n"
    response = upload(coordinator, "membership", PEOPLE + rows)
    assert faults(response) == {}
    assert not User.objects.filter(username="zhaoyi").exists()
    confirm(coordinator, "membership", response)
    user = User.objects.get(username="zhaoyi")
    assert (user.full_name, user.has_usable_password(), user.is_staff, user.is_superuser) == (
        "赵一",
        False,
        False,
        False,
    )
    assert set(user.memberships.values_list("organ__name", "role")) == {
        (bureau.name, Role.CLERK),
        (county.name, Role.VIEWER),
    }


def test_known_people_keep_password_and_roles_and_take_the_new_name(
    coordinator: Client, bureau: Organ, person: Callable[[str, Organ], User]
) -> None:
    known = person(Role.CLERK, bureau)
    response = upload(coordinator, "membership", f"{PEOPLE}{known.username},李静静,{bureau.name},审核员\n")
    confirm(coordinator, "membership", response)
    known.refresh_from_db()
    assert known.full_name == "李静静"
    assert known.check_password("correct horse battery")
    assert set(known.memberships.values_list("role", flat=True)) == {Role.CLERK, Role.REVIEWER}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("new,赵一,沭阳县人民政府,填报员", "沭阳县人民政府"),
        ("new,赵一,没有的机关,填报员", "没有的机关"),
        ("new,赵一,蓝田县人民政府,书记", "书记"),
        ("new,,蓝田县人民政府,填报员", "姓名"),
        (",赵一,蓝田县人民政府,填报员", "用户名"),
        ("坏 名,赵一,蓝田县人民政府,填报员", "用户名"),
        ("root,赵一,蓝田县人民政府,填报员", "root"),
        ("other,赵一,蓝田县人民政府,填报员", "other"),
    ],
)
def test_a_row_about_people_that_cannot_be_taken_is_named(
    coordinator: Client, county: Organ, elsewhere: Organ, row: str, words: str
) -> None:
    User.objects.create_superuser("root", password=None)
    other = User.objects.create_user("other", password=None)
    Membership.objects.create(user=other, organ=elsewhere, role=Role.CLERK)
    before = set(Membership.objects.values_list("user__username", "role"))
    found = faults(upload(coordinator, "membership", f"{PEOPLE}{row}\n"))
    assert words in found[2]
    assert set(Membership.objects.values_list("user__username", "role")) == before
    assert not User.objects.filter(username="new").exists()


def test_what_is_exported_of_people_holds_nothing_foreign_and_no_password(
    coordinator: Client, lead: User, bureau: Organ, elsewhere: Organ, person: Callable[[str, Organ], User]
) -> None:
    person(Role.CLERK, bureau)
    person(Role.CLERK, elsewhere)
    fields = {f"membershipresource_{name}": "on" for name in ("username", "full_name", "organ", "role")}
    answer = coordinator.post(reverse("admin:organs_membership_export"), {"format": "1", "resource": "", **fields})
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0] == PEOPLE.strip()
    assert bureau.name in text
    assert elsewhere.name not in text
    assert "pbkdf2" not in text
    assert faults(upload(coordinator, "membership", text)) == {}


@pytest.mark.parametrize("model", ["organ", "membership"])
def test_an_example_is_offered_with_the_words_that_are_allowed(coordinator: Client, county: Organ, model: str) -> None:
    address = reverse(f"admin:organs_{model}_import_example")
    assert address in coordinator.get(reverse(f"admin:organs_{model}_import")).content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(coordinator.get(address).content))
    table, explanation = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert ",".join(table[0]) in (HEAD.strip(), PEOPLE.strip())
    assert len(table) == 3
    assert any("县级" in line or "填报员" in line for line in explanation)
