"""Reads about registrations that are used twice or need a join."""

from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from home.remembered import remembered
from openday.accounts.encryption import keyed_hash
from openday.events import queries as event_queries
from openday.events import rules as event_rules
from openday.events.models import Pool, Session
from openday.events.states import PlacesState
from openday.registrations.draw.models import LONG_OR_SECRET
from openday.registrations.invitations import queries as invitation_queries
from openday.registrations.models import TOKEN_PURPOSE, Consent, Draw, Lot, Offer, OtherSession, QueueStep, Registration
from openday.registrations.reconciling import holders
from openday.registrations.states import ACTIVE, CAN_BE_CANCELLED, PART_OF_THE_VISIT, OfferState, Purpose, State

# Of the draw of a session: what a read beside it leaves in the database.
NOT_OF_A_DRAW = tuple(f"draw__{name}" for name in LONG_OR_SECRET)
CONTACT_PURPOSE = "registrations.contact"
# PostgreSQL and SQLite refuse larger keys with an error of their own.
LARGEST_KEY = 2**63 - 1


def coming_by_state(now: datetime) -> dict[str, int]:
    """How many parties for visits from today on are in each state. What is over is not counted: it grows for ever."""
    coming = Registration.objects.filter(anonymised_at=None, visit_on__gte=timezone.localdate(now))
    return dict.fromkeys(State.values, 0) | dict(coming.values_list("state").annotate(Count("pk")).order_by())


def visitors_pool(session_id: int) -> Pool | None:
    """The pool of a public session for people who register by themselves, with session and open day.

    None when there is no such session, or it is still a draft. Numbers and state are those of this moment; times and
    rules of admission may be seconds old.
    """
    known = remembered_pool(session_id)
    if known is None:
        # It may have been published this second.
        return _visitors_pool(session_id)
    now = next(iter(Pool.objects.filter(pk=known.pk).order_by().values_list("capacity", "taken", "session__state")), None)
    if now is None or now[2] == Session.State.DRAFT:
        return None
    # What is remembered is everybody's: it stays as it is.
    pool = copy(known)
    pool.session = copy(known.session)
    pool.capacity, pool.taken, pool.session.state = now
    return pool


def _visitors_pool(session_id: int) -> Pool | None:
    if session_id > LARGEST_KEY:
        return None
    pools = Pool.objects.select_related("session__open_day", "session__draw").order_by()
    pools = pools.defer(*(f"session__{name}" for name in NOT_OF_A_DRAW))
    pool = pools.filter(session_id=session_id, kind=Pool.Kind.INDIVIDUALS).first()
    return pool if pool and pool.session.state != Session.State.DRAFT else None


# For the one step that has to be cheap when hundreds press "confirm" at the same moment. Counts in it are old.
remembered_pool = remembered(_visitors_pool)


def contact_hash(kind: str, value: str) -> str:
    """The blind index of a contact."""
    return keyed_hash(f"{kind}:{value}", purpose=CONTACT_PURPOSE)


def token_hash(token: str) -> str:
    """What is stored of a secret link."""
    return keyed_hash(token, purpose=TOKEN_PURPOSE)


def code_of(token: str) -> str | None:
    """The code of the registration that a secret link belongs to."""
    # Unique, and so without first(): an order costs as much as the question.
    return next(iter(Registration.objects.filter(secret_hash=token_hash(token)).order_by().values_list("code", flat=True)), None)


def by_code(code: str) -> Registration | None:
    return next(iter(Registration.objects.with_visit().order_by().filter(code=code)), None)


def by_code_and_contact(code: str, hashed: str) -> Registration | None:
    return Registration.objects.filter(code=code, contact_hash=hashed).first()


def earlier(*, request_key: str, session_id: int, hashed: str) -> Registration | None:
    """The registration that a repeated request made, or the contact's active one in the session."""
    same = Q(request_key=request_key) | Q(session_id=session_id, contact_hash=hashed, state__in=ACTIVE)
    return Registration.objects.with_visit().filter(same).order_by("created_at", "pk").first()


def on_the_same_day(*, hashed: str, visit_on: date) -> Registration | None:
    return Registration.objects.active().filter(contact_hash=hashed, visit_on=visit_on, one_per_day=True).order_by("pk").first()


def optional_consents(registration: Registration) -> list[Consent]:
    """The consents that stand and that the visitor can take back without giving up the visit (1 query)."""
    return list(registration.consents.filter(withdrawn_at=None).exclude(purpose__in=PART_OF_THE_VISIT).order_by("pk"))


