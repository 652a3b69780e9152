"""The head of a report's page: its dates, and what it offers to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import lxml.html
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govopen.organs.models import Organ, Role, User
from reports.models import Move, Report, State, StoredFinding
from reports.services import rectifying
from reports.services.findings import is_with_clerk
from reports.services.workflow import report_move
from tests import records
from tests.builders import filled

Sign = Callable[[User], Client]


def shown(client: Client, report: Report) -> lxml.html.HtmlElement:
    response = client.get(reverse("admin:reports_report_change", args=(report.pk,)))
    return lxml.html.document_fromstring(response.content)


def dates(client: Client, report: Report) -> str:
    return " ".join(shown(client, report).cssselect(".head .meta")[0].text_content().split())


@time_machine.travel(date(2024, 2, 6))
def test_dates_of_this_year_need_no_year(clerk: User, report: Report, signed_in: Sign) -> None:
    head = dates(signed_in(clerk), report)
    assert "内部期限 3月15日" in head
    assert "法定期限 3月31日" in head


@time_machine.travel(date(2025, 4, 6))
def test_dates_of_another_year_have_it_and_a_passed_limit_is_marked(
    clerk: User, report: Report, signed_in: Sign
) -> None:
    client = signed_in(clerk)
    assert "内部期限 2024年3月15日" in dates(client, report)
    assert [late.text for late in shown(client, report).cssselect(".meta > .late")] == ["法定期限 2024年3月31日 已过"]


def test_who_only_reads_is_not_told_to_fill_in(
    clerk: User, county: Organ, report: Report, person: Callable[[str, Organ], User], signed_in: Sign
) -> None:
    def bar(user: User) -> str:
        return shown(signed_in(user), report).cssselect("#cellbar")[0].text_content()

    assert "F2" in bar(clerk)
    reader = bar(person(Role.VIEWER, county))
    assert "F2" not in reader
    assert "开始填" not in reader


@pytest.mark.parametrize("is_public", [True, False])
def test_a_published_report_leads_to_its_public_page_if_there_is_one(
    clerk: User, report: Report, signed_in: Sign, settings: object, is_public: bool
) -> None:
    settings.PUBLIC_SITE = is_public
    url = reverse("public_report", args=(report.organ_id, report.year_id))
    client = signed_in(clerk)
    assert not shown(client, report).cssselect(f".head a[href^='{url}']")
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    assert bool(shown(client, report).cssselect(f".head a[href^='{url}']")) is is_public


def in_state(report: Report, state: State) -> Report:
    """Carried to that state by its own hands."""
    moves = {
        State.DRAFT: [],
        State.SUBMITTED: [Move.SUBMIT],
        State.RETURNED: [Move.SUBMIT, Move.RETURN],
        State.SIGNED: [Move.SUBMIT, Move.SIGN, Move.SIGN, Move.SIGN],
        State.PUBLISHED: [Move.SUBMIT, Move.SIGN, Move.SIGN, Move.SIGN, Move.PUBLISH],
        State.CORRECTING: [Move.SUBMIT, Move.SIGN, Move.SIGN, Move.SIGN, Move.PUBLISH, Move.CORRECT],
    }[state]
    clerk, reviewer, second, leader = records.hands(report)
    signers = iter((reviewer, second, leader))
    for move in moves:
        user = {Move.SUBMIT: clerk, Move.RETURN: reviewer}.get(move) or next(signers, leader)
        if move is Move.RETURN:
            rectifying.opinion_add(report=report, key=report.form.cells[0], text="请核对。", user=reviewer)
        due = timezone.localdate() + timedelta(days=5) if move is Move.RETURN else None
        report_move(report=report, move=move, user=user, reason=records.REASON, due_on=due)
    return report


# The id of the primary button and the other moves that are offered, by state and by role.
OFFERED = [
    (State.DRAFT, Role.CLERK, "submit", set()),
    (State.RETURNED, Role.CLERK, "submit", set()),
    (State.CORRECTING, Role.CLERK, "submit", set()),
    (State.SUBMITTED, Role.CLERK, "preview", {"withdraw"}),
    (State.SIGNED, Role.CLERK, "preview", set()),
    (State.PUBLISHED, Role.CLERK, "preview", set()),
    (State.DRAFT, Role.REVIEWER, "preview", set()),
    (State.SUBMITTED, Role.REVIEWER, "review", set()),
    (State.SIGNED, Role.REVIEWER, "review", set()),
    (State.SUBMITTED, Role.SIGNER, "review", set()),
    (State.SIGNED, Role.SIGNER, "publish", set()),
    (State.PUBLISHED, Role.SIGNER, "preview", {"correct"}),
    (State.CORRECTING, Role.SIGNER, "preview", {"cancel"}),
    (State.SUBMITTED, Role.VIEWER, "preview", set()),
]


@pytest.mark.parametrize(("state", "role", "primary", "others"), OFFERED)
def test_one_next_action_by_state_and_role(
    state: State,
    role: str,
    primary: str,
    others: set[str],
    county: Organ,
    person: Callable[[str, Organ], User],
    signed_in: Sign,
) -> None:
    report = in_state(records.stored(filled()), state)
    page = shown(signed_in(person(role, county)), report)
    buttons = page.cssselect(".head .btn.pri")
    assert [button.get("id") for button in buttons] == [primary]
    moves = {move.value for move in Move}
    links = {link.get("href").rstrip("/").rsplit("/", 1)[-1] for link in page.cssselect(".head a, #standing a")}
    assert (links & moves) - {primary} == others


def test_every_state_has_a_sign_of_its_own(clerk: User, report: Report, signed_in: Sign) -> None:
    signs = set()
    for other in State:
        Report.objects.filter(pk=report.pk).update(state=other)
        (sign,) = shown(signed_in(clerk), report).cssselect(".head .row .tag .ic")
        signs.add((sign.getparent().get("class"), sign.get("class")))
    assert len(signs) == len(State)


def test_the_progress_of_the_signatures_is_shown_with_names(county: Organ, clerk: User, signed_in: Sign) -> None:
    report = records.stored(filled())
    hands = records.hands(report)
    report_move(report=report, move=Move.SUBMIT, user=hands[0])
    report_move(report=report, move=Move.SIGN, user=hands[1])
    first, second, third = shown(signed_in(clerk), report).cssselect("#standing li")
    assert hands[1].get_full_name() in first.text_content()
    assert second.get("aria-current") == "step"
    assert "终审" in third.text_content()
    assert not shown(signed_in(clerk), report).cssselect("#withdraw")


def test_a_return_says_by_whom_and_until_when(county: Organ, clerk: User, signed_in: Sign) -> None:
    report = in_state(records.stored(filled()), State.RETURNED)
    standing = shown(signed_in(clerk), report).cssselect("#standing")[0]
    reviewer = records.hands(report)[1]
    assert reviewer.get_full_name() in standing.text_content()
    assert f"{report.due_on.month}月{report.due_on.day}日" in standing.text_content()
    assert standing.cssselect("a")[0].get("href").startswith("#objection-")


def test_a_correction_says_why_and_leads_to_the_published_version(county: Organ, clerk: User, signed_in: Sign) -> None:
    report = in_state(records.stored(filled()), State.CORRECTING)
    standing = shown(signed_in(clerk), report).cssselect("#standing")[0]
    assert records.REASON in standing.text_content()
    public = reverse("public_report", args=(report.organ_id, report.year_id))
    assert standing.cssselect(f"a[href^='{public}']")


def badge(page: lxml.html.HtmlElement) -> str:
    (link,) = page.cssselect(f'.side a[href="{reverse("admin:findings_queue")}"]')
    return "".join(number.text_content() for number in link.cssselect(".n"))


def test_the_side_bar_counts_this_reports_findings_as_its_head_does(
    clerk: User, report: Report, signed_in: Sign
) -> None:
    client = signed_in(clerk)
    address = reverse("admin:reports_report_change", args=(report.pk,))
    data = client.get(address).context["data"]
    assert data["elsewhere"] == 0
    StoredFinding.objects.filter(report=report).delete()  # as stored before a rule was changed
    data = client.get(address).context["data"]
    assert badge(shown(client, report)) == str(data["errors"] + data["explains"] or "")
    other = records.stored(
        replace(filled(**{"disputes.reconsideration.total": 999}), organ=report.organ.name, year=2022)
    )
    Report.objects.filter(pk=other.pk).update(organ=report.organ)
    elsewhere = client.get(address).context["data"]["elsewhere"]
    assert elsewhere == sum(is_with_clerk(finding) for finding in other.findings.all()) > 0


def test_who_decides_has_a_number_of_their_own(report: Report, county: Organ, signed_in: Sign) -> None:
    reviewer = records.person(Role.REVIEWER, county, name="审核")
    address = reverse("admin:reports_report_change", args=(report.pk,))
    assert signed_in(reviewer).get(address).context["data"]["elsewhere"] is None


@pytest.mark.django_db
def test_a_clerk_is_told_who_drops_a_correction(signed_in: Sign) -> None:
    report = records.stored(filled())
    signer = records.published(report).by
    report_move(report=report, move=Move.CORRECT, user=signer, reason=records.REASON)
    asks = shown(signed_in(signer), report).cssselect("#standing #cancel")
    told = shown(signed_in(records.hands(report)[0]), report).cssselect("#standing p.sm")
    assert len(asks) == 1
    assert len(told) == 1
    assert not shown(signed_in(signer), report).cssselect("#standing p.sm")
