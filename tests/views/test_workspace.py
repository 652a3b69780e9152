"""The workspace's page and the addresses it saves and asks through."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from govopen.organs.models import Organ, ReportingYear, Role, User
from reports.models import CellChange, Report, State
from reports.schema import IdentityKind, get_schema
from reports.services.reporting import report_start
from reports.services.store import report_load
from reports.value import Scope
from reports.views.workspace import unlocked
from tests.builders import blank, filled

GRANTED = "applications.granted.natural"
TOTAL = "applications.granted.total"

Sign = Callable[[User], Client]


@pytest.fixture
def client(signed_in: Sign, clerk: User) -> Client:
    return signed_in(clerk)


def page_of(report: Report) -> str:
    return f"/reports/report/{report.pk}/change/"


def data_of(client: Client, report: Report) -> dict:
    response = client.get(page_of(report))
    assert response.status_code == 200
    return response.context["data"]


def post(client: Client, report: Report, body: object) -> object:
    return client.post(f"/reports/report/{report.pk}/save/", json.dumps(body), content_type="application/json")


def edit(value: str, base: str, source: str = "typed") -> dict[str, str]:
    return {"value": value, "base": base, "source": source}


def test_it_opens_with_few_queries(
    client: Client, county: Organ, years: dict[int, ReportingYear], report: Report
) -> None:
    this_year, _is_new = report_start(organ=county, year=years[2024], scope=Scope.OWN, user=None)
    client.get(page_of(this_year))
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page_of(this_year))
    assert response.context["previous"] is not None
    # 13 for the report, its figures and findings; one for what was said of them, so that the page knows of a change;
    # two for the numbers of the side bar, the findings of other reports among them.
    assert len(queries) <= 16, "\n".join(query["sql"][:120] for query in queries)


def test_every_cell_of_the_form_has_an_input_once(client: Client, report: Report) -> None:
    html = client.get(page_of(report)).content.decode()
    for key in get_schema("2021").cells:
        assert html.count(f'data-cell="{key}"') == 1


def test_the_scripts_totals_are_the_schemas(client: Client, report: Report) -> None:
    schema = get_schema("2021")
    totals = data_of(client, report)["totals"]
    columns = {i.left[0]: i.right for i in schema.identities if i.kind is IdentityKind.COLUMN_TOTAL}
    assert len(totals) == 34
    assert columns.items() <= totals.items()


def test_last_years_figures_and_carried_balances_come_along(
    client: Client, county: Organ, years: dict[int, ReportingYear], report: Report
) -> None:
    this_year, _is_new = report_start(organ=county, year=years[2024], scope=Scope.OWN, user=None)
    data = data_of(client, this_year)
    assert data["previous"][GRANTED] == "38"
    assert data["values"]["applications.carried_in.natural"] == data["previous"]["applications.carried_out.natural"]
    assert data["carries"]["applications.carried_in.natural"] == "applications.carried_out.natural"


def test_a_total_is_by_hand_when_it_is_not_the_sum() -> None:
    assert unlocked(filled()) == []
    assert unlocked(blank()) == []
    assert unlocked(filled(**{TOTAL: 9999})) == [TOTAL]
    assert unlocked(filled(**{TOTAL: None})) == [TOTAL]


def test_a_save_answers_with_what_became_of_each_cell(client: Client, report: Report, clerk: User) -> None:
    cells = {GRANTED: edit("３9件", "38"), TOTAL: edit("不详", "38", "total")}
    answer = post(client, report, {"revision": report.revision, "cells": cells, "texts": {}}).json()
    assert answer["saved"] == {GRANTED: "39"}
    assert list(answer["rejected"]) == [TOTAL]
    assert answer["errors"] == len([found for found in answer["findings"] if found["level"] == "error"]) > 0
    assert CellChange.objects.filter(report=report, key=GRANTED).first().user == clerk
    assert report_load(report=report)[GRANTED] == 39


def test_a_save_names_the_one_cell_that_settles_all_errors(client: Client, report: Report) -> None:
    cells = {GRANTED: edit("39", "38")}
    answer = post(client, report, {"revision": report.revision, "cells": cells}).json()
    assert answer["suspect"] == {"cell": GRANTED, "value": "38", "count": 2}
    (suggestion,) = answer["suggestions"]
    assert suggestion["changes"] == [{"cell": GRANTED, "before": "39", "after": "38"}]
    assert suggestion["sentence"].endswith("从 39 改为 38，2 个等式全部成立")


def test_a_cell_somebody_else_changed_waits(client: Client, report: Report) -> None:
    start = report.revision
    post(client, report, {"revision": start, "cells": {GRANTED: edit("40", "38")}})
    others = {GRANTED: edit("41", "38"), "decisions.licences.count": edit("5", "67711")}
    answer = post(client, report, {"revision": start, "cells": others}).json()
    assert answer["conflicts"][GRANTED]["theirs"] == "40"
    assert answer["saved"] == {"decisions.licences.count": "5"}


def test_an_expired_login_is_said_with_401(report: Report) -> None:
    response = post(Client(), report, {"revision": 0, "cells": {}})
    assert response.status_code == 401
    assert response.json()["login"].startswith("/login/?next=")
    assert Client().get(f"/reports/report/{report.pk}/state/").status_code == 401


def test_who_may_only_read_may_not_save(
    signed_in: Sign, person: Callable[..., User], county: Organ, report: Report
) -> None:
    viewer = signed_in(person(Role.VIEWER, county))
    assert data_of(viewer, report)["report"]["editable"] is False
    response = post(viewer, report, {"revision": report.revision, "cells": {GRANTED: edit("1", "38")}})
    assert response.status_code == 403
    assert report_load(report=report)[GRANTED] == 38


def test_a_foreign_report_does_not_exist(
    signed_in: Sign, person: Callable[..., User], elsewhere: Organ, report: Report
) -> None:
    stranger = signed_in(person(Role.CLERK, elsewhere))
    assert stranger.get(page_of(report)).status_code == 404
    assert post(stranger, report, {"revision": 0, "cells": {}}).status_code == 404
    assert stranger.get(f"/reports/report/{report.pk}/state/").status_code == 404
    assert stranger.get(f"/reports/report/{report.pk}/changes/").status_code == 404


def test_a_published_report_is_read_only(client: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    assert data_of(client, report)["report"]["editable"] is False
    response = post(client, report, {"revision": report.revision, "cells": {GRANTED: edit("1", "38")}})
    assert response.status_code == 409
    assert response.json()["message"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"revision": "x"}', '{"revision": 1, "cells": {"a": 3}}'])
def test_what_the_page_would_never_send_is_refused(client: Client, report: Report, body: str) -> None:
    response = client.post(f"/reports/report/{report.pk}/save/", body, content_type="application/json")
    assert response.status_code == 400


def test_a_value_that_is_no_text_is_refused(client: Client, report: Report) -> None:
    response = post(client, report, {"revision": 1, "cells": {GRANTED: {"value": 3, "base": "38"}}})
    assert response.status_code == 400


def test_the_history_of_a_cell_is_newest_first(client: Client, report: Report) -> None:
    first = post(client, report, {"revision": report.revision, "cells": {GRANTED: edit("39", "38")}}).json()
    post(client, report, {"revision": first["revision"], "cells": {GRANTED: edit("40", "39", "undone")}})
    changes = client.get(f"/reports/report/{report.pk}/changes/?key={GRANTED}").json()["changes"]
    assert [(change["old"], change["new"]) for change in changes] == [("39", "40"), ("38", "39"), ("", "38")]


def test_the_state_gives_a_token_and_says_for_whom(client: Client, report: Report, clerk: User) -> None:
    state = client.get(f"/reports/report/{report.pk}/state/").json()
    assert state["revision"] == report.revision
    assert state["user"] == clerk.pk
    assert state["csrf"]


def test_the_2019_form_opens_too(client: Client, county: Organ, years: dict[int, ReportingYear]) -> None:
    old, _is_new = report_start(organ=county, year=years[2020], scope=Scope.OWN, user=None)
    html = client.get(page_of(old)).content.decode()
    assert html.count("data-cell=") == 198
