"""Days and times as people write them: 2026年11月22日（星期日）09:30–11:00, Sunday 22 November 2026, 09:30–11:00."""

from datetime import date, datetime, timedelta

from django.utils import timezone, translation

from openday.language.names import ENGLISH, SIMPLIFIED, TRADITIONAL

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# A dash between two times; Chinese and English use the same one.
_TO = "–"


def day(value: date | datetime, *, language: str | None = None, weekday: bool = True, year: bool = True) -> str:
    """A day in words; moments are taken in the site's time zone."""
    value = _local_day(value)
    if _is_english(language):
        words = f"{value.day} {_MONTHS_EN[value.month - 1]}"
        return (f"{_WEEKDAYS_EN[value.weekday()]} " if weekday else "") + words + (f" {value.year}" if year else "")
    words = f"{value.month}月{value.day}日"
    return (f"{value.year}年" if year else "") + words + (f"（星期{_WEEKDAYS_ZH[value.weekday()]}）" if weekday else "")


def short_day(value: date | datetime, *, language: str | None = None) -> str:
    """A day where space is short: 11月22日 周日, Sun 22 Nov. Traditional says 週日."""
    value = _local_day(value)
    if _is_english(language):
        return f"{_WEEKDAYS_EN[value.weekday()][:3]} {value.day} {_MONTHS_EN[value.month - 1][:3]}"
    week = "週" if (language or translation.get_language()) == TRADITIONAL else "周"
    return f"{value.month}月{value.day}日 {week}{_WEEKDAYS_ZH[value.weekday()]}"


def month(value: date, *, language: str | None = None) -> str:
    """The head of a calendar sheet: 2026年11月, November 2026."""
    return f"{_MONTHS_EN[value.month - 1]} {value.year}" if _is_english(language) else f"{value.year}年{value.month}月"


def period(first: date, last: date, *, language: str | None = None) -> str:
    """The days that something was counted in, both included: a whole month by its name, else 2026年1月1日 – 2026年3月31日."""
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and (last + timedelta(days=1)).day == 1:
        return month(first, language=language)
    return " – ".join(day(one, language=language, weekday=False) for one in (first, last))


def weekdays(*, language: str | None = None) -> tuple[tuple[str, str], ...]:
    """(short, whole) names from Monday to Sunday: (一, 星期一), (Mon, Monday)."""
    if _is_english(language):
        return tuple((name[:3], name) for name in _WEEKDAYS_EN)
    return tuple((name, f"星期{name}") for name in _WEEKDAYS_ZH)


def clock(value: datetime) -> str:
    """A time of day: 09:30."""
    return f"{_local(value):%H:%M}"


def moment(value: datetime, *, language: str | None = None) -> str:
    """Day and time: 2026年11月22日（星期日）09:30; Sunday 22 November 2026, 09:30."""
    return day(value, language=language) + (", " if _is_english(language) else "") + clock(value)


def time_range(starts_at: datetime, ends_at: datetime, *, language: str | None = None) -> str:
    """09:30–11:00; an end on another day says which."""
    if _local(starts_at).date() == _local(ends_at).date():
        return f"{clock(starts_at)}{_TO}{clock(ends_at)}"
    return f"{clock(starts_at)} {_TO} {moment(ends_at, language=language)}"


def day_and_times(starts_at: datetime, ends_at: datetime, *, language: str | None = None) -> str:
    """Day and both times: 2026年11月22日（星期日）09:30–11:00; Sunday 22 November 2026, 09:30–11:00."""
    return day(starts_at, language=language) + (", " if _is_english(language) else "") + time_range(starts_at, ends_at, language=language)


def short_day_and_times(starts_at: datetime, ends_at: datetime, *, language: str | None = None) -> str:
    """The same where space is short, as in a list to choose from: 11月22日 周日 09:30–11:00; Sun 22 Nov, 09:30–11:00."""
    between = ", " if _is_english(language) else " "
    return short_day(starts_at, language=language) + between + time_range(starts_at, ends_at, language=language)


def number(value: int) -> str:
    """A count with thousands set apart: 12,345; four digits stay together."""
    return f"{value:,}" if abs(value) >= 10_000 else str(value)


def machine_time(value: date | datetime) -> str:
    """ISO 8601 in the site's time zone, for <time datetime> and data."""
    return _local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def _is_english(language: str | None) -> bool:
    return (language or translation.get_language() or SIMPLIFIED).startswith(ENGLISH)


def _local(value: datetime) -> datetime:
    return value.astimezone(timezone.get_default_timezone()) if value.tzinfo else value


def _local_day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value
