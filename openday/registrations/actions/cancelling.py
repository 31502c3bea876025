"""A registration ends: by the visitor, by staff, with its session, or because no place came free."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from openday.accounts import audit
from openday.events import rules as event_rules
from openday.events.models import Pool, Session
from openday.language.names import in_language
from openday.registrations import emails, queries
from openday.registrations.actions import rows, waiting
from openday.registrations.facts import NotActive, TooLate
from openday.registrations.models import Registration
from openday.registrations.states import CAN_BE_CANCELLED, HOLDS_PLACES, Ending, State


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
    emails.cancelled(fresh, had_places=old in HOLDS_PLACES, now=now)
    if by is not None:
        audit.note("registrations.cancel", by=by, about=fresh, now=now, reason=reason)
    if old in HOLDS_PLACES:
        Pool.objects.give_back(fresh.pool_id, places=fresh.places)
        free.add(fresh.pool_id)
    for pool_id in sorted(free):
        waiting.serve_queue(pools[pool_id], now=now)
    return fresh


@transaction.atomic
def cancel_session(*, session: Session, now: datetime, by: Any, reason_zh: str, reason_en: str = "") -> int:
    """Cancel a session and write to every party in it; return how many parties that were.

    The reason stands in the letters, in the party's language, and with who cancelled in the audit
    log. Safe to repeat: a second cancellation changes nothing and returns 0.
    """
    moved = Session.objects.filter(pk=session.pk, state=Session.State.OPEN).update(
        state=Session.State.CANCELLED, cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    if not moved:
        return 0
    # With the pools of other sessions in which its waiting parties have an offer: all in one go, by key.
    pools = {pool.pk: pool for pool in Pool.objects.select_for_update().filter(queries.pools_with_parties_of(session)).order_by("pk")}
    freed = {pool_id for party in queries.parties_with_something_held(session) for pool_id in waiting.let_go(party, now=now)}
    fresh = Session.objects.select_related("open_day").get(pk=session.pk)
    ended = 0
    found = Registration.objects.filter(session=session, state__in=CAN_BE_CANCELLED).order_by("pk")
    for registration in found.iterator(chunk_size=500):
        old = registration.state
        values = {
            "cancelled_at": now,
            "ending": Ending.SESSION,
            "cancelled_by": by,
            "reason": in_language(zh=reason_zh, en=reason_en, language=registration.language)[:300],
        }
        if not Registration.objects.move(registration.pk, old=old, new=State.CANCELLED, **values):
            continue
        rows.reflect(registration, state=State.CANCELLED, session=fresh, pool=pools[registration.pool_id], **values)
        if old in HOLDS_PLACES:
            Pool.objects.give_back(registration.pool_id, places=registration.places)
        emails.session_cancelled(registration, had_places=old in HOLDS_PLACES, now=now)
        ended += 1
    for pool_id in sorted(freed & pools.keys()):
        waiting.serve_queue(pools[pool_id], now=now)
    audit.note("registrations.cancel_session", by=by, about=fresh, now=now, reason=reason_zh, parties=ended)
    return ended


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
