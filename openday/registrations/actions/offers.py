"""A party answers the offer of places, or lets its time pass.

A party that waits is offered places; a group that has some may be offered others instead (groups/swapping.py), and keeps
what it has until it accepts.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from openday.events.models import Session
from openday.registrations import emails, queries, rules
from openday.registrations.actions import cancelling, moving, rows, waiting
from openday.registrations.approval import asking
from openday.registrations.facts import AlreadyRegistered, OfferGone
from openday.registrations.models import Offer, OtherSession, QueueStep, Registration
from openday.registrations.states import Ending, OfferState, State, Step


def accept(*, offer: Offer, now: datetime) -> Registration:
    """Turn the places that are held into a confirmed visit. Safe to repeat.

    Raises OfferGone when the places went to others meanwhile, AlreadyRegistered when the contact is registered in
    that session or on that day. An offer counts as open until the timer has ended it, a moment after its deadline.
    """
    try:
        return _accept(offer, now=now)
    except IntegrityError:
        raise AlreadyRegistered from None


@transaction.atomic
def _accept(offer: Offer, *, now: datetime) -> Registration:
    pools = rows.locked_pools(offer.registration, offer.pool_id)
    party = rows.fresh(offer.registration, pools)
    current = Offer.objects.select_related("pool__session__open_day").get(pk=offer.pk)
    if current.state == OfferState.ACCEPTED:
        return party
    if not party.is_waiting:
        return moving.take_offered(party, current, pools, now=now)
    session = current.pool.session
    if session.state != Session.State.OPEN:
        # Asked under the lock of its pool: cancelled since the letter. The timer lets go of the offer.
        raise OfferGone
    if not Offer.objects.filter(pk=offer.pk, state=OfferState.OPEN).update(state=OfferState.ACCEPTED, ended_at=now):
        raise OfferGone
    smaller = party.smaller_party if current.is_smaller else None
    state = asking.state_after_waiting(party, session.open_day)
    rows.confirm(party, pool=pools[current.pool_id], session=session, as_party=smaller, now=now, state=state)
    if not asking.begin(party, now=now):
        emails.promoted(party, now=now)
    return party


@transaction.atomic
def decline(*, offer: Offer, now: datetime) -> Registration:
    """Give the offered places to the next party. Safe to repeat.

    Who has places keeps them. Who declines places in the session they wait for, for the whole party, leaves the waiting list;
    who declines another session or a smaller party keeps the position, and is not offered the same again.
    """
    pools = rows.locked_pools(offer.registration, offer.pool_id)
    party = rows.fresh(offer.registration, pools)
    if not waiting.end_offer(offer, state=OfferState.DECLINED, now=now):
        return party
    if not party.is_waiting:
        waiting.serve_queue(pools[offer.pool_id], now=now)
        return party
    _note(offer, party, Step.DECLINED, now=now)
    if offer.pool_id == party.pool_id and not offer.is_smaller:
        party = cancelling.cancel(registration=party, now=now)
    elif offer.is_smaller:
        Registration.objects.filter(pk=party.pk).update(smaller=None)
    else:
        OtherSession.objects.filter(registration=party, pool=offer.pool_id).delete()
    waiting.serve_queue(pools[offer.pool_id], now=now)
    return party


def expire_offers(*, now: datetime) -> int:
    """End the offers whose time is over and let the next parties have the places; return their number."""
    return sum(_expire(offer, now=now) for offer in queries.offers_run_out(now=now))


@transaction.atomic
def _expire(offer: Offer, *, now: datetime) -> bool:
    """Who did not answer goes to the end of the queue, and the second time out of it; who has places keeps them."""
    pools = rows.locked_pools(offer.registration, offer.pool_id)
    party = rows.fresh(offer.registration, pools)
    if not waiting.end_offer(offer, state=OfferState.EXPIRED, now=now):
        return False
    if not party.is_waiting:
        waiting.serve_queue(pools[offer.pool_id], now=now)
        return True
    _note(offer, party, Step.EXPIRED, now=now)
    missed = party.offers_missed + 1
    # One instant behind whoever joined at this very moment.
    Registration.objects.filter(pk=party.pk, state=State.WAITING).update(
        offers_missed=missed, waiting_since=now + timedelta(microseconds=1), overtaken=0
    )
    if missed >= rules.OFFERS_MISSED_AT_MOST:
        cancelling.cancel(registration=party, now=now, ending=Ending.NO_ANSWER)
    else:
        emails.offer_expired(Registration.objects.with_visit().get(pk=party.pk), offer, now=now)
    waiting.serve_queue(pools[offer.pool_id], now=now)
    return True


def _note(offer: Offer, party: Registration, kind: Step, *, now: datetime) -> None:
    QueueStep.objects.create(
        registration=party, session_id=offer.pool.session_id, kind=kind, at=now, needed=party.places, free=offer.places
    )
