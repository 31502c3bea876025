"""Free places go to parties that wait."""

from datetime import datetime

from django.db import transaction

from openday.events import rules as event_rules
from openday.events.models import Pool, Session
from openday.registrations import emails
from openday.registrations.actions import rows
from openday.registrations.models import Registration
from openday.registrations.states import State


@transaction.atomic
def promote(*, session: Session, now: datetime) -> list[Registration]:
    """Give places that are free to waiting parties, and write to them.

    The first party in the queue that fits as a whole is next; a party is never split, and a
    larger one keeps its position when a smaller one behind it fits and it does not.
    """
    promoted: list[Registration] = []
    for pool in Pool.objects.select_for_update().filter(session=session).order_by("pk"):
        promoted += serve_queue(pool, now=now)
    return promoted


def serve_queue(pool: Pool, *, now: datetime) -> list[Registration]:
    """Serve the queue of a pool whose row this transaction has locked."""
    promoted: list[Registration] = []
    session = Session.objects.select_related("open_day").get(pk=pool.session_id)
    if session.state != Session.State.OPEN or not event_rules.may_cancel(session.open_day, session, now=now):
        # Nobody is sent for at a moment from which they could not even decline.
        return promoted
    while (left := Pool.objects.get(pk=pool.pk).left) > 0:
        party = Registration.objects.waiting().filter(pool=pool, places__lte=left).first()
        if party is None or not Pool.objects.take(pool.pk, places=party.places):
            break
        if not Registration.objects.move(party.pk, old=State.WAITING, new=State.CONFIRMED, confirmed_at=now, sequence=party.sequence + 1):
            Pool.objects.give_back(pool.pk, places=party.places)
            continue
        rows.reflect(party, state=State.CONFIRMED, confirmed_at=now, sequence=party.sequence + 1, session=session, pool=pool)
        emails.promoted(party, now=now)
        promoted.append(party)
    return promoted
