"""A party becomes larger or smaller; the places it has are never lost."""

from datetime import datetime
from typing import Any

from django.db import transaction

from openday.events.models import Pool
from openday.registrations import emails, queries, rules
from openday.registrations.actions import rows, waiting
from openday.registrations.approval import asking, growing
from openday.registrations.approval import queries as approval_queries
from openday.registrations.facts import NotActive, PartyRefused, SessionFull, TooLate
from openday.registrations.groups.rules import group_problems
from openday.registrations.models import Registration
from openday.registrations.rules import Party
from openday.registrations.states import CAN_BE_CANCELLED, HOLDS_PLACES


@transaction.atomic
def change_party(*, registration: Registration, party: Party, now: datetime, by: Any = None) -> Registration:
    """Let a party become larger or smaller; the places it has are never lost.

    Where staff approve who comes, a visitor's party that wants more places than they approved stays as it is and asks
    (approval/growing.py). Safe to repeat: the same party again changes nothing and writes nothing.

    Raises SessionFull with the places left when it cannot grow, PartyRefused when rules of admission are
    broken, TooLate and NotActive as `cancel` does.
    """
    pools = rows.locked_pools(registration)
    fresh = rows.fresh(registration, pools)
    _check(fresh, party, now=now, by=by)
    if party == fresh.party:
        return _as_it_is(fresh, pools, now=now)
    if (asked := approval_queries.growth_of(fresh)) is not None and party == approval_queries.wished(asked):
        return fresh
    # The needs that companions belong to were told at registration; no new companions here.
    if problems := _problems(fresh, party):
        raise PartyRefused(problems)
    # An offer was made to the party as it was: it gets another one in a moment, if places suffice.
    free = waiting.let_go(fresh, now=now)
    if by is None and growing.needs_approval(fresh, party):
        growing.begin(fresh, party, now=now)
        return fresh
    more = _take_what_is_lacking(fresh, party)
    changed = {**rows.people_columns(party), "sequence": fresh.sequence + 1}
    if not Registration.objects.move(fresh.pk, old=fresh.state, new=fresh.state, **changed):
        raise NotActive
    rows.reflect(fresh, **changed)
    if more > 0 and by is None:
        asking.undecide_if_larger(fresh)
    emails.changed(fresh, now=now)
    if more < 0:
        if fresh.state in HOLDS_PLACES:
            Pool.objects.give_back(fresh.pool_id, places=-more)
        free.add(fresh.pool_id)
    for pool_id in sorted(free):
        waiting.serve_queue(pools[pool_id], now=now)
    if free:
        fresh = rows.fresh(fresh, Pool.objects.select_related("session").in_bulk(queries.pools_of(fresh.pk)))
    return fresh


def _check(fresh: Registration, party: Party, *, now: datetime, by: Any) -> None:
    """Raises NotActive and TooLate where nothing can be changed any more."""
    if fresh.state not in CAN_BE_CANCELLED:
        raise NotActive
    if by is None and not rows.visitor_may_still_act(fresh, now=now):
        raise TooLate
    if party == fresh.party or not fresh.is_waiting:
        return
    if (lot := queries.lot_of(fresh)) is not None and lot.draw.is_pending and lot.draw.is_listed:
        # Its size is in the published list.
        raise TooLate


def _take_what_is_lacking(fresh: Registration, party: Party) -> int:
    """Take the places by which a party grows that has some; return by how many it grows. Raises SessionFull with the places left."""
    more, holds, pool = party.places - fresh.places, fresh.state in HOLDS_PLACES, fresh.pool
    if holds and more > 0 and not Pool.objects.take(pool.pk, places=more):
        raise SessionFull(left=pool.left)
    if not holds and party.places > pool.capacity:
        raise SessionFull(left=pool.capacity)
    return more


def _as_it_is(fresh: Registration, pools: dict[int, Pool], *, now: datetime) -> Registration:
    """Who asked for more people and now wants the party as it is has nothing left to ask."""
    if not fresh.is_waiting and fresh.saved:
        for pool_id in sorted(waiting.let_go(fresh, now=now)):
            waiting.serve_queue(pools[pool_id], now=now)
    return fresh


def _problems(registration: Registration, party: Party) -> list[rules.Problem]:
    """By the rules for groups where the places are a group's: all its adults count as supervisors then."""
    open_day = registration.session.open_day
    needs = max(registration.companions, rows.needs_told(registration))
    if registration.pool.kind == Pool.Kind.GROUPS:
        # It may become smaller than a new group has to be.
        return group_problems(party, supervisors=party.adults, minimum_age=open_day.minimum_age, needs=needs, least=1)
    return rules.party_problems(party, open_day, needs=needs)
