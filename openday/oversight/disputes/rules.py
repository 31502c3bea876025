"""How long a unit may object to an assignment. Pure."""

from datetime import date

from openday.events.working_days import Calendar

# 信访工作条例: a wrong addressee objects within five working days (OVERSIGHT.md section 2).
DISPUTE_WITHIN_DAYS = 5


def last_day(assigned_on: date, calendar: Calendar) -> date:
    """The last day on which the unit may object."""
    return calendar.add_working_days(assigned_on, DISPUTE_WITHIN_DAYS).day


def may_dispute(assigned_on: date, calendar: Calendar, *, today: date) -> bool:
    return today <= last_day(assigned_on, calendar)
