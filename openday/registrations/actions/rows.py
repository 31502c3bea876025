"""What several deeds do with the rows they change. Locks and reads only; no letter is written here."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from openday.events import rules as event_rules
from openday.events.models import Pool, Session
from openday.registrations import queries, rules
from openday.registrations.facts import NotActive
from openday.registrations.groups.models import GroupVisit
from openday.registrations.models import Registration
from openday.registrations.rules import Party
from openday.registrations.states import State


def people_columns(party: Party) -> dict[str, int]:
    return {**asdict(party), "places": party.places}


def needs_told(registration: Registration) -> int:
    return len((registration.access_needs or {}).get("choices", ()))


def locked_pools(registration: Registration, *others: int) -> dict[int, Pool]:
    """Lock the pools that hold places for a registration, and `others`, until the transaction ends; by key, read after the lock."""
    # Before any row of a registration, and by primary key: see the order in __init__.py. A party that was moved or was
    # made an offer a moment ago is in a pool that nobody has locked yet: look once more.
    wanted = {registration.pool_id, *others, *queries.pools_of(registration.pk)}
    while True:
        savepoint = transaction.savepoint()
        pools = {pool.pk: pool for pool in Pool.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
        now_in = queries.pools_of(registration.pk)
        if now_in <= set(pools):
            transaction.savepoint_commit(savepoint)
            return pools
        # Going back lets go of the locks: a pool of a lower key on top of them would be out of order (tests/races/test_locks.py).
        transaction.savepoint_rollback(savepoint)
        wanted |= now_in


def fresh(registration: Registration, pools: dict[int, Pool]) -> Registration:
    """The row as it is now, locked: its pool, which is locked already, keeps everybody from it but the gate, which locks rows alone."""
    row = Registration.objects.select_for_update(of=("self",), no_key=True).select_related("session__open_day").get(pk=registration.pk)
    row.pool = pools[row.pool_id]
    return row


def visitor_may_still_act(registration: Registration, *, now: datetime) -> bool:
    session = registration.session
    if registration.is_waiting:
        return now < session.starts_at
    return event_rules.may_cancel(session.open_day, session, now=now)


def reflect(row: Registration | GroupVisit, **values: Any) -> None:
    """Let the row in hand say what was just written to the database."""
    for name, value in values.items():
        setattr(row, name, value)


def confirm(
    party: Registration, *, pool: Pool, session: Session, as_party: Party | None, now: datetime, state: str = State.CONFIRMED
) -> None:
    """Turn a waiting party into one that comes (or, with `state`, asks to), in `session`, with places that are taken for it already.

    `as_party` are the people of it that come, None for all. Raises NotActive when it does not wait any more.
    """
    sequence = party.sequence + 1
    if session.pk != party.session_id:
        sequence = rules.sequence_after_move(party.sequence, old=party.session.sequence, new=session.sequence)
    values: dict[str, Any] = {
        "session": session,
        "pool": pool,
        "visit_on": timezone.localdate(session.starts_at),
        "confirmed_at": now if state == State.CONFIRMED else None,
        "saved": 0,
        "sequence": sequence,
        "guide_language": party.guide_language if party.guide_language in session.languages else "",
        **(people_columns(as_party) if as_party else {}),
    }
    if not Registration.objects.move(party.pk, old=State.WAITING, new=state, **values):
        raise NotActive
    reflect(party, state=state, **values)
