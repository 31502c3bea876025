"""When missed visits hold a contact back, until when, and when they are forgotten. Pure: no database, no clock."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

LATE = "late"
PAUSE = "pause"

# A phone at the gate may send its scans a day later; nobody is written to before.
NOTED_AFTER = timedelta(hours=24)
# What nobody noted within a week is not noted any more: a letter about it would puzzle.
NOTED_WITHIN = timedelta(days=7)
ANSWER_WORKING_DAYS = 5


class Rule(Protocol):
    """The rule of an open day or of the site, as its organiser set it."""

    @property
    def missed(self) -> int: ...
    @property
    def months(self) -> int: ...
    @property
    def effect(self) -> str: ...
    @property
    def hours(self) -> int: ...
    @property
    def days(self) -> int: ...


@dataclass(frozen=True)
class Mark:
    """One day on which a contact was expected and did not come."""

    on: date
    is_appealed: bool = False


@dataclass(frozen=True)
class Hold:
    """What the rule says about one registration: not before `until`; or at once, but without the waiting list."""

    until: datetime
    is_refused: bool


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def expires_on(missed_on: date, rule: Rule) -> date:
    """The day from which the mark does not count any more and is erased."""
    return months_later(missed_on, rule.months)


def counting(marks: Iterable[Mark], rule: Rule, *, today: date) -> set[date]:
    """The days missed that count: several sessions of one day are one."""
    return {mark.on for mark in marks if expires_on(mark.on, rule) > today}


def hold(marks: Iterable[Mark], rule: Rule, *, now: datetime, starts_at: datetime, zone: tzinfo) -> Hold | None:
    """What the rule says about registering `now` for a session that starts then; None when it does not bite.

    While any appeal is open it never does. Nor does a pause that is over, and nothing but the waiting list is closed
    in the last hours before the session.
    """
    marks = list(marks)
    if any(mark.is_appealed for mark in marks):
        return None
    days = counting(marks, rule, today=now.astimezone(zone).date())
    if len(days) < rule.missed:
        return None
    if rule.effect == PAUSE:
        until = datetime.combine(max(days) + timedelta(days=rule.days), time(), tzinfo=zone)
        return Hold(until, is_refused=True) if now < until else None
    until = starts_at - timedelta(hours=rule.hours)
    return Hold(until, is_refused=now < until)
