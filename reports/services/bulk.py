"""Giving up on accepting many explanations together."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.models import User
from reports.models import BulkSettlement

from .errors import NotAllowedError, NotPossibleError


@transaction.atomic
def bulk_cancel(*, bulk: BulkSettlement, user: User) -> None:
    """End it without effect; what was decided of its sample stays decided."""
    held = BulkSettlement.objects.select_for_update().get(pk=bulk.pk)
    if held.by_id != user.pk:
        raise NotAllowedError(_("Only %(person)s can cancel this bulk settlement.") % {"person": held.by})
    if held.done_at or held.ended_at:
        raise NotPossibleError(_("This bulk settlement is over."))
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    bulk.refresh_from_db()
