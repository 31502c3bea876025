"""The clock of a case, in Chinese working days. Pure.

A limit is counted from the day after it starts to run; it is kept when the answer leaves on
the due day. The clock stands still while the citizen is asked: as many working days are left
after the pause as were left before it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from openday.events.working_days import Calendar, Deadline

# Overdue is told to the handler's unit on the first day, to the quality office on the third.
QUALITY_OFFICE_AFTER_DAYS = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as it runs now, all in working days."""

    started_on: date
    days: int
    paused_days: int = 0
    extension_days: int = 0

    @property
    def total_days(self) -> int:
        return self.days + self.paused_days + self.extension_days


def local_day(moment: datetime) -> date:
    """The day in the office's time zone."""
    return timezone.localdate(moment)


def due(limit: Limit, calendar: Calendar) -> Deadline:
    """The last day on which the limit is kept; provisional (暂定) when a calendar on the way is not published."""
    return calendar.add_working_days(limit.started_on, limit.total_days)


def paused_days(calendar: Calendar, *, paused_on: date, resumed_on: date) -> int:
    """Working days that a pause gives back; 0 when it ends on the day it began."""
    return max(0, calendar.working_days_between(paused_on, resumed_on))


def half_time(limit: Limit, calendar: Calendar) -> date:
    """The day on which half of the limit has passed, rounded up: a progress note is due."""
    return calendar.add_working_days(limit.started_on, (limit.total_days + 1) // 2).day


def is_overdue(due_on: date | None, *, today: date) -> bool:
    """A case is late from the day after its due day."""
    return due_on is not None and today > due_on


def days_left(due_on: date, calendar: Calendar, *, today: date) -> int:
    """Working days left, today not counted; negative when overdue."""
    return calendar.working_days_between(today, due_on)


def is_due_at_the_quality_office(due_on: date | None, *, today: date) -> bool:
    return due_on is not None and today >= due_on + timedelta(days=QUALITY_OFFICE_AFTER_DAYS)
