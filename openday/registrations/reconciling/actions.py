"""Set a counter right that does not say what is held."""

from datetime import datetime
from typing import Any

from django.db import transaction

from openday.accounts import audit
from openday.events.models import Pool
from openday.registrations.reconciling import holders


@transaction.atomic
def repair(*, pool_id: int, now: datetime, by: Any = None) -> bool:
    """Let the counter of a pool say what its holders hold; False when more is held than the pool has places.

    Noted in the audit log with both numbers. Safe to repeat, and while visitors register: nobody changes places without the pool's lock.
    """
    taken = Pool.objects.select_for_update().get(pk=pool_id).taken
    # A statement of its own, after the lock: who held it before us has committed both sides.
    pool = holders.pools().get(pk=pool_id)
    if pool.held > pool.capacity:
        return False
    if pool.held != taken:
        Pool.objects.filter(pk=pool_id).update(taken=pool.held)
        audit.note("registrations.reconcile", by=by, about=pool, now=now, taken=taken, held=pool.held)
    return True
