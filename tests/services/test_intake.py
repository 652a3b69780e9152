"""Batches of files: matched, looked over, imported each by itself, withdrawn; interrupted and gone on with."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import OperationalError

from govopen.organs.models import Organ, OrganAlias, OrganKind, ReportingYear, Role, User
from reports.exchange.base import UnreadableFileError
from reports.exchange.jsonfile import JsonFile
from reports.models import CellChange, ChangeSource, FileState, ImportDraft, Intake, IntakeFile, JobState, Report
from reports.services import jobs
from reports.services.errors import NotAllowedError, NotPossibleError, RefusedError
from reports.services.intake import applying, batches, reading, work
from reports.services.intake.kept import kept, taken_out
from reports.services.intake.look import file_look
from reports.services.store import report_load, report_save
from reports.value import ReportValue, Scope
from tests import records
from tests.bad_files import LANTIAN
from tests.builders import filled

pytestmark = pytest.mark.django_db

CELL = "applications.received.natural"


def of(organ: str, year: int = 2023, **cells: int | None) -> bytes:
    """A file of our own with the report of that organ."""
    return JsonFile().write(replace(filled(), organ=organ, year=year).replace(cells))


@pytest.fixture
def both(county: Organ, bureau: Organ, years: dict[int, ReportingYear]) -> User:
    """Somebody who fills in for the county and its bureau."""
    return records.person(Role.CLERK, county, bureau, name="两边填报")


def begin(user: User, *files: tuple[str, bytes], **options: object) -> Intake:
    return batches.intake_begin(files=files, user=user, title="全县", **options)


def states(intake: Intake) -> list[str]:
    return list(intake.files.order_by("number").values_list("state", flat=True))


def value_of(organ: Organ, year: int = 2023) -> ReportValue:
    return report_load(report=Report.objects.select_related("organ").get(organ=organ, year=year))


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_a_batch_goes_in_and_one_bad_file_stops_no_other(both: User, county: Organ, bureau: Organ) -> None:
    drop = packed(
        {"坏.pdf": b"%PDF-1.4 broken", "空.txt": b"", "教育局.json": of("蓝田县教育局"), "不明.json": of("某某局")}
    )
    intake = begin(both, ("全县.zip", drop), (LANTIAN.name, LANTIAN.read_bytes()))
    assert intake.job.state == JobState.DONE
    assert states(intake) == ["unreadable", "unreadable", "ready", "unmatched", "ready"]
    broken, empty, ready, unknown, real = intake.files.order_by("number")
    assert broken.message
    assert "空的" in empty.message
    assert (ready.organ, ready.year_id, ready.cells_read, ready.schema) == (bureau, 2023, 200, "2021")
    assert (ready.differences, ready.report) == (203, None)
    assert (unknown.organ, unknown.organ_said) == (None, "某某局")
    assert "某某局" in unknown.message
    assert real.organ == county
    assert not Report.objects.exists()

    assert batches.intake_apply(intake=intake, user=both) == 2
    intake.refresh_from_db()
    assert intake.job.state == JobState.DONE
    assert states(intake) == ["unreadable", "unreadable", "applied", "unmatched", "applied"]
    assert dict(value_of(bureau).cells) == dict(filled().cells)
    change = CellChange.objects.get(report__organ=bureau, key=CELL)
    assert (change.source, change.user) == (ChangeSource.IMPORTED, both)
    assert "全县.zip/教育局.json" in change.detail
    draft = ImportDraft.objects.get(report__organ=bureau)
    assert (draft.filename, bytes(draft.data)) == ("全县.zip/教育局.json", of("蓝田县教育局"))

    assert batches.intake_withdraw(intake=intake, user=both) == 2
    assert states(intake) == ["unreadable", "unreadable", "withdrawn", "unmatched", "withdrawn"]
    assert value_of(bureau).filled == value_of(county).filled == 0
    with pytest.raises(NotPossibleError):
        batches.intake_withdraw(intake=intake, user=both)


def test_only_chosen_files_go_in(both: User, bureau: Organ) -> None:
    intake = begin(both, ("a.json", of("蓝田县教育局")), ("b.json", of("蓝田县人民政府")))
    first = intake.files.get(organ=bureau)
    assert batches.intake_apply(intake=intake, user=both, files=[first.pk]) == 1
    assert sorted(states(intake)) == ["applied", "ready"]


@pytest.mark.parametrize(
    ("said", "path", "found"),
    [
        ("蓝田县教育局", "x.json", "蓝田县教育局"),
        ("西安市蓝田县教育局", "x.json", "蓝田县教育局"),
        (" 蓝 田 县 教育局", "x.json", "蓝田县教育局"),
        ("教育局", "x.json", "蓝田县教育局"),
        ("蓝田县教体局", "x.json", "蓝田县教育局"),
        ("蓝田县", "x.json", "蓝田县人民政府"),
        ("蓝田县政府办", "x.json", "蓝田县人民政府"),
        ("沭阳县教育局", "x.json", ""),
        ("西安市教育局", "x.json", ""),
        ("蓝田县教育科技局", "蓝田县教育局.json", ""),
        ("", "003_蓝田县教育局_2023年报（终稿）.json", "蓝田县教育局"),
        ("", "全县.zip/２０２３年上报/蓝田县教育局/年度报告.json", "蓝田县教育局"),
        ("", "蓝田县教育局和蓝田县人民政府.json", ""),
        ("", "年度报告.json", ""),
        ("管理局", "x.json", ""),
    ],
)
def test_organs_are_recognised_by_what_is_said_else_by_names_of_files_and_folders(
    said: str, path: str, found: str, both: User, bureau: Organ
) -> None:
    OrganAlias.objects.create(organ=bureau, name="蓝田县教体局")
    records.organ("蓝田县城市管理局", parent=bureau.parent, kind=OrganKind.DEPARTMENT)
    match = reading.Desk.of(both).register.find(said, path)
    assert (match.organ.name if match.organ else "") == found


def test_names_that_fit_several_are_offered_and_none_is_taken(both: User, county: Organ, bureau: Organ) -> None:
    second = records.organ("沭阳县教育局", kind=OrganKind.DEPARTMENT)
    assert reading.Desk.of(both).register.find("教育局", "").organ == bureau  # the other one is not this person's
    records.person(Role.CLERK, second, name="他人")
    match = reading.Desk.of(None).register.find("教育局", "")
    assert (match.organ, set(match.candidates)) == (None, {bureau, second})
    assert reading.Desk.of(both).register.find("蓝田县教育和体育局", "").candidates[0] == bureau


def test_year_and_scope_come_from_the_file_its_path_or_the_batch(
    both: User, county: Organ, years: dict[int, ReportingYear]
) -> None:
    yearless = JsonFile().write(replace(filled(), year=0))
    intake = begin(both, ("2022年/a.json", yearless), ("b.json", yearless), year=years[2024], scope=Scope.AGGREGATE)
    assert [(file.year_id, file.scope) for file in intake.files.all()] == [(2022, "aggregate"), (2024, "aggregate")]
    (file,) = begin(both, ("c.json", yearless)).files.all()
    assert (file.state, file.year, file.scope) == ("unmatched", None, "own")
    matched = batches.file_match(file=file, organ=county, year=years[2021], scope=Scope.OWN, user=both)
    assert (matched.state, matched.year_id, matched.differences) == ("ready", 2021, 203)


def test_a_person_matches_and_leaves_out(
    both: User, bureau: Organ, elsewhere: Organ, years: dict[int, ReportingYear]
) -> None:
    intake = begin(both, ("a.json", of("某某局")), ("b.txt", b"nothing"))
    file, unreadable = intake.files.all()
    with pytest.raises(NotAllowedError):
        batches.file_match(file=file, organ=elsewhere, year=years[2023], scope=Scope.OWN, user=both)
    with pytest.raises(NotPossibleError):
        batches.file_match(file=unreadable, organ=bureau, year=years[2023], scope=Scope.OWN, user=both)
    assert batches.file_match(file=file, organ=bureau, year=years[2023], scope=Scope.OWN, user=both).state == "ready"
    batches.file_skip(file=file, user=both)
    with pytest.raises(NotPossibleError):
        batches.intake_apply(intake=intake, user=both)
    batches.file_match(file=file, organ=bureau, year=years[2023], scope=Scope.OWN, user=both)
    batches.intake_apply(intake=intake, user=both)
    with pytest.raises(NotPossibleError):
        batches.file_skip(file=file, user=both)


def test_of_one_report_only_one_file_goes_in(both: User) -> None:
    same = of("蓝田县教育局")
    intake = begin(both, ("a.json", same), ("b.json", same), ("c.json", of("蓝田县教育局", **{CELL: 9})))
    first, copy, other = intake.files.all()
    assert states(intake) == ["ready", "refused", "refused"]
    assert "“a.json”是同一个文件" in copy.message
    assert "“a.json”也是这个机关" in other.message
    batches.file_skip(file=first, user=both)
    chosen = {"organ": other.organ, "year": other.year, "scope": Scope.OWN, "user": both}
    assert batches.file_match(file=other, **chosen).state == "ready"


def test_what_may_not_be_written_is_refused_with_the_reason(
    both: User, bureau: Organ, elsewhere: Organ, years: dict[int, ReportingYear]
) -> None:
    records.signed_off(records.stored(replace(filled(), organ=bureau.name), of=bureau))
    foreign, closed, form = begin(
        both,
        ("a.json", of("沭阳县人民政府")),
        ("b.json", of("蓝田县教育局")),
        ("c.json", JsonFile().write(replace(filled("2019"), year=2023))),
    ).files.all()
    assert {foreign.state, closed.state, form.state} == {"refused"}
    assert "不归您填报或管理" in foreign.message
    assert "不能再导入" in closed.message
    assert "格式" in form.message
    with pytest.raises(NotPossibleError):
        batches.intake_apply(intake=foreign.intake, user=both)


def test_rights_are_asked_again_when_it_is_imported(both: User, clerk: User, bureau: Organ) -> None:
    intake = begin(both, ("a.json", of("蓝田县教育局")))
    with pytest.raises(NotAllowedError):
        batches.intake_apply(intake=intake, user=clerk)
    both.memberships.filter(organ=bureau).delete()
    file = intake.files.get()
    assert applying.file_apply(file=file, user=User.objects.get(pk=both.pk)) == FileState.REFUSED
    assert not Report.objects.exists()


def test_what_somebody_changed_after_the_reading_is_not_overwritten(both: User, bureau: Organ) -> None:
    report = records.stored(replace(filled(), organ=bureau.name), of=bureau)
    intake = begin(both, ("a.json", of("蓝田县教育局", **{CELL: 99})))
    assert intake.files.get().differences == 1
    spoiled = report_load(report=report).replace({CELL: 7})
    report_save(report=report, value=spoiled, revision=report.revision, user=both, source=ChangeSource.TYPED)
    batches.intake_apply(intake=intake, user=both)
    file = intake.files.get()
    assert file.state == "refused"
    assert "两边填报改动了" in file.message
    assert value_of(bureau)[CELL] == 7


def test_blanks_and_amounts_in_doubt_leave_what_is_stored(both: User, bureau: Organ) -> None:
    records.stored(replace(filled(), organ=bureau.name).replace({CELL: 5}), of=bureau)
    document = JsonFile().write(replace(filled(), organ=bureau.name).replace({CELL: None}))
    document = document.replace(b'"236.982"', '"12元"'.encode())
    (file,) = begin(both, ("a.json", document)).files.all()
    look = file_look(file=file)
    assert {cell.spec.key for cell in look.changed} == set()
    assert [cell.read for cell in look.noted] != []
    assert file.message == "与已存的内容相同，没有要改动的"


def test_a_fault_inside_leaves_the_report_alone_and_the_others_go_on(
    both: User, county: Organ, bureau: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = begin(both, ("a.json", of("蓝田县教育局")), ("b.json", of("蓝田县人民政府")))
    save = applying.report_save

    def faulty(**arguments: object) -> object:
        saved = save(**arguments)
        if arguments["report"].organ == bureau:
            raise ZeroDivisionError
        return saved

    monkeypatch.setattr(applying, "report_save", faulty)
    batches.intake_apply(intake=intake, user=both)
    assert states(intake) == ["refused", "applied"]
    assert intake.files.get(organ=bureau).message == applying.NOT_APPLIED
    assert not Report.objects.filter(organ=bureau).exists()


def test_interrupted_work_goes_on_and_nothing_is_done_twice(
    both: User, county: Organ, bureau: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = begin(both, ("a.json", of("蓝田县教育局")), ("b.json", of("蓝田县人民政府")))
    apply = work.file_apply

    def cut_off(**arguments: object) -> object:
        if arguments["file"].path == "b.json":
            raise OperationalError("the database is away")
        return apply(**arguments)

    with monkeypatch.context() as patched:
        patched.setattr(work, "file_apply", cut_off)
        batches.intake_apply(intake=intake, user=both)
    intake.refresh_from_db()
    assert (intake.job.state, states(intake)) == (JobState.FAILED, ["applied", "ready"])
    revision = Report.objects.get(organ=bureau).revision
    jobs.job_resume(job=intake.job)
    assert states(intake) == ["applied", "applied"]
    assert applying.file_apply(file=intake.files.first(), user=both) is None
    assert Report.objects.get(organ=bureau).revision == revision
    assert ImportDraft.objects.count() == 2


def test_a_file_at_which_the_machine_gives_out_is_not_read_for_ever(
    both: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCutError(BaseException):
        """Nothing that anybody catches."""

    def cut(**_arguments: object) -> None:
        raise PowerCutError

    intake = batches.intake_keep(files=[("a.json", of("蓝田县教育局"))], user=both, title="停电")
    with monkeypatch.context() as patched:
        patched.setattr(work, "file_open", cut)
        for _time in range(reading.MOST_ATTEMPTS):
            with pytest.raises(PowerCutError):
                list(work.files_read(intake=intake, desk=reading.Desk.of(both)))
    (file,) = work.files_read(intake=intake, desk=reading.Desk.of(both))
    assert (file.state, file.message) == ("unreadable", reading.KILLED)


def test_a_reader_that_fails_is_a_file_that_cannot_be_read(both: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*, data: bytes, filename: str) -> None:
        if filename == "a.json":
            raise ZeroDivisionError
        raise UnreadableFileError("读不了")

    monkeypatch.setattr(reading, "file_read", stumble)
    intake = begin(both, ("a.json", b"1"), ("b.json", b"2"))
    assert list(intake.files.values_list("message", flat=True)) == [reading.NOT_READ, "读不了"]


def test_too_much_or_nothing_is_refused_and_nothing_kept(both: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedError, match="没有可以导入的文件"):
        begin(both, (".DS_Store", b"1"))
    monkeypatch.setattr("reports.exchange.archives.Allowance.__init__.__defaults__", (1, 1_000_000))
    with pytest.raises(RefusedError, match="最多收1个文件"):
        begin(both, ("a.json", b"1"), ("b.json", b"1"))
    assert not Intake.objects.exists()
    assert not IntakeFile.objects.exists()


def test_a_batch_under_way_takes_no_second_work(both: User) -> None:
    intake = begin(both, ("a.json", of("蓝田县教育局")))
    type(intake.job).objects.filter(pk=intake.job_id).update(state=JobState.RUNNING)
    with pytest.raises(NotPossibleError):
        batches.intake_apply(intake=intake, user=both)


def test_batches_are_seen_by_their_owner_and_by_who_coordinates_all_their_organs(
    both: User, county: Organ, elsewhere: Organ, clerk: User, person: Callable[[str, Organ], User]
) -> None:
    coordinator, stranger = person(Role.COORDINATOR, county), person(Role.COORDINATOR, elsewhere)
    own = begin(both, ("a.json", of("蓝田县教育局")))
    mixed = begin(both, ("a.json", of("蓝田县教育局")), ("b.json", of("沭阳县人民政府")))
    unknown = begin(both, ("c.json", of("某某局")))
    seen = {user: set(batches.intakes_visible(user)) for user in (both, coordinator, stranger, clerk)}
    assert seen == {both: {own, mixed, unknown}, coordinator: {own}, stranger: set(), clerk: set()}


def test_a_reading_is_kept_whole(both: User) -> None:
    result = reading.file_read(data=LANTIAN.read_bytes(), filename=LANTIAN.name)
    again = taken_out(kept(result))
    assert again.value == result.value
    assert (again.problems, again.sources) == (result.problems, result.sources)
