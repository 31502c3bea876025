"""What the race of merging runs, in processes of their own on one database: some give unused places away, others take places.

Each prints how many places it moved or took.
"""

import json
import time

from django.utils import timezone

from openday.events import actions
from openday.events.models import Pool, Session
from openday.events.models.sessions import PoolQuerySet
from tests.factories.registrations import OpenDayFactory, SessionFactory, soon
from tests.races.together import asker, ready

ask = asker(__name__)

_ROUNDS = 30


def session(individuals: int, groups: int) -> None:
    """Make a session that is past its cut-off, with nobody in it."""
    open_day = OpenDayFactory(merge_hours_before=24 * 60)
    made = SessionFactory(open_day=open_day, starts_at=soon(days=6), places=individuals)
    Pool.objects.create(session=made, kind=Pool.Kind.GROUPS, capacity=groups)
    print(json.dumps(made.pk))  # noqa: T201


def merge(folder: str, session_id: int, *, guarded: bool = True) -> None:
    """Merge again and again; without its guards read first and write a moment later what was read."""
    if not guarded:
        PoolQuerySet.release_unused = _release_what_was_read
        PoolQuerySet.select_for_update = PoolQuerySet.all
        actions.merge_pools = actions.merge_pools.__wrapped__
    found = Session.objects.get(pk=session_id)
    ready(folder)
    moved = sum(actions.merge_pools(session=found, now=timezone.now()) for _round in range(_ROUNDS))
    print(json.dumps(moved))  # noqa: T201


def _release_what_was_read(self, pool):
    time.sleep(0.05)
    return pool.left > 0 and self.filter(pk=pool.pk).update(capacity=pool.taken) == 1


def take(folder: str, session_id: int, kind: str) -> None:
    """Take one place after another, and give every third back."""
    pool = Pool.objects.get(session=session_id, kind=kind)
    ready(folder)
    held = 0
    for number in range(_ROUNDS):
        held += Pool.objects.take(pool.pk, places=1)
        if number % 3 == 2 and held:
            Pool.objects.give_back(pool.pk, places=1)
            held -= 1
    print(json.dumps(held))  # noqa: T201


def pools(session_id: int) -> None:
    """Print (taken, capacity) by kind."""
    print(json.dumps({pool.kind: (pool.taken, pool.capacity) for pool in Pool.objects.filter(session=session_id)}))  # noqa: T201
