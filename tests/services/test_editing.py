import pytest

from reports.models import CellChange
from reports.services.editing import edits_apply
from reports.services.errors import NotEditableError
from reports.services.store import report_load
from tests import records
from tests.builders import filled

pytestmark = pytest.mark.django_db

NATURAL, COMPANY = "applications.received.natural", "applications.received.company"


@pytest.fixture
def report():
    return records.stored(filled())


@pytest.fixture
def clerk(report):
    return records.person("clerk", report.organ, name="王晓梅")


@pytest.fixture
def colleague(report):
    return records.person("clerk", report.organ, name="李建国")


def edit(report, user, revision=None, texts=None, **cells):
    edits = {key: {"value": value, "base": base, "source": "typed"} for key, (base, value) in cells.items()}
    return edits_apply(
        report=report,
        revision=report.revision if revision is None else revision,
        cells=edits,
        texts=texts or {},
        user=user,
    )


def stored(report, key):
    return str(report_load(report=report)[key])


def test_a_typed_figure_is_saved_and_its_findings_come_back(report, clerk):
    old = stored(report, NATURAL)
    result = edit(report, clerk, **{NATURAL: (old, "１，２３４件")})
    assert result.saved == {NATURAL: "1234"}
    assert stored(report, NATURAL) == "1234"
    assert result.errors
    assert {finding["code"] for finding in result.findings} >= {"T3-1", "T3-3"}
    assert all(finding["section"] == "三" for finding in result.findings)


def test_what_cannot_be_read_is_rejected_and_the_rest_is_saved(report, clerk):
    old = stored(report, NATURAL)
    result = edit(report, clerk, **{NATURAL: (old, "约三十"), COMPANY: (stored(report, COMPANY), "5")})
    assert set(result.rejected) == {NATURAL}
    assert result.rejected[NATURAL]
    assert stored(report, NATURAL) == old
    assert stored(report, COMPANY) == "5"


def test_only_the_cell_in_conflict_waits(report, clerk, colleague):
    seen, natural, company = report.revision, stored(report, NATURAL), stored(report, COMPANY)
    edit(report, colleague, **{NATURAL: (natural, "2520")})
    result = edit(report, clerk, revision=seen, **{NATURAL: (natural, "2502"), COMPANY: (company, "7")})
    conflict = result.conflicts[NATURAL]
    assert (conflict.yours, conflict.theirs, conflict.original, conflict.who) == ("2502", "2520", natural, "李建国")
    assert stored(report, NATURAL) == "2520"
    assert stored(report, COMPANY) == "7"


def test_choosing_ones_own_figure_settles_a_conflict(report, clerk, colleague):
    natural = stored(report, NATURAL)
    edit(report, colleague, **{NATURAL: (natural, "2520")})
    result = edit(report, clerk, **{NATURAL: ("2520", "2502")})
    assert not result.conflicts
    assert stored(report, NATURAL) == "2502"


def test_the_same_figure_typed_twice_is_no_conflict(report, clerk, colleague):
    seen, natural = report.revision, stored(report, NATURAL)
    edit(report, colleague, **{NATURAL: (natural, "8")})
    result = edit(report, clerk, revision=seen, **{NATURAL: (natural, "8")})
    assert not result.conflicts
    assert result.saved == {NATURAL: "8"}


def test_what_others_changed_comes_back(report, clerk, colleague):
    seen = report.revision
    edit(report, colleague, **{NATURAL: (stored(report, NATURAL), "2520")})
    result = edit(report, clerk, revision=seen, **{COMPANY: (stored(report, COMPANY), "7")})
    assert set(result.changed) == {NATURAL}
    assert (result.changed[NATURAL].value, result.changed[NATURAL].who) == ("2520", "李建国")


def test_a_save_that_changes_nothing_leaves_no_trace(report, clerk):
    revision = report.revision
    edit(report, clerk, **{NATURAL: (stored(report, NATURAL), stored(report, NATURAL))})
    assert report.revision == revision
    assert not CellChange.objects.filter(report=report, revision__gt=revision).exists()


def test_a_slip_between_load_and_save_is_compared_afresh(report, clerk, colleague, monkeypatch):
    from reports.models import Report
    from reports.services import editing

    natural, company = stored(report, NATURAL), stored(report, COMPANY)
    original, slipped = editing.report_save, []

    def slow(**arguments):
        if not slipped:
            slipped.append(True)
            with pytest.MonkeyPatch.context() as undo:
                undo.setattr(editing, "report_save", original)
                edit(Report.objects.get(pk=report.pk), colleague, **{NATURAL: (natural, "2520")})
        return original(**arguments)

    monkeypatch.setattr(editing, "report_save", slow)
    result = edit(report, clerk, **{NATURAL: (natural, "2502"), COMPANY: (company, "7")})
    assert result.conflicts[NATURAL].theirs == "2520"
    assert stored(report, COMPANY) == "7"


def test_texts_are_saved_paragraph_by_paragraph(report, clerk):
    base = report_load(report=report).texts["overview"]
    result = edit(report, clerk, texts={"overview": {"value": "第一段  \r\n第二段\r\n", "base": base}})
    assert result.saved == {"overview": "第一段\n第二段"}


def test_a_cell_of_another_form_is_rejected(report, clerk):
    result = edit(report, clerk, **{"procurement.government_procurement.items": ("", "3")})
    assert set(result.rejected) == {"procurement.government_procurement.items"}


def test_a_published_report_takes_no_edits(report, clerk):
    records.published(report)
    with pytest.raises(NotEditableError):
        edit(report, clerk, **{NATURAL: (stored(report, NATURAL), "1")})


def test_an_amount_in_another_unit_is_not_taken_for_ten_thousands(report, clerk):
    amount = "charges.administrative_fees.amount"
    old = stored(report, amount)
    result = edit(report, clerk, **{amount: (old, "251000元")})
    assert "万元" in result.rejected[amount]
    assert stored(report, amount) == old
    assert edit(report, clerk, **{amount: (old, "25.10万元")}).saved == {amount: "25.10"}


def test_errors_come_before_what_is_to_be_explained(report, clerk):
    blank = "documents.normative_documents.issued"
    result = edit(report, clerk, **{blank: (stored(report, blank), ""), NATURAL: (stored(report, NATURAL), "99999")})
    assert [finding["level"] for finding in result.findings] == ["error", "error", "explain"]


def test_ones_own_other_window_is_named_as_such(report, clerk):
    seen, natural = report.revision, stored(report, NATURAL)
    edit(report, clerk, **{NATURAL: (natural, "2520")})
    result = edit(report, clerk, revision=seen, **{NATURAL: (natural, "2502")})
    assert result.conflicts[NATURAL].who == "您在另一窗口"


def test_a_total_that_fills_itself_does_not_count_a_figure_that_waits(report, clerk, colleague):
    total, seen = "applications.received.total", report.revision
    natural, old_total = stored(report, NATURAL), stored(report, total)
    edit(report, colleague, **{NATURAL: (natural, "2520")})
    edits = {
        NATURAL: {"value": "2502", "base": natural, "source": "typed"},
        total: {"value": str(int(old_total) - int(natural) + 2502), "base": old_total, "source": "total"},
    }
    result = edits_apply(report=report, revision=seen, cells=edits, texts={}, user=clerk)
    assert set(result.conflicts) == {NATURAL}
    assert stored(report, total) == result.saved[total] == str(int(old_total) - int(natural) + 2520)
