"""One month as a calendar sheet: the days that have sessions, each with the address that lists them."""

import calendar
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from home.remembered import remembered
from openday.events import listing, queries
from openday.events.states import SessionState
from openday.language import formats

# Sheets before and after this month that can be leafed to: robots should not read the calendar of the year 9999.
_MOST_MONTHS_AWAY = 12


@dataclass(frozen=True, slots=True)
class Day:
    """`count` sessions take place; `address` is empty when there is none."""

    number: int
    day: date
    count: int
    address: str
    is_past: bool
    is_today: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks run from Monday to Sunday, None stands for days of other months; addresses are empty at the ends."""

    name: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day | None, ...], ...]
    previous: str
    next: str


def sheet(asked: str, chosen: Mapping[str, str | date], *, open_day_ids: frozenset[int], shown: date | None, now: datetime) -> Month:
    """The month that ?month= asks for, else the one of `shown`, the first day in the list (1 query, kept for seconds)."""
    today = timezone.localdate(now)
    first = _read(asked, today) or (shown or today).replace(day=1)
    counts = _counts(first, open_day_ids, str(chosen.get("language", "")))
    kept = {name: value for name, value in chosen.items() if name not in {"since", "until"}}
    days_chosen = (chosen.get("since"), chosen.get("until"))

    def of(day: date | None) -> Day | None:
        if day is None:
            return None
        count = counts.get(day, 0)
        past = {"past": "1"} if day < today else {}
        query = urlencode({**past, **kept, "since": day.isoformat(), "until": day.isoformat()})
        return Day(day.day, day, count, f"?{query}#sessions" if count else "", day < today, day == today, days_chosen == (day, day))

    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        name=formats.month(first),
        weekdays=formats.weekdays(),
        weeks=tuple(tuple(of(day if day.month == first.month else None) for day in week) for week in weeks),
        previous=_leaf(first - timedelta(days=1), kept, today),
        next=_leaf(first + timedelta(days=31), kept, today),
    )


def _leaf(day: date, kept: Mapping[str, str | date], today: date) -> str:
    return f"?{urlencode({**kept, 'month': f'{day:%Y-%m}'})}#month" if _is_near(day, today) else ""


def _is_near(day: date, today: date) -> bool:
    return abs((day.year - today.year) * 12 + day.month - today.month) <= _MOST_MONTHS_AWAY


def _read(asked: str, today: date) -> date | None:
    """The first day of 2026-11; None for anything else, and for months far away."""
    year, _dash, month = asked.partition("-")
    if len(asked) != len("2026-11") or not asked.isascii() or not (year.isdecimal() and month.isdecimal()):
        return None
    try:
        first = date(int(year), int(month), 1)
    except ValueError:
        return None
    return first if _is_near(first, today) else None


@remembered
def _counts(first: date, open_day_ids: frozenset[int], language: str) -> Mapping[date, int]:
    sessions = listing.in_language(queries.public_sessions(), language).filter(
        open_day__in=open_day_ids,
        starts_at__gte=listing.midnight(first),
        starts_at__lt=listing.midnight((first + timedelta(days=31)).replace(day=1)),
    )
    starts = sessions.exclude(state=SessionState.CANCELLED).values_list("starts_at", flat=True)
    return Counter(timezone.localdate(start) for start in starts)
