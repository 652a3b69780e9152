"""Many reports from one table: rights, states, history, findings, the way back; the same queries for few and many."""

import io
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govopen.organs.models import Organ, OrganKind, Role, User
from reports.exchange.opendata import WideTable
from reports.models import CellChange, ChangeSource, FiguresImport, Job, JobState, Report, State
from reports.schema import V2021
from reports.services.figures_bulk import (
    FiguresRefusedError,
    figures_apply,
    figures_preview,
    figures_run,
    figures_withdraw,
    table_read,
)
from reports.services.figures_plan import Register, plans_of
from reports.services.findings import report_check
from reports.services.store import report_load, report_pair, report_save
from reports.services.texts import value_shown
from reports.value import ReportValue, Scope
from tests.builders import filled
from tests.records import organ, person, stored, year

pytestmark = pytest.mark.django_db
PENALTIES = "decisions.penalties.count"
LABEL = V2021.specs[PENALTIES].label
FEES = "charges.administrative_fees.amount"


def bureau(name: str = "甲局") -> Organ:
    return organ(name, kind=OrganKind.DEPARTMENT)


@pytest.fixture
def clerk() -> User:
    year()
    return person(Role.CLERK, bureau())


def table(values: Iterable[ReportValue]) -> bytes:
    file = io.BytesIO()
    WideTable().write(values, file)
    return file.getvalue()


def of(name: str, value: ReportValue | None = None, at: int = 2023) -> ReportValue:
    value = value or filled()
    return ReportValue(value.schema, name, at, Scope.OWN, value.cells, value.texts)


def imported(user: User, data: bytes | str, filename: str = "一览表.csv") -> FiguresImport:
    """Through preview, application and the work behind it."""
    content = data.encode() if isinstance(data, str) else data
    record = figures_preview(filename=filename, data=content, user=user)
    job = figures_apply(record=record, user=user)
    assert job.state == JobState.DONE, job.note
    record.refresh_from_db()
    return record


def waiting(record: FiguresImport) -> Job:
    """Work that no worker has taken up yet."""
    return Job.objects.create(kind="figures", title="", total=2, arguments={"record": record.pk})


def test_a_report_that_does_not_exist_is_started_and_holds_the_row(clerk: User) -> None:
    record = imported(clerk, table([of("甲局")]))
    report = Report.objects.get(organ__name="甲局", year=2023)
    assert report_load(report=report) == of("甲局")
    assert (report.revision, report.saved_by, report.filled) == (1, clerk, 200)
    assert (record.written, record.left_out) == ({str(report.pk): 1}, [])


def test_the_history_names_file_and_row(clerk: User) -> None:
    imported(clerk, f"机关,年度,{LABEL}\n甲局,2023,7\n")
    change = CellChange.objects.get(key=PENALTIES)
    assert (change.old, change.new, change.source, change.user) == ("", "7", ChangeSource.IMPORTED, clerk)
    assert change.detail == "一览表.csv 第2行"


def test_the_same_is_found_as_when_the_report_is_saved_alone(clerk: User) -> None:
    before, now = of("甲局", at=2022), of("甲局", filled(**{"disputes.reconsideration.total": 99, PENALTIES: 4000}))
    stored(before, bureau())
    imported(clerk, table([now]))
    report = Report.objects.get(year=2023)
    value, previous = report_pair(report=report)
    expected = {found.subject for found in report_check(report=report, value=value, previous=previous)}
    assert expected
    assert set(report.findings.values_list("subject", flat=True)) == expected


def test_blanks_keep_what_is_stored_and_the_word_for_it_clears(clerk: User) -> None:
    report = stored(of("甲局"), bureau())
    received = "applications.received.natural"
    imported(clerk, f"organ,year,{PENALTIES},{FEES},{received}\n甲局,2023,,清空,5\n")
    value = report_load(report=Report.objects.get(pk=report.pk))
    assert value == of("甲局").replace({FEES: None, received: 5})


def test_a_new_report_takes_over_last_years_balances_where_the_table_is_silent(clerk: User) -> None:
    stored(of("甲局", at=2022), bureau())
    imported(clerk, f"机关,年度,{LABEL}\n甲局,2023,7\n")
    value = report_load(report=Report.objects.get(year=2023))
    carried_in, carried_out = "applications.carried_in.total", "applications.carried_out.total"
    assert value[carried_in] == of("甲局")[carried_out]
    assert CellChange.objects.get(report__year=2023, key=carried_in).source == ChangeSource.CARRIED


def test_a_text_that_says_what_is_shown_keeps_its_bound_figures(clerk: User) -> None:
    bound = "新收申请{{applications.received.total}}件。"
    report = stored(of("甲局").replace(texts={"overview": bound}), bureau())
    shown = value_shown(report=report)
    assert "{" not in shown.texts["overview"]
    imported(clerk, table([shown.replace({PENALTIES: 9})]))
    assert report_load(report=Report.objects.get(pk=report.pk)).texts["overview"] == bound


