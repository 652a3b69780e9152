"""Working days (工作日) as the State Council's yearly notice sets them."""

from datetime import date

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
