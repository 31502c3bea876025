"""What visitors agreed to, and take back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from openday.accounts import audit
from openday.registrations.models import Consent, Registration
from openday.registrations.states import PART_OF_THE_VISIT, Purpose


@transaction.atomic
def withdraw_consent(*, registration: Registration, purpose: str, now: datetime, by: Any = None) -> bool:
    """Note that the visitor takes one optional consent back; needs told under it are erased at once.

    `by` is the member of staff whom the visitor told, and is noted in the audit log. False when there was no such
    consent, or it was withdrawn before; the visit itself is given up by cancelling.
    """
    if purpose in PART_OF_THE_VISIT:
        return False
    given = Consent.objects.filter(registration=registration, purpose=purpose, withdrawn_at=None)
    if not given.update(withdrawn_at=now):
        return False
    if purpose == Purpose.ASSISTANCE:
        Registration.objects.filter(pk=registration.pk).update(access_needs=None, needs_erased_at=now)
    if by is not None:
        audit.note("registrations.withdraw_consent", by=by, about=registration, now=now, purpose=purpose)
    return True
