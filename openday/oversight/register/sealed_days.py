"""Days that should have a seal and have none: the timer stood still, and nobody else would notice."""

from datetime import date, datetime, timedelta

from openday.oversight import clock
from openday.oversight.models import CaseEvent
from openday.oversight.register.models import RegisterSeal

DAYS_BACK = 7


def missing(*, now: datetime) -> list[date]:
    """Days of the last week, up to yesterday, that are not sealed. One query while all is well, three at most.

    Every day is sealed, also when nothing came. Today is left out: its seal may be a minute away. A lost seal can't be
    made later, for a seal says what the register held at a moment; so the day stays here for a week, and a gap in the list
    of seals for ever.
    """
    today = clock.local_day(now)
    days = [today - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    sealed = set(RegisterSeal.objects.filter(day__range=(days[0], days[-1])).values_list("day", flat=True))
    if not (left := [day for day in days if day not in sealed]):
        return []
    began = _first_day()
    return [day for day in left if began is not None and day >= began]


def is_missing(*, now: datetime) -> bool:
    """Say whether yesterday has no seal: what an alarm hangs on. It ends by itself a day after the timer runs again."""
    return clock.local_day(now) - timedelta(days=1) in missing(now=now)


def _first_day() -> date | None:
    """The first day that must have a seal: of the first seal, or, when none was ever made, the day after the first event."""
    if (first := RegisterSeal.objects.order_by("day").values_list("day", flat=True).first()) is not None:
        return first
    # By the key and not by the moment: there is no index of all moments.
    at = CaseEvent.objects.order_by("pk").values_list("at", flat=True).first()
    return clock.local_day(at) + timedelta(days=1) if at is not None else None
