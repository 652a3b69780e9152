"""The import pages' addresses: who may, what is refused, what comes back."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from govopen.organs.models import Organ, ReportingYear, Role, User
from reports.checks import run as run_checks
from reports.checks.base import Finding, Level
from reports.exchange.base import SourceCell, SourceTable
from reports.exchange.jsonfile import JsonFile
from reports.forms.importing import UploadForm, adopted_of, choices_of, declined_of, seen_of
from reports.models import ChangeSource, ImportDraft, Report, State
from reports.schema import Kind
from reports.services.import_review import import_review
from reports.services.importing import import_preview
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.value import Scope
from reports.views.import_context import outcome_context
from reports.views.import_prose import paragraph_changes
from reports.views.import_source import _drawn, grouped, places
from tests.bad_files import LANTIAN, READABLE, UNREADABLE, half_a_table
from tests.builders import filled, truth

GRANTED = "applications.granted.natural"
STEPS = ("import_preview", "import_apply", "import_withdraw", "import_drop")
SignedIn = Callable[[User], Client]


@pytest.fixture
def draft(report: Report, clerk: User) -> ImportDraft:
    return import_preview(report=report, user=clerk, filename=LANTIAN.name, data=LANTIAN.read_bytes())


def address(step: str, report: Report, draft: ImportDraft | None = None) -> str:
    return reverse(f"admin:reports_report_{step}", args=[report.pk, draft.pk] if draft else [report.pk])


def send(client: Client, report: Report, name: str, data: bytes) -> object:
    return client.post(address("import", report), {"file": SimpleUploadedFile(name, data)})


def spoil(report: Report, user: User, **cells: int) -> None:
    fresh = Report.objects.select_related("organ").get(pk=report.pk)
    value = report_load(report=fresh).replace(cells)
    report_save(report=fresh, value=value, revision=fresh.revision, user=user, source=ChangeSource.TYPED)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER, Role.SIGNER, Role.COORDINATOR])
def test_only_who_fills_in_imports(
    role: str, report: Report, draft: ImportDraft, person: Callable[[str, Organ], User], signed_in: SignedIn
) -> None:
    client = signed_in(person(role, report.organ))
    assert client.get(address("import", report)).status_code == 404
    assert send(client, report, LANTIAN.name, LANTIAN.read_bytes()).status_code == 404
    for step in STEPS:
        assert client.post(address(step, report, draft)).status_code == 404
    assert ImportDraft.objects.count() == 1


def test_a_foreign_report_does_not_exist(
    report: Report, draft: ImportDraft, elsewhere: Organ, person: Callable[[str, Organ], User], signed_in: SignedIn
) -> None:
    client = signed_in(person(Role.CLERK, elsewhere))
    assert client.get(address("import", report)).status_code == 404
    assert client.get(address("import_preview", report, draft)).status_code == 404
    for step in STEPS:
        assert client.post(address(step, report, draft)).status_code == 404
    assert ImportDraft.objects.filter(pk=draft.pk, applied_at=None).exists()


def test_nobody_in_particular_is_sent_to_sign_in(report: Report, draft: ImportDraft, client: Client) -> None:
    for step in STEPS:
        assert client.post(address(step, report, draft)).status_code == 302
    assert ImportDraft.objects.filter(pk=draft.pk, applied_at=None).exists()


def test_another_reports_file_cannot_be_applied_here(
    report: Report, draft: ImportDraft, bureau: Organ, person: Callable[[str, Organ], User], signed_in: SignedIn
) -> None:
    other = Report.objects.create(organ=bureau, year=report.year, schema="2021")
    client = signed_in(person(Role.CLERK, bureau))
    for step in STEPS:
        assert client.post(address(step, other, draft)).status_code == 404


@pytest.mark.parametrize("step", STEPS[1:])
def test_only_a_post_changes_anything(
    step: str, report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    response = signed_in(clerk).get(address(step, report, draft))  # as the log-in page leads there
    assert response.url == reverse("admin:reports_report_change", args=(report.pk,))


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_says_so_on_the_page(
    kind: str, report: Report, clerk: User, signed_in: SignedIn
) -> None:
    answer = send(signed_in(clerk), report, *UNREADABLE[kind])
    assert answer.status_code == 422
    assert any("\u4e00" <= character <= "\u9fff" for character in answer.context["refusal"])
    assert answer.context["refusal"] in answer.content.decode()
    assert not ImportDraft.objects.exists()


def test_a_file_of_50_mb_is_refused_by_its_size(report: Report, clerk: User, signed_in: SignedIn) -> None:
    answer = send(signed_in(clerk), report, "年报.html", b"<" * (50 * 1024 * 1024))
    assert answer.status_code == 422
    assert "50.0 MB" in answer.content.decode()
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("encoding", READABLE)
def test_other_encodings_are_read(encoding: str, report: Report, clerk: User, signed_in: SignedIn) -> None:
    answer = send(signed_in(clerk), report, LANTIAN.name, READABLE[encoding])
    assert answer.status_code == 302
    assert signed_in(clerk).get(answer.url).context["read"] == 200


def test_a_table_cut_in_half_shows_what_is_missing_and_keeps_it(
    report: Report, clerk: User, signed_in: SignedIn
) -> None:
    client = signed_in(clerk)
    page = client.get(send(client, report, LANTIAN.name, half_a_table()).url)
    assert 0 < page.context["read"] < 200
    client.post(address("import_apply", report, ImportDraft.objects.get()), {"text-overview": "file"})
    assert dict(report_load(report=report).cells) == dict(truth("001").cells)


def test_nothing_chosen_is_said(report: Report, clerk: User, signed_in: SignedIn) -> None:
    answer = signed_in(clerk).post(address("import", report), {"pasted": "  "})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_a_published_report_takes_no_file(report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED)
    client = signed_in(clerk)
    change = reverse("admin:reports_report_change", args=[report.pk])
    assert client.get(address("import", report)).url == change
    assert client.get(address("import_preview", report, draft)).url == change
    assert client.post(address("import_apply", report, draft)).url == change


def test_what_moved_comes_back_with_the_choices(
    report: Report, clerk: User, signed_in: SignedIn, draft: ImportDraft
) -> None:
    spoil(report, clerk, **{GRANTED: 39, "decisions.penalties.count": 7})
    client = signed_in(clerk)
    seen = client.get(address("import_preview", report, draft)).context["review"].revision
    spoil(report, clerk, **{GRANTED: 40})
    answer = client.post(address("import_apply", report, draft), {"revision": seen, f"cell-{GRANTED}": "file"})
    assert answer.status_code == 409
    assert "予以公开" in answer.context["refusal"]
    chosen = {cell.key: cell.choice for cell in answer.context["review"].changed}
    assert chosen == {GRANTED: "file", "decisions.penalties.count": "keep"}
    assert report_load(report=report)[GRANTED] == 40
    again = {"revision": answer.context["review"].revision, f"cell-{GRANTED}": "file"}
    assert client.post(address("import_apply", report, draft), again).status_code == 302
    assert report_load(report=report)[GRANTED] == 38


def test_a_typed_figure_that_cannot_be_read_is_marked(report: Report, clerk: User, signed_in: SignedIn) -> None:
    text = LANTIAN.read_text("utf-8").replace("| 84 |", "| / |", 1)
    client = signed_in(clerk)
    send(client, report, LANTIAN.name, text.encode())
    kept = ImportDraft.objects.get()
    cell = "applications.received.natural"
    for typed in ("八十四", ""):
        answer = client.post(address("import_apply", report, kept), {f"cell-{cell}": "typed", f"typed-{cell}": typed})
        assert answer.status_code == 409
        assert answer.context["review"].rejected[cell] in answer.content.decode()


def test_a_dropped_file_is_forgotten(report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn) -> None:
    signed_in(clerk).post(address("import_drop", report, draft))
    assert not ImportDraft.objects.exists()


def test_the_preview_asks_the_database_little(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn, django_assert_max_num_queries: Callable
) -> None:
    client = signed_in(clerk)
    with django_assert_max_num_queries(26):
        client.get(address("import_preview", report, draft))


def test_choices_are_read_from_the_form() -> None:
    cells, texts = choices_of(
        {"cell-a": "file", "cell-b": "blank", "cell-c": "typed", "typed-c": " 12 ", "cell-d": "?", "text-e": "file"}
    )
    assert cells == {"a": "file", "b": "blank", "c": "12", "d": "keep"}
    assert texts == {"e": "file"}


def test_cells_copied_from_a_spreadsheet_become_a_table() -> None:
    form = UploadForm({"pasted": "三、收到\n规章\t0\t1\t2"})
    assert form.is_valid()
    assert form.content() == ("粘贴的内容.txt", "三、收到\n| 规章 | 0 | 1 | 2 |".encode())


def test_only_paragraphs_that_differ_are_shown() -> None:
    (changed,) = paragraph_changes("甲\n乙\n已回复85件。\n丁", "甲\n乙\n已回复83件。\n丁")
    assert changed.skipped == 2
    assert changed.runs == (("kept", "已回复"), ("old", "85"), ("new", "83"), ("kept", "件。"))
    assert paragraph_changes("甲", "甲") == ()


def test_cells_rewritten_alike_are_one_place(report: Report, clerk: User) -> None:
    text = re.sub(r"(?<=\| )(\d+)(?= *(?=\|))", r"\1件", LANTIAN.read_text("utf-8"))
    review = import_review(
        draft=import_preview(report=report, user=clerk, filename=LANTIAN.name, data=text.encode()), choices={}
    )
    assert len(review.noted) > 100
    single, groups = grouped(places(review))
    group = next(group for group in groups if group.sign == "w")
    assert group.sentence == "去掉了单位“件”"
    assert len(group.places) > 100
    assert len(single) + len(groups) < 20


def test_the_group_shows_its_figures_and_offers_no_zeros(report: Report, clerk: User, signed_in: SignedIn) -> None:
    text = re.sub(r"(?<=\| )(\d+)(?= *(?=\|))", r"\1件", LANTIAN.read_text("utf-8"))
    draft = import_preview(report=report, user=clerk, filename=LANTIAN.name, data=text.encode())
    page = signed_in(clerk).get(address("import_preview", report, draft)).content.decode()
    assert "去掉了单位“件”" in page
    assert "38件" in page
    assert "data-zero" not in page


def test_only_checks_without_a_finding_left_are_settled(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    spoil(report, clerk, **{"applications.granted.natural": 39})
    page = signed_in(clerk).get(address("import_preview", report, draft))
    left = {finding.code for finding in page.context["review"].findings_after}
    before = {finding.code for finding in page.context["review"].findings_before}
    assert page.context["gone"] == sorted(before - left) != []

    now, after = _one_code_twice(report)
    context = outcome_context(replace(page.context["review"], findings_before=now, findings_after=after), frozenset())
    assert context["gone"] == []


def _one_code_twice(report: Report) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What one check finds in two places, and in the second alone."""
    value = report_load(report=report).replace(
        {"applications.handled_total.natural": 1, "applications.handled_total.total": 1}
    )
    found = [finding for finding in run_checks(value) if finding.level is Level.ERROR]
    alike = next(
        [other for other in found if other.code == finding.code]
        for finding in found
        if sum(other.code == finding.code for other in found) > 1
    )
    return tuple(alike), tuple(alike[1:])


