"""Reads about open days; every one costs the same number of queries for one row or a thousand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any, NotRequired, TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, FilteredRelation, Model, Prefetch, Q, QuerySet
from django.utils import translation
from wagtail.models import Site

from home.family import something_is_private
from home.models import SiteImage
from home.pictures import every_spec
from home.remembered import remembered
from openday.events import rules, season
from openday.events.ical import CalendarEntry
from openday.events.models import ChangedSession, OpenDay, OpenDayPage, Pool, Session, WorkCalendar
from openday.events.states import CAN_REGISTER, PlacesState, SessionState
from openday.events.working_days import Calendar
from openday.language.names import ENGLISH, SIMPLIFIED


class Places(TypedDict):
    """The answer of /api/places/ for one session."""

    left: int
    state: str
    # While registration has not opened: when it does, ISO 8601 with the site's offset.
    opens_at: NotRequired[str]
    # There where only the invited come; to everybody else the session is closed (CONTRACT.md knows five states).
    by_invitation: NotRequired[bool]
    # While lots decide about the places: until when parties apply, written the same way.
    lots_until: NotRequired[str]


@dataclass(frozen=True, slots=True)
class SessionWithPlaces:
    """A session as visitors see it: `left` and `capacity` count the people of the pool for individuals."""

    session: Session
    left: int
    capacity: int
    state: PlacesState
    opens_at: datetime | None
    closes_at: datetime
    is_released: bool

    @property
    def can_register(self) -> bool:
        return self.state in CAN_REGISTER

    @property
    def changes_at(self) -> datetime | None:
        """The next moment at which the clock alone changes what visitors can do; None for what is cancelled."""
        if self.session.state != SessionState.OPEN:
            return None
        if not self.is_released:
            return self.opens_at
        return self.session.lots_until if self.session.lots_until and self.state == PlacesState.OPEN else self.closes_at


def with_places(sessions: Iterable[Session], *, now: datetime, open_days: Mapping[int, OpenDay] | None = None) -> list[SessionWithPlaces]:
    """Add places and state to rows of `public_sessions`.

    Give `open_days` when they are at hand: reading them with every row would cost more than the rows.
    """
    return [_with_places(session, now=now, open_days=open_days) for session in sessions]


def _with_places(session: Session, *, now: datetime, open_days: Mapping[int, OpenDay] | None) -> SessionWithPlaces:
    if open_days is not None:
        session.open_day = open_days[session.open_day_id]
    open_day = session.open_day
    capacity: int | None = session.individuals_capacity  # type: ignore[attr-defined]  # annotated
    left = None if capacity is None else capacity - session.individuals_taken  # type: ignore[attr-defined]
    opens_at = rules.registration_opens_at(open_day, session)
    return SessionWithPlaces(
        session=session,
        left=left or 0,
        capacity=capacity or 0,
        state=rules.places_state(open_day, session, left=left, now=now, by_invitation=rules.by_invitation(open_day, session)),
        opens_at=opens_at,
        closes_at=rules.registration_closes_at(open_day, session),
        is_released=opens_at is None or opens_at <= now,
    )


def _individuals() -> FilteredRelation:
    return FilteredRelation("pools", condition=Q(pools__kind=Pool.Kind.INDIVIDUALS))


def public_sessions() -> QuerySet[Session]:
    """Sessions that the public may know of, in order of time, with the numbers of their pool for individuals (1 query)."""
    return _public_sessions().all()


# Putting the question together takes longer than asking it.
@cache
def _public_sessions() -> QuerySet[Session]:
    return (
        Session.objects.exclude(state=SessionState.DRAFT)
        .annotate(individuals=_individuals())
        .annotate(individuals_capacity=F("individuals__capacity"), individuals_taken=F("individuals__taken"))
        .defer("guide_zh", "cancelled_at", "sequence", "changed_at")
        .order_by("starts_at", "pk")
    )


# Every visitor's question. Django takes 1,300 function calls to put it together, a tenth of the whole page.
_COMING = """
    SELECT session.id, session.open_day_id, session.starts_at, session.ends_at, session.languages, session.by_invitation, session.state,
        session.moved_from_at, session.lots_until, pool.capacity AS individuals_capacity, pool.taken AS individuals_taken
    FROM events_session AS session
    LEFT JOIN events_pool AS pool ON pool.session_id = session.id AND pool.kind = 'individuals'
    WHERE session.open_day_id IN ({ids}) AND session.state <> 'draft' AND session.starts_at > %s
    ORDER BY session.starts_at, session.id
    LIMIT %s OFFSET %s
