"""Deeds about sessions. Moving one that has registrations, and cancelling one, are deeds of the room above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from openday.accounts import audit
from openday.events import queries, rules, season
from openday.events.models import OpenDay, Pool, Series, Session
from openday.events.working_days import Calendar


class PlacesTaken(Exception):
    """A pool cannot shrink below the places that are taken already."""

    def __init__(self, *, kind: str, taken: int) -> None:
        super().__init__(kind, taken)
        self.kind, self.taken = kind, taken


class TooManySessions(Exception):
    """More sessions than one press may make; the argument says how many."""


class HasRegistrations(Exception):
    """The time of a session that people hold places in, or wait for, is not simply edited: they must be written to."""


@transaction.atomic
def plan_session(
    *,
    open_day: OpenDay,
    starts_at: datetime,
    ends_at: datetime,
    languages: list[str],
    capacities: Mapping[str, int],
    by: Any,
    now: datetime,
    guide_zh: str = "",
    state: str = Session.State.OPEN,
    by_invitation: bool = False,
) -> Session:
    """Make a session with one pool for each kind in `capacities` (people)."""
    session = Session.objects.create(
        open_day=open_day,
        starts_at=starts_at,
        ends_at=ends_at,
        languages=languages,
        guide_zh=guide_zh,
        state=state,
        by_invitation=by_invitation,
        changed_at=now,
    )
    Pool.objects.bulk_create(Pool(session=session, kind=kind, capacity=capacity) for kind, capacity in capacities.items())
    audit.note("events.plan_session", by=by, about=session, now=now, capacities=dict(capacities))
    return session


@dataclass(frozen=True)
class Sketch:
    """A season before it is made: every day of the plan, and what hinders which session."""

    days: list[season.PlannedDay]
    obstacles: Mapping[season.Slot, season.Obstacle]

    @property
    def slots(self) -> list[season.Slot]:
        return [slot for day in self.days for slot in day.slots]


def sketch_season(*, open_day: OpenDay, plan: season.Plan, calendar: Calendar, now: datetime) -> Sketch:
    """What `plan_season` would find at this moment (1 query); changes nothing."""
    days = season.days_of(plan, calendar=calendar, zone=timezone.get_default_timezone())
    slots = [slot for day in days for slot in day.slots]
    if not slots:
        return Sketch(days, {})
    existing = queries.sessions_between(open_day.pk, since=slots[0].starts_at, until=max(slot.ends_at for slot in slots))
    return Sketch(days, season.obstacles(slots, existing, now=now))


@transaction.atomic
def plan_season(
    *,
    open_day: OpenDay,
    plan: season.Plan,
    calendar: Calendar,
    languages: list[str],
    capacities: Mapping[str, int],
    request_key: str,
    by: Any,
    now: datetime,
    guide_zh: str = "",
    state: str = Session.State.OPEN,
    with_overlaps: bool = False,
) -> list[Session]:
    """Make the sessions of a season, one series for each time of day; return them in order of time.

    Days that the plan skips and sessions that something hinders are left out. Safe to repeat: the same `request_key`
    returns what the first press made, and another form for the same days finds them taken.

    Raises TooManySessions above `season.MOST_SESSIONS`.
    """
    # Two members of staff who plan at the same moment: the second waits here and then sees the sessions of the first.
    OpenDay.objects.select_for_update(no_key=True).get(pk=open_day.pk)
    if Series.objects.filter(open_day=open_day, request_key=request_key).exists():
        return list(Session.objects.filter(open_day=open_day, series__request_key=request_key).order_by("starts_at", "pk"))
    sketch = sketch_season(open_day=open_day, plan=plan, calendar=calendar, now=now)
    slots = season.slots_to_make(sketch.days, sketch.obstacles, with_overlaps=with_overlaps)
    if len(slots) > season.MOST_SESSIONS:
        raise TooManySessions(len(slots))
    series = {starts: _series(open_day, plan, starts, request_key, now) for starts in plan.times}
    facts: dict[str, Any] = {"open_day": open_day, "languages": languages, "guide_zh": guide_zh, "state": state, "changed_at": now}
    made = Session.objects.bulk_create(
        Session(starts_at=slot.starts_at, ends_at=slot.ends_at, series=series[slot.planned_start], **facts) for slot in slots
    )
    Pool.objects.bulk_create(Pool(session=one, kind=kind, capacity=capacity) for one in made for kind, capacity in capacities.items())
    audit.note("events.plan_season", by=by, about=open_day, now=now, sessions=len(made), capacities=dict(capacities))
    return made


def _series(open_day: OpenDay, plan: season.Plan, starts: time, request_key: str, now: datetime) -> Series:
    return Series.objects.create(
        open_day=open_day,
        starts=starts,
        weekdays=sorted(plan.weekdays),
        first_day=plan.first_day,
        last_day=plan.last_day,
        request_key=request_key,
        made_at=now,
    )


@transaction.atomic
def change_session(
    *,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    languages: list[str],
    capacities: Mapping[str, int],
    by: Any,
    now: datetime,
    guide_zh: str = "",
    state: str = Session.State.OPEN,
    by_invitation: bool = False,
) -> Session:
    """Change a session that is not cancelled; a kind that `capacities` leaves out loses its pool if nobody is in it.

    Raises PlacesTaken when a pool would become smaller than what is taken, HasRegistrations when
    time or state would change under people who are registered.
    """
    # The order in which the room above locks: session, pools. Nobody registers while we look. Not FOR UPDATE: that would stop the
    # foreign keys of whoever has taken places and is about to commit, while we wait for those places (tests/races/test_locks.py).
    fresh = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    pools = {pool.kind: pool for pool in Pool.objects.select_for_update().filter(session=fresh).order_by("pk")}
    moved = (fresh.starts_at, fresh.ends_at, fresh.state) != (starts_at, ends_at, state)
    if fresh.state == Session.State.CANCELLED or (moved and queries.has_registrations(fresh)):
        raise HasRegistrations
    _resize(fresh, pools, capacities)
    values: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at, "languages": languages, "guide_zh": guide_zh, "state": state}
    values["by_invitation"] = by_invitation
    if moved:
        values |= {"sequence": F("sequence") + 1, "changed_at": now, "moved_from_at": announced_start(fresh, starts_at=starts_at)}
    Session.objects.filter(pk=fresh.pk).update(**values)
    audit.note("events.change_session", by=by, about=fresh, now=now, capacities=dict(capacities), moved=moved)
    fresh.refresh_from_db()
    return fresh


@dataclass(frozen=True)
class Adjusted:
    """What became of sessions that were to get another guide or other numbers of places."""

    changed: list[Session]
    # By the key of the session: the pool that has more people in it than the new number.
    refused: Mapping[int, PlacesTaken]


def adjust_sessions(
    *,
    sessions: Iterable[Session],
    by: Any,
    now: datetime,
    guide_zh: str = "",
    languages: Sequence[str] = (),
    capacities: Mapping[str, int] | None = None,
) -> Adjusted:
    """Give sessions another guide, other languages and numbers of places; what is empty stays as it is in each of them.

    One transaction per session: where a pool cannot shrink so far, this session stays as it was and the others change.
    Cancelled sessions are left out. Safe to repeat.
    """
    values = {name: value for name, value in {"guide_zh": guide_zh, "languages": list(languages)}.items() if value}
    changed, refused = [], {}
    for session in sessions:
        try:
            if _adjust(session, values, capacities or {}, by=by, now=now):
                changed.append(session)
        except PlacesTaken as fact:
            refused[session.pk] = fact
    return Adjusted(changed, refused)


@transaction.atomic
def _adjust(session: Session, values: Mapping[str, Any], capacities: Mapping[str, int], *, by: Any, now: datetime) -> bool:
    fresh = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if fresh.state == Session.State.CANCELLED:
        return False
    pools = {pool.kind: pool for pool in Pool.objects.select_for_update().filter(session=fresh).order_by("pk")}
    for kind, capacity in capacities.items():
        pool = pools.get(kind)
        if pool is None:
            Pool.objects.create(session=fresh, kind=kind, capacity=capacity)
        elif pool.capacity != capacity and not Pool.objects.resize(pool.pk, capacity=capacity):
            raise PlacesTaken(kind=kind, taken=pool.taken)
    if values:
        Session.objects.filter(pk=fresh.pk).update(**values)
    audit.note("events.change_session", by=by, about=fresh, now=now, capacities=dict(capacities), moved=False)
    return True


@transaction.atomic
def merge_pools(*, session: Session, now: datetime) -> int:
    """Give places for groups and reserved places that nobody took to individuals; return how many people's places that were.

    Safe to repeat: what was given has gone. 0 before the cut-off, after the start, and where there is no pool for
    individuals. The room above serves the waiting list afterwards.
    """
    # All pools of the session, in the order in which everybody locks them: nobody takes a place while it changes hands.
    pools = list(Pool.objects.select_for_update().filter(session=session).order_by("pk"))
    fresh = Session.objects.select_related("open_day").get(pk=session.pk)
    individuals = next((pool for pool in pools if pool.kind == Pool.Kind.INDIVIDUALS), None)
    if individuals is None or not rules.merge_is_due(fresh.open_day, fresh, now=now):
        return 0
    given = {pool.kind: pool.left for pool in pools if pool is not individuals and Pool.objects.release_unused(pool)}
    if freed := sum(given.values()):
        Pool.objects.filter(pk=individuals.pk).update(capacity=F("capacity") + freed)
        audit.note("events.merge_pools", by=None, about=fresh, now=now, places=given)
    return freed


def announced_start(session: Session, *, starts_at: datetime) -> datetime | None:
    """The start that the public knew before this move; None when it never knew another one, or gets it back."""
    unseen = session.state == Session.State.DRAFT or session.starts_at == starts_at
    announced = session.moved_from_at if unseen else session.starts_at
    return None if session.moved_from_at == starts_at else announced


def _resize(session: Session, pools: Mapping[str, Pool], capacities: Mapping[str, int]) -> None:
    for kind, capacity in capacities.items():
        pool = pools.get(kind)
        if pool is None:
            Pool.objects.create(session=session, kind=kind, capacity=capacity)
        elif pool.capacity != capacity and not Pool.objects.resize(pool.pk, capacity=capacity):
            raise PlacesTaken(kind=kind, taken=pool.taken)
    for kind, pool in pools.items():
        if kind in capacities:
            continue
        if pool.taken:
            raise PlacesTaken(kind=kind, taken=pool.taken)
        if queries.is_referred_to(pool):
            # Registrations of the past keep their pool: it stays, with no place to give.
            Pool.objects.resize(pool.pk, capacity=0)
        else:
            pool.delete()
