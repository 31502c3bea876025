"""What several deeds do with the rows they change. Locks and reads only; no letter is written here."""

from datetime import datetime
from typing import Any

from openday.events import rules as event_rules
from openday.events.models import Pool
from openday.registrations.models import Registration
from openday.registrations.rules import Party


def people_columns(party: Party) -> dict[str, int]:
    return {
        "adults": party.adults,
        "children_0_5": party.children_0_5,
        "children_6_13": party.children_6_13,
        "youths_14_17": party.youths_14_17,
        "companions": party.companions,
        "places": party.places,
    }


def needs_told(registration: Registration) -> int:
    return len((registration.access_needs or {}).get("choices", ()))


def locked_pools(registration: Registration, *others: int) -> dict[int, Pool]:
    """Lock the pool of a registration and `others` until the transaction ends; they come by key, read after the lock."""
    # Before any row of a registration, and by primary key: see the order in __init__.py. A party that was moved a moment ago
    # is in a pool that nobody has locked yet: look once more.
    pool_id = registration.pool_id
    while True:
        pools = {pool.pk: pool for pool in Pool.objects.select_for_update().filter(pk__in={pool_id, *others}).order_by("pk")}
        now_in = Registration.objects.values_list("pool_id", flat=True).get(pk=registration.pk)
        if now_in in pools:
            return pools
        pool_id = now_in


def fresh(registration: Registration, pools: dict[int, Pool]) -> Registration:
    """The row as it is now; nobody else can move it while its pool is locked."""
    row = Registration.objects.select_related("session__open_day").get(pk=registration.pk)
    row.pool = pools[row.pool_id]
    return row


def visitor_may_still_act(registration: Registration, *, now: datetime) -> bool:
    session = registration.session
    if registration.is_waiting:
        return now < session.starts_at
    return event_rules.may_cancel(session.open_day, session, now=now)


def reflect(row: Registration, **values: Any) -> None:
    """Let the row in hand say what was just written to the database."""
    for name, value in values.items():
        setattr(row, name, value)
