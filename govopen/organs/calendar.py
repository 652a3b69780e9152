"""Working days (工作日) as the State Council's yearly notice sets them."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar


def working_days_until(due: date, today: date) -> int | None:
    """Working days after ``today`` up to and including ``due``; negative when ``due`` has passed.

    ``None`` where the calendar of a year in between has not been announced. The starting day is not counted.
    """
    if due < today:
        late = working_days_until(today, due)
        return None if late is None else -late
    try:
        days = chinese_calendar.get_workdays(today, due)
    except NotImplementedError:
        return None
    return sum(day > today for day in days)


@dataclass(frozen=True)
class Break:
    """Days off around a festival, weekends in between included."""

    name: str
    first: date
    last: date


def breaks_between(today: date, due: date) -> list[Break]:
    """The public holidays from ``today`` to ``due``, by name; none where the calendar has not been announced."""
    found: list[Break] = []
    day = today
    while day <= due:
        name = _festival(day)
        if name and found and found[-1].name == name and (day - found[-1].last).days <= 3:
            found[-1] = Break(name, found[-1].first, day)
        elif name:
            found.append(Break(name, day, day))
        day += timedelta(days=1)
    return found


def _festival(day: date) -> str:
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    return chinese_calendar.Holiday(name).chinese if is_off and name else ""