def faults(user: User, text: str) -> str:
    record = figures_preview(filename="一览表.csv", data=text.encode(), user=user)
    with pytest.raises(FiguresRefusedError, match="还有错误"):
        figures_apply(record=record, user=user)
    assert not CellChange.objects.filter(source=ChangeSource.IMPORTED).exists()
    return "\n".join("：".join(error) for line in record.summary["rows"] for error in line["errors"])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("甲局,2023,1.5,", f"第2行“{LABEL}”列："),
        ("乙局,2023,1,", "没有登记“乙局”"),
        ("丙局,2023,1,", "您不填报“丙局”"),
        (",2023,1,", "没有写机关"),
        ("甲局,2010,1,", "2010年没有统一"),
        ("甲局,2020,1,", "还没有设置2020年度"),
        ("甲局,2023,1,本级汇总", "不是政府"),
        ("甲局,2023,1,\n甲局,2023,2,", "有两行"),
        ("甲局,2023,1,\n甲局,2023,2,本机关", "有两行"),
        ("乙县,2023,1,", "没有写范围"),
        ("甲局,2022,1,", "报告是“审核中”"),
    ],
)
def test_one_fault_refuses_the_whole_table_and_says_where(clerk: User, lines: str, said: str) -> None:
    bureau("丙局")
    county = organ("乙县人民政府")
    clerk.memberships.create(organ=county, role=Role.CLERK)
    Report.objects.filter(pk=stored(of("甲局", at=2022), bureau()).pk).update(state=State.SUBMITTED)
    assert said in faults(clerk, f"机关,年度,{LABEL},范围\n{lines}\n")


def test_a_report_changed_after_the_preview_refuses_the_table(clerk: User) -> None:
    report = stored(of("甲局"), bureau())
    record = figures_preview(filename="a.csv", data=f"organ,year,{PENALTIES}\n甲局,2023,9\n".encode(), user=clerk)
    value = report_load(report=report).replace({PENALTIES: 8})
    report_save(report=report, value=value, revision=report.revision, user=None, source=ChangeSource.TYPED)
    with pytest.raises(FiguresRefusedError, match="预览之后"):
        figures_apply(record=record, user=clerk)
    assert report_load(report=report)[PENALTIES] == 8


def test_a_table_is_written_once(clerk: User) -> None:
    record = imported(clerk, table([of("甲局")]))
    with pytest.raises(FiguresRefusedError, match="已经导入过"):
        figures_apply(record=record, user=clerk)


def test_interrupted_work_goes_on_where_it_stopped(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.services.figures_bulk.BATCH", 1)
    clerk.memberships.create(organ=bureau("乙局"), role=Role.CLERK)
    record = figures_preview(filename="a.csv", data=table([of("甲局"), of("乙局")]), user=clerk)
    job = waiting(record)
    assert next(figures_run(job)) == 1
    assert Report.objects.count() == 1
    assert list(figures_run(job)) == [2]
    assert Report.objects.count() == 2
    assert set(Report.objects.values_list("revision", flat=True)) == {1}


def test_taking_it_back_restores_all_but_what_somebody_changed_since(clerk: User) -> None:
    received = "applications.received.natural"
    report = stored(of("甲局"), bureau())
    record = imported(clerk, f"organ,year,{PENALTIES},{received}\n甲局,2023,70,80\n")
    report.refresh_from_db()
    value = report_load(report=report).replace({PENALTIES: 71})
    report_save(report=report, value=value, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    taken = figures_withdraw(record=record, user=clerk)
    assert (taken.restored, taken.kept) == (1, 1)
    assert report_load(report=Report.objects.get(pk=report.pk)) == of("甲局").replace({PENALTIES: 71})
    with pytest.raises(FiguresRefusedError):
        figures_withdraw(record=record, user=clerk)


def queries(action: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    return len(captured)


def test_planning_takes_as_many_queries_for_many_reports_as_for_few(clerk: User) -> None:
    names = [f"第{number}局" for number in range(20)]
    for name in names:
        stored(of(name, at=2022), bureau(name))
        stored(of(name), bureau(name))
    register = Register(None)

    def plan(some: list[str]) -> int:
        rows = table_read(data=table([of(name) for name in some]), filename="a.csv").rows
        return queries(lambda: list(plans_of(rows=rows, register=register)))

    assert plan(names[:1]) == plan(names)


def test_writing_takes_as_many_queries_for_ten_reports_as_for_two(clerk: User) -> None:
    def write(names: list[str]) -> int:
        for name in names:
            clerk.memberships.create(organ=bureau(name), role=Role.CLERK)
        rows = "".join(f"{name},2023,7\n" for name in names)
        user = User.objects.get(pk=clerk.pk)
        record = figures_preview(filename="a.csv", data=f"机关,年度,{LABEL}\n{rows}".encode(), user=user)
        job = waiting(record)
        return queries(lambda: list(figures_run(job)))

    few = write(["甲一局", "甲二局"])
    assert few > 5
    assert write([f"乙{number}局" for number in range(10)]) <= few


def test_a_table_of_the_preview_tells_what_would_be_replaced(clerk: User) -> None:
    stored(of("甲局"), bureau())
    record = figures_preview(filename="a.csv", data=f"机关,年度,{LABEL},备注\n甲局,2023,999,x\n".encode(), user=clerk)
    (line,) = record.summary["rows"]
    old = str(of("甲局")[PENALTIES])
    assert (line["count"], line["replaced"], line["differences"]) == (1, 1, [[LABEL, old, "999"]])
    assert (record.summary["unknown"], record.summary["changed"], record.summary["new"]) == (["备注"], 1, 0)
