"""What became of one rule's findings, for pages that show one at a time."""

from django.core.cache import cache

from govopen.organs.models import User

from .rules import TrackRecord, track_records

KEPT = 300  # seconds: a record of years moves little in minutes, and to count it reads every finding in reach


def record_of(*, user: User, code: str) -> TrackRecord | None:
    """Over the reports this person sees; ``None`` for a rule that never found anything there."""
    records = cache.get_or_set(f"track-records-{user.pk}", lambda: track_records(user), KEPT)
    return records.get(code)
