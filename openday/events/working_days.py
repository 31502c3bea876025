"""Count in Chinese working days, with holidays and make-up days (调休). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# The notice for a year may move the last days of December before it: the one for 2019 made
# Saturday 29 December 2018 a working day. The earliest day ever moved so is 28 December.
_NEXT_NOTICE_REACHES_BACK_TO = (12, 28)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, and whether it can still move because a calendar on the way is not published yet (暂定)."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Which days are worked.

    `days` holds the days that the yearly notices name: True for a make-up day, False for a
    holiday. Every other day follows the plain week, Monday to Friday.
    """

    days: Mapping[date, bool]
    known_years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < 5)

    def is_known(self, day: date) -> bool:
        """Say whether every notice that can touch `day` has been loaded."""
        if day.year not in self.known_years:
            return False
        return (day.month, day.day) < _NEXT_NOTICE_REACHES_BACK_TO or day.year + 1 in self.known_years

    def add_working_days(self, day: date, n: int) -> Deadline:
        """Return the n-th working day after `day`; `day` itself never counts.

        n = 0 gives `day`, or the next working day when `day` is not one.
        """
        if n < 0:
            raise ValueError("working days are counted forwards")
        provisional = False
        if n == 0:
            while not self.is_workday(day):
                provisional |= not self.is_known(day)
                day += timedelta(days=1)
            return Deadline(day, provisional or not self.is_known(day))
        while n:
            day += timedelta(days=1)
            provisional |= not self.is_known(day)
            n -= self.is_workday(day)
        return Deadline(day, provisional)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_workday(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))
