"""Numbers on rules and reviewers as they are read."""

from django import template
from django.utils.translation import gettext as _

from reports.services.rules import TrackRecord

register = template.Library()


@register.filter
def precision(record: TrackRecord | None) -> str:
    """In percent, with what it rests on left to the columns beside; a dash where nothing was settled."""
    share = record.precision if record else None
    return "—" if share is None else f"{share:.0%}"


@register.filter
def seconds(number: float) -> str:
    """12 秒, 3.5 分钟."""
    if number < 60:
        return _("%(number)d s") % {"number": round(number)}
    return _("%(number).1f min") % {"number": number / 60}
