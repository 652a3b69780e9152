"""A blocking check cannot be got round: no inconsistent report is submitted, signed or published, whatever the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govopen.organs.models import Role, User
from reports.checks.base import Level
from reports.exchange.jsonfile import JsonFile
from reports.models import (
    ROW_MODELS,
    ChangeSource,
    Decision,
    Explanation,
    ExplanationCause,
    ImportDraft,
    Move,
    Report,
    RuleSwitch,
    State,
)
from reports.services import settling
from reports.services.errors import NotAllowedError, NotEditableError, NotPossibleError, OpenFindingsError
from reports.services.importing import import_apply, import_withdraw
from reports.services.rules import rule_switch
from reports.services.store import report_load, report_save
from reports.services.workflow import findings_against, report_move
from tests import records

from .conftest import CARRIED_OUT, GOOD, Case

pytestmark = pytest.mark.django_db

TOTAL = "applications.granted.total"
SIGNERS = ("reviewer", "signer", "signer2")
SignedIn = Callable[[User], Client]


def move(case: Case, what: Move, user: str = "clerk", **details: object) -> None:
    case.report.refresh_from_db()
    report_move(report=case.report, move=what, user=getattr(case, user), **details)


def publish(case: Case) -> None:
    move(case, Move.SUBMIT)
    for user in SIGNERS:
        move(case, Move.SIGN, user)
    move(case, Move.PUBLISH, "signer")


def spoil(report: Report, user: User | None = None) -> None:
    """One total too high: an error, whatever the rest says."""
    report.refresh_from_db()
    value = report_load(report=report)
    report_save(
        report=report,
        value=value.replace({TOTAL: int(value[TOTAL] or 0) + 1}),
        revision=report.revision,
        user=user,
        source=ChangeSource.TYPED,
    )


def spoilt_file(case: Case) -> bytes:
    value = report_load(report=case.report)
    return JsonFile().write(value.replace({TOTAL: int(value[TOTAL] or 0) + 1}))


def kept_file(case: Case, data: bytes | None = None) -> ImportDraft:
    return ImportDraft.objects.create(
        report=case.report, user=case.clerk, filename="报告.json", data=data or spoilt_file(case)
    )


def assert_stays(case: Case, state: State = State.DRAFT) -> None:
    """No move that leads on is possible, neither by its service nor by its address."""
    case.report.refresh_from_db()
    assert case.report.state == state
    versions = case.report.transitions.filter(move=Move.PUBLISH).count()
    for what, user in ((Move.SUBMIT, "clerk"), (Move.SIGN, "reviewer"), (Move.PUBLISH, "signer")):
        with pytest.raises((OpenFindingsError, NotPossibleError)):
            move(case, what, user)
        client = Client()
        client.force_login(getattr(case, user))
        fields = {
            "revision": case.report.revision,
            "reason": "同意",
            "state": "published",
            "confirmed": "1",
            "force": "1",
        }
        client.post(reverse(f"admin:reports_report_{what.value}", args=[case.report.pk]), fields)
        case.report.refresh_from_db()
        assert (case.report.state, case.report.stage) == (state, 0)
    assert case.report.transitions.filter(move=Move.PUBLISH).count() == versions
    assert {found.level for found in findings_against(report=case.report, move=Move.SUBMIT)} >= {Level.ERROR}


def test_typing(case: Case, signed_in: SignedIn) -> None:
    case.settled()
    base = str(report_load(report=case.report)[TOTAL])
    edit = {"revision": case.report.revision, "cells": {TOTAL: {"value": "999", "base": base}}, "texts": {}}
    address = f"/reports/report/{case.report.pk}/save/"
    forged = edit | {"state": "published", "stage": 3, "findings": []}
    assert signed_in(case.clerk).post(address, forged, content_type="application/json").status_code == 200
    assert report_load(report=case.report)[TOTAL] == 999
    assert_stays(case)


def test_typing_into_a_submitted_report(case: Case, signed_in: SignedIn) -> None:
    case.settled()
    move(case, Move.SUBMIT)
    base = str(report_load(report=case.report)[TOTAL])
    edit = {"revision": case.report.revision, "cells": {TOTAL: {"value": "999", "base": base}}, "texts": {}}
    address = f"/reports/report/{case.report.pk}/save/"
    assert signed_in(case.clerk).post(address, edit, content_type="application/json").status_code != 200
    with pytest.raises(NotEditableError):
        spoil(case.report)
    assert str(report_load(report=case.report)[TOTAL]) == base


def test_an_import(case: Case) -> None:
    case.settled()
    import_apply(draft=kept_file(case), user=case.clerk)
    assert_stays(case)


def test_an_import_into_a_submitted_report(case: Case, signed_in: SignedIn) -> None:
    case.settled()
    draft = kept_file(case)
    right = JsonFile().write(report_load(report=case.report).replace({"decisions.licences.count": 9}))
    applied = kept_file(case, right)
    import_apply(draft=applied, user=case.clerk)
    move(case, Move.SUBMIT)
    before = report_load(report=case.report)
    for step, kept in (("apply", draft), ("withdraw", applied)):
        signed_in(case.clerk).post(f"/reports/report/{case.report.pk}/import/{kept.pk}/{step}/", {"confirmed": "1"})
    for refused in (import_apply, import_withdraw):
        with pytest.raises(NotEditableError):
            refused(draft=draft if refused is import_apply else applied, user=case.clerk)
    assert report_load(report=case.report) == before
    assert Report.objects.get(pk=case.report.pk).state == State.SUBMITTED


def test_the_import_command(case: Case, tmp_path: Path) -> None:
    case.settled()
    path = tmp_path / "报告.json"
    path.write_bytes(spoilt_file(case))
    publish(case)
    published = report_load(report=case.report)
    with pytest.raises(CommandError):
        call_command("import_report", str(path))
    assert report_load(report=case.report) == published
    move(case, Move.CORRECT, "signer", reason="表三漏计1件信函申请，现予补录")
    call_command("import_report", str(path))
    assert_stays(case, State.CORRECTING)


def test_the_admin_offers_no_change_of_state(case: Case, signed_in: SignedIn) -> None:
    spoil(case.report)
    root = User.objects.create_superuser("root", password=records.PASSWORD)
    forged = {"state": "published", "stage": 3, "_save": "1", "published_at_0": "2024-01-01", "published_at_1": "10:00"}
    action = {"action": "delete_selected", "_selected_action": case.report.pk, "post": "yes"}
    for user in (root, case.signer, case.clerk):
        client = signed_in(user)
        client.post(f"/reports/report/{case.report.pk}/change/", forged)
        client.post("/reports/report/", forged | action)
        for address in ("add/", f"{case.report.pk}/delete/", f"{case.report.pk}/history/"):
            assert client.post(f"/reports/report/{address}", forged | action).status_code == 404
    assert_stays(case)


def test_a_superuser_is_asked_for_the_same(case: Case) -> None:
    root = User.objects.create_superuser("root", password=records.PASSWORD)
    spoil(case.report)
    with pytest.raises(OpenFindingsError):
        report_move(report=case.report, move=Move.SUBMIT, user=root)
    assert_stays(case)


def test_explaining_and_accepting_an_error(case: Case) -> None:
    """Not through the service, nor through a record that somebody put into the database, nor in bulk."""
    case.settled()
    spoil(case.report)
    cause = ExplanationCause.objects.first()
    for error in case.report.findings.filter(level=Level.ERROR):
        with pytest.raises(NotPossibleError):
            settling.explain(report=case.report, subject=error.subject, cause=cause, text=GOOD, user=case.clerk)
        forged = Explanation.objects.create(
            report=case.report, code=error.code, subject=error.subject, digest=error.digest, message=error.message,
            cause=cause, text=GOOD, by=case.clerk,
        )  # fmt: skip
        with pytest.raises(NotPossibleError):
            settling.explanation_accept(explanation=forged, user=case.reviewer)
        with pytest.raises(NotPossibleError):
            settling.bulk_begin(explanations=[forged], user=case.reviewer)
    Explanation.objects.update(decision=Decision.ACCEPTED, decided_by=case.reviewer, decided_at=timezone.now())
    assert_stays(case)


def test_accepting_in_bulk_without_looking(make_case: Callable[..., Case]) -> None:
    county = records.organ()
    supervisor = records.person(Role.REVIEWER, county, name="supervisor")
    cases = [make_case(records.organ(f"蓝田县第{number}局", parent=county)) for number in range(4)]
    bulk = settling.bulk_begin(explanations=[case.explained() for case in cases], user=supervisor)
    with pytest.raises(NotPossibleError):
        settling.bulk_finish(bulk=bulk, user=supervisor)
    for case in cases:
        move(case, Move.SUBMIT)
        with pytest.raises(OpenFindingsError):
            move(case, Move.SIGN, "reviewer")


def test_a_waiver_that_is_over_or_was_for_other_figures(case: Case) -> None:
    case.settled()
    spoil(case.report)
    for error in case.report.findings.filter(level=Level.ERROR):
        settling.waiver_grant(
            report=case.report,
            subject=error.subject,
            user=case.reviewer2,
            reason="国家系统导出缺一格，市局2024年1月12日来函同意照录",
            expires_on=timezone.localdate(),
        )
    assert findings_against(report=case.report, move=Move.SUBMIT) == []
    spoil(case.report)  # one more still
    assert_stays(case)
    value = report_load(report=case.report)
    report_save(
        report=case.report,
        value=value.replace({TOTAL: int(value[TOTAL] or 0) - 1}),
        revision=case.report.revision,
        user=None,
        source=ChangeSource.TYPED,
    )
    assert findings_against(report=case.report, move=Move.SUBMIT) == []
    Explanation.objects.filter(decision=Decision.WAIVED).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert_stays(case)


def test_waiving_ones_own_error(case: Case) -> None:
    records.Membership.objects.create(user=case.clerk, organ=case.report.organ, role=Role.SIGNER)
    both = User.objects.get(pk=case.clerk.pk)
    case.settled()
    spoil(case.report, both)
    error = case.report.findings.filter(level=Level.ERROR).first()
    until = timezone.localdate() + timedelta(days=1)
    with pytest.raises(NotAllowedError):
        settling.waiver_grant(report=case.report, subject=error.subject, user=both, reason=GOOD, expires_on=until)
    assert_stays(case)


def test_switching_a_rule_of_errors_off(case: Case) -> None:
    case.settled()
    spoil(case.report)
    coordinator = records.person(Role.COORDINATOR, case.report.organ, name="coordinator")
    for code in {error.code for error in case.report.findings.filter(level=Level.ERROR)}:
        with pytest.raises(NotPossibleError):
            rule_switch(code=code, year=case.report.year_id, is_on=False, reason="误报", user=coordinator)
    assert not RuleSwitch.objects.exists()
    assert_stays(case)


def test_a_switch_put_into_the_database_for_a_rule_of_errors(case: Case) -> None:
    case.settled()
    spoil(case.report)
    for code in {error.code for error in case.report.findings.filter(level=Level.ERROR)}:
        RuleSwitch.objects.create(code=code, year=case.report.year, is_on=False)
    assert_stays(case)


def test_last_years_report_changes_after_submission(case: Case) -> None:
    """What was consistent when it was submitted is checked again at each signature and at publication."""
    case.settled()
    move(case, Move.SUBMIT)
    last = Report.objects.get(organ=case.report.organ, year=2022)
    value = report_load(report=last)
    changed = replace(value).replace({CARRIED_OUT: int(value[CARRIED_OUT] or 0) + 3})
    report_save(report=last, value=changed, revision=last.revision, user=None, source=ChangeSource.TYPED)
    with pytest.raises(OpenFindingsError):
        move(case, Move.SIGN, "reviewer")
    assert case.report.stage == 0


def test_figures_changed_behind_the_services_back(case: Case) -> None:
    """Stored findings say nothing of it; each move looks at the figures themselves."""
    case.settled()
    move(case, Move.SUBMIT)
    for user in SIGNERS:
        move(case, Move.SIGN, user)
    ROW_MODELS["applications"].objects.filter(report=case.report, row="granted").update(total=999)
    assert not case.report.findings.filter(level=Level.ERROR).exists()
    label = case.report.form.specs["applications.granted.total"].label
    with pytest.raises(NotPossibleError, match=label):  # not what was signed, right or wrong
        move(case, Move.PUBLISH, "signer")
    assert Report.objects.get(pk=case.report.pk).state == State.SIGNED


def test_a_correction(case: Case) -> None:
    case.settled()
    publish(case)
    move(case, Move.CORRECT, "signer", reason="表三漏计1件信函申请，现予补录")
    spoil(case.report, case.clerk)
    with pytest.raises(NotPossibleError):  # the published version would stand, the figures would not be its
        move(case, Move.CANCEL, "signer")
    assert_stays(case, State.CORRECTING)
    assert case.report.transitions.filter(move=Move.PUBLISH).count() == 1
