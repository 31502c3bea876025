"""A party goes to another session of the same open day; the place it has is kept until the new one is taken."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.accounts import audit
from openday.events import rules as event_rules
from openday.events.models import Pool, Session
from openday.registrations import emails, queries, rules
from openday.registrations.actions import rows, waiting
from openday.registrations.approval import asking
from openday.registrations.facts import AlreadyRegistered, NotActive, OfferGone, RegistrationClosed, SessionFull, TooLate
from openday.registrations.invitations import queries as invitations
from openday.registrations.models import Offer, Registration
from openday.registrations.states import CAN_BE_MOVED, HOLDS_PLACES, OfferState, State


def move(*, registration: Registration, session: Session, now: datetime, by: Any = None) -> Registration:
    """Give a party places in another session of the same open day and let go of its old ones, both or neither.

    Row, code, secret link and the UID in calendars stay; the SEQUENCE rises. A party that waits can move to a session
    that has places for it. Safe to repeat: a second move to the same session changes nothing and writes nothing.

    Raises SessionFull with the places left over there, RegistrationClosed when that session takes nobody, AlreadyRegistered
    when the contact is registered there or on that day, TooLate and NotActive as `cancel` does. The old place is kept each time.
    """
    try:
        return _move(registration, session, now=now, by=by)
    except IntegrityError:
        # The constraints decide, as in `register`; the transaction is undone, both pools included.
        raise AlreadyRegistered from None


@transaction.atomic
def _move(registration: Registration, session: Session, *, now: datetime, by: Any) -> Registration:
    there = Pool.objects.filter(session=session, kind=registration.pool.kind).first()
    if there is None:
        raise RegistrationClosed
    pools = rows.locked_pools(registration, there.pk)
    fresh = rows.fresh(registration, pools)
    target = Session.objects.select_related("open_day").get(pk=session.pk)
    if fresh.session_id == target.pk and fresh.state in HOLDS_PLACES:
        return fresh
    if fresh.state not in CAN_BE_MOVED:
        raise NotActive
    if by is None and not rows.visitor_may_still_act(fresh, now=now):
        raise TooLate
    # Asked under the lock of its pool: the session may have been cancelled since the page was shown.
    takes_them = _takes_any(target, by=by, now=now) and (by is not None or _may_enter(fresh, target))
    if target.open_day_id != fresh.session.open_day_id or not takes_them:
        raise RegistrationClosed
    # The new places first. Giving the old ones back before would lose both to whoever comes in between.
    # Where they are held for it already, by an offer, those are the ones.
    held = Offer.objects.filter(registration=fresh, pool=there, places=fresh.places, state=OfferState.OPEN)
    if not held.update(state=OfferState.ACCEPTED, ended_at=now) and not Pool.objects.take(there.pk, places=fresh.places):
        raise SessionFull(left=pools[there.pk].left)
    free = _go(fresh, target, pools[there.pk], old_pool=pools[fresh.pool_id], now=now)
    if by is not None:
        audit.note("registrations.move", by=by, about=fresh, now=now, session=target.pk)
    if queries.door(session_id=target.pk, pool_id=there.pk).has_queue:
        waiting.note_newcomer(pools[there.pk], places=fresh.places, now=now)
    for pool_id in sorted(free):
        waiting.serve_queue(pools[pool_id], now=now)
    return fresh


def take_offered(fresh: Registration, offer: Offer, pools: dict[int, Pool], *, now: datetime) -> Registration:
    """Let a party that has places change to those that are held for it elsewhere; its row and both pools are locked.

    Raises OfferGone when they are held no more, or that session does not take place; the old places are kept then.
    """
    if not Offer.objects.filter(pk=offer.pk, state=OfferState.OPEN).update(state=OfferState.ACCEPTED, ended_at=now):
        raise OfferGone
    target = offer.pool.session
    if fresh.state != State.CONFIRMED or target.state != Session.State.OPEN or offer.places != fresh.places:
        raise OfferGone
    for pool_id in sorted(_go(fresh, target, pools[offer.pool_id], old_pool=pools[fresh.pool_id], now=now)):
        waiting.serve_queue(pools[pool_id], now=now)
    return fresh


def _go(fresh: Registration, target: Session, there: Pool, *, old_pool: Pool, now: datetime) -> set[int]:
    """Write the party into the pool `there`, where its places are taken, and let go of the old ones; return the pools with free places."""
    old_state = fresh.state
    free = waiting.let_go(fresh, now=now)
    new_state = _state_after(old_state, fresh, target)
    changed = {
        "session": target,
        "pool": there,
        "visit_on": timezone.localdate(target.starts_at),
        "confirmed_at": fresh.confirmed_at or (now if new_state == State.CONFIRMED else None),
        # The reminder of the old day says nothing about the new one.
        "reminded_at": None,
        "coming_asked_at": None,
        "coming_at": None,
        # Nor does what was asked about a new time of the old session.
        "time_changed_at": None,
        "time_suits_at": None,
        "sequence": rules.sequence_after_move(fresh.sequence, old=fresh.session.sequence, new=target.sequence),
    }
    if fresh.guide_language not in target.languages:
        changed["guide_language"] = ""
    if not Registration.objects.move(fresh.pk, old=old_state, new=new_state, **changed):
        raise NotActive
    rows.reflect(fresh, state=new_state, **changed)
    _write(fresh, now=now)
    if old_state in HOLDS_PLACES:
        Pool.objects.give_back(old_pool.pk, places=fresh.places)
        free.add(old_pool.pk)
    return free


def _may_enter(party: Registration, target: Session) -> bool:
    """Into a session by invitation only with an invitation to the whole open day."""
    return not event_rules.by_invitation(target.open_day, target) or invitations.is_for_whole_open_day(party)


def _state_after(old: str, party: Registration, target: Session) -> State:
    """Who has places was approved for the open day; who only waited has not been."""
    return asking.state_after_waiting(party, target.open_day) if old == State.WAITING else State.CONFIRMED


def _write(moved: Registration, *, now: datetime) -> None:
    if not asking.begin(moved, now=now):
        emails.moved(moved, now=now)


def _takes_any(session: Session, *, by: Any, now: datetime) -> bool:
    """Staff move a party also where visitors may not register yet, or no longer; but nobody comes in beside a draw."""
    for_staff = by is not None and session.state == Session.State.OPEN and now < session.starts_at
    return (for_staff or event_rules.registration_is_open(session.open_day, session, now=now)) and not queries.is_to_be_drawn(session)
