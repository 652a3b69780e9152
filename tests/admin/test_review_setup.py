"""The coordinator's pages for causes and for the chain of signatures."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from govopen.organs.models import Organ, ReportingYear, Role, User
from reports.models import Explanation, ExplanationCause, Report, ReviewStep
from reports.services.chain import USUAL_STEPS

SignedIn = Callable[[User], Client]
PersonOf = Callable[[str, Organ], User]


@pytest.fixture
def coordinator(person: PersonOf, county: Organ, signed_in: SignedIn) -> Client:
    return signed_in(person(Role.COORDINATOR, county))


def step_form(organ: Organ | None, **changed: object) -> dict[str, object]:
    fields = {"organ": organ.pk if organ else "", "year": "", "position": 1, "name": "初审", "title": "处长"}
    return {**fields, "role": "signer", "person": "", **changed}


def add(client: Client, **fields: object) -> object:
    return client.post(reverse("admin:reports_reviewstep_add"), fields)


def test_a_chain_is_set_up_once_for_each_place(
    coordinator: Client, county: Organ, bureau: Organ, years: dict[int, ReportingYear]
) -> None:
    for organ, year in ((county, ""), (county, 2023), (bureau, "")):
        for again in (False, True):
            response = add(coordinator, **step_form(organ, year=year))
            assert response.status_code == (200 if again else 302)
            if again:
                assert "position" in response.context["adminform"].form.errors
    assert ReviewStep.objects.count() == 3
    assert add(coordinator, **step_form(county, position=0)).status_code == 200


def test_steps_for_every_organ_are_the_administrators(coordinator: Client, signed_in: SignedIn) -> None:
    assert add(coordinator, **step_form(None)).status_code == 200
    assert not ReviewStep.objects.exists()
    root = signed_in(User.objects.create_superuser("root", password="correct horse battery"))
    assert [add(root, **step_form(None)).status_code for _again in range(2)] == [302, 200]
    step = ReviewStep.objects.get()
    change = reverse("admin:reports_reviewstep_change", args=[step.pk])
    coordinator.post(change, step_form(None, name="另"))
    step.refresh_from_db()
    assert step.name == "初审"


def test_no_foreign_organ_or_person_is_accepted(
    coordinator: Client, county: Organ, elsewhere: Organ, person: PersonOf
) -> None:
    assert add(coordinator, **step_form(elsewhere)).status_code == 200
    stranger, clerk = person(Role.SIGNER, elsewhere), person(Role.CLERK, county)
    for somebody in (stranger, clerk):
        response = add(coordinator, **step_form(county, person=somebody.pk))
        assert "person" in response.context["adminform"].form.errors
    signer = person(Role.SIGNER, county)
    assert add(coordinator, **step_form(county, person=signer.pk)).status_code == 302
    assert ReviewStep.objects.get().person == signer
    foreign = ReviewStep.objects.create(organ=elsewhere, position=1, name="沭阳初审", title="处长")
    page = coordinator.get(reverse("admin:reports_reviewstep_changelist")).content.decode()
    assert "处长" in page
    assert foreign.name not in page


def test_causes_are_kept_by_who_looks_after_the_whole_tree(
    coordinator: Client, bureau: Organ, person: PersonOf, signed_in: SignedIn, report: Report
) -> None:
    fields = {"name": "系统迁移", "hint": "写明系统、日期和影响的件数", "position": 20, "is_active": "on"}
    below = signed_in(person(Role.COORDINATOR, bureau))
    address = reverse("admin:reports_explanationcause_add")
    assert below.post(address, fields).status_code == 403
    assert below.get(reverse("admin:reports_explanationcause_changelist")).status_code == 200
    assert coordinator.post(address, fields).status_code == 302
    cause = ExplanationCause.objects.get(name="系统迁移")
    delete = reverse("admin:reports_explanationcause_delete", args=[cause.pk])
    Explanation.objects.create(report=report, cause=cause, by=person(Role.CLERK, report.organ), text="说明")
    assert coordinator.post(delete, {"post": "yes"}).status_code == 403  # it was given
    Explanation.objects.all().delete()
    assert coordinator.post(delete, {"post": "yes"}).status_code == 302
    assert not ExplanationCause.objects.filter(pk=cause.pk).exists()


def test_without_steps_the_list_tells_the_usual_ones(coordinator: Client, county: Organ) -> None:
    address = reverse("admin:reports_reviewstep_changelist")
    page = coordinator.get(address).content.decode()
    for step in USUAL_STEPS:
        assert f"<b>{step.name}</b>　{step.title}" in page
    ReviewStep.objects.create(organ=county, position=1, name="处室审核", title="处长")
    page = coordinator.get(address).content.decode()
    assert "处室审核" in page
    assert USUAL_STEPS[0].title not in page
    assert str(_("Every year")) in page
    filtered = coordinator.get(address, {"year__year__exact": "2023"}).content.decode()
    assert USUAL_STEPS[0].title not in filtered


def test_the_form_is_called_after_what_it_adds(coordinator: Client) -> None:
    page = coordinator.get(reverse("admin:reports_reviewstep_add"))
    assert page.context["title"] == _("Add %(name)s") % {"name": ReviewStep._meta.verbose_name}
