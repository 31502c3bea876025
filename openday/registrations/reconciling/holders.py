"""Who holds places: the one list behind `Pool.taken`.

Whatever a new deed takes places for is added to HOLDERS. Tests of every room, the races and `manage.py reconcile` sum up
this list, and a test refuses a model that points to a pool and is neither here nor said to hold nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from openday.events.models import Pool
from openday.registrations.models import CheckIn, Invitation, Offer, Registration
from openday.registrations.states import HOLDS_PLACES, OfferState


@dataclass(frozen=True)
class Holder:
    """Rows that hold places of a pool, each as many as its column `places` says; `name` is for the operator, in English."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    places: str

    @property
    def column(self) -> str:
        """The annotation of a pool in which `pools` puts the places of this holder."""
        return f"held_by_{self.name.replace(' ', '_').replace('-', '_')}"


HOLDERS = (
    # Groups are among them: with places, and "to be confirmed" while places are offered to them (docs/decisions/0014).
    Holder("parties", lambda: Registration.objects.filter(state__in=HOLDS_PLACES), "places"),
    Holder("parties that save", lambda: Registration.objects.filter(saved__gt=0), "saved"),
    Holder("open offers", lambda: Offer.objects.filter(state=OfferState.OPEN), "places"),
    Holder("invitations", lambda: Invitation.objects.filter(places__gt=0), "places"),
    Holder("walk-ins", CheckIn.objects.that_count, "places_taken"),
)


def _sum_of(holder: Holder) -> Coalesce:
    rows = holder.rows().filter(pool=OuterRef("pk")).order_by().values("pool")
    return Coalesce(Subquery(rows.annotate(held=Sum(holder.places)).values("held")), 0)


def pools() -> QuerySet[Any]:
    """Pools with `held`, which `taken` has to be, and with what each holder holds (1 query).

    One statement is one moment: every deed changes counter and rows in one transaction, so nothing differs here while visitors register.
    """
    each = {holder.column: _sum_of(holder) for holder in HOLDERS}
    return Pool.objects.annotate(held=reduce(add, each.values()), **each)


def held_in(pool_id: int) -> int:
    """The places of one pool that somebody holds (1 query)."""
    held: int = pools().values_list("held", flat=True).get(pk=pool_id)
    return held