@dataclass(frozen=True)
class Queue:
    """The waiting list of a session: parties and the people in them."""

    parties: int
    people: int


def queue_of(session_id: int) -> Queue:
    found = Registration.objects.filter(session_id=session_id, state=State.WAITING).aggregate(parties=Count("pk"), people=Sum("places"))
    return Queue(parties=found["parties"], people=found["people"] or 0)


def parties_by_session(session_ids: Collection[int]) -> dict[int, int]:
    """How many parties come to, or wait for, each session; sessions without any are left out (1 query)."""
    rows = Registration.objects.filter(session__in=session_ids, state__in=CAN_BE_CANCELLED)
    return dict(rows.order_by().values_list("session_id").annotate(Count("pk")))


def waiting_position(registration: Registration) -> int:
    """1 for the party that is first in the queue of its pool."""
    since = registration.waiting_since
    before = Q(waiting_since__lt=since) | Q(waiting_since=since, pk__lt=registration.pk)
    return Registration.objects.filter(before, pool_id=registration.pool_id, state=State.WAITING).count() + 1


_OF_A_TURN = ("pool_id", "waiting_since", "places", "smaller", "overtaken", "saved")


def queue_of_pool(pool_id: int) -> list[Registration]:
    """Parties that wait for places of a pool, in order: those of the pool itself, and those that would come here too (1 query).

    Only what rules.turn asks for is read: a queue may be long, and names and contacts are encrypted.

    Left out are parties that have an open offer, and those elsewhere for which places are held there or that are registered here.
    """
    would_come = OtherSession.objects.filter(registration=OuterRef("pk"), pool=pool_id)
    is_here = Registration.objects.active().filter(session__pools=pool_id, contact_hash=OuterRef("contact_hash"))
    # Not from a session that was cancelled: its parties are being written to, and what they hold is given back.
    elsewhere = Q(Exists(would_come), saved=0, session__state=Session.State.OPEN) & ~Q(Exists(is_here))
    found = Registration.objects.waiting().filter(Q(pool=pool_id) | elsewhere).only(*_OF_A_TURN)
    return list(found.exclude(Exists(Offer.objects.filter(registration=OuterRef("pk"), state=OfferState.OPEN))))


def take_row(pk: int, *, waits: bool) -> bool:
    """Lock a party; False when it does not wait any more or was offered places elsewhere meanwhile (2 queries).

    Without `waits` also when somebody else is about to change it (see actions/waiting.py).
    """
    rows = Registration.objects.select_for_update(skip_locked=not waits, no_key=True).filter(pk=pk, state=State.WAITING)
    if not list(rows.order_by("pk").values_list("pk", flat=True)):
        return False
    # Asked after the lock: whoever had the row before us has committed.
    return not Offer.objects.filter(registration=pk, state=OfferState.OPEN).exists()


def rows_at_hand(pks: Collection[int]) -> set[int]:
    """Lock those parties that still wait and that nobody else is about to change; return their keys (1 query)."""
    rows = Registration.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=pks, state=State.WAITING)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def pools_of(registration_id: int) -> set[int]:
    """The pools in which places are, or may be, held for a registration: its own and that of an open offer."""
    own = Registration.objects.filter(pk=registration_id).values_list("pool_id")
    offered = Offer.objects.filter(registration=registration_id, state=OfferState.OPEN).values_list("pool_id")
    return {pool_id for (pool_id,) in own.order_by().union(offered.order_by())}


def open_offer(registration: Registration) -> Offer | None:
    found = Offer.objects.filter(registration=registration, state=OfferState.OPEN)
    return found.select_related("pool__session__open_day").first()


def offer_of(registration: Registration, pk: str) -> Offer | None:
    """The offer to this party that has that number, open or not."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) <= 18):
        return None
    return Offer.objects.filter(registration=registration, pk=int(pk)).select_related("registration", "pool__session__open_day").first()


def offers_run_out(*, now: datetime) -> list[Offer]:
    """Open offers whose time is over, the oldest first."""
    found = Offer.objects.filter(state=OfferState.OPEN, answer_by__lte=now).order_by("answer_by", "pk")
    return list(found.select_related("registration", "pool__session__open_day"))


def pools_with_parties_of(session: Session) -> Q:
    """Which pools a deed about a whole session touches: its own, and those of open offers to its parties."""
    offered = Offer.objects.filter(registration__session=session, state=OfferState.OPEN).values("pool_id")
    return Q(session=session) | Q(pk__in=offered)


def parties_with_something_held(session: Session) -> list[Registration]:
    """Parties of the session for which more is held than their own places, and those elsewhere that were offered places in it."""
    offer_open = Offer.objects.filter(registration=OuterRef("pk"), state=OfferState.OPEN)
    here = Q(session=session) & (Q(saved__gt=0) | Q(Exists(offer_open)))
    invited = Q(Exists(offer_open.filter(pool__session=session)))
    return list(Registration.objects.filter(here | invited).order_by("pk"))


def places_spoken_for(pool_id: int) -> int:
    """What `Pool.taken` has to be (1 query)."""
    return holders.held_in(pool_id)


# Asked by everybody who registers, under the lock of the pool, and so in plain SQL.
_DOOR = """
    SELECT state, EXISTS (SELECT 1 FROM registrations_registration WHERE session_id = %s AND pool_id = %s AND state = 'waiting'),
        (SELECT id FROM registrations_draw WHERE session_id = events_session.id AND state <> 'drawn')
    FROM events_session WHERE id = %s
