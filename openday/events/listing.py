"""Sessions put together for a public list: by day, with places, addresses and the way on.

Each list is cut to a page, so that ten sessions and ten thousand cost the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone, translation

from openday.events import queries, wording
from openday.events.models import GuideLanguage, OpenDay, Session
from openday.events.queries import SessionWithPlaces
from openday.events.states import CAN_REGISTER, PlacesState
from openday.language import formats
from openday.language.names import SIMPLIFIED
from openday.language.sentences import listed

PER_PAGE = 20
# One more than is shown tells whether there is a next page, without counting them all.
_ASKED = PER_PAGE + 1
_LAST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """One session as lists show it, in one language. Plain values: rows with equal words are drawn once (home/drawn.py)."""

    session_id: int
    day: date
    left: int
    state: str
    state_words: str
    can_register: bool
    is_waiting: bool
    is_by_lot: bool
    register_address: str
    times: str
    when: str
    starts: str
    ends: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Row:
    """One session in a list. `address` is the open day's page, empty where every row is of the same one."""

    places: SessionWithPlaces
    words: Words
    address: str = ""

    @property
    def session(self) -> Session:
        return self.places.session


class _Facts(NamedTuple):
    """All that the words of a session depend on."""

    language: str
    session_id: int
    starts_at: datetime
    ends_at: datetime
    languages: tuple[str, ...]
    state: PlacesState
    left: int
    takes_individuals: bool
    # None once registration has opened.
    opens_at: datetime | None
    # None unless lots decide about the places.
    lots_until: datetime | None
    is_past: bool


def row_of(places: SessionWithPlaces, *, address: str = "", is_past: bool = False) -> Row:
    """Put the words of one session together, in the active language."""
    session = places.session
    facts = _Facts(
        language=translation.get_language() or SIMPLIFIED,
        session_id=session.pk,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        languages=tuple(session.languages),
        state=places.state,
        left=places.left,
        takes_individuals=bool(places.capacity),
        opens_at=None if places.is_released else places.opens_at,
        lots_until=session.lots_until,
        is_past=is_past,
    )
    return Row(places, _words(facts), address)


# The same for everybody until somebody takes a place.
@lru_cache(maxsize=2000)
def _words(facts: _Facts) -> Words:
    starts_at, ends_at = facts.starts_at, facts.ends_at
    return Words(
        session_id=facts.session_id,
        day=timezone.localdate(starts_at),
        left=facts.left,
        state=facts.state.value,
        state_words=wording.state(
            facts.state,
            left=facts.left,
            takes_individuals=facts.takes_individuals,
            opens_at=facts.opens_at,
            lots_until=facts.lots_until,
            is_past=facts.is_past,
        ),
        can_register=facts.state in CAN_REGISTER,
        is_waiting=facts.state == PlacesState.WAITING,
        is_by_lot=facts.lots_until is not None,
        register_address=register_address(facts.session_id),
        times=formats.time_range(starts_at, ends_at),
        when=formats.day_and_times(starts_at, ends_at),
        starts=formats.machine_time(starts_at),
        ends=formats.machine_time(ends_at),
        spoken=listed(str(GuideLanguage(code).label) for code in facts.languages if code in GuideLanguage.values),
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of sessions. `days` pairs each day with its rows; numbers are None at the ends."""

    days: list[tuple[date, list[Row]]] = field(default_factory=list)
    number: int = 1
    previous_number: int | None = None
    next_number: int | None = None

    @property
    def rows(self) -> list[Row]:
        return [row for _day, rows in self.days for row in rows]


def register_address(session_id: int) -> str:
    """The address of the registration form, as CONTRACT.md fixes it; the room above serves it."""
    return f"/{translation.get_language() or SIMPLIFIED}/visits/{session_id}/register/"


def page_number(text: str) -> int:
    """Read ?page=; anything odd is page 1."""
    return min(int(text), _LAST_PAGE) or 1 if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def of_open_day(open_day: OpenDay, *, now: datetime, number: int) -> Listing:
    """Return the coming sessions of one open day (1 query)."""
    sessions = queries.coming_sessions([open_day.pk], now=now, limit=_ASKED, offset=_start(number))
    return _page(sessions, open_days={open_day.pk: open_day}, addresses={}, now=now, number=number)


def of_all(
    chosen: Mapping[str, object], *, open_days: list[OpenDay], addresses: Mapping[int, str], now: datetime, number: int, past: bool
) -> Listing:
    """Return the sessions that the filter leaves, of open days that have a page (1 query)."""
    wanted = [open_day.pk for open_day in matching(open_days, chosen) if open_day.pk in addresses]
    if not wanted:
        return Listing()
    sessions = queries.public_sessions().filter(open_day__in=wanted)
    sessions = sessions.filter(starts_at__lte=now).order_by("-starts_at", "pk") if past else sessions.filter(starts_at__gt=now)
    if isinstance(since := chosen.get("since"), date):
        sessions = sessions.filter(starts_at__gte=midnight(since))
    if isinstance(until := chosen.get("until"), date) and until < date.max:
        sessions = sessions.filter(starts_at__lt=midnight(until + timedelta(days=1)))
    sessions = in_language(sessions, str(chosen.get("language", "")))
    known = {open_day.pk: open_day for open_day in open_days}
    start = _start(number)
    return _page(sessions[start : start + _ASKED], open_days=known, addresses=addresses, now=now, number=number, past=past)


def matching(open_days: list[OpenDay], chosen: Mapping[str, object]) -> list[OpenDay]:
    """Keep the open days of the chosen unit, audience and accessibility."""
    return [
        open_day
        for open_day in open_days
        if chosen.get("unit") in {None, open_day.unit.code}
        and (chosen.get("audience") is None or {chosen["audience"], "everyone"} & set(open_day.audience))
        and (chosen.get("access") is None or chosen["access"] in open_day.accessibility)
    ]


def in_language(sessions: QuerySet[Session], code: str) -> QuerySet[Session]:
    """Keep the sessions guided in the language; all for an empty code."""
    if not code:
        return sessions
    # The list is JSON; SQLite knows no `contains` for it, both databases know its text.
    return sessions.annotate(spoken=Cast("languages", TextField())).filter(spoken__contains=f'"{code}"')


def midnight(day: date) -> datetime:
    """The moment at which the day begins in the site's time zone."""
    # Year 1 and year 9999 have no midnight in every time zone: one day's margin loses nothing.
    day = max(day, date(1970, 1, 1))
    return datetime.combine(min(day, date(9990, 1, 1)), time(), tzinfo=timezone.get_default_timezone())


def _start(number: int) -> int:
    return (number - 1) * PER_PAGE


def _page(
    sessions: Iterable[Session],
    *,
    open_days: Mapping[int, OpenDay],
    addresses: Mapping[int, str],
    now: datetime,
    number: int,
    past: bool = False,
) -> Listing:
    found = queries.with_places(sessions, now=now, open_days=open_days)
    rows = [row_of(places, address=addresses.get(places.session.open_day_id, ""), is_past=past) for places in found[:PER_PAGE]]
    return Listing(
        days=[(day, list(of_day)) for day, of_day in groupby(rows, key=lambda row: row.words.day)],
        number=number,
        previous_number=number - 1 if number > 1 else None,
        next_number=number + 1 if len(found) > PER_PAGE else None,
    )
