"""Demo draws: parties apply for one, the list of another is published, and the third is drawn.

As for the other demo visitors, nothing is written to anybody. The seeds and the public value are made up and say so.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from openday.accounts.models import User
from openday.events.models import Pool, Session
from openday.events.rules import registration_is_open
from openday.intake.codes import human_code
from openday.registrations.draw import actions, lots
from openday.registrations.models import Draw, Lot, Registration
from openday.registrations.states import ACTIVE, State

_VALUE_ZH, _VALUE_EN = "（演示）当日公布的抽签数字", "[Demo] the numbers published on that day"
_DRAWN = "3 9 14 21 28 33"
# How long ago the deadline was.
_STAGES = (("collecting", timedelta(days=-3)), ("listed", timedelta(days=1)), ("drawn", timedelta(days=3)))
_PARTIES = 14


def fill(add_parties: Callable[[Pool, int, datetime], list[Registration]], *, now: datetime) -> dict[str, str]:
    """Make the draws that are missing; `add_parties` stores so many waiting parties of a pool that came before a moment.

    Returns addresses to look at.
    """
    if not Draw.objects.filter(value_zh=_VALUE_ZH, session__starts_at__gt=now).exists():
        officers = list(User.objects.filter(is_active=True, groups__isnull=False).distinct().order_by("pk")[:2])
        pools = _untouched(now)[: len(_STAGES)]
        # Less than two officers draw nothing; too few sessions leave the later stages out.
        for pool, (stage, ago) in zip(pools if len(officers) == 2 else [], _STAGES, strict=False):
            _make(pool, stage, deadline=_six_o_clock(now - ago), parties=add_parties, officers=officers, now=now)
    drawn = Draw.objects.filter(value_zh=_VALUE_ZH).order_by("pk")
    return {f"draw_{one.state}": one.get_absolute_url() for one in drawn.without_files()}


def _six_o_clock(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=18, minute=0, second=0, microsecond=0)


def _untouched(now: datetime) -> list[Pool]:
    """Pools of sessions that nobody has registered for, and whose day is not near."""
    found = Pool.objects.filter(
        kind=Pool.Kind.INDIVIDUALS,
        taken=0,
        capacity__gt=0,
        session__state=Session.State.OPEN,
        session__starts_at__range=(now + timedelta(days=15), now + timedelta(days=30)),
    ).exclude(session__registrations__state__in=ACTIVE)
    pools = found.select_related("session__open_day").order_by("session__starts_at", "pk")
    return [pool for pool in pools if registration_is_open(pool.session.open_day, pool.session, now=now)]


def _make(
    pool: Pool,
    stage: str,
    *,
    deadline: datetime,
    parties: Callable[[Pool, int, datetime], list[Registration]],
    officers: list[Any],
    now: datetime,
) -> None:
    draw = actions.set_up(
        session=pool.session,
        applies_until=deadline,
        value_zh=_VALUE_ZH,
        value_en=_VALUE_EN,
        value_on=timezone.localdate(deadline) + timedelta(days=1),
        now=deadline - timedelta(days=5),
        by=officers[0],
    )
    Lot.objects.bulk_create(
        Lot(draw=draw, registration=party, number=human_code()) for party in parties(pool, _PARTIES, min(deadline, now))
    )
    if stage == "collecting":
        return
    actions.publish_list(draw=draw, now=deadline)
    if stage == "drawn":
        _draw(pool, officers, now=deadline + timedelta(days=1, hours=4))


def _draw(pool: Pool, officers: list[Any], *, now: datetime) -> None:
    """What actions.enter_value does, without its letters."""
    draw = Draw.objects.get(session=pool.session)
    result = lots.draw(draw.list_text, seed=draw.seed, value=_DRAWN)
    Draw.objects.filter(pk=draw.pk).update(
        state=Draw.State.DRAWN,
        first_value=_DRAWN,
        first_by=officers[0],
        first_at=now,
        second_value=_DRAWN,
        second_by=officers[1],
        drawn_at=now,
        result_text=lots.result_file(draw.list_text, seed=draw.seed, value=_DRAWN),
    )
    Draw.objects.announce(session_id=pool.session_id)
    for rank, number in enumerate((*result.drawn, *result.waiting), start=1):
        lot = Lot.objects.select_related("registration").get(number=number)
        Lot.objects.filter(pk=lot.pk).update(rank=rank)
        party = Registration.objects.filter(pk=lot.registration_id)
        if number in result.drawn and Pool.objects.take(pool.pk, places=lot.registration.places):
            party.update(state=State.CONFIRMED, confirmed_at=now, waiting_since=None)
        else:
            party.update(waiting_since=now + timedelta(microseconds=rank))
