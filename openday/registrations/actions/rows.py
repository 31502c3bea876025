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


def locked_pool(registration: Registration) -> Pool:
    # Before the registration's own row, see the order at the top.
    return Pool.objects.select_for_update().get(pk=registration.pool_id)


def fresh(registration: Registration, pool: Pool) -> Registration:
    """The row as it is now; nobody else can move it while its pool is locked."""
    row = Registration.objects.select_related("session__open_day").get(pk=registration.pk)
    row.pool = pool
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
