"""The portal with the guards of giving places to groups taken away: places are read, then written; no request is compared and set."""

import time

from django.db.models import F

from config.wsgi import application
from openday.events.models.sessions import PoolQuerySet
from openday.registrations.groups import actions
from openday.registrations.groups.models import GroupVisit, GroupVisitQuerySet
from openday.registrations.groups.states import MOVES

__all__ = ["application"]


def _read_then_write(self, pool_id: int, *, places: int) -> bool:
    pool = self.get(pk=pool_id)
    time.sleep(0.3)
    if pool.taken + places > pool.capacity:
        return False
    # Past the CHECK of the database as well, or it would end the deed.
    self.filter(pk=pool_id).update(taken=F("capacity"))
    return True


def _move(self, pk: int, deed: str, **values: object) -> bool:
    return GroupVisit.objects.filter(pk=pk).update(state=MOVES[deed][1], **values) == 1


PoolQuerySet.take = _read_then_write
GroupVisitQuerySet.move = _move
# Without the transaction too: SQLite would otherwise still serve one writer at a time.
actions._give = actions._give.__wrapped__
