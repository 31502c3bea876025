"""Reads about registrations that are used twice or need a join."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from home.remembered import remembered
from openday.accounts.encryption import keyed_hash
from openday.events import queries as event_queries
from openday.events.models import Pool, Session
from openday.events.states import PlacesState
from openday.registrations.models import TOKEN_PURPOSE, Consent, Registration
from openday.registrations.states import ACTIVE, Purpose, State

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
    pools = Pool.objects.select_related("session__open_day").order_by()
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
    return list(registration.consents.filter(withdrawn_at=None).exclude(purpose=Purpose.VISIT).order_by("pk"))


@dataclass(frozen=True)
class Queue:
    """The waiting list of a session: parties and the people in them."""

    parties: int
    people: int


def queue_of(session_id: int) -> Queue:
    found = Registration.objects.filter(session_id=session_id, state=State.WAITING).aggregate(parties=Count("pk"), people=Sum("places"))
    return Queue(parties=found["parties"], people=found["people"] or 0)


def waiting_position(registration: Registration) -> int:
    """1 for the party that is first in the queue of its pool."""
    since = registration.waiting_since
    before = Q(waiting_since__lt=since) | Q(waiting_since=since, pk__lt=registration.pk)
    return Registration.objects.filter(before, pool_id=registration.pool_id, state=State.WAITING).count() + 1


def alternatives_to(session: Session, *, now: datetime) -> list[event_queries.SessionWithPlaces]:
    """Other sessions of the same open day that still have places, soonest first, four at most."""
    found = event_queries.sessions_with_places(now=now, open_day_ids=[session.open_day_id], limit=30)
    return [one for one in found if one.session.pk != session.pk and one.state == PlacesState.OPEN][:4]


def sessions_to_move_to(registration: Registration, *, now: datetime) -> list[event_queries.SessionWithPlaces]:
    """Other sessions of the same open day that take registrations now, soonest first, thirty at most (1 query)."""
    found = event_queries.sessions_with_places(now=now, open_day_ids=[registration.session.open_day_id], limit=31)
    return [one for one in found if one.session.pk != registration.session_id and one.can_register][:30]


def sessions_with_a_queue() -> list[Session]:
    """Open sessions in which at least one party waits; those that are over too, if nobody closed their queue."""
    waiting = Registration.objects.filter(state=State.WAITING).values("session_id")
    sessions = Session.objects.filter(pk__in=waiting, state=Session.State.OPEN)
    return list(sessions.select_related("open_day").order_by("starts_at", "pk"))


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
