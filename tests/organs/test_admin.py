"""The register's pages: organs, people, years."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govopen.organs.models import Membership, Organ, OrganAlias, OrganKind, ReportingYear, Role, User
from reports.services.reporting import report_start
from reports.value import Scope

NO_INLINES = {
    f"{prefix}-{name}": "0" for prefix in ("aliases", "memberships") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def coordinator(person: Callable[[str, Organ], User], county: Organ, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(person(Role.COORDINATOR, county))


def organ_form(organ: Organ, **changed: object) -> dict[str, object]:
    fields = {"name": organ.name, "kind": organ.kind, "level": organ.level, "parent": organ.parent_id or ""}
    return {**NO_INLINES, **fields, **changed}


def change(organ: Organ) -> str:
    return reverse("admin:organs_organ_change", args=(organ.pk,))


def test_an_organ_cannot_stand_below_itself(coordinator: Client, county: Organ, bureau: Organ) -> None:
    response = coordinator.post(change(bureau), organ_form(bureau, parent=bureau.pk))
    assert response.status_code == 200
    assert "parent" in response.context["adminform"].form.errors
    response = coordinator.post(change(county), organ_form(county, parent=bureau.pk))
    assert response.status_code == 200
    assert Organ.objects.get(pk=county.pk).parent is None


def test_a_coordinator_cannot_move_or_make_an_organ_out_of_reach(
    coordinator: Client, bureau: Organ, elsewhere: Organ
) -> None:
    for parent in (elsewhere.pk, ""):
        coordinator.post(change(bureau), organ_form(bureau, parent=parent))
        coordinator.post(reverse("admin:organs_organ_add"), organ_form(bureau, name="新局", parent=parent))
    assert Organ.objects.get(pk=bureau.pk).parent_id == bureau.parent_id
    assert not Organ.objects.filter(name="新局").exists()


def test_the_top_of_ones_own_part_keeps_its_parent(
    bureau: Organ, county: Organ, person: Callable[[str, Organ], User], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(person(Role.COORDINATOR, bureau))
    response = client.post(change(bureau), organ_form(bureau, parent="", level="township"))
    assert response.status_code == 302
    bureau.refresh_from_db()
    assert (bureau.parent, bureau.level) == (county, "township")


def test_an_organ_with_reports_is_not_deleted_and_the_page_says_why(
    coordinator: Client, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    report_start(organ=bureau, year=years[2023], scope=Scope.OWN, user=None)
    address = reverse("admin:organs_organ_delete", args=(bureau.pk,))
    response = coordinator.post(address, {"post": "yes"}, follow=True)
    assert Organ.objects.filter(pk=bureau.pk).exists()
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_an_organ_without_reports_is_deleted(coordinator: Client, bureau: Organ) -> None:
    coordinator.post(reverse("admin:organs_organ_delete", args=(bureau.pk,)), {"post": "yes"})
    assert not Organ.objects.filter(pk=bureau.pk).exists()


def person_form(organ: Organ, role: str = Role.CLERK, **changed: object) -> dict[str, object]:
    return {
        "username": "newcomer",
        "full_name": "赵一",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
        "usable_password": "true",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-organ": organ.pk,
        "memberships-0-role": role,
        **changed,
    }


def test_a_coordinator_creates_a_person_with_a_role_but_never_an_administrator(
    coordinator: Client, bureau: Organ
) -> None:
    coordinator.post(reverse("admin:organs_user_add"), person_form(bureau, is_superuser="on", is_staff="on"))
    newcomer = User.objects.get(username="newcomer")
    assert (newcomer.is_superuser, newcomer.is_staff, newcomer.full_name) == (False, False, "赵一")
    assert list(newcomer.memberships.values_list("organ", "role")) == [(bureau.pk, Role.CLERK)]


def test_a_coordinator_gives_no_role_in_a_foreign_organ(coordinator: Client, elsewhere: Organ) -> None:
    coordinator.post(reverse("admin:organs_user_add"), person_form(elsewhere))
    assert not User.objects.filter(username="newcomer").exists()


def test_someone_with_a_role_elsewhere_too_is_not_this_coordinators_to_change(
    coordinator: Client, county: Organ, elsewhere: Organ, person: Callable[[str, Organ], User]
) -> None:
    both = person(Role.VIEWER, elsewhere)
    Membership.objects.create(user=both, organ=county, role=Role.VIEWER)
    address = reverse("admin:organs_user_change", args=(both.pk,))
    assert coordinator.get(address).status_code == 302
    assert coordinator.get(f"/organs/user/{both.pk}/password/").status_code in (302, 403, 404)


def test_only_who_looks_after_a_whole_tree_moves_the_dates(
    county: Organ, bureau: Organ, years: dict[int, ReportingYear], person: Callable[[str, Organ], User],
    signed_in: Callable[[User], Client], coordinator: Client,
) -> None:  # fmt: skip
    posted = {
        "year": 2023,
        "schema": "2021",
        "opens_on": "2024-01-05",
        "department_due": "2024-01-26",
        "government_due": "2024-02-20",
    }
    address = reverse("admin:organs_reportingyear_change", args=(2023,))
    assert signed_in(person(Role.COORDINATOR, bureau)).post(address, posted).status_code == 403
    assert coordinator.post(address, posted).status_code == 302


XLSX, CSV = "0", "1"


def upload(client: Client, data: bytes, format_number: str = CSV) -> HttpResponse:
    file = SimpleUploadedFile("organs.xlsx" if format_number == XLSX else "organs.csv", data)
    posted = {"import_file": file, "format": format_number, "resource": ""}
    response = client.post(reverse("admin:organs_organ_import"), posted)
    assert response.status_code == 200
    return response


def test_organs_are_read_from_a_table_only_after_the_preview(coordinator: Client, county: Organ) -> None:
    row = "蓝田县民政局,部门,县级,蓝田县人民政府,县民政局、民政局"
    response = upload(coordinator, f"名称,类别,级别,上级机关,别名\n{row}\n".encode())
    assert not response.context["result"].has_errors()
    assert not Organ.objects.filter(name="蓝田县民政局").exists()
    confirm = response.context["confirm_form"].initial
    coordinator.post(reverse("admin:organs_organ_process_import"), {key: confirm[key] or "" for key in confirm})
    organ = Organ.objects.get(name="蓝田县民政局")
    assert (organ.kind, organ.parent) == (OrganKind.DEPARTMENT, county)
    assert set(organ.aliases.values_list("name", flat=True)) == {"县民政局", "民政局"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("新局,什么,县级,蓝田县人民政府,", "类别"),
        ("新局,部门,县级,没有的机关,", "没有的机关"),
        ("新局,部门,县级,沭阳县人民政府,", "新局"),
        ("新局,部门,县级,,", "新局"),
        ("沭阳县人民政府,人民政府,县级,蓝田县人民政府,", "沭阳县人民政府"),
        ("新局,部门,县级,蓝田县人民政府,沭阳县", "沭阳县"),
        ("蓝田县人民政府,人民政府,县级,蓝田县人民政府,", "上级机关"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_written(
    coordinator: Client, county: Organ, elsewhere: Organ, row: str, words: str
) -> None:
    OrganAlias.objects.create(organ=elsewhere, name="沭阳县")
    before = Organ.objects.count()
    result = upload(coordinator, f"名称,类别,级别,上级机关,别名\n{row}\n".encode("utf-8-sig")).context["result"]
    problems = str([invalid.error for invalid in result.invalid_rows]) + str(
        [error.error for _number, errors in result.row_errors() for error in errors]
    )
    assert words in problems
    assert Organ.objects.count() == before


@pytest.mark.parametrize("format_number", [XLSX, CSV])
def test_what_is_exported_can_be_imported_and_holds_nothing_foreign(
    format_number: str, coordinator: Client, county: Organ, bureau: Organ, elsewhere: Organ
) -> None:
    OrganAlias.objects.bulk_create(OrganAlias(organ=bureau, name=name) for name in ("县教育局", "教育局"))
    fields = {f"organresource_{name}": "on" for name in ("name", "kind", "level", "parent", "aliases")}
    posted = {"format": format_number, "resource": "", **fields}
    data = coordinator.post(reverse("admin:organs_organ_export"), posted).content
    result = upload(coordinator, data, format_number).context["result"]
    assert not result.has_errors()
    assert not result.has_validation_errors()
    assert [row.import_type for row in result.rows] == ["update", "update"]
    assert "县教育局、教育局" in str(result.rows[1].diff)


def test_a_table_in_gbk_is_read(coordinator: Client, county: Organ) -> None:
    table = "名称,类别,级别,上级机关\n蓝田县民政局,部门,县级,蓝田县人民政府\n"
    result = upload(coordinator, table.encode("gb18030")).context["result"]
    assert not result.has_errors()
    assert "蓝田县民政局" in str(result.rows[0].diff)


@pytest.mark.parametrize(
    ("data", "format_number", "words"),
    [
        ("机关,类别,级别\n新局,部门,县级\n".encode(), CSV, "缺少“名称”列"),
        ("名称,级别\n新局,县级\n".encode(), CSV, "缺少“类别”列"),
        (b"PK\x03\x04 cut off", XLSX, "文件无法读取"),
        ("名称,类别,级别\n".encode(), XLSX, "文件无法读取"),
        (b"\xff\xff\xff", CSV, "文件无法读取"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_plain_words(
    coordinator: Client, county: Organ, data: bytes, format_number: str, words: str
) -> None:
    response = upload(coordinator, data, format_number)
    text = response.content.decode()
    assert words in str(response.context["form"].errors["import_file"])
    assert "Traceback" not in text
    assert "Error" not in str(response.context["form"].errors)


def test_the_exported_file_is_named_in_chinese(coordinator: Client, county: Organ) -> None:
    fields = {f"organresource_{name}": "on" for name in ("name", "kind", "level", "parent", "aliases")}
    answer = coordinator.post(reverse("admin:organs_organ_export"), {"format": XLSX, "resource": "", **fields})
    name = f"机关-{timezone.localdate().isoformat()}.xlsx"
    assert quote(name) in answer["Content-Disposition"]


def test_the_date_picker_names_its_weekdays_in_chinese(
    client: Client, county: Organ, person: Callable[..., User]
) -> None:
    client.force_login(person(Role.COORDINATOR, county))
    catalogue = client.get("/jsi18n/").content.decode()
    assert '"one letter Monday\\u0004M": "\\u4e00"' in catalogue
