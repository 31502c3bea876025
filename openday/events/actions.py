"""Deeds about sessions. Moving one that has registrations, and cancelling one, are deeds of the room above."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from openday.accounts import audit
from openday.events import queries
from openday.events.models import OpenDay, Pool, Session


class PlacesTaken(Exception):
    """A pool cannot shrink below the places that are taken already."""

    def __init__(self, *, kind: str, taken: int) -> None:
        super().__init__(kind, taken)
        self.kind, self.taken = kind, taken


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
) -> Session:
    """Make a session with one pool for each kind in `capacities` (people)."""
    session = Session.objects.create(
        open_day=open_day, starts_at=starts_at, ends_at=ends_at, languages=languages, guide_zh=guide_zh, state=state, changed_at=now
    )
    Pool.objects.bulk_create(Pool(session=session, kind=kind, capacity=capacity) for kind, capacity in capacities.items())
    audit.note("events.plan_session", by=by, about=session, now=now, capacities=dict(capacities))
    return session


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
) -> Session:
    """Change a session that is not cancelled; a kind that `capacities` leaves out loses its pool if nobody is in it.

    Raises PlacesTaken when a pool would become smaller than what is taken, HasRegistrations when
    time or state would change under people who are registered.
    """
    # The order in which the room above locks: session, pools. Nobody registers while we look.
    fresh = Session.objects.select_for_update().get(pk=session.pk)
    pools = {pool.kind: pool for pool in Pool.objects.select_for_update().filter(session=fresh).order_by("pk")}
    moved = (fresh.starts_at, fresh.ends_at, fresh.state) != (starts_at, ends_at, state)
    if fresh.state == Session.State.CANCELLED or (moved and queries.has_registrations(fresh)):
        raise HasRegistrations
    _resize(fresh, pools, capacities)
    values: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at, "languages": languages, "guide_zh": guide_zh, "state": state}
    if moved:
        values |= {"sequence": F("sequence") + 1, "changed_at": now, "moved_from_at": _announced_start(fresh, starts_at=starts_at)}
    Session.objects.filter(pk=fresh.pk).update(**values)
    audit.note("events.change_session", by=by, about=fresh, now=now, capacities=dict(capacities), moved=moved)
    fresh.refresh_from_db()
    return fresh


def _announced_start(session: Session, *, starts_at: datetime) -> datetime | None:
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
