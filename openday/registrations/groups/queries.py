"""Reads about group visits that are used twice or need a join."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from openday.accounts.encryption import keyed_hash
from openday.events import queries as event_queries
from openday.events.models import OpenDay, Pool, Session
from openday.events.working_days import Deadline
from openday.registrations.groups import rules
from openday.registrations.groups.models import TOKEN_PURPOSE, GroupVisit
from openday.registrations.groups.states import GroupState
from openday.registrations.states import State

SESSIONS_SHOWN = 60


def public_open_day(code: str) -> OpenDay | None:
    """The open day with that code, once it has a session that is no draft."""
    shown = Session.objects.filter(open_day=OuterRef("pk")).exclude(state=Session.State.DRAFT)
    return OpenDay.objects.filter(Exists(shown), code=code).first()


def open_days_for_groups(*, now: datetime) -> QuerySet[OpenDay]:
    """Open days that have open sessions to come, those with places for groups first. `takes_groups` says which these are (1 query)."""
    coming = Session.objects.filter(open_day=OuterRef("pk"), state=Session.State.OPEN, starts_at__gt=now)
    places = Pool.objects.filter(
        kind=Pool.Kind.GROUPS,
        capacity__gt=0,
        session__open_day=OuterRef("pk"),
        session__state=Session.State.OPEN,
        session__starts_at__gt=now,
    )
    return OpenDay.objects.filter(Exists(coming)).annotate(takes_groups=Exists(places)).order_by("-takes_groups", "name_zh")


def answer_due(now: datetime) -> Deadline:
    """The last day for answering a request that comes in now (1 query)."""
    return event_queries.load_calendar().add_working_days(timezone.localdate(now), rules.ANSWER_WORKING_DAYS)


def group_pools(open_day_id: int, *, since: datetime) -> QuerySet[Pool]:
    """Pools for groups of open sessions that start after `since`, soonest first, with their sessions."""
    found = Pool.objects.filter(
        kind=Pool.Kind.GROUPS,
        session__open_day=open_day_id,
        session__state=Session.State.OPEN,
        session__starts_at__gt=since,
        capacity__gt=0,
    )
    return found.select_related("session__open_day").order_by("session__starts_at", "pk")


def pools_to_wish(open_day_id: int, *, now: datetime) -> list[Pool]:
    """What a group can wish: sessions after the day on which it is answered, with places for groups left (2 queries)."""
    due = answer_due(now).day
    pools = group_pools(open_day_id, since=now).filter(taken__lt=F("capacity"))[: SESSIONS_SHOWN * 2]
    return [pool for pool in pools if timezone.localdate(pool.session.starts_at) > due][:SESSIONS_SHOWN]


def token_hash(token: str) -> str:
    return keyed_hash(token, purpose=TOKEN_PURPOSE)


def code_of(token: str) -> str | None:
    return GroupVisit.objects.filter(secret_hash=token_hash(token)).order_by().values_list("code", flat=True).first()


def by_code(code: str) -> GroupVisit | None:
    return with_all().filter(code=code).order_by().first()


def by_code_and_contact(code: str, hashed: str) -> GroupVisit | None:
    return GroupVisit.objects.filter(code=code, contact_hash=hashed).first()


def by_request_key(key: str) -> GroupVisit | None:
    return GroupVisit.objects.filter(request_key=key).first()


def with_all() -> QuerySet[GroupVisit]:
    """Together with what a page or a letter says about the request."""
    return GroupVisit.objects.select_related(
        "open_day__unit", "registration__session__open_day", "registration__pool", "decided_by"
    ).prefetch_related("wishes__session")


def offers_run_out(*, now: datetime) -> Iterator[GroupVisit]:
    """Requests with an offer whose time is over, or whose session was cancelled meanwhile."""
    over = Q(offered_until__lte=now) | ~Q(registration__state=State.PENDING)
    yield from list(with_all().filter(over, state=GroupState.OFFERED).order_by("pk"))


def waiting_for_us(units: set[int]) -> QuerySet[GroupVisit]:
    """The queue of the office, the oldest first."""
    return GroupVisit.objects.filter(open_day__unit__in=units, state=GroupState.RECEIVED).order_by("received_at", "pk")


def last_day_of(sessions: list[Session], *, now: datetime) -> datetime:
    """The latest moment that the group wished; 90 days from now when it wished no session."""
    return max((session.starts_at for session in sessions), default=now + timedelta(days=90))
