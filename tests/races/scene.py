"""What the races of registration begin with, and what is in the database afterwards.

Called in a process of its own by `manage.py shell`, on the database of the servers; prints JSON.
"""

import json
import time
from datetime import timedelta

from django.db import DatabaseError, IntegrityError
from django.db.models import Count, Sum
from django.utils import timezone

from openday.events.models import Pool, Session
from openday.mail.models import Message
from openday.registrations import actions, queries
from openday.registrations.invitations.actions import Guest, invite
from openday.registrations.models import Invitation, Offer, Registration
from openday.registrations.states import HOLDS_PLACES
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon
from tests.races.controls import unguarded_promoters
from tests.races.together import asker, ready, say_ready

ask = asker(__name__)


def sessions(*places: int, one_per_day: bool = False) -> None:
    """Make one open day with a session of each number of places, an hour apart on one day."""
    open_day = OpenDayFactory(party_max=7, one_per_day=one_per_day)
    start = soon(days=6).replace(hour=1)
    made = [SessionFactory(open_day=open_day, starts_at=start + timedelta(hours=n), places=each) for n, each in enumerate(places)]
    print(json.dumps([session.pk for session in made]))  # noqa: T201


def count(session: int) -> None:
    """Print how the session stands: by its pool, by its registrations, by its letters."""
    pool = Pool.objects.get(session=session)
    rows = Registration.objects.filter(session=session)
    holding = rows.filter(state__in=HOLDS_PLACES).aggregate(places=Sum("places"))["places"] or 0
    # Kept for waiting parties: until there are enough for one that was overtaken, and until an offer is answered.
    holding += rows.filter(state="waiting").aggregate(saved=Sum("saved"))["saved"] or 0
    holding += Offer.objects.filter(pool=pool, state="open").aggregate(places=Sum("places"))["places"] or 0
    waiting = list(rows.filter(state="waiting").values_list("places", flat=True))
    states = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    letters = Message.objects.filter(kind__in=["registration_confirmed", "registration_waiting"]).count()
    print(  # noqa: T201
        json.dumps(
            {
                "capacity": pool.capacity,
                "taken": pool.taken,
                "holding": holding,
                "waiting": waiting,
                "states": states,
                "rows": rows.count(),
                "first_letters": letters,
                "promoted_letters": Message.objects.filter(kind="registration_promoted").count(),
            }
        )
    )


def queue(places: int, *, waiting: int) -> None:
    """Make a session of an open day that asks first, with a queue of parties of one, and all places free."""
    session = SessionFactory(open_day=OpenDayFactory(offer_hours=4), starts_at=soon(days=6), places=places)
    register(session, adults=places, now=timezone.now())
    for _n in range(waiting):
        register(session, now=timezone.now())
    # As if staff had doubled the room a moment ago.
    Pool.objects.filter(session=session).update(capacity=places, taken=0)
    Registration.objects.filter(session=session, state="confirmed").update(state="cancelled", ending="staff", cancelled_at=timezone.now())
    print(json.dumps([session.pk]))  # noqa: T201


def invited(places: int, *, reserve: bool) -> None:
    """Make a session by invitation and one invitation for four to it; print the session and the secret of the link."""
    now = timezone.now()
    session = SessionFactory(open_day=OpenDayFactory(by_invitation=True), starts_at=soon(days=6), places=places)
    guests = [Guest("guest@example.org", party_max=4)]
    until = now + timedelta(days=2)
    (made,) = invite(open_day=session.open_day, session=session, guests=guests, reserve=reserve, valid_until=until, by=None, now=now)
    print(json.dumps([session.pk, made.token]))  # noqa: T201


def came_back(session: int) -> None:
    """Print how many invitations to the session are open, and how often they came back."""
    found = Invitation.objects.filter(session=session)
    told = {"open": found.filter(state="open").count(), "came_back": found.aggregate(times=Sum("came_back"))["times"]}
    print(json.dumps(told))  # noqa: T201


def stand(session: int) -> None:
    """Print how the session stands: its pool, who holds its places, its offers and their letters."""
    pool = Pool.objects.get(session=session)
    offers = Offer.objects.filter(pool=pool, state="open")
    told = {
        "capacity": pool.capacity,
        "taken": pool.taken,
        "holding": queries.places_spoken_for(pool.pk),
        "offers": offers.count(),
        "parties_offered": offers.values("registration").distinct().count(),
        "letters": Message.objects.filter(kind="waiting_offer").count(),
    }
    print(json.dumps(told))  # noqa: T201


def lower(session: int, capacity: int, folder: str) -> None:
    """Lower the number of places as the staff's form does, as soon as somebody has registered."""
    pool = _after_the_first(session, folder)
    print(json.dumps(Pool.objects.resize(pool.pk, capacity=capacity)))  # noqa: T201


def lower_after_a_look(session: int, capacity: int, folder: str) -> None:
    """Control: look whether few enough are taken, then write; the burst comes in between."""
    pool = Pool.objects.get(session=session)
    say_ready(folder)
    told: str | bool = False
    if pool.taken <= capacity:
        while Pool.objects.get(pk=pool.pk).taken <= capacity:
            time.sleep(0.001)
        try:
            told = bool(Pool.objects.filter(pk=pool.pk).update(capacity=capacity))
        except IntegrityError as fact:
            told = str(fact)
    print(json.dumps(told))  # noqa: T201


def _after_the_first(session: int, folder: str) -> Pool:
    say_ready(folder)
    while (pool := Pool.objects.get(session=session)).taken == 0:
        time.sleep(0.001)
    return pool


def promote(session: int, folder: str) -> None:
    found = Session.objects.get(pk=session)
    ready(folder)
    print(json.dumps(len(actions.promote(session=found, now=timezone.now()))))  # noqa: T201


def promote_without_guards(session: int, folder: str) -> None:
    Session.objects.get(pk=session)
    ready(folder)
    try:
        served: int | str = len(unguarded_promoters.promote(session, now=timezone.now()))
    except DatabaseError as fact:
        # The constraints of the database may end a process here; the places are wrong all the same.
        served = str(fact)
    print(json.dumps(served))  # noqa: T201
