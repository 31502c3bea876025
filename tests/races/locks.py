"""Deeds that hold one lock and want another, stopped at the worst moment; threads of one process on PostgreSQL.

Run by `manage.py shell`; each scene prints what went wrong, such as "deadlock detected". The pauses are in front of locks
that the deed takes anyway: they change no order.
"""

import json
import threading
import time
from datetime import timedelta
from unittest import mock

from django.db import connection
from django.utils import timezone

from openday.events import actions as event_actions
from openday.events.models import Pool, Session
from openday.registrations import actions, emails, queries
from openday.registrations.actions import waiting
from openday.registrations.draw import actions as drawing
from openday.registrations.draw import lots
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon
from tests.races.together import asker

ask = asker(__name__)

# Long enough for the other thread to come as far as its lock.
_PAUSE = 0.7
_PATIENCE = 10


def _all(*deeds) -> None:
    """Run each deed in a thread with a connection of its own; print what they raised."""
    wrong: list[str] = []

    def run(deed) -> None:
        try:
            deed()
        except Exception as fact:
            wrong.append(f"{type(fact).__name__}: {fact}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,), name=deed.__name__) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(wrong))  # noqa: T201


def _session(places: int, open_day=None) -> Session:
    return SessionFactory(open_day=open_day or OpenDayFactory(party_max=7), starts_at=soon(days=6), places=places)


def numbers_against_registering() -> None:
    """Staff change the numbers of a session while a visitor has its places and is about to be stored for good."""
    session, staff, stored = _session(10), people.alice(), threading.Event()
    confirmed = emails.confirmed

    def confirmed_slowly(*given, **facts) -> None:
        confirmed(*given, **facts)
        stored.set()
        time.sleep(_PAUSE)

    def registers() -> None:
        register(session, now=timezone.now())

    def changes_numbers() -> None:
        stored.wait(_PATIENCE)
        event_actions.adjust_sessions(sessions=[session], capacities={"individuals": 20}, by=staff, now=timezone.now())

    with mock.patch.object(emails, "confirmed", confirmed_slowly):
        _all(registers, changes_numbers)


def numbers_against_a_draw() -> None:
    """Staff change the numbers of a session while lots are about to decide about its places."""
    session, staff, about_to_begin = _session(10), people.alice(), threading.Event()
    commitment_to = lots.commitment_to

    def commitment_slowly(seed: str) -> str:
        about_to_begin.set()
        time.sleep(_PAUSE)
        return commitment_to(seed)

    def sets_a_draw_up() -> None:
        now = timezone.now()
        day, words = timezone.localdate(now) + timedelta(days=3), {"value_zh": "示例", "value_en": "example"}
        drawing.set_up(session=session, applies_until=now + timedelta(days=1), value_on=day, **words, by=staff, now=now)

    def changes_numbers() -> None:
        about_to_begin.wait(_PATIENCE)
        event_actions.adjust_sessions(sessions=[session], capacities={"individuals": 20}, by=staff, now=timezone.now())

    with mock.patch.object(lots, "commitment_to", commitment_slowly):
        _all(sets_a_draw_up, changes_numbers)


def cancelling_against_two_moves() -> None:
    """A party is moved to a pool of a lower key while it cancels; a third one goes the other way."""
    low = _session(10)
    high = _session(10, low.open_day)
    moved, other = register(high, now=timezone.now()), register(low, now=timezone.now())
    looked, pools_of = threading.Event(), queries.pools_of
    calls = []

    def pools_of_at_the_worst_moment(registration_id: int) -> set[int]:
        found = pools_of(registration_id)
        if threading.current_thread().name == "cancels":
            calls.append(found)
            if len(calls) == 1:
                mover = threading.Thread(target=moves_down, name="moves_down")
                mover.start()
                mover.join()
            elif len(calls) == 2:
                looked.set()
                time.sleep(_PAUSE)
        return found

    def moves_down() -> None:
        actions.move(registration=moved, session=low, now=timezone.now())
        connection.close()

    def cancels() -> None:
        actions.cancel(registration=moved, now=timezone.now())

    def moves_up() -> None:
        looked.wait(_PATIENCE)
        actions.move(registration=other, session=high, now=timezone.now())

    with mock.patch.object(queries, "pools_of", pools_of_at_the_worst_moment):
        _all(cancels, moves_up)


def two_servers_of_parties_that_wait_for_both() -> None:
    """Each server has just served a party of the other queue, and notes that it overtook one of its own, served by the other."""
    first = _session(4)
    second = _session(4, first.open_day)
    now = timezone.now() - timedelta(minutes=1)
    for session in (first, second):
        register(session, adults=4, now=now)
    waits = [
        register(session, adults=adults, now=now + timedelta(seconds=n))
        for n, (session, adults) in enumerate([(first, 4), (second, 2), (second, 1)])
    ]
    pools = {session.pk: Pool.objects.get(session=session) for session in (first, second)}
    actions.choose(registration=waits[0], pools=[pools[second.pk]], smaller=None, now=now)
    actions.choose(registration=waits[1], pools=[pools[first.pk]], smaller=None, now=now)
    # As if staff had made more room a moment ago: 3 and 5 places are free.
    Pool.objects.filter(session=first).update(capacity=7)
    Pool.objects.filter(session=second).update(capacity=9)
    serve, both = waiting._serve, threading.Barrier(2)
    met = set()

    def serve_and_meet(*given) -> bool:
        served = serve(*given)
        if (name := threading.current_thread().name) not in met:
            met.add(name)
            both.wait(_PATIENCE)
        return served

    def serves_first() -> None:
        actions.promote(session=first, now=timezone.now())

    def serves_second() -> None:
        actions.promote(session=second, now=timezone.now())

    with mock.patch.object(waiting, "_serve", serve_and_meet):
        _all(serves_first, serves_second)
