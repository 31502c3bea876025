"""Windows of time that are known to the day, to ten days (旬) or to the month. Pure."""

import calendar
from datetime import date

from django.utils import translation
from django.utils.translation import pgettext_lazy

from openday.language import formats

DAY, TEN_DAYS, MONTH = "day", "ten_days", "month"
# Early, mid and late: the third part of a month has eight to eleven days.
_PARTS = (pgettext_lazy("part of a month", "early"), pgettext_lazy("part of a month", "mid"), pgettext_lazy("part of a month", "late"))


def last_day(day: date, precision: str) -> date:
    """The last day that the words can mean: the 20th for mid June, the 30th for June."""
    if precision == DAY:
        return day
    end = calendar.monthrange(day.year, day.month)[1]
    if precision == TEN_DAYS and day.day <= 20:
        return day.replace(day=10 if day.day <= 10 else 20)
    return day.replace(day=end)


def in_words(starts_on: date | None, ends_on: date | None, precision: str) -> str:
    """Say it as exactly as it is known: 2026年6月中旬, mid June 2026; empty without a day."""
    words = list(dict.fromkeys(_one(day, precision) for day in (starts_on, ends_on) if day is not None))
    return " – ".join(words)


def _one(day: date, precision: str) -> str:
    if precision == DAY:
        return formats.day(day, weekday=False)
    is_english = (translation.get_language() or "").startswith("en")
    month = f"{calendar.month_name[day.month]} {day.year}" if is_english else f"{day.year}年{day.month}月"
    if precision == MONTH:
        return month
    part = str(_PARTS[min((day.day - 1) // 10, 2)])
    return f"{part} {month}" if is_english else f"{month}{part}"
