"""Rows of the people of a party, and reads of them."""

from collections.abc import Sequence
from datetime import datetime

from openday.registrations.identity.models import Identity, number_hash
from openday.registrations.identity.people import Person


def rows(people: Sequence[Person], *, now: datetime) -> list[Identity]:
    """The rows of people, still without the party they belong to."""
    return [
        Identity(place=place, name=one.name, kind=one.kind, number=one.number, number_hash=number_hash(one.kind, one.number), given_at=now)
        for place, one in enumerate(people, start=1)
    ]


def people_of(registration_id: int) -> list[Identity]:
    """The people of a party in order (1 query)."""
    return list(Identity.objects.filter(registration=registration_id).order_by("place"))


def people_of_session(session_id: int) -> dict[int, list[Identity]]:
    """The people of all parties of a session, by registration (1 query)."""
    found: dict[int, list[Identity]] = {}
    for row in Identity.objects.filter(registration__session=session_id).order_by("registration", "place"):
        found.setdefault(row.registration_id, []).append(row)
    return found


def twice(by_party: dict[int, list[Identity]]) -> set[int]:
    """Parties with a person whose whole number is in another party of the list, too."""
    parties: dict[str, set[int]] = {}
    for party, people in by_party.items():
        for one in people:
            if one.number_hash:
                parties.setdefault(one.number_hash, set()).add(party)
    return {party for found in parties.values() if len(found) > 1 for party in found}
