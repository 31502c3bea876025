"""How many supervisors a group brings, and when it is answered. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from openday.registrations.rules import BANDS, Party, Problem

# A larger party than a family's is what this way in is for; two buses are the most that a building can guide.
SMALLEST, LARGEST = 5, 90
# One supervisor looks after so many minors. The small ones count double (docs/decisions/0014).
MINORS_PER_SUPERVISOR = 10
SMALL_ONES_PER_SUPERVISOR = 5
# A request is answered within so many working days; sessions before that cannot be wished.
ANSWER_WORKING_DAYS = 3
# So long are the places of a counter-offer held.
OFFER_HELD_FOR = timedelta(days=3)
# So long a leader whose group has places has at least, to say whether another time would do.
SWAP_NEEDS = timedelta(hours=12)
MOST_WISHES = 3


@dataclass(frozen=True)
class GroupAdmission:
    """Rules of admission for a group: its own size and supervisors, the minimum age of the open day."""

    minimum_age: int
    party_max: int = LARGEST
    # Families have one adult for some children; groups are counted by `supervisors_needed`.
    children_per_adult_max: int = 0


def supervisors_needed(party: Party) -> int:
    """The fewest adults that may come with the minors of `party`; 0 without minors."""
    small = party.children_0_5 * MINORS_PER_SUPERVISOR
    others = (party.children_6_13 + party.youths_14_17) * SMALL_ONES_PER_SUPERVISOR
    return -(-(small + others) // (MINORS_PER_SUPERVISOR * SMALL_ONES_PER_SUPERVISOR))


def group_problems(party: Party, *, supervisors: int, minimum_age: int, needs: int | None = None, least: int = SMALLEST) -> list[Problem]:
    """Say which rules a group breaks; an empty list is a group that may come. `supervisors` are some of its adults."""
    found = []
    needed = supervisors_needed(party)
    if party.adults < 1:
        found.append(Problem("no_adult", "adults", limit=1, given=party.adults))
    if supervisors > party.adults:
        found.append(Problem("more_supervisors_than_adults", "supervisors", limit=party.adults, given=supervisors))
    if supervisors < needed:
        found.append(Problem("too_few_supervisors", "supervisors", limit=needed, given=supervisors))
    if party.places > LARGEST:
        found.append(Problem("group_too_large", "adults", limit=LARGEST, given=party.places))
    if party.places < least:
        found.append(Problem("group_too_small", "adults", limit=least, given=party.places))
    found += [
        Problem("too_young", band, limit=minimum_age, given=getattr(party, band))
        for band, (_youngest, oldest) in BANDS.items()
        if getattr(party, band) and oldest < minimum_age
    ]
    if needs is not None and party.companions > needs:
        found.append(Problem("too_many_companions", "companions", limit=needs, given=party.companions))
    return found


def answer_by(now: datetime, *, session_starts_at: datetime) -> datetime:
    """Until when a counter-offer is held: three days, and no longer than a day before the visit."""
    return max(now, min(now + OFFER_HELD_FOR, session_starts_at - timedelta(days=1)))


def swap_answer_by(now: datetime, *, old_starts_at: datetime, new_starts_at: datetime) -> datetime | None:
    """Until when a group with places is asked to come at another time instead: as a counter-offer, and a day before the visit that it has.

    None when that leaves no day to answer: somebody has to call the leader.
    """
    until = answer_by(now, session_starts_at=min(old_starts_at, new_starts_at))
    return until if until - now >= SWAP_NEEDS else None


def is_overdue(*, due_on: date, today: date) -> bool:
    return today > due_on
