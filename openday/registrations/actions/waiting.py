"""Free places go to parties that wait: given at once, or offered with a deadline (`OpenDay.offer_hours`).

Who is next is decided by rules.turn and nowhere else. A party may stand in the queue of its own pool and, by choice, of
pools of other sessions; rows of parties that wait elsewhere are taken only when nobody else has them (SKIP LOCKED), rows are
always taken in queue order, and a row is not waited for only to note that it was overtaken: so two servers of two queues
never wait for each other in a circle.
"""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from openday.events import rules as event_rules
from openday.events.models import Pool, Session
from openday.registrations import emails, queries, rules
from openday.registrations.actions import rows
from openday.registrations.approval import asking
from openday.registrations.models import Offer, OtherSession, QueueStep, Registration
from openday.registrations.states import OfferState, State, Step


@transaction.atomic
def promote(*, session: Session, now: datetime) -> list[Registration]:
    """Let waiting parties have the places that are free, and write to them; return those that were served.

    The first party in the queue that fits as a whole is next; a party is never split, and a larger one keeps its
    position when a smaller one behind it fits and it does not. After it was overtaken rules.OVERTAKEN_AT_MOST times
    places are held for it.
    """
    served: list[Registration] = []
    for pool in Pool.objects.select_for_update().filter(session=session).order_by("pk"):
        served += serve_queue(pool, now=now)
    return served


def waking_hours() -> dict[str, str]:
    """The hours in which the time to answer an offer runs, as clocks show them."""
    return {"waking_from": f"{settings.WAKING_FROM:02}:00", "waking_until": f"{settings.WAKING_UNTIL:02}:00"}


@dataclass
class _Service:
    """One pool whose row this transaction has locked, while its queue is served."""

    pool: Pool
    session: Session
    now: datetime
    # Parties that could not be taken although it was their turn: others hold their rows, or they are registered here.
    left_out: set[int]

    @property
    def answer_by(self) -> datetime | None:
        """Until when an offer would be open; None where places are given at once."""
        open_day = self.session.open_day
        if not open_day.offer_hours:
            return None
        waking = (settings.WAKING_FROM, settings.WAKING_UNTIL)
        until = rules.answer_by(self.now, hours=open_day.offer_hours, waking=waking, zone=timezone.get_default_timezone())
        # Short before the start nobody is left the time: the party gets the places and may still cancel.
        return until if until < event_rules.cancel_closes_at(open_day, self.session) else None


def serve_queue(pool: Pool, *, now: datetime) -> list[Registration]:
    """Serve the queue of a pool whose row this transaction has locked."""
    served: list[Registration] = []
    session = Session.objects.select_related("open_day", "draw").defer(*queries.NOT_OF_A_DRAW).get(pk=pool.session_id)
    if session.state != Session.State.OPEN or not event_rules.may_cancel(session.open_day, session, now=now):
        # Nobody is sent for at a moment from which they could not even decline.
        return served
    if (draw := getattr(session, "draw", None)) is not None and draw.is_pending:
        return served
    service = _Service(pool, session, now, set())
    while True:
        pool.refresh_from_db(fields=["capacity", "taken"])
        queue = {row.pk: row for row in queries.queue_of_pool(pool.pk) if row.pk not in service.left_out}
        turn = rules.turn([_as_waiting(row, pool) for row in queue.values()], free=pool.left, capacity=pool.capacity)
        if turn.holds_for is not None:
            _hold(service, queue[turn.holds_for.key])
        if turn.next is None:
            return served
        if (party := _serve(service, turn.next, turn.places)) is None:
            service.left_out.add(turn.next.key)
            continue
        _note_passed(service, turn.passed, other=turn.places)
        served.append(party)


def note_newcomer(pool: Pool, *, places: int, now: datetime) -> None:
    """A party registered at once beside a queue whose parties were too large: they were overtaken, and that is counted."""
    session = Session.objects.select_related("open_day").get(pk=pool.session_id)
    pool.refresh_from_db(fields=["capacity", "taken"])
    passed = [_as_waiting(row, pool) for row in queries.queue_of_pool(pool.pk) if row.pool_id == pool.pk and row.places <= pool.capacity]
    _note_passed(_Service(pool, session, now, set()), tuple(passed), other=places)
    serve_queue(pool, now=now)


def _as_waiting(row: Registration, pool: Pool) -> rules.Waiting:
    smaller = row.smaller_party
    at_home = row.pool_id == pool.pk
    return rules.Waiting(
        key=row.pk,
        places=row.places,
        smaller=smaller.places if smaller else 0,
        overtaken=row.overtaken,
        saved=row.saved if at_home else 0,
        at_home=at_home,
    )


def _hold(service: _Service, party: Registration) -> None:
    """Take all free places for a party until they suffice; whoever registers meanwhile finds none."""
    free = service.pool.left
    # Another server may be giving it places elsewhere, and wait for a party of ours: it is not waited for.
    if queries.take_row(party.pk, waits=False) and Pool.objects.take(service.pool.pk, places=free):
        Registration.objects.filter(pk=party.pk).update(saved=F("saved") + free)
        _note(service, party, Step.SAVED, free=party.saved + free)


