"""A party names the adults whose documents are checked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from openday.registrations import notices
from openday.registrations.actions import rows as party_rows
from openday.registrations.facts import NotActive, TooLate
from openday.registrations.identity.models import Identity
from openday.registrations.identity.people import Person
from openday.registrations.identity.rows import people_of, row
from openday.registrations.models import Consent, Registration
from openday.registrations.states import CAN_BE_CANCELLED, Purpose


@transaction.atomic
def name_people(*, registration: Registration, people: Mapping[int, Person], now: datetime) -> None:
    """Put `people`, by their places, in the place of those who were named, and note the consent if there was none.

    Safe to repeat. Who stays the same keeps the moment at which they were given.

    Raises NotActive when the visit was cancelled or erased meanwhile, TooLate after the deadline for changes.
    """
    # Erasing and cancelling write this row, too: whoever comes second finds it as the first left it.
    fresh = Registration.objects.select_for_update(of=("self",)).select_related("session__open_day").get(pk=registration.pk)
    if fresh.state not in CAN_BE_CANCELLED or fresh.anonymised_at is not None:
        raise NotActive
    if not party_rows.visitor_may_still_act(fresh, now=now):
        raise TooLate
    before = {Person(one.name, one.kind, one.number): one.given_at for one in people_of(fresh.pk)}
    Identity.objects.filter(registration=fresh).delete()
    made = [row(place, one, now=before.get(one, now)) for place, one in sorted(people.items())]
    for one in made:
        one.registration = fresh
    Identity.objects.bulk_create(made)
    if people and not has_consent(fresh):
        version = notices.NOTICES[Purpose.IDENTITY].version
        Consent.objects.create(registration=fresh, purpose=Purpose.IDENTITY, version=version, given_at=now)


def has_consent(registration: Registration) -> bool:
    """Whether the party agreed to the check of documents: who registered before it was demanded did not."""
    return Consent.objects.filter(registration=registration, purpose=Purpose.IDENTITY).exists()
