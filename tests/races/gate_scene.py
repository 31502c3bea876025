"""Phones at the door of one session, and what the database says of it afterwards. Run by `manage.py shell`; prints JSON."""

import json
import threading
from datetime import timedelta
from importlib import import_module
from unittest import mock
from uuid import uuid4

from django.db import DatabaseError, connection
from django.utils import timezone

from openday.events.models import Pool, Session
from openday.registrations import actions
from openday.registrations.actions import rows, waiting
from openday.registrations.gate import actions as gate
from openday.registrations.gate import lists, queries
from openday.registrations.gate.facts import Scan
from openday.registrations.gate.models import CheckIn
from openday.registrations.gate.states import Kind
from openday.registrations.models import Offer, Registration
from openday.registrations.queries import places_spoken_for
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register, soon
from tests.races.controls import unguarded_promoters, unlocked
from tests.races.together import asker, ready

ask = asker(__name__)


def door(places: int, party: int) -> None:
    """A session that begins in ten minutes with one party, and the session key and the pass of somebody at its door."""
    now = timezone.now()
    open_day = OpenDayFactory(unit=people.unit("food"), party_max=10)
    session = SessionFactory(open_day=open_day, starts_at=now + timedelta(minutes=10), places=places)
    registration = register(session, adults=party, now=now - timedelta(days=1))
    rosa = people.rosa()
    text = json.loads(lists.signed_list(session, user=rosa, now=now)["list"])
    made = {"session": session.pk, "party": registration.pk, "pass": text["pass"], "key": people.session_key(rosa)}
    print(json.dumps(made))  # noqa: T201


def door_with_a_queue(places: int, waiting: int) -> None:
    """Print a session with so many places free, and as many parties of one that wait to be asked."""
    now = timezone.now()
    run = uuid4().hex[:12]
    open_day = OpenDayFactory(unit=people.unit("food"), code=f"queue-{run}", offer_hours=4, party_max=10)
    session = SessionFactory(open_day=open_day, starts_at=soon(days=6))
    # Each round runs in a process of its own, whose factories count from one again.
    first, *_waiting = [
        register(session, adults=adults, now=now, request_key=f"{run}-{n}", contact=Contact(value=f"queue{n}@example.org"))
        for n, adults in enumerate([10] + [1] * waiting)
    ]
    people.rosa()
    # Places that came free a moment ago, and nobody has looked at the queue yet.
    Registration.objects.filter(pk=first.pk).update(places=10 - places, adults=10 - places)
    Pool.objects.filter(session=session).update(taken=10 - places)
    print(json.dumps(session.pk))  # noqa: T201


def promote(folder: str, session_id: int, *, guarded: bool = True) -> None:
    """Serve the queue when all are ready; print how many parties were served, or what the database said."""
    found = Session.objects.get(pk=session_id)
    ready(folder)
    if guarded:
        print(json.dumps(len(actions.promote(session=found, now=timezone.now()))))  # noqa: T201
        return
    try:
        print(json.dumps(len(unguarded_promoters.promote(found.pk, now=timezone.now()))))  # noqa: T201
    except DatabaseError as fact:
        # Its constraints may end a process here; the places are wrong all the same.
        print(json.dumps(str(fact)))  # noqa: T201


def let_in(folder: str, session_id: int, guests: int, *, late: bool, guarded: bool = True) -> None:
    """Take walk-ins of one from a phone when all are ready: as they come, or in one heap an hour `late`; print their troubles."""
    session, by, now = Session.objects.select_related("open_day").get(pk=session_id), people.rosa(), timezone.now()
    at = now - timedelta(hours=1) if late else now
    scans = [Scan(scan_id=uuid4(), kind=Kind.WALK_IN, at=at, people=1) for _guest in range(guests)]
    if not guarded:
        # Its import takes the guards away in this process.
        import_module("tests.races.controls.unguarded_gate")
    ready(folder)
    sent = [scans] if late else [[scan] for scan in scans]
    facts = {"session": session, "by": by, "listed_at": now - timedelta(hours=2), "now": now}
    print(json.dumps([answer.trouble for each in sent for answer in gate.receive(scans=each, **facts)]))  # noqa: T201


def erased_at_the_door(*, locked: bool = True) -> None:
    """Let a party in at the moment at which it is being erased; print what is left of it, and the pool's account."""
    now = timezone.now()
    open_day = OpenDayFactory(unit=people.unit("food"), party_max=10)
    session = SessionFactory(open_day=open_day, starts_at=now + timedelta(minutes=10), places=10)
    party, by = register(session, adults=3, now=now - timedelta(days=1)), people.rosa()

    def arrives() -> None:
        scan = Scan(scan_id=uuid4(), kind=Kind.ARRIVED, at=now, people=3, party_id=party.pk)
        gate.receive(session=session, scans=[scan], by=by, listed_at=now, now=now)
        connection.close()

    at_the_door, let_go = threading.Thread(target=arrives), waiting.let_go

    def let_go_slowly(*given, **facts) -> set[int]:
        # The deed has looked at its party; the gate comes now, and waits where it has to.
        at_the_door.start()
        at_the_door.join(1)
        return let_go(*given, **facts)

    with (
        mock.patch.object(waiting, "let_go", let_go_slowly),
        mock.patch.object(rows, "fresh", rows.fresh if locked else unlocked.fresh),
    ):
        actions.erase(registration=party, now=now)
    at_the_door.join()
    party.refresh_from_db()
    pool = Pool.objects.get(session=session)
    told = {"state": party.state, "name": party.name, "taken": pool.taken, "held": places_spoken_for(pool.pk)}
    print(json.dumps(told))  # noqa: T201


def shared(session_id: int) -> None:
    """Print who got the places: parties that were asked, people who walked in with a place and those without; and the pool's account."""
    pool = Pool.objects.get(session=session_id)
    walked_in = CheckIn.objects.filter(session=session_id, kind="walk_in")
    told = {
        "offered": Offer.objects.filter(pool=pool, state="open").count(),
        "walked_in": walked_in.filter(places_taken=1).count(),
        "to_settle": walked_in.exclude(trouble="").count(),
        "capacity": pool.capacity,
        "taken": pool.taken,
        "held": places_spoken_for(pool.pk),
    }
    print(json.dumps(told))  # noqa: T201


def count(session_id: int) -> None:
    """Print people inside and to settle, rows, and both sides of the pool's account."""
    found = queries.headcount(session_id)
    pool = Pool.objects.get(session=session_id)
    held = places_spoken_for(pool.pk)
    rows = CheckIn.objects.filter(session=session_id).count()
    print(json.dumps({"inside": found.inside, "to_settle": found.to_settle, "rows": rows, "taken": pool.taken, "held": held}))  # noqa: T201
