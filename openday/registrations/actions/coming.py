"""Whether a party is coming: we ask, it answers; and thanks after the visit."""

from datetime import datetime

from django.db import transaction

from openday.registrations import emails, queries
from openday.registrations.actions import cancelling
from openday.registrations.facts import NotActive
from openday.registrations.models import Registration
from openday.registrations.states import Ending, State


@transaction.atomic
def ask_if_coming(*, registration: Registration, now: datetime) -> bool:
    """Ask a confirmed party whether it comes; False when it was asked already or does not come any more."""
    asked = Registration.objects.filter(pk=registration.pk, state=State.CONFIRMED, coming_asked_at=None).update(coming_asked_at=now)
    if asked:
        emails.ask_if_coming(registration, now=now)
    return bool(asked)


@transaction.atomic
def say_coming(*, registration: Registration, now: datetime) -> None:
    """Note that the party comes; a second answer keeps the first moment. Raises NotActive when it has no places."""
    if not Registration.objects.filter(pk=registration.pk, state=State.CONFIRMED, coming_at=None).update(coming_at=now):
        current = Registration.objects.get(pk=registration.pk)
        if current.coming_at is None:
            raise NotActive


@transaction.atomic
def release_unconfirmed(*, registration: Registration, now: datetime) -> bool:
    """Give the places of a party that did not answer to others; only where its open day says so (queries.to_release)."""
    # Compared once more in the transaction: an answer may have come since the list was read.
    if not Registration.objects.filter(pk=registration.pk, state=State.CONFIRMED, coming_at=None).exists():
        return False
    return cancelling.cancel(registration=registration, now=now, ending=Ending.NO_ANSWER).ending == Ending.NO_ANSWER


@transaction.atomic
def thank(*, registration: Registration, now: datetime) -> bool:
    """Write once after the visit, with the way to say how it was; False when somebody wrote already.

    One letter per person and day of an open day, however many registrations the person had.
    """
    first = Registration.objects.filter(pk=registration.pk, thanked_at=None).update(thanked_at=now)
    if first and not queries.thanked_for_same_day(registration):
        emails.thanks(registration, now=now)
        return True
    return False