def _serve(service: _Service, seen: rules.Waiting, places: int) -> Registration | None:
    """Give or offer the places to the party that was `seen` in the queue; None when it could not be taken, and nothing is changed then."""
    if not queries.take_row(seen.key, waits=seen.at_home):
        return None
    party = Registration.objects.with_visit().get(pk=seen.key)
    found = _as_waiting(party, service.pool)
    if (found.places, found.smaller, party.saved) != (seen.places, seen.smaller, seen.saved):
        # It waits elsewhere and has changed there since the look at the queue: its turn comes with the next service.
        return None
    try:
        with transaction.atomic():
            more = places - seen.saved
            if more > 0 and not Pool.objects.take(service.pool.pk, places=more):
                return None
            if more < 0:
                Pool.objects.give_back(service.pool.pk, places=-more)
            is_smaller = places < party.places
            if (answer_by := service.answer_by) is not None:
                _offer(service, party, places=places, is_smaller=is_smaller, answer_by=answer_by)
            else:
                _give(service, party, is_smaller=is_smaller)
    except IntegrityError:
        # The contact is registered in this session or on this day already. The savepoint took the places back.
        OtherSession.objects.filter(registration=party, pool=service.pool).delete()
        return None
    return party


def _offer(service: _Service, party: Registration, *, places: int, is_smaller: bool, answer_by: datetime) -> None:
    offer = Offer.objects.create(
        registration=party, pool=service.pool, places=places, is_smaller=is_smaller, made_at=service.now, answer_by=answer_by
    )
    Registration.objects.filter(pk=party.pk).update(saved=0)
    rows.reflect(party, saved=0)
    _note(service, party, Step.OFFERED, free=places)
    emails.offered(as_offered(party, offer, session=service.session), offer, now=service.now)


def _give(service: _Service, party: Registration, *, is_smaller: bool) -> None:
    old = copy(party)
    smaller = party.smaller_party if is_smaller else None
    state = asking.state_after_waiting(party, service.session.open_day)
    rows.confirm(party, pool=service.pool, session=service.session, as_party=smaller, now=service.now, state=state)
    _note(service, old, Step.GIVEN, free=party.places)
    if not asking.begin(party, now=service.now):
        emails.promoted(party, now=service.now)


def as_offered(party: Registration, offer: Offer, *, session: Session) -> Registration:
    """The registration as it would be if the offer were accepted; for words, never saved."""
    seen = copy(party)
    rows.reflect(seen, session=session, pool=offer.pool)
    if offer.is_smaller and (smaller := party.smaller_party):
        rows.reflect(seen, **rows.people_columns(smaller))
    return seen


def _note_passed(service: _Service, passed: tuple[rules.Waiting, ...], *, other: int) -> None:
    # Who is being given places elsewhere at this moment is not overtaken; and that server may wait for a party of ours.
    at_hand = queries.rows_at_hand([party.key for party in passed]) if passed else set()
    if not at_hand:
        return
    Registration.objects.filter(pk__in=at_hand).update(overtaken=F("overtaken") + 1)
    happened = {"session": service.session, "kind": Step.PASSED, "at": service.now, "free": service.pool.left, "other": other}
    QueueStep.objects.bulk_create(
        QueueStep(registration_id=party.key, needed=party.places, **happened) for party in passed if party.key in at_hand
    )


def _note(service: _Service, party: Registration, kind: Step, *, free: int = 0) -> None:
    QueueStep.objects.create(registration=party, session=service.session, kind=kind, at=service.now, needed=party.places, free=free)


@transaction.atomic
def choose(*, registration: Registration, pools: list[Pool], smaller: rules.Party | None, now: datetime) -> Registration:
    """Note which other sessions of the open day a waiting party would come to, and as which smaller party.

    Pools of other open days are left out. What is free there already is given or offered at once.
    """
    locked = rows.locked_pools(registration, *[pool.pk for pool in pools])
    fresh = rows.fresh(registration, locked)
    if fresh.state != State.WAITING or queries.is_to_be_drawn(fresh.session):
        return fresh
    same = set(
        Pool.objects.filter(pk__in=locked, session__open_day=fresh.session.open_day_id, kind=fresh.pool.kind)
        # The queue leads nobody into a session that is by invitation, unless all of this open day are.
        .filter(Q(session__by_invitation=False) | Q(session__open_day__by_invitation=True))
        .values_list("pk", flat=True)
    )
    wished = sorted({pool.pk for pool in pools} & same - {fresh.pool_id})
    OtherSession.objects.filter(registration=fresh).exclude(pool__in=wished).delete()
    OtherSession.objects.bulk_create([OtherSession(registration=fresh, pool_id=pk) for pk in wished], ignore_conflicts=True)
    columns = rows.people_columns(smaller) if smaller and smaller.places < fresh.places else None
    if columns:
        del columns["places"]
    Registration.objects.filter(pk=fresh.pk).update(smaller=columns)
    for pk in sorted(locked):
        serve_queue(locked[pk], now=now)
    return Registration.objects.with_visit().get(pk=fresh.pk)


def end_offer(offer: Offer, *, state: str, now: datetime) -> bool:
    """Close an open offer and give its places back; False when it was answered meanwhile. Its pool is locked."""
    if not Offer.objects.filter(pk=offer.pk, state=OfferState.OPEN).update(state=state, ended_at=now):
        return False
    Pool.objects.give_back(offer.pool_id, places=offer.places)
    return True


def let_go(party: Registration, *, now: datetime) -> set[int]:
    """Give back all that is held for a waiting party; returns the pools that it went to. All of them are locked."""
    touched: set[int] = set()
    if (offer := Offer.objects.filter(registration=party, state=OfferState.OPEN).first()) is not None and end_offer(
        offer, state=OfferState.WITHDRAWN, now=now
    ):
        touched.add(offer.pool_id)
    if party.saved:
        if not party.is_waiting:
            asking.forget_growth(party, now=now)
        Pool.objects.give_back(party.pool_id, places=party.saved)
        Registration.objects.filter(pk=party.pk).update(saved=0)
        rows.reflect(party, saved=0)
        touched.add(party.pool_id)
    return touched