def test_a_form_without_units_has_no_empty_brackets(
    county: Organ, years: dict[int, ReportingYear], clerk: User, signed_in: SignedIn
) -> None:
    report, _is_new = report_start(organ=county, year=years[2020], scope=Scope.OWN, user=None)
    amount = next(key for key, spec in report.form.specs.items() if spec.kind is Kind.MONEY and not spec.unit)
    value = filled("2019")
    spoiled = value.replace({amount: 1})
    report_save(report=report, value=spoiled, revision=report.revision, user=clerk, source=ChangeSource.TYPED)
    draft = import_preview(report=report, user=clerk, filename="导出.json", data=JsonFile().write(value))
    page = signed_in(clerk).get(address("import_preview", report, draft)).content.decode()
    assert value.schema.specs[amount].label in page
    assert "（）" not in page


ASKED = {"HTTP_ACCEPT": "application/json"}


def test_a_choice_is_answered_without_drawing_the_page_again(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    spoil(report, clerk, **{GRANTED: 39})
    client = signed_in(clerk)
    kept_stored = {"cell-" + GRANTED: "file", "set-decisions.penalties.count": "八"}
    answer = client.post(address("import_preview", report, draft), kept_stored, **ASKED).json()
    assert answer["cells"]["decisions.penalties.count"]["rejected"]
    assert "八" in answer["cells"]["decisions.penalties.count"]["said"]
    assert "data-errors>0<" in answer["counters"]
    wrong = client.post(address("import_preview", report, draft), {f"set-{GRANTED}": "41"}, **ASKED).json()
    assert "data-errors>0<" not in wrong["counters"]
    assert "41" in wrong["cells"][GRANTED]["said"]
    assert report_load(report=report)[GRANTED] == 39


def test_what_is_left_to_look_at_goes_down(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    spoil(report, clerk, **{GRANTED: 39, "decisions.penalties.count": 7})
    client = signed_in(clerk)

    def left(**posted: str) -> int:
        return client.post(address("import_preview", report, draft), posted).context["left"]

    assert client.get(address("import_preview", report, draft)).context["left"] == 2
    assert left(**{f"seen-{GRANTED}": "1"}) == 1
    assert left(**{f"seen-{GRANTED}": "1", "set-decisions.penalties.count": "9"}) == 0
    assert left(**{f"seen-{GRANTED}": "1", "set-decisions.penalties.count": "九"}) == 1


def test_the_address_says_which_cells_are_shown(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    client = signed_in(clerk)
    spoil(report, clerk, **{GRANTED: 39})
    page = client.get(address("import_preview", report, draft), {"show": "differs"}).content.decode()
    assert 'data-show="differs"' in page
    assert page.count("is-differs") == 1
    page = client.get(address("import_preview", report, draft), {"show": '"><script>'}).content.decode()
    assert 'data-show="look"' in page
    assert '"><script>' not in page


def test_a_sheet_is_drawn_with_its_letters_and_numbers() -> None:
    rows = ((SourceCell("项目", 2, rowspan=2), SourceCell("5", 4)), (SourceCell("7", 4),))
    table = SourceTable(rows, sheet="表三", first_row=9)
    drawn = _drawn(1, table, {}, {"src-1-10-4": GRANTED})
    assert drawn.columns == ("B", "C", "D")
    assert [number for number, _row in drawn.rows] == [9, 10]
    assert [[cell.text for cell in row] for _number, row in drawn.rows] == [["项目", "", "5"], ["", "7"]]
    assert drawn.rows[1][1][-1].key == GRANTED


def test_a_page_of_a_pdf_is_a_picture_for_who_may_import_it(
    report: Report, clerk: User, signed_in: SignedIn, bureau: Organ, person: Callable[[str, Organ], User]
) -> None:
    pdf = next(LANTIAN.parent.glob("005_*.pdf")).read_bytes()
    kept = ImportDraft.objects.create(report=report, user=clerk, filename="年报.pdf", data=pdf)

    def url(page: int) -> str:
        return reverse("admin:reports_report_import_page", args=[report.pk, kept.pk, page])

    client = signed_in(clerk)
    picture = client.get(url(4))
    assert picture.content.startswith(b"\x89PNG")
    assert "private" in picture["Cache-Control"]
    assert client.get(url(900)).status_code == 404
    assert signed_in(person(Role.CLERK, bureau)).get(url(4)).status_code == 404


def test_the_boxes_of_a_pdf_stand_on_its_pages(report: Report, clerk: User, signed_in: SignedIn) -> None:
    pdf = next(LANTIAN.parent.glob("005_*.pdf"))
    draft = import_preview(report=report, user=clerk, filename=pdf.name, data=pdf.read_bytes())
    context = signed_in(clerk).get(address("import_preview", report, draft)).context
    marks = [mark for page in context["pages"] for mark in page.marks]
    assert len(marks) == context["read"] > 190
    assert all(0 < mark.left < mark.left + mark.width < 100 for mark in marks)
    assert all(0 < mark.top < mark.top + mark.height < 100 for mark in marks)
    assert not context["tables"]


def test_corrections_and_answers_are_read_from_the_form() -> None:
    post = {"cell-a": "typed", "typed-a": "1", "set-a": "2", "set-b": " ", "set-c": "file", "cell-c": "keep"}
    assert choices_of(post)[0] == {"a": "2", "c": "“file”"}
    answers = {"proposal-0": "1", "proposal-1": "0", "proposal-x": "1", "seen-a": "1"}
    assert (adopted_of(answers), declined_of(answers), seen_of(answers)) == ({0}, {1}, {"a"})


def test_what_was_imported_is_told_cell_by_cell(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    spoil(report, clerk, **{GRANTED: 39})
    client = signed_in(clerk)
    client.post(address("import_apply", report, draft), {f"set-{GRANTED}": "40", "text-overview": "file"})
    done = client.get(address("import_preview", report, draft)).context
    assert [change["new"] for _label, change in done["cells"]] == ["40"]
    assert len(done["texts"]) == 1


def test_a_row_that_is_only_proposed_is_shown_with_its_table(report: Report, clerk: User, signed_in: SignedIn) -> None:
    text = next(LANTIAN.parent.glob("017_*.txt"))
    draft = import_preview(report=report, user=clerk, filename=text.name, data=text.read_bytes())
    context = signed_in(clerk).get(address("import_preview", report, draft)).context
    assert context["offers"]
    assert all(offer.is_one_row and not offer.is_adopted for offer in context["offers"])
    assert {2} <= {table.number for table in context["tables"]}


PROPOSING = next(LANTIAN.parent.glob("016_*.txt"))


def test_all_that_is_shown_follows_the_proposals_taken(
    county: Organ, years: dict[int, ReportingYear], clerk: User, signed_in: SignedIn
) -> None:
    report, _is_new = report_start(organ=county, year=years[2021], scope=Scope.OWN, user=None)
    draft = import_preview(report=report, user=clerk, filename=PROPOSING.name, data=PROPOSING.read_bytes())
    client = signed_in(clerk)
    first = client.get(address("import_preview", report, draft)).context
    sentences = [group.sentence for group in first["groups"]]
    assert len(sentences) == len(set(sentences))
    all_taken = {f"proposal-{offer.number}": "1" for offer in first["offers"]}
    page = client.post(address("import_preview", report, draft), all_taken)
    then = page.context
    given = then["cells_to_write"]
    assert given == then["review"].given > 20
    assert then["left_unread"] == first["left_unread"] - given
    assert then["left"] == first["left"] - given
    assert then["review"].filled == given
    assert dict(then["filters"])["unread"] == dict(first["filters"])["unread"] - given
    assert sum(group.left for group in then["groups"]) + then["places_left"] < sum(g.left for g in first["groups"]) + 1
    answer = client.post(address("import_preview", report, draft), all_taken, **ASKED).json()
    assert f"<b>{then['left_unread']}</b>" in answer["counters"]
    assert answer["filters"] == dict(then["filters"])
    assert sum(cell["settled"] for cell in answer["cells"].values()) == given
    assert len(answer["groups"]) == len(then["groups"])


def test_an_impossible_figure_is_not_looked_at_and_is_gone_to(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    client = signed_in(clerk)
    impossible = {f"set-{GRANTED}": "1,2", f"seen-{GRANTED}": "1"}
    context = client.post(address("import_preview", report, draft), impossible).context
    row = next(row for _section, rows in context["sections"] for row in rows if row.cell.key == GRANTED)
    assert (row.is_seen, "look" in row.shows, context["left"]) == (False, True, 1)
    refused = client.post(address("import_apply", report, draft), impossible)
    assert refused.status_code == 409
    assert f'data-faulty="{GRANTED}"' in refused.content.decode()


def test_the_receipt_names_the_preamble_and_shows_no_empty_table(
    county: Organ, years: dict[int, ReportingYear], clerk: User, signed_in: SignedIn
) -> None:
    report, _is_new = report_start(organ=county, year=years[2023], scope=Scope.OWN, user=None)
    value = truth("001")
    spoil(report, clerk, **value.cells)
    draft = import_preview(
        report=report,
        user=clerk,
        filename="导出.json",
        data=JsonFile().write(value.replace({}, {"preamble": "本报告按规定编制。", "overview": "本年情况。"})),
    )
    client = signed_in(clerk)
    assert "引言" in client.get(address("import_preview", report, draft)).content.decode()
    client.post(address("import_apply", report, draft), {"text-preamble": "file", "text-overview": "file"})
    receipt = client.get(address("import_preview", report, draft))
    assert receipt.context["texts"][0] == "引言"
    assert all(receipt.context["texts"])
    assert "<thead>" not in receipt.content.decode()


def test_many_other_figures_are_said_to_be_still_compared(report: Report, clerk: User, signed_in: SignedIn) -> None:
    others = {key: number + 1 for key, number in truth("001").cells.items() if isinstance(number, int)}
    spoil(report, clerk, **dict(list(others.items())[:46]))
    draft = import_preview(report=report, user=clerk, filename=LANTIAN.name, data=LANTIAN.read_bytes())
    answer = signed_in(clerk).get(address("import_preview", report, draft))
    assert (answer.context["left"], answer.context["unlisted"], answer.context["places_count"]) == (46, 46, 0)
    heading = re.search(r"data-heading-left>([^<]*)<", answer.content.decode())
    nothing = gettext("Nothing to look at")
    assert heading
    assert nothing not in heading[1]


def test_short_figures_are_never_broken_over_lines(
    report: Report, draft: ImportDraft, clerk: User, signed_in: SignedIn
) -> None:
    page = signed_in(clerk).get(address("import_preview", report, draft)).content.decode()
    assert page.count('class="rawv fig"') >= 200
