"""“其余均为0”: who may sign, which blanks become 0, what stays."""

import pytest

from govopen.organs.models import Organ, ReportingYear, User
from reports.models import CellChange, ChangeSource, Report, State
from reports.services.errors import NotAllowedError, NotEditableError, NotPossibleError, StaleRevisionError
from reports.services.reporting import report_start
from reports.services.store import report_load, report_save
from reports.services.zeroing import blanks_to_zero
from reports.value import Scope
from tests.builders import truth

NATURAL, COMPANY = "applications.received.natural", "applications.received.company"
ROW_TOTAL = "applications.received.total"
LICENCES = "decisions.licences.count"
CARRIED, CARRIED_TOTAL = "applications.carried_in.natural", "applications.carried_in.total"


@pytest.fixture
def holed(report: Report) -> Report:
    """The real report with blanks in tables 二 and 三, a total among them."""
    value = report_load(report=report).replace({NATURAL: None, COMPANY: None, ROW_TOTAL: None, LICENCES: None})
    report_save(report=report, value=value, revision=report.revision, user=None, source=ChangeSource.TYPED)
    return report


def section_of(report: Report, key: str) -> str:
    return report.form.specs[key].section.key


def sign(report: Report, user: User, *keys: str, **other: object) -> dict[str, str]:
    given = {
        "revision": report.revision,
        "sections": [section_of(report, key) for key in keys or (NATURAL,)],
        "is_certain": True,
        "signature": user.get_full_name(),
        **other,
    }
    return blanks_to_zero(report=report, user=user, **given)


def test_blanks_of_the_section_become_0_and_its_blank_totals_are_added_up(holed: Report, clerk: User) -> None:
    changed = sign(holed, clerk)
    after = report_load(report=holed)
    assert (after[NATURAL], after[COMPANY]) == (0, 0)
    assert after[ROW_TOTAL] == sum(after[part] for part in after.schema.totals[ROW_TOTAL])
    assert after[LICENCES] is None
    assert set(changed) == {NATURAL, COMPANY, ROW_TOTAL}


def test_the_record_says_who_signed(holed: Report, clerk: User) -> None:
    sign(holed, clerk)
    change = CellChange.objects.filter(report=holed, key=NATURAL).first()
    assert (change.source, change.user, change.new) == (ChangeSource.ZEROED, clerk, "0")
    assert clerk.get_full_name() in change.detail
    assert CellChange.objects.filter(report=holed, key=ROW_TOTAL).first().source == ChangeSource.TOTAL


def test_several_sections_at_once(holed: Report, clerk: User) -> None:
    sign(holed, clerk, NATURAL, LICENCES)
    assert report_load(report=holed)[LICENCES] == 0


def test_a_figure_that_stands_there_is_not_touched(holed: Report, clerk: User) -> None:
    before = report_load(report=holed)
    changed = sign(holed, clerk, NATURAL, LICENCES)
    after = report_load(report=holed)
    assert all(after[key] == number for key, number in before.cells.items() if number is not None)
    assert all(before[key] is None for key in changed)


def test_a_balance_for_which_last_year_has_a_figure_stays_blank(
    county: Organ, years: dict[int, ReportingYear], report: Report, clerk: User
) -> None:
    following, _is_new = report_start(organ=county, year=years[2024], scope=Scope.OWN, user=clerk)
    carried_out = truth("001")[following.form.carries[CARRIED]]
    assert carried_out
    emptied = report_load(report=following).replace({CARRIED: None, CARRIED_TOTAL: None})
    report_save(report=following, value=emptied, revision=following.revision, user=clerk, source=ChangeSource.TYPED)
    sign(following, clerk, CARRIED)
    after = report_load(report=following)
    assert after[CARRIED] is None
    assert after[CARRIED_TOTAL] is None
    assert after[NATURAL] == 0


@pytest.mark.parametrize("missing", [{"is_certain": False}, {"signature": ""}, {"signature": "别人"}, {"sections": []}])
def test_without_the_persons_own_word_nothing_is_written(
    holed: Report, clerk: User, missing: dict[str, object]
) -> None:
    with pytest.raises(NotPossibleError):
        sign(holed, clerk, **missing)
    assert report_load(report=holed)[NATURAL] is None


def test_only_the_clerk_of_a_report_being_filled_in_signs(holed: Report, clerk: User, elsewhere: Organ) -> None:
    stranger = User.objects.create_user("stranger", full_name="别人")
    with pytest.raises(NotAllowedError):
        sign(holed, stranger)
    Report.objects.filter(pk=holed.pk).update(state=State.SUBMITTED)
    holed.refresh_from_db()
    with pytest.raises(NotEditableError):
        sign(holed, clerk)


def test_somebody_elses_save_comes_first(holed: Report, clerk: User) -> None:
    with pytest.raises(StaleRevisionError):
        sign(holed, clerk, revision=holed.revision - 1)
    assert report_load(report=holed)[NATURAL] is None
