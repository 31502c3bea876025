"""The portal with the guards of moving taken away: places are read, then written; nothing is locked."""

import time

from django.db.models import F

from config.wsgi import application
from openday.events.models.sessions import PoolQuerySet
from openday.registrations.actions import moving, rows
from openday.registrations.models import RegistrationQuerySet
from tests.races.controls import unlocked

__all__ = ["application"]


def _read_then_write(self, pool_id: int, *, places: int) -> bool:
    pool = self.get(pk=pool_id)
    time.sleep(0.3)
    if pool.taken + places > pool.capacity:
        return False
    # Past the CHECK of the database as well, or it would end the deed.
    self.filter(pk=pool_id).update(taken=F("capacity"))
    return True


def _move(self, pk: int, *, old: str, new: str, **values: object) -> bool:
    return self.filter(pk=pk).update(state=new, **values) == 1


PoolQuerySet.take = _read_then_write
RegistrationQuerySet.move = _move
rows.locked_pools, rows.fresh = unlocked.pools, unlocked.fresh
moving._move = moving._move.__wrapped__
