"""The portal with the guard of the last place taken away: read the count, then write it.

Without the transaction too: SQLite would otherwise still serve one writer at a time.
"""

import time

from config.wsgi import application
from openday.events.models.sessions import PoolQuerySet
from openday.registrations.actions import registering

__all__ = ["application"]


def _read_then_write(self, pool_id: int, *, places: int) -> bool:
    pool = self.get(pk=pool_id)
    time.sleep(0.05)
    if pool.taken + places > pool.capacity:
        return False
    self.filter(pk=pool_id).update(taken=pool.taken + places)
    return True


PoolQuerySet.take = _read_then_write
registering._take_and_store = registering._take_and_store.__wrapped__
