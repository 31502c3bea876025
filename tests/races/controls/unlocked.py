"""What a deed of registrations reads before it acts when it locks nothing: for controls that take the locks away."""

from openday.events.models import Pool
from openday.registrations import queries
from openday.registrations.models import Registration


def pools(registration: Registration, *others: int) -> dict[int, Pool]:
    """In place of `rows.locked_pools`."""
    return Pool.objects.in_bulk({registration.pool_id, *others, *queries.pools_of(registration.pk)})


def fresh(registration: Registration, pools: dict[int, Pool]) -> Registration:
    """In place of `rows.fresh`."""
    row = Registration.objects.select_related("session__open_day").get(pk=registration.pk)
    row.pool = pools[row.pool_id]
    return row
