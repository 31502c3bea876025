"""Which sessions a season has: weekdays, times of day, breaks, holidays and make-up days (调休). Pure: no database, no clock."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from openday.events.working_days import Calendar

# What one press of the button may make: more is a slip of the keyboard, and no preview that anybody reads.
MOST_SESSIONS = 400
# Two years and a day or two: nobody knows the holidays of later ones.
MOST_DAYS = 735
_SATURDAY = 5


class Skip(StrEnum):
    """Why a day of the plan has no session."""

    EXCLUDED = "excluded"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


class MakeUp(StrEnum):
    """What a make-up day is to the plan: a Saturday or Sunday on which people work and pupils learn."""

    # Families who come at weekends have no time.
    SKIP = "skip"
    # A working day like others: it has sessions when the plan has any on Monday to Friday.
    WORK = "work"
    # The day of the week that it is.
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The rule of a season; days and times are on the wall calendar of the site's zone. `weekdays` count from Monday = 0."""

    first_day: date
    last_day: date
    weekdays: frozenset[int]
    times: tuple[time, ...]
    length_minutes: int
    excluded: frozenset[date] = frozenset()
    skip_holidays: bool = True
    make_up: MakeUp = MakeUp.SKIP


@dataclass(frozen=True, slots=True)
class Slot:
    """A session to be: both moments in the site's zone, and the time of day that the plan asked for."""

    starts_at: datetime
    ends_at: datetime
    planned_start: time

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day that the plan speaks of: with its sessions, or with the reason why it has none."""

    day: date
    slots: tuple[Slot, ...] = ()
    skipped: Skip | None = None
    # The yearly notice that says which days are worked is not loaded yet: it may turn out to be a holiday.
    provisional: bool = False


def times_of_day(
    first: time, until: time, *, length_minutes: int, break_minutes: int = 0, pause: tuple[time, time] | None = None
) -> tuple[time, ...]:
    """The starts of sessions of a day, the first at `first`, the last over by `until`, none of them in the `pause`.

    A session that would run into the pause begins when it is over.
    """
    if length_minutes < 1 or break_minutes < 0:
        raise ValueError("a session lasts a minute or more, and a break is not negative")
    begins, ends = _minutes(first), _minutes(until)
    rest = (_minutes(pause[0]), _minutes(pause[1])) if pause else None
    found = []
    while begins + length_minutes <= ends:
        if rest and begins < rest[1] and rest[0] < begins + length_minutes:
            begins = rest[1]
            continue
        found.append(time(*divmod(begins, 60)))
        begins += length_minutes + break_minutes
    return tuple(found)


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute


def days_of(plan: Plan, *, calendar: Calendar, zone: tzinfo) -> list[PlannedDay]:
    """Every day that the weekdays of the plan name, in order, and make-up days that it takes for working days."""
    return list(_days(plan, calendar, zone))


def _days(plan: Plan, calendar: Calendar, zone: tzinfo) -> Iterator[PlannedDay]:
    span = min((plan.last_day - plan.first_day).days, MOST_DAYS)
    for day in (plan.first_day + timedelta(days=step) for step in range(span + 1)):
        if not _is_named(plan, day, calendar):
            continue
        if (skipped := _skip(plan, day, calendar)) is not None:
            yield PlannedDay(day, skipped=skipped)
            continue
        slots = tuple(_slot(day, start, plan.length_minutes, zone) for start in sorted(set(plan.times)))
        yield PlannedDay(day, slots=slots, provisional=not calendar.is_known(day))


def _is_named(plan: Plan, day: date, calendar: Calendar) -> bool:
    if plan.make_up == MakeUp.WORK and is_make_up(day, calendar):
        return any(weekday < _SATURDAY for weekday in plan.weekdays)
    return day.weekday() in plan.weekdays


def _skip(plan: Plan, day: date, calendar: Calendar) -> Skip | None:
    if day in plan.excluded:
        return Skip.EXCLUDED
    if plan.skip_holidays and is_holiday(day, calendar):
        return Skip.HOLIDAY
    if plan.make_up == MakeUp.SKIP and is_make_up(day, calendar):
        return Skip.MAKE_UP
    return None


def is_holiday(day: date, calendar: Calendar) -> bool:
    """A day that a notice names as free; an ordinary Sunday is none."""
    return calendar.days.get(day) is False


def is_make_up(day: date, calendar: Calendar) -> bool:
    """A Saturday or Sunday that a notice makes a working day."""
    return calendar.days.get(day) is True and day.weekday() >= _SATURDAY


def _slot(day: date, start: time, length_minutes: int, zone: tzinfo) -> Slot:
    # By way of UTC: where clocks change, an hour that does not exist becomes one that does, and every session lasts as long as it should.
    starts_at = datetime.combine(day, start, tzinfo=zone).astimezone(UTC)
    return Slot(starts_at.astimezone(zone), (starts_at + timedelta(minutes=length_minutes)).astimezone(zone), start)


class Obstacle(StrEnum):
    """Why a session of the plan is not made."""

    PAST = "past"
    # The open day has a session, or had one that was cancelled, at this very time.
    SAME_START = "same_start"
    # Another session of the open day runs at the same time; two guides may want that.
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Existing:
    """A session that the open day has already."""

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False


def obstacles(slots: Iterable[Slot], existing: Iterable[Existing], *, now: datetime) -> dict[Slot, Obstacle]:
    """What stands in the way of each of `slots`; those that nothing hinders are left out."""
    known = list(existing)
    starts = {one.starts_at for one in known}
    running = [one for one in known if not one.is_cancelled]
    found: dict[Slot, Obstacle] = {}
    for slot in slots:
        if slot.starts_at <= now:
            found[slot] = Obstacle.PAST
        elif slot.starts_at in starts:
            found[slot] = Obstacle.SAME_START
        elif any(slot.overlaps(one.starts_at, one.ends_at) for one in running):
            found[slot] = Obstacle.OVERLAP
    return found


def slots_to_make(days: Iterable[PlannedDay], hindered: Mapping[Slot, Obstacle], *, with_overlaps: bool = False) -> list[Slot]:
    """The sessions that the plan makes: all that nothing hinders, on wish also those beside another one."""
    allowed = {None, Obstacle.OVERLAP} if with_overlaps else {None}
    return [slot for day in days for slot in day.slots if hindered.get(slot) in allowed]
