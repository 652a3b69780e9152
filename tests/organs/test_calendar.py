"""Working days and holidays as announced."""

from datetime import date

from govopen.organs.calendar import Break, breaks_between, working_days_until


def test_working_days_leave_out_the_spring_festival_and_count_working_sundays() -> None:
    assert working_days_until(date(2024, 2, 20), date(2024, 2, 6)) == 6
    assert working_days_until(date(2024, 1, 31), date(2024, 2, 6)) == -5  # Sunday 4 February was a working day
    assert working_days_until(date(2024, 2, 6), date(2024, 2, 6)) == 0


def test_a_year_without_announced_holidays_gives_no_number() -> None:
    assert working_days_until(date(2090, 3, 31), date(2090, 3, 1)) is None
    assert breaks_between(date(2090, 1, 1), date(2090, 3, 1)) == []


def test_holidays_are_named_with_their_first_and_last_day() -> None:
    assert breaks_between(date(2024, 2, 6), date(2024, 2, 20)) == [Break("春节", date(2024, 2, 10), date(2024, 2, 17))]
