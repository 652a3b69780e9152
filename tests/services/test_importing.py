"""A file beside the report, into it, and out again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from govopen.organs.models import Organ, OrganAlias, ReportingYear, User
from reports.exchange.base import Proposal, ReadResult, UnreadableFileError
from reports.exchange.jsonfile import JsonFile
from reports.models import CellChange, ChangeSource, ImportDraft, Report, State
from reports.services import import_review as import_review_module
from reports.services.errors import NotEditableError
from reports.services.import_cells import Fate
from reports.services.import_review import ImportRefusedError, file_read, import_review
from reports.services.importing import (
    ImportMovedError,
    import_apply,
    import_drop,
    import_preview,
    import_withdraw,
    refuse_oversize,
)
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.value import ReportValue, Scope
from tests.builders import SAMPLES, filled, truth

LANTIAN = SAMPLES / "files" / "001_蓝田县人民政府_2023.md"
GRANTED = "applications.granted.natural"
PENALTIES = "decisions.penalties.count"
FEES = "charges.administrative_fees.amount"


@pytest.fixture
def empty(county: Organ, years: dict[int, ReportingYear]) -> Report:
    return report_start(organ=county, year=years[2023], scope=Scope.OWN, user=None)[0]


@pytest.fixture
def typed(report: Report, clerk: User) -> Callable[..., Report]:
    """``typed(**{cell: figure})``: somebody changes stored figures."""

    def change(user: User | None = None, **cells: int | None) -> Report:
        fresh = Report.objects.get(pk=report.pk)
        report_save(
            report=fresh,
            value=report_load(report=fresh).replace(cells),
            revision=fresh.revision,
            user=user or clerk,
            source=ChangeSource.TYPED,
        )
        return fresh

    return change


def uploaded(report: Report, user: User, path: Path = LANTIAN) -> ImportDraft:
    return import_preview(report=report, user=user, filename=path.name, data=path.read_bytes())


def kept(report: Report, user: User, value: ReportValue) -> ImportDraft:
    return import_preview(report=report, user=user, filename="导出.json", data=JsonFile().write(value))


def content(report: Report) -> dict[str, object]:
    value = report_load(report=Report.objects.select_related("organ").get(pk=report.pk))
    return {**value.cells, **value.texts}


def test_a_preview_keeps_the_file_and_writes_nothing(empty: Report, clerk: User) -> None:
    before = content(empty)
    draft = uploaded(empty, clerk)
    assert bytes(draft.data) == LANTIAN.read_bytes()
    assert content(empty) == before
    assert Report.objects.get(pk=empty.pk).revision == empty.revision


def test_a_real_file_fills_an_empty_report(empty: Report, clerk: User) -> None:
    review = import_apply(draft=uploaded(empty, clerk), user=clerk)
    stored = report_load(report=Report.objects.get(pk=empty.pk))
    assert dict(stored.cells) == dict(truth("001").cells)
    assert review.cells_to_write == 200
    assert stored.texts["overview"].startswith("2023年,我县")
    logged = CellChange.objects.filter(report=empty, key=GRANTED).first()
    place = f"{LANTIAN.name} 第2个表第6行第3列"
    assert (logged.source, logged.detail, logged.user, logged.new) == ("imported", place, clerk, "38")
    assert CellChange.objects.get(report=empty, key="overview").detail == LANTIAN.name


def test_each_cell_is_laid_beside_what_is_stored(typed: Callable[..., Report], clerk: User) -> None:
    report = typed(**{GRANTED: 39, PENALTIES: None})
    review = import_review(draft=uploaded(report, clerk))
    fates = {cell.key: cell.fate for cell in review.cells}
    assert fates[GRANTED] is Fate.CHANGED
    assert fates[PENALTIES] is Fate.FILLED
    assert review.equal == 198
    assert review.last_changes[GRANTED].user == clerk
    assert {finding.code for finding in review.findings_before} - {finding.code for finding in review.findings_after}


def test_only_what_is_chosen_is_overwritten(typed: Callable[..., Report], clerk: User) -> None:
    report = typed(**{GRANTED: 39, PENALTIES: 7})
    draft = uploaded(report, clerk)
    import_apply(draft=draft, user=clerk, choices={GRANTED: "file"}, texts={"overview": "file"})
    now = content(report)
    assert (now[GRANTED], now[PENALTIES]) == (38, 7)
    assert now["overview"]


def test_a_cell_without_a_figure_keeps_what_is_stored_unless_chosen(report: Report, clerk: User) -> None:
    other = {GRANTED: None, PENALTIES: None, "applications.granted.total": None}
    draft = kept(report, clerk, report_load(report=report).replace(other))
    review = import_review(draft=draft)
    assert {cell.key for cell in review.unread} == set(other)
    assert not review.differences
    import_apply(draft=draft, user=clerk, choices={GRANTED: "blank", PENALTIES: "1,205"})
    now = content(report)
    assert (now[GRANTED], now[PENALTIES], now["applications.granted.total"]) == (None, 1205, 38)


def test_a_typed_figure_that_cannot_be_read_stops_everything(report: Report, clerk: User) -> None:
    draft = kept(report, clerk, report_load(report=report).replace({GRANTED: None, PENALTIES: 1}))
    review = import_review(draft=draft, choices={GRANTED: "三十八", PENALTIES: "file"})
    assert "三十八" in review.rejected[GRANTED]
    with pytest.raises(ImportRefusedError):
        import_apply(draft=draft, user=clerk, choices={GRANTED: "三十八", PENALTIES: "file"})
    assert content(report)[PENALTIES] == truth("001")[PENALTIES]


def test_the_totals_stay_as_the_file_says(empty: Report, clerk: User) -> None:
    import_apply(draft=kept(empty, clerk, filled(**{"disputes.reconsideration.total": 99})), user=clerk, confirmed=True)
    assert content(empty)["disputes.reconsideration.total"] == 99


def test_an_amount_with_a_doubtful_unit_is_asked_for(empty: Report, clerk: User) -> None:
    text = LANTIAN.read_text("utf-8").replace("236.982", "2369820元")
    draft = import_preview(report=empty, user=clerk, filename="a.md", data=text.encode())
    review = import_review(draft=draft)
    (fees,) = [cell for cell in review.changed if cell.key == FEES]
    assert fees.choice == "keep"
    assert review.after[FEES] is None


def test_what_moved_since_the_preview_is_not_overwritten(
    typed: Callable[..., Report], person: Callable[[str, Organ], User], county: Organ, clerk: User
) -> None:
    report = typed(**{GRANTED: 39})
    draft = uploaded(report, clerk)
    seen = import_review(draft=draft).revision
    typed(person("reviewer", county), **{GRANTED: 40})
    with pytest.raises(ImportMovedError, match="予以公开"):
        import_apply(draft=draft, user=clerk, choices={GRANTED: "file"}, revision=seen)
    assert content(report)[GRANTED] == 40


def test_another_cell_that_moved_does_not_matter(typed: Callable[..., Report], clerk: User) -> None:
    report = typed(**{GRANTED: 39})
    draft = uploaded(report, clerk)
    seen = import_review(draft=draft).revision
    typed(**{PENALTIES: 8})
    import_apply(draft=draft, user=clerk, choices={GRANTED: "file"}, revision=seen)
    assert (content(report)[GRANTED], content(report)[PENALTIES]) == (38, 8)


def test_a_withdrawn_import_leaves_what_was_there_before(typed: Callable[..., Report], clerk: User) -> None:
    report = typed(**{GRANTED: 39, PENALTIES: None})
    before = content(report)
    draft = uploaded(report, clerk)
    import_apply(draft=draft, user=clerk)
    assert content(report) != before
    done = import_withdraw(draft=draft, user=clerk)
    assert content(report) == before
    assert not done.kept
    assert CellChange.objects.filter(report=report, key=GRANTED).first().source == ChangeSource.WITHDRAWN


def test_a_withdrawal_spares_what_was_changed_since(typed: Callable[..., Report], clerk: User) -> None:
    report = typed(**{GRANTED: 39, PENALTIES: 7})
    draft = uploaded(report, clerk)
    import_apply(draft=draft, user=clerk)
    typed(**{GRANTED: 41})
    done = import_withdraw(draft=draft, user=clerk)
    now = content(report)
    assert (now[GRANTED], now[PENALTIES]) == (41, 7)
    assert set(done.kept) == {GRANTED}
    assert "予以公开" in done.kept_names


def test_totals_that_filled_themselves_go_with_their_parts(empty: Report, clerk: User) -> None:
    draft = uploaded(empty, clerk)
    import_apply(draft=draft, user=clerk)
    total, grand = "applications.handled_total.natural", "applications.handled_total.total"
    report = Report.objects.get(pk=empty.pk)
    value = report_load(report=report)
    sums = {total: 4487, grand: 4487 + 1, "applications.granted.total": 4444}
    report_save(
        report=report,
        value=value.replace({GRANTED: 4444, **sums}),
        revision=report.revision,
        user=clerk,
        source=ChangeSource.TYPED,
        sources=dict.fromkeys(sums, ChangeSource.TOTAL),
    )
    done = import_withdraw(draft=draft, user=clerk)
    now = content(empty)
    assert {key: now[key] for key in (GRANTED, *sums)} == {GRANTED: 4444, **dict.fromkeys(sums)}
    assert set(done.kept) == {GRANTED}


def test_a_total_fits_what_stays_and_what_comes_back(typed: Callable[..., Report], clerk: User) -> None:
    before = report_load(report=typed())
    total, parts = next(
        (total, parts)
        for total, parts in before.schema.totals.items()
        if total.startswith("disputes") and not set(parts) & set(before.schema.totals)
    )
    draft = kept(typed(), clerk, before.replace({parts[0]: 5, parts[1]: 6, total: before[total] + 100}))
    import_apply(draft=draft, user=clerk)
    report = Report.objects.get(pk=draft.report_id)
    report_save(
        report=report,
        value=report_load(report=report).replace({parts[0]: 9, total: 9 + 6}),
        revision=report.revision,
        user=clerk,
        source=ChangeSource.TYPED,
        sources={total: ChangeSource.TOTAL},
    )
    import_withdraw(draft=draft, user=clerk)
    now = content(report)
    assert now[total] == 9 + sum(before[part] for part in parts[1:])
    assert CellChange.objects.filter(report=report, key=total).order_by("pk").last().source == ChangeSource.TOTAL


@pytest.mark.parametrize("again", [import_apply, lambda *, draft, user: import_drop(draft=draft)])
def test_an_applied_file_is_not_applied_again_nor_dropped(
    again: Callable[..., object], empty: Report, clerk: User
) -> None:
    draft = uploaded(empty, clerk)
    import_apply(draft=draft, user=clerk)
    revision = Report.objects.get(pk=empty.pk).revision
    if again is import_apply:
        with pytest.raises(ImportRefusedError):
            again(draft=draft, user=clerk)
    else:
        again(draft=draft, user=clerk)
    assert Report.objects.get(pk=empty.pk).revision == revision
    assert ImportDraft.objects.filter(pk=draft.pk).exists()


def test_it_is_withdrawn_once(empty: Report, clerk: User) -> None:
    draft = uploaded(empty, clerk)
    with pytest.raises(ImportRefusedError):
        import_withdraw(draft=draft, user=clerk)
    import_apply(draft=draft, user=clerk)
    import_withdraw(draft=draft, user=clerk)
    with pytest.raises(ImportRefusedError):
        import_withdraw(draft=draft, user=clerk)


def test_a_file_of_another_organ_or_year_must_be_confirmed(
    bureau: Organ, years: dict[int, ReportingYear], clerk: User
) -> None:
    report, _is_new = report_start(organ=bureau, year=years[2022], scope=Scope.OWN, user=None)
    draft = uploaded(report, clerk)
    warnings = import_review(draft=draft).warnings
    assert [("蓝田县人民政府" in warning, "2023" in warning) for warning in warnings] == [(True, False), (False, True)]
    with pytest.raises(ImportRefusedError):
        import_apply(draft=draft, user=clerk)
    assert Report.objects.get(pk=report.pk).filled == 0
    import_apply(draft=draft, user=clerk, confirmed=True)
    assert Report.objects.get(pk=report.pk).filled == 200


def test_an_alias_is_the_same_organ(bureau: Organ, years: dict[int, ReportingYear], clerk: User) -> None:
    OrganAlias.objects.create(organ=bureau, name="蓝田县")
    report, _is_new = report_start(organ=bureau, year=years[2023], scope=Scope.OWN, user=None)
    assert not import_review(draft=uploaded(report, clerk)).warnings


def test_a_report_that_has_begun_keeps_its_form(report: Report, clerk: User) -> None:
    with pytest.raises(ImportRefusedError, match="2019年至2020年"):
        kept(report, clerk, filled("2019"))
    assert not ImportDraft.objects.exists()


@pytest.fixture
def misformed(empty: Report) -> Report:
    """An untouched report that was started on a form its year does not use."""
    Report.objects.filter(pk=empty.pk).update(schema="2019")
    empty.refresh_from_db()
    return empty


def test_an_untouched_report_takes_the_form_of_the_file_and_gives_it_back(misformed: Report, clerk: User) -> None:
    draft = kept(misformed, clerk, filled("2021"))
    import_apply(draft=draft, user=clerk, confirmed=True)
    stored = Report.objects.get(pk=misformed.pk)
    assert stored.schema == "2021"
    assert dict(report_load(report=stored).cells) == dict(filled("2021").cells)
    import_withdraw(draft=draft, user=clerk)
    stored.refresh_from_db()
    assert (stored.schema, stored.filled) == ("2019", 0)


def test_a_change_of_form_is_not_withdrawn_over_what_was_typed_since(misformed: Report, clerk: User) -> None:
    draft = kept(misformed, clerk, filled("2021"))
    import_apply(draft=draft, user=clerk, confirmed=True)
    report = Report.objects.get(pk=misformed.pk)
    value = report_load(report=report).replace({GRANTED: 4444})
    report_save(report=report, value=value, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    with pytest.raises(ImportRefusedError, match=r"予以公开.*没有撤回"):
        import_withdraw(draft=draft, user=clerk)
    report.refresh_from_db()
    assert (report.schema, content(report)[GRANTED]) == ("2021", 4444)


def test_a_form_that_the_year_does_not_use_is_refused(empty: Report, clerk: User) -> None:
    with pytest.raises(ImportRefusedError, match=r"2019年至2020年.*2023年度的报告不用"):
        kept(empty, clerk, filled("2019"))
    assert not ImportDraft.objects.exists()


def test_what_the_name_of_the_file_says_is_not_said_of_the_file(
    bureau: Organ, years: dict[int, ReportingYear], clerk: User
) -> None:
    report, _is_new = report_start(organ=bureau, year=years[2022], scope=Scope.OWN, user=None)
    assert all(warning.startswith("按文件名") for warning in import_review(draft=uploaded(report, clerk)).warnings)
    exported = import_review(draft=kept(report, clerk, filled("2021"))).warnings
    assert all(warning.startswith("文件写的") for warning in exported)
    assert len(exported) == 2


def test_a_published_report_takes_no_file(report: Report, clerk: User) -> None:
    draft = uploaded(report, clerk)
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    report.refresh_from_db()
    with pytest.raises(NotEditableError):
        uploaded(report, clerk)
    with pytest.raises(NotEditableError):
        import_apply(draft=draft, user=clerk)


def test_a_file_too_large_is_refused_by_its_size_alone() -> None:
    with pytest.raises(UnreadableFileError, match=r"50\.0 MB"):
        refuse_oversize(size=50 * 1024 * 1024)


def test_nothing_to_write_is_said(report: Report, clerk: User) -> None:
    draft = kept(report, clerk, report_load(report=report))
    with pytest.raises(ImportRefusedError):
        import_apply(draft=draft, user=clerk)


def test_what_a_database_cannot_keep_does_not_reach_it(empty: Report, clerk: User) -> None:
    text = LANTIAN.read_text("utf-8").replace("我县", "我\0县", 1).replace("236.982", "0.1234567891", 1)
    draft = import_preview(report=empty, user=clerk, filename=LANTIAN.name, data=text.encode())
    review = import_apply(draft=draft, user=clerk)
    assert "\0" not in content(empty)["overview"]
    assert content(empty)[FEES] is None
    assert next(cell.sentences for cell in review.cells if cell.key == FEES)


def offering(monkeypatch: pytest.MonkeyPatch, *offers: dict[str, int]) -> None:
    """As if the reader had left these cells blank and proposed the figures."""

    def read(*, data: bytes, filename: str) -> ReadResult:
        result = file_read(data=data, filename=filename)
        blank = dict.fromkeys(key for cells in offers for key in cells)
        proposals = tuple(Proposal("第2个表第6行", "只有这样各行各列的合计才对得上", cells) for cells in offers)
        return replace(result, value=result.value.replace(blank), proposals=proposals)

    monkeypatch.setattr(import_review_module, "kept_read", read)


def test_any_figure_of_the_file_can_be_corrected(empty: Report, clerk: User) -> None:
    draft = uploaded(empty, clerk)
    review = import_apply(draft=draft, user=clerk, choices={GRANTED: "40", PENALTIES: "/"}, texts={})
    assert review.cells_to_write == 199
    now = content(empty)
    assert (now[GRANTED], now[PENALTIES]) == (40, None)
    logged = CellChange.objects.get(report=empty, key=GRANTED)
    assert logged.detail == f"{LANTIAN.name} 第2个表第6行第3列，按预览时填写"
    import_withdraw(draft=draft, user=clerk)
    assert set(filter(None, content(empty).values())) == set()


def test_a_correction_that_is_no_figure_stops_everything(empty: Report, clerk: User) -> None:
    with pytest.raises(ImportRefusedError):
        import_apply(draft=uploaded(empty, clerk), user=clerk, choices={GRANTED: "四十"}, texts={})
    assert set(filter(None, content(empty).values())) == set()


def test_a_proposal_is_never_taken_by_itself(empty: Report, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    offering(monkeypatch, {GRANTED: 38})
    draft = uploaded(empty, clerk)
    (cell,) = [cell for cell in import_review(draft=draft).cells if cell.key == GRANTED]
    assert (cell.sign, cell.proposed, cell.after, cell.needs_look) == ("p", 38, None, True)
    import_apply(draft=draft, user=clerk)
    assert content(empty)[GRANTED] is None


def test_a_proposal_taken_is_logged_as_one_and_withdrawn(
    empty: Report, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    offering(monkeypatch, {GRANTED: 38, PENALTIES: 5})
    draft = uploaded(empty, clerk)
    review = import_review(draft=draft, choices={PENALTIES: "6"}, texts={}, adopted={0})
    assert not review.left_unread
    import_apply(draft=draft, user=clerk, choices={PENALTIES: "6"}, texts={}, adopted={0})
    now = content(empty)
    assert (now[GRANTED], now[PENALTIES]) == (38, 6)
    details = dict(CellChange.objects.filter(report=empty).values_list("key", "detail"))
    assert details[GRANTED].endswith("，按建议填写")
    assert details[PENALTIES].endswith("，按预览时填写")
    import_withdraw(draft=draft, user=clerk)
    assert content(empty)[GRANTED] is None


def test_two_proposals_that_contradict_each_other_are_not_both_taken(
    empty: Report, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    offering(monkeypatch, {GRANTED: 38}, {GRANTED: 39})
    draft = uploaded(empty, clerk)
    with pytest.raises(ImportRefusedError):
        import_apply(draft=draft, user=clerk, adopted={0, 1})
    import_apply(draft=draft, user=clerk, adopted={1})
    assert content(empty)[GRANTED] == 39


def test_a_file_is_read_once_for_all_its_previews(empty: Report, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(*, data: bytes, filename: str) -> ReadResult:
        asked.append(filename)
        return file_read(data=data, filename=filename)

    monkeypatch.setattr(import_review_module, "file_read", counted)
    import_review_module._readings.clear()
    draft = uploaded(empty, clerk)
    for _time in range(3):
        import_review(draft=draft)
    assert asked == [LANTIAN.name]
    for number in range(import_review_module.MOST_READINGS):
        data = LANTIAN.read_bytes() + b"\n" * (number + 1)
        import_review(draft=import_preview(report=empty, user=clerk, filename="又.md", data=data))
    assert len(import_review_module._readings) == import_review_module.MOST_READINGS
    import_review(draft=draft)
    assert asked.count(LANTIAN.name) == 2


def test_a_long_name_leaves_room_for_the_place(empty: Report, clerk: User) -> None:
    draft = import_preview(report=empty, user=clerk, filename="长" * 300 + ".md", data=LANTIAN.read_bytes())
    import_apply(draft=draft, user=clerk, choices={GRANTED: "40"}, texts={}, confirmed=True)
    detail = CellChange.objects.get(report=empty, key=GRANTED).detail
    assert len(detail) == 255
    assert detail.endswith("第2个表第6行第3列，按预览时填写")


def test_a_file_with_the_wrong_form_for_its_own_year_is_sent_to_no_other_report(
    county: Organ, years: dict[int, ReportingYear], clerk: User
) -> None:
    wrong = next((SAMPLES / "files").glob("061_*"))  # of 2021, in the form of 2019
    right = next((SAMPLES / "files").glob("014_*.txt"))  # of 2019
    report, _is_new = report_start(organ=county, year=years[2021], scope=Scope.OWN, user=None)
    for is_filled in (False, True):
        if is_filled:
            filled_in = report_load(report=report).replace({GRANTED: 1})
            report_save(report=report, value=filled_in, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
        with pytest.raises(ImportRefusedError, match="文件是2021年的，却没有用2021年起的格式") as refused:
            uploaded(report, clerk, wrong)
        assert "相应年度" not in str(refused.value)
        with pytest.raises(ImportRefusedError, match="在相应年度的报告里导入"):
            uploaded(report, clerk, right)
