"""A registration ends: by the visitor, by staff, or because no place came free. With its session: `session_deeds`."""

from datetime import datetime
from typing import Any

from django.db import transaction

from openday.accounts import audit
from openday.events import rules as event_rules
from openday.events.models import Pool
from openday.registrations import emails, queries
from openday.registrations.actions import rows, waiting
from openday.registrations.facts import NotActive, TooLate
from openday.registrations.invitations import queries as invitations
from openday.registrations.models import Invitation, Registration
from openday.registrations.states import HOLDS_PLACES, IN_CALENDARS, Ending, State


@transaction.atomic
def cancel(*, registration: Registration, now: datetime, by: Any = None, reason: str = "", ending: str = "") -> Registration:
    """End a registration, give its places back and let the next whole party have them.

    `by` is the member of staff who acts, and is noted in the audit log; None for the visitor. `reason`
    is what the party is told. Safe to repeat: a second cancel changes nothing and gives nothing back.

    Raises TooLate when a visitor acts after the moment until which that is possible; a waiting
    party may leave the queue until the session starts. NotActive when the visit is over.
    """
    pools = rows.locked_pools(registration)
    fresh = rows.fresh(registration, pools)
    if fresh.is_cancelled:
        return fresh
    if not fresh.can_be_cancelled:
        raise NotActive
    if by is None and not ending and not rows.visitor_may_still_act(fresh, now=now):
        raise TooLate
    old = fresh.state
    ended = {
        "cancelled_at": now,
        "ending": ending or (Ending.STAFF if by else Ending.VISITOR),
        "cancelled_by": by,
        "reason": reason[:300],
        "sequence": fresh.sequence + 1,
    }
    free = waiting.let_go(fresh, now=now)
    if not Registration.objects.move(fresh.pk, old=old, new=State.CANCELLED, **ended):
        return Registration.objects.with_visit().get(pk=fresh.pk)
    rows.reflect(fresh, state=State.CANCELLED, **ended)
    invitation = invitations.used_by(fresh) if fresh.ending == Ending.VISITOR else None
    counts_again = invitation is not None and Invitation.objects.come_back(fresh.pk, now=now)
    emails.cancelled(fresh, was_in_calendar=old in IN_CALENDARS, invitation=invitation if counts_again else None, now=now)
    if by is not None:
        audit.note("registrations.cancel", by=by, about=fresh, now=now, reason=reason)
    if old in HOLDS_PLACES:
        Pool.objects.give_back(fresh.pool_id, places=fresh.places)
        free.add(fresh.pool_id)
    for pool_id in sorted(free):
        waiting.serve_queue(pools[pool_id], now=now)
    return fresh


def close_queues(*, now: datetime) -> int:
    """Tell parties that still wait when no place can come free any more; return their number.

    That is the moment until which others could cancel. One transaction per party.
    """
    closed = 0
    for session in queries.sessions_with_a_queue():
        if event_rules.may_cancel(session.open_day, session, now=now):
            continue
        for party in Registration.objects.with_visit().waiting().filter(session=session):
            cancel(registration=party, now=now, ending=Ending.NO_PLACE)
            closed += 1
    return closed