"""


@dataclass(frozen=True)
class Door:
    """What a party finds that has just taken places: whether the session still takes place, whether others wait, what is drawn."""

    is_open: bool
    has_queue: bool
    draw: Draw | None = None


def door(*, session_id: int, pool_id: int) -> Door:
    with connection.cursor() as cursor:
        cursor.execute(_DOOR, [session_id, pool_id, session_id])
        row = cursor.fetchone()
    if row is None:
        return Door(is_open=False, has_queue=False)
    draw = None if row[2] is None else Draw.objects.without_files().get(pk=row[2])
    return Door(is_open=row[0] == Session.State.OPEN, has_queue=bool(row[1]), draw=draw)


def is_to_be_drawn(session: Session) -> bool:
    """Whether lots decide about the session and have not yet."""
    return Draw.objects.pending().filter(session=session).exists()


def lot_of(registration: Registration) -> Lot | None:
    """The ticket of a party in the draw of its session, with the draw."""
    found = Lot.objects.filter(registration=registration, draw__session=registration.session_id).select_related("draw")
    return found.defer(*NOT_OF_A_DRAW).first()


def alternatives_to(session: Session, *, now: datetime) -> list[event_queries.SessionWithPlaces]:
    """Other sessions of the same open day that still have places, soonest first, four at most."""
    found = event_queries.sessions_with_places(now=now, open_day_ids=[session.open_day_id], limit=30)
    return [one for one in found if one.session.pk != session.pk and one.state == PlacesState.OPEN][:4]


def sessions_to_move_to(registration: Registration, *, now: datetime) -> list[event_queries.SessionWithPlaces]:
    """Other sessions of the same open day that take registrations now, soonest first, thirty at most (2 queries)."""
    found = event_queries.sessions_with_places(now=now, open_day_ids=[registration.session.open_day_id], limit=31)
    # Lots decide there, and nobody comes in beside them.
    drawn = set(Draw.objects.pending().filter(session__open_day=registration.session.open_day_id).values_list("session_id", flat=True))
    found = [one for one in found if one.session.pk not in drawn and one.session.pk != registration.session_id]
    invited = invitation_queries.is_for_whole_open_day(registration) if any(one.state == PlacesState.INVITED for one in found) else False
    return [one for one in found if one.can_register or (invited and one.state == PlacesState.INVITED)][:30]


def pools_to_move_to(registration: Registration, *, now: datetime) -> QuerySet[Pool]:
    """Where staff can move a party: pools of its kind in other open sessions of its open day, soonest first, sixty at most (1 query)."""
    found = Pool.objects.filter(
        kind=registration.pool.kind,
        session__open_day=registration.session.open_day_id,
        session__state=Session.State.OPEN,
        session__starts_at__gt=now,
        capacity__gt=0,
    ).exclude(session=registration.session_id)
    drawn = Draw.objects.pending().values("session")
    return found.exclude(session__in=drawn).select_related("session__open_day").order_by("session__starts_at", "pk")[:60]


def steps_of(registration: Registration) -> list[QueueStep]:
    """What happened to a party in the queue, the latest first, ten at most (1 query)."""
    return list(registration.queue_steps.select_related("session")[:10])


def waiting_parties(session: Session) -> list[Registration]:
    """The queue of a session in order, each party with `answer_by` of its open offer (1 query)."""
    open_until = Offer.objects.filter(registration=OuterRef("pk"), state=OfferState.OPEN).values("answer_by")
    return list(Registration.objects.waiting().filter(session=session).defer(*_ENCRYPTED).annotate(answer_by=Subquery(open_until)))


def steps_in(session: Session, *, limit: int) -> list[QueueStep]:
    """The latest steps in the queue of a session, with the party (1 query)."""
    found = QueueStep.objects.filter(session=session).select_related("registration")
    return list(found.defer(*(f"registration__{name}" for name in _ENCRYPTED)).order_by("-pk")[:limit])


_ENCRYPTED = ("name", "contact", "access_needs")


def sessions_with_a_queue() -> list[Session]:
    """Open sessions in which at least one party waits; those that are over too, if nobody closed their queue."""
    waiting = Registration.objects.filter(state=State.WAITING).values("session_id")
    sessions = Session.objects.filter(pk__in=waiting, state=Session.State.OPEN)
    return list(sessions.select_related("open_day").order_by("starts_at", "pk"))


def to_ask(*, now: datetime) -> Iterator[Registration]:
    """Parties that are to be asked whether they come: the moment of their open day has come, and they can still give up places."""
    for session in _sessions_within(now, days=14).filter(open_day__confirm_days_before__gt=0):
        due_at = session.starts_at - timedelta(days=session.open_day.confirm_days_before)
        if due_at > now or not event_rules.may_cancel(session.open_day, session, now=now):
            continue
        # Who got the places after that moment has just said that they want them.
        found = Registration.objects.with_visit().filter(
            session=session, state=State.CONFIRMED, coming_asked_at=None, confirmed_at__lt=due_at
        )
        yield from list(found.order_by("pk"))


def to_release(*, now: datetime) -> Iterator[Registration]:
    """Parties that were asked a day ago or longer and did not answer, where the open day gives their places to others now."""
    for session in _sessions_within(now, days=14).filter(open_day__release_hours_before__gt=0):
        due_at = session.starts_at - timedelta(hours=session.open_day.release_hours_before)
        if due_at > now or not event_rules.may_cancel(session.open_day, session, now=now):
            continue
        asked = Registration.objects.with_visit().filter(session=session, state=State.CONFIRMED, coming_at=None)
        yield from list(asked.filter(coming_asked_at__lte=now - timedelta(days=1)).order_by("pk"))


def _sessions_within(now: datetime, *, days: int) -> QuerySet[Session]:
    near = Session.objects.filter(state=Session.State.OPEN, starts_at__gt=now, starts_at__lte=now + timedelta(days=days))
    return near.select_related("open_day").order_by("starts_at", "pk")


def to_thank(*, now: datetime) -> Iterator[Registration]:
    """Parties that came, agreed to be asked how it was, and have not been written to since.

    Where nobody was checked in, those that were expected count as having come. A day after the visit at the earliest, a
    week after it at the latest: later nobody remembers.
    """
    over = Session.objects.filter(state=Session.State.OPEN, ends_at__lte=now - timedelta(hours=12), ends_at__gt=now - timedelta(days=7))
    arrived = Registration.objects.filter(session=OuterRef("session"), state=State.ATTENDED)
    came = Q(state=State.ATTENDED) | (Q(state=State.CONFIRMED) & ~Q(Exists(arrived)))
    agreed = Consent.objects.filter(registration=OuterRef("pk"), purpose=Purpose.FOLLOW_UP, withdrawn_at=None)
    found = Registration.objects.with_visit().filter(came, Exists(agreed), session__in=over, thanked_at=None, anonymised_at=None)
    yield from list(found.order_by("pk")[:500])


def thanked_for_same_day(registration: Registration) -> bool:
    """Whether the person had a letter of thanks for another registration at this open day on this day."""
    others = Registration.objects.filter(
        contact_hash=registration.contact_hash, visit_on=registration.visit_on, session__open_day=registration.session.open_day_id
    )
    return others.exclude(pk=registration.pk).filter(thanked_at__isnull=False).exists()


def to_remind(*, now: datetime) -> Iterator[Registration]:
    """Confirmed parties whose reminder is due.

    A party that registered after that moment has had its confirmation instead: two letters within
    hours would say the same.
    """
    # The longest lead is two weeks (constraint of OpenDay): the window keeps the read small.
    near = Session.objects.filter(state=Session.State.OPEN, starts_at__gt=now, starts_at__lte=now + timedelta(hours=336))
    for session in near.exclude(open_day__reminder_hours_before=0).select_related("open_day").order_by("starts_at", "pk"):
        due_at = session.starts_at - timedelta(hours=session.open_day.reminder_hours_before)
        if due_at > now:
            continue
        found = Registration.objects.filter(session=session, state=State.CONFIRMED, reminded_at=None, confirmed_at__lt=due_at)
        for registration in list(found.order_by("pk")):
            registration.session = session
            yield registration
