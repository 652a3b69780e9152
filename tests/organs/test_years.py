"""The page of reporting years: what it offers, and what it refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from govopen.organs.models import Organ, ReportingYear, Role, User

ADD = "/organs/reportingyear/add/"
GOOD = {
    "year": 2024,
    "schema": "2021",
    "opens_on": "2025-01-01",
    "department_due": "2025-01-31",
    "government_due": "2025-03-31",
}


@pytest.fixture
def coordinator(person: Callable[[str, Organ], User], county: Organ, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(person(Role.COORDINATOR, county))


def test_a_year_with_dates_up_to_the_statutory_ones_is_taken(coordinator: Client) -> None:
    assert coordinator.post(ADD, GOOD).status_code == 302
    assert ReportingYear.objects.get().government_due == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"year": 99999}, "year"),
        ({"year": 0}, "year"),
        ({"year": 2018}, "year"),
        ({"year": 2101}, "year"),
        ({"schema": "2019"}, "schema"),
        ({"opens_on": "2024-12-31"}, "opens_on"),
        ({"opens_on": ""}, "opens_on"),
        ({"opens_on": "2025-01-20", "department_due": "2025-01-19"}, "department_due"),
        ({"department_due": "2025-02-01"}, "department_due"),
        ({"department_due": "2024-01-20"}, "department_due"),
        ({"government_due": "2025-04-01"}, "government_due"),
        ({"government_due": "2026-02-20"}, "government_due"),
    ],
)
def test_what_does_not_fit_the_year_is_named_and_not_stored(
    coordinator: Client, changed: dict[str, object], field: str
) -> None:
    response = coordinator.post(ADD, GOOD | changed)
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert not ReportingYear.objects.exists()


def test_a_year_that_has_reports_is_checked_too(coordinator: Client, report: object) -> None:
    address = reverse("admin:organs_reportingyear_change", args=(2023,))
    posted = {"opens_on": "2024-01-01", "department_due": "2024-01-20", "government_due": "2024-05-01"}
    response = coordinator.post(address, posted)
    assert "government_due" in response.context["adminform"].form.errors
    assert coordinator.post(address, posted | {"government_due": "2024-03-01"}).status_code == 302


def test_the_number_of_a_year_cannot_be_changed_into_a_second_year(
    coordinator: Client, years: dict[int, ReportingYear]
) -> None:
    coordinator.post(reverse("admin:organs_reportingyear_change", args=(2024,)), GOOD | {"year": 2090})
    assert not ReportingYear.objects.filter(year=2090).exists()


@pytest.mark.parametrize("year", [0, 2018, 2101])
def test_the_database_refuses_a_year_out_of_bounds(db: None, year: int) -> None:
    dates = dict.fromkeys(("opens_on", "department_due", "government_due"), date(2025, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportingYear.objects.create(year=year, schema="2021", **dates)


def test_the_next_year_is_offered_with_form_and_dates(coordinator: Client, years: dict[int, ReportingYear]) -> None:
    initial = coordinator.get(ADD).context["adminform"].form.initial
    assert initial["year"] == max(years) + 1
    assert coordinator.post(ADD, initial).status_code == 302
    assert ReportingYear.objects.get(year=initial["year"]).department_due == date(initial["year"] + 1, 1, 26)
