"""Write sessions as an iCalendar file (RFC 5545). Pure: what is written comes in as entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from openday.language.calendar_lines import component, line, local, text, time_zone, utc

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
    changed_at: datetime
    cancelled: bool


def public_calendar(entries: Iterable[CalendarEntry], *, name: str) -> bytes:
    """Return the feed that calendars subscribe to, with the time zone described inside (VTIMEZONE).

    Equal entries give equal bytes, whenever it is asked: a calendar that has them already is told "304 Not Modified".
    """
    zone = timezone.get_default_timezone_name()
    head = [
        line("VERSION", "2.0"),
        line("PRODID", _PRODUCT),
        line("CALSCALE", "GREGORIAN"),
        line("METHOD", "PUBLISH"),
        # RFC 7986; the X- lines say the same to older programs.
        line("NAME", text(name)),
        line("REFRESH-INTERVAL", "PT1H", VALUE="DURATION"),
        line("X-WR-CALNAME", text(name)),
        line("X-WR-TIMEZONE", text(zone)),
        line("X-PUBLISHED-TTL", "PT1H"),
    ]
    return component("VCALENDAR", [*head, time_zone(zone), *(_event(entry, zone=zone) for entry in entries)]).encode()


def _event(entry: CalendarEntry, *, zone: str) -> str:
    clocks = timezone.get_default_timezone()
    parts = [
        line("UID", text(entry.uid)),
        line("DTSTAMP", utc(entry.changed_at)),
        line("LAST-MODIFIED", utc(entry.changed_at)),
        line("DTSTART", local(entry.starts_at, clocks), TZID=zone),
        line("DTEND", local(entry.ends_at, clocks), TZID=zone),
        line("SEQUENCE", str(entry.sequence)),
        line("SUMMARY", text(entry.title)),
        line("LOCATION", text(entry.place)),
        line("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED"),
    ]
    return component("VEVENT", [*parts, line("URL", entry.url)] if entry.url else parts)
