"""Write sessions as an iCalendar file (RFC 5545). Pure: what is written comes in as entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from icalendar import Calendar, Event

# The name of this software, not of a site: the same in every installation.
_PRODUCT = "-//Laboratory open-day portal//Open days//EN"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One event. `uid` never changes in its life; `sequence` rises with every change."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    url: str
    sequence: int
    cancelled: bool


def public_calendar(entries: Iterable[CalendarEntry], *, name: str, now: datetime) -> bytes:
    """Return the feed that calendars subscribe to, with the time zone described inside (VTIMEZONE)."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, now=now))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: CalendarEntry, *, now: datetime) -> Event:
    zone = timezone.get_default_timezone()
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.url:
        event.add("url", entry.url)
    return event
