"""What a person's look at a report compares it with: the look before, which stays the same while they read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from reports.models import Report
from reports.services.reviewing import seen_by

LOOKS = "review-looks"  # in the session
MOST_LOOKS = 50
PAUSE = timedelta(minutes=30)  # who opens a report again after a longer one looks anew


@dataclass(frozen=True)
class Look:
    """The revision the person had seen and when; neither at the first look."""

    since: int | None
    at: datetime | None


def look_of(request: HttpRequest, report: Report) -> Look:
    """The look this one is compared with.

    It moves on when the report has changed, when the person has signed or returned it (:func:`look_over`) and when
    they open it again after a pause; after the first look, whenever they open it again. A page that fetches its own
    parts anew goes on with the look it began.
    """
    looks: dict[str, dict[str, Any]] = request.session.get(LOOKS, {})
    now, entry = timezone.now(), looks.pop(str(report.pk), None)
    if entry is None or entry["revision"] != report.revision or (_is_opened(request) and _is_over(entry, now)):
        seen = seen_by(report=report, user=request.user)
        entry = {
            "revision": report.revision,
            "since": seen.revision if seen else None,
            "at": seen.at.isoformat() if seen else "",
        }
    entry["opened"] = now.isoformat()
    looks[str(report.pk)] = entry
    request.session[LOOKS] = dict(list(looks.items())[-MOST_LOOKS:])
    return Look(entry["since"], parse_datetime(entry["at"]))


def look_over(request: HttpRequest, report: Report) -> None:
    """The person has signed or returned the report: what they saw is what they will compare with."""
    looks: dict[str, dict[str, Any]] = request.session.get(LOOKS, {})
    if looks.pop(str(report.pk), None) is not None:
        request.session[LOOKS] = looks


def _is_opened(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") != "XMLHttpRequest"


def _is_over(entry: dict[str, Any], now: datetime) -> bool:
    opened = parse_datetime(entry["opened"])
    return entry["since"] is None or opened is None or now - opened > PAUSE
