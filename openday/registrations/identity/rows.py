"""Rows of the people of a party, and reads of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openday.registrations.identity.models import Identity, number_hash
from openday.registrations.identity.people import Demand, Person
from openday.registrations.models import Registration


def row(place: int, person: Person, *, now: datetime) -> Identity:
    """The row of one person, still without the party it belongs to."""
    hashed = number_hash(person.kind, person.number)
    return Identity(place=place, name=person.name, kind=person.kind, number=person.number, number_hash=hashed, given_at=now)


def rows(people: Sequence[Person], *, now: datetime) -> list[Identity]:
    """The rows of people in order."""
    return [row(place, one, now=now) for place, one in enumerate(people, start=1)]


def people_of(registration_id: int) -> list[Identity]:
    """The people of a party in order (1 query)."""
    return list(Identity.objects.filter(registration=registration_id).order_by("place"))


@dataclass(frozen=True)
class Roll:
    """Who of a party is named, and how many have to be."""

    people: Sequence[Identity]
    wanted: int

    @property
    def named(self) -> int:
        return len(self.people)

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.named)

    @property
    def is_over(self) -> bool:
        """The party became smaller, and nobody has said yet who stays away."""
        return self.named > self.wanted

    @property
    def is_complete(self) -> bool:
        return self.named == self.wanted

    @property
    def by_place(self) -> dict[int, Identity]:
        return {one.place: one for one in self.people}

    @property
    def places(self) -> list[int]:
        """The places of everybody named, and as many free ones as people are missing."""
        free = (place for place in range(1, self.wanted + self.named + 1) if place not in self.by_place)
        return sorted([*self.by_place, *(next(free) for _missing in range(self.missing))])


def roll_of(registration: Registration, demand: Demand) -> Roll:
    """Who of a party is named of those whose documents are checked (1 query)."""
    return Roll(people_of(registration.pk), demand.number_of_people(registration.adults))


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
