"""What a party may look like and what it may still do. Pure: no database, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta, tzinfo
from typing import Protocol

# The upper age of each band, in years; the band begins where the one before ends.
BANDS: dict[str, tuple[int, int]] = {
    "children_0_5": (0, 5),
    "children_6_13": (6, 13),
    "youths_14_17": (14, 17),
}
# Children below this age need an adult beside them (OVERSIGHT.md section 5: no identity, a guardian attends).
NEEDS_AN_ADULT = ("children_0_5", "children_6_13")


class Admission(Protocol):
    """The part of an open day that these rules read."""

    @property
    def party_max(self) -> int: ...

    @property
    def children_per_adult_max(self) -> int: ...

    @property
    def minimum_age(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Party:
    """The people who come together. Minors are a number and an age band, never a name.

    Companions help a person with access needs and are free of capacity.
    """

    adults: int
    children_0_5: int = 0
    children_6_13: int = 0
    youths_14_17: int = 0
    companions: int = 0

    @classmethod
    def of(cls, row: object) -> "Party":
        """The people that a row counts in columns of these names."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})

    @property
    def minors(self) -> int:
        return self.children_0_5 + self.children_6_13 + self.youths_14_17

    @property
    def children(self) -> int:
        """Minors who need an adult beside them."""
        return sum(getattr(self, band) for band in NEEDS_AN_ADULT)

    @property
    def places(self) -> int:
        """What the party takes from a pool."""
        return self.adults + self.minors

    @property
    def people(self) -> int:
        """Everyone who walks through the gate."""
        return self.places + self.companions


@dataclass(frozen=True)
class Problem:
    """One rule that a party breaks: the field it belongs to and the numbers to explain it with."""

    code: str
    field: str
    limit: int = 0
    given: int = 0


def party_problems(party: Party, admission: Admission, *, needs: int | None = None) -> list[Problem]:
    """Say which rules `party` breaks; an empty list is a party that may come.

    `needs` is the number of access needs told; None leaves the companions alone (they were
    checked when the party registered and the needs may have been erased since).
    """
    return list(_problems(party, admission, needs))


def _problems(party: Party, admission: Admission, needs: int | None) -> Iterator[Problem]:
    if party.adults < 1:
        yield Problem("no_adult", "adults", limit=1, given=party.adults)
    elif admission.children_per_adult_max and party.children > party.adults * admission.children_per_adult_max:
        yield Problem("too_few_adults", "adults", limit=adults_needed(party, admission), given=party.adults)
    if party.places > admission.party_max:
        yield Problem("party_too_large", "adults", limit=admission.party_max, given=party.places)
    for band, (_youngest, oldest) in BANDS.items():
        if getattr(party, band) and oldest < admission.minimum_age:
            yield Problem("too_young", band, limit=admission.minimum_age, given=getattr(party, band))
    if needs is not None and party.companions > needs:
        yield Problem("too_many_companions", "companions", limit=needs, given=party.companions)


def adults_needed(party: Party, admission: Admission) -> int:
    """The smallest number of adults that the children of `party` may come with (0 or empty limit: one)."""
    if not admission.children_per_adult_max:
        return 1
    return max(1, -(-party.children // admission.children_per_adult_max))


def admitted_bands(admission: Admission) -> list[str]:
    """The age bands in which somebody can be old enough."""
    return [band for band, (_youngest, oldest) in BANDS.items() if oldest >= admission.minimum_age]


def sequence_after_move(sequence: int, *, old: int, new: int) -> int:
    """The SEQUENCE of a registration that goes from a session with SEQUENCE `old` to one with `new`.

    A calendar sees the sum of both (Registration.calendar_sequence) and ignores what does not rise: a session that was
    moved twice, left for one that never was, would take two steps back.
    """
    return max(sequence + 1, sequence + old + 1 - new)


# A party that smaller ones have overtaken this often is overtaken no more. Published on the page about the waiting list.
OVERTAKEN_AT_MOST = 3
# Who lets this many offers pass without an answer leaves the queue.
OFFERS_MISSED_AT_MOST = 2


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A party in the queue of a pool: what it needs, what it would make do with (0: nothing less), and its history."""

    key: int
    places: int
    smaller: int = 0
    overtaken: int = 0
    saved: int = 0
    # False for a party that waits elsewhere and would come here too: it takes its turn, but nothing is held for it here.
    at_home: bool = True

    def fits(self, free: int) -> int:
        """The places it would get of `free` ones and those held for it; 0 when they do not suffice. Never split."""
        room = free + self.saved
        if self.places <= room:
            return self.places
        return self.smaller if 0 < self.smaller <= room else 0


@dataclass(frozen=True)
class Turn:
    """Who is next, for how many places; whom that overtakes; or for whom the free places are held."""

    next: Waiting | None = None
    places: int = 0
    passed: tuple[Waiting, ...] = ()
    holds_for: Waiting | None = None


def turn(queue: Iterable[Waiting], *, free: int, capacity: int) -> Turn:
    """Decide about `free` places of a pool, the queue in order of waiting.

    The first party that fits as a whole is next. A party that smaller ones have overtaken OVERTAKEN_AT_MOST times stops
    those behind it: free places are held for it until they suffice. A party larger than the whole pool (its capacity was
    lowered since) can never fit, and stops nobody.
    """
    passed: list[Waiting] = []
    for party in queue:
        if places := party.fits(free):
            return Turn(next=party, places=places, passed=tuple(passed))
        if not party.at_home or party.places > capacity:
            continue
        if party.overtaken >= OVERTAKEN_AT_MOST:
            return Turn(holds_for=party if free else None)
        passed.append(party)
    return Turn()


def answer_by(now: datetime, *, hours: int, waking: tuple[int, int], zone: tzinfo) -> datetime:
    """The end of `hours` waking hours from `now` on; nobody has to answer in the night.

    `waking` is the first and the last full hour of a day on the wall clock of `zone`: with (8, 21), four hours
    that begin at 20:00 end at 11:00 of the next day.
    """
    left = timedelta(hours=hours)
    while True:
        begin = awake_at(now, waking=waking, zone=zone)
        end = _clock(begin, waking[1], zone)
        if left <= end - begin:
            return begin + left
        left -= end - begin
        now = end


def awake_at(now: datetime, *, waking: tuple[int, int], zone: tzinfo) -> datetime:
    """`now`, or the next morning when that is in the night."""
    begin, end = _clock(now, waking[0], zone), _clock(now, waking[1], zone)
    if now >= end:
        return _clock(now + timedelta(days=1), waking[0], zone)
    return max(now, begin)


def _clock(moment: datetime, hour: int, zone: tzinfo) -> datetime:
    """That full hour on the day of `moment`; 24 is the midnight at its end."""
    day = moment.astimezone(zone).date() + timedelta(days=hour // 24)
    return datetime.combine(day, time(hour % 24), tzinfo=zone)
