"""The portal with the guards of the gate taken away: no lock on the party, places read before they are written."""

import time

from config.wsgi import application
from openday.events.models.sessions import PoolQuerySet
from openday.registrations.gate import actions
from openday.registrations.gate.states import Kind
from openday.registrations.models import Registration

__all__ = ["application"]


def _party_of(scan, *, session):
    return Registration.objects.filter(pk=scan.party_id).first()


def _arrived_a_moment_ago(registration_id):
    found = _arrived_of(registration_id)
    time.sleep(0.1)
    return found


def _read_then_write(self, pool_id: int, *, places: int) -> bool:
    pool = self.get(pk=pool_id)
    time.sleep(0.1)
    if pool.taken + places > pool.capacity:
        return False
    self.filter(pk=pool_id).update(taken=pool.taken + places)
    return True


_arrived_of = actions.queries.arrived_of
actions.queries.arrived_of = _arrived_a_moment_ago
actions._party_of = _party_of
PoolQuerySet.take = _read_then_write
# Without the transaction too: SQLite would otherwise still serve one writer at a time.
for kind in (Kind.ARRIVED, Kind.WALK_IN):
    actions._DEEDS[kind] = actions._DEEDS[kind].__wrapped__  # type: ignore[attr-defined]