"""


def coming_sessions(open_day_ids: Collection[int], *, now: datetime, limit: int, offset: int = 0) -> list[Session]:
    """Return the rows that `public_sessions` would, of these open days and from `now` on, soonest first (1 query)."""
    if not open_day_ids:
        return []
    ids = ", ".join(["%s"] * len(open_day_ids))
    return list(Session.objects.raw(_COMING.format(ids=ids), [*open_day_ids, now, limit, offset]))


def sessions_with_places(
    *, now: datetime, open_day_ids: Collection[int] | None = None, unit_ids: Collection[int] | None = None, limit: int = 20
) -> list[SessionWithPlaces]:
    """Return the next sessions that have not started yet, soonest first, with open day and unit (1 query)."""
    sessions = public_sessions().filter(starts_at__gt=now).select_related("open_day__unit")
    if open_day_ids is not None:
        sessions = sessions.filter(open_day__in=list(open_day_ids))
    if unit_ids is not None:
        sessions = sessions.filter(open_day__unit__in=unit_ids)
    return with_places(sessions[:limit], now=now)


_PLACES_COLUMNS = (
    "pk",
    "individuals__capacity",
    "individuals__taken",
    "state",
    "starts_at",
    "lots_until",
    "by_invitation",
    "open_day__by_invitation",
    "open_day__release_days_before",
    "open_day__release_time",
    "open_day__closes_minutes_before",
    "open_day__cancel_until_minutes_before",
    "open_day__waiting_list",
)


@dataclass(slots=True)
class _Slot:
    starts_at: datetime
    state: str
    lots_until: datetime | None


@dataclass(slots=True)
class _Rules:
    release_days_before: int | None
    release_time: time | None
    closes_minutes_before: int
    cancel_until_minutes_before: int
    waiting_list: bool


@cache
def _places_rows() -> QuerySet[Session, tuple[Any, ...]]:
    known = Session.objects.exclude(state=SessionState.DRAFT).annotate(individuals=_individuals())
    return known.order_by().values_list(*_PLACES_COLUMNS)


def places(session_ids: Collection[int], *, now: datetime) -> dict[int, Places]:
    """Return what is left for individuals, by session; unknown and draft sessions are left out (1 query).

    Built from plain values: this is asked every few seconds by everybody who looks at a page.
    """
    rows = _places_rows().filter(pk__in=session_ids)
    answer: dict[int, Places] = {}
    for session_id, capacity, taken, state, starts_at, lots_until, session_invites, open_day_invites, *admission in rows:
        left = None if capacity is None else capacity - taken
        open_day, slot = _Rules(*admission), _Slot(starts_at, state, lots_until)
        seen = rules.places_state(open_day, slot, left=left, now=now, by_invitation=session_invites or open_day_invites)
        is_invited = seen == PlacesState.INVITED
        answer[session_id] = {"left": left or 0, "state": (PlacesState.CLOSED if is_invited else seen).value}
        if is_invited:
            answer[session_id]["by_invitation"] = True
        if lots_until is not None:
            answer[session_id]["lots_until"] = lots_until.isoformat()
        if seen == PlacesState.CLOSED and left is not None:
            opens_at = rules.registration_opens_at(open_day, slot)
            if opens_at is not None and opens_at > now and state == SessionState.OPEN:
                answer[session_id]["opens_at"] = opens_at.isoformat()
    return answer


def load_calendar() -> Calendar:
    """Read the working-day calendar (1 query); a year is known once its 1 January is loaded."""
    days = dict(WorkCalendar.objects.values_list("day", "is_workday"))
    return Calendar(days=days, known_years=frozenset(day.year for day in days if (day.month, day.day) == (1, 1)))


def calendar_entries(*, since: datetime, until: datetime, code: str = "", session_id: int | None = None) -> list[CalendarEntry]:
    """Return the public sessions between two moments for the calendar, in the active language (2 queries).

    With `code` those of one open day, with `session_id` that one.
    Only of open days with a page; at most 1,000, so that the feed stays a file a phone can read.
    """
    addresses = page_addresses()
    sessions = (
        Session.objects.exclude(state=SessionState.DRAFT)
        .filter(starts_at__gte=since, starts_at__lt=until, open_day__in=list(addresses))
        .select_related("open_day")
        .order_by("starts_at", "pk")
    )
    if code:
        sessions = sessions.filter(open_day__code=code)
    if session_id is not None:
        sessions = sessions.filter(pk=session_id)
    return [
        CalendarEntry(
            uid=session_uid(session),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            title=session.open_day.name,
            place=session.open_day.place,
            url=settings.BASE_URL + addresses[session.open_day_id],
            sequence=session.sequence,
            changed_at=session.changed_at,
            cancelled=session.state == SessionState.CANCELLED,
        )
        for session in sessions[:1000]
    ]


def session_uid(session: Session) -> str:
    """Name the session in the public calendar: the same for ever, in every language."""
    return f"session-{session.pk}@{urlsplit(settings.BASE_URL).hostname}"


def page_addresses(language: str | None = None) -> dict[int, str]:
    """Return the path of each open day's published page, by the open day's id (1 query, remembered for seconds)."""
    return {open_day_id: path for open_day_id, (_page_id, path) in _pages(language or _active()).items()}


def open_day_pages(language: str | None = None) -> list[OpenDayPage]:
    """Return one published page per open day with open day, unit and picture, each with its `address`.

    Five queries, remembered for seconds: titles and pictures change once in weeks.
    """
    return _open_day_pages(language or _active())


def _active() -> str:
    return translation.get_language() or SIMPLIFIED


@remembered
def _open_day_pages(language: str) -> list[OpenDayPage]:
    chosen = {page_id: path for page_id, path in _pages(language).values()}
    pages = list(
        OpenDayPage.objects.filter(pk__in=chosen)
        .select_related("open_day__unit")
        .prefetch_related(Prefetch("picture", SiteImage.objects.prefetch_renditions(*every_spec())))
        .defer("introduction", "programme", "rules_text", "accessibility_text", "directions")
        .order_by("path")
    )
    for page in pages:
        page.address = chosen[page.pk]
    return pages


@remembered
def _pages(language: str) -> dict[int, tuple[int, str]]:
    pages = OpenDayPage.objects.live()
    if something_is_private():
        pages = pages.public()
    rows = pages.order_by("pk").values_list("pk", "open_day_id", "locale__language_code", "url_path")
    return _best_pages(rows, language=language)


def _best_pages(rows: Iterable[tuple[int, int, str, str]], *, language: str) -> dict[int, tuple[int, str]]:
    """Choose among (page, open day, language, url_path) the page to show in `language`.

    Returns page and path, by open day. Traditional reads the Simplified pages under its own
    prefix; where a translation is missing, the page that exists is better than none.
    """
    first_choice = ENGLISH if language == ENGLISH else SIMPLIFIED
    roots = [root.root_path for root in Site.get_site_root_paths()]
    best: dict[int, tuple[int, str]] = {}
    for page_id, open_day_id, written_in, url_path in rows:
        root = next((root for root in roots if url_path.startswith(root)), None)
        if root is None or (open_day_id in best and written_in != first_choice):
            continue
        prefix = language if written_in == first_choice else written_in
        best[open_day_id] = (page_id, f"/{prefix}/{url_path.removeprefix(root)}")
    return best


def sessions_between(open_day_id: int, *, since: datetime, until: datetime) -> list[season.Existing]:
    """Sessions of the open day, cancelled ones too, that run between two moments, as the planning of a season sees them (1 query)."""
    rows = Session.objects.filter(open_day=open_day_id, starts_at__lt=until, ends_at__gt=since).order_by("starts_at")
    return [
        season.Existing(starts_at, ends_at, state == SessionState.CANCELLED)
        for starts_at, ends_at, state in rows.values_list("starts_at", "ends_at", "state")
    ]


def sessions_to_merge(*, now: datetime) -> list[Session]:
    """Coming sessions with unused places for groups that are due to individuals, soonest first (1 query)."""
    unused = Pool.objects.exclude(kind=Pool.Kind.INDIVIDUALS).filter(capacity__gt=F("taken"))
    into = Pool.objects.filter(kind=Pool.Kind.INDIVIDUALS)
    # 90 days are the longest lead (constraint of OpenDay): the window keeps the read small.
    near = Session.objects.filter(state=SessionState.OPEN, starts_at__gt=now, starts_at__lte=now + timedelta(days=90))
    found = near.filter(open_day__merge_hours_before__isnull=False, pk__in=unused.values("session")).filter(pk__in=into.values("session"))
    sessions = found.select_related("open_day").order_by("starts_at", "pk")
    return [session for session in sessions if rules.merge_is_due(session.open_day, session, now=now)]


def has_registrations(session: Session) -> bool:
    """Say whether any row of a room above points to the session: people who come, wait, came or cancelled."""
    return _is_referred_to(session, besides=(Pool, ChangedSession))


def is_referred_to(pool: Pool) -> bool:
    return _is_referred_to(pool)


def _is_referred_to(row: Model, besides: Collection[type[Model]] = ()) -> bool:
    # The rooms above are not imported here; what points to our row, Django knows.
    relations = [relation for relation in row._meta.related_objects if relation.related_model not in besides]
    return any(relation.related_model._default_manager.filter(**{relation.field.name: row}).exists() for relation in relations)
