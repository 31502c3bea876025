"""Letters that are deeds of their own: the reminder, and the ticket once more."""

from datetime import datetime

from django.db import transaction

from openday.registrations import emails
from openday.registrations.models import Registration
from openday.registrations.states import State


@transaction.atomic
def remind(*, registration: Registration, now: datetime) -> bool:
    """Write the reminder of the day before; False when it was written already or the party does not come."""
    first = Registration.objects.filter(pk=registration.pk, state=State.CONFIRMED, reminded_at=None).update(reminded_at=now)
    if first:
        emails.reminder(registration, now=now)
    return bool(first)


@transaction.atomic
def send_again(*, registration: Registration, now: datetime) -> None:
    """Send the ticket once more; limits are the caller's and the letter room's."""
    emails.again(registration, now=now)
