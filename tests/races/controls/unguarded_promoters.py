"""The service of queues with its guards taken away: places are read, then written; no lock, no transaction, no compare-and-set.

Run by `scene.promote_without_guards`, in four processes at once.
"""

import contextlib
import time
from types import SimpleNamespace

from django.db.models import F, QuerySet

from openday.events.models import Pool
from openday.events.models.sessions import PoolQuerySet
from openday.registrations.actions import waiting
from openday.registrations.models import Registration, RegistrationQuerySet


def _read_then_write(self, pool_id: int, *, places: int) -> bool:
    pool = self.get(pk=pool_id)
    time.sleep(0.05)
    if pool.taken + places > pool.capacity:
        return False
    self.filter(pk=pool_id).update(taken=F("taken") + places)
    return True


def _move(self, pk: int, *, old: str, new: str, **values: object) -> bool:
    return self.filter(pk=pk).update(state=new, **values) == 1


def promote(session: int, *, now) -> list[Registration]:
    PoolQuerySet.take = _read_then_write
    RegistrationQuerySet.move = _move
    waiting.transaction = SimpleNamespace(atomic=contextlib.nullcontext)
    QuerySet.select_for_update = lambda self, **_how: self
    return waiting.serve_queue(Pool.objects.get(session=session), now=now)
