"""A visit as an iCalendar entry (RFC 5545, RFC 5546): stable UID, rising SEQUENCE, one time zone. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from openday.language.calendar_lines import component, line, local, text, time_zone, utc

ZONE = ZoneInfo("Asia/Shanghai")
REQUEST = "REQUEST"
CANCEL = "CANCEL"
# For a file that the visitor downloads: nobody is invited, so no answer is expected.
PUBLISH = "PUBLISH"
_PRODUCT = "-//Lab open day portal//Registrations//EN"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What the entry says; texts are in the visitor's language."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    url: str
    organizer: str
    organizer_name: str
    attendee: str = ""


def entry(visit: Visit, *, method: str, now: datetime) -> str:
    """Return the entry as text. `now` becomes DTSTAMP, which is in UTC."""
    parts = [
        line("UID", text(visit.uid)),
        line("SEQUENCE", str(visit.sequence)),
        line("DTSTAMP", utc(now)),
        line("DTSTART", local(visit.starts_at, ZONE), TZID=ZONE.key),
        line("DTEND", local(visit.ends_at, ZONE), TZID=ZONE.key),
        line("SUMMARY", text(visit.summary)),
        line("LOCATION", text(visit.location)),
        line("DESCRIPTION", text(visit.description)),
        line("URL", visit.url),
        line("STATUS", "CANCELLED" if method == CANCEL else "CONFIRMED"),
        line("TRANSP", "TRANSPARENT" if method == CANCEL else "OPAQUE"),
        line("ORGANIZER", f"mailto:{visit.organizer}", CN=visit.organizer_name),
    ]
    if visit.attendee and method != PUBLISH:
        parts.append(line("ATTENDEE", f"mailto:{visit.attendee}", PARTSTAT="ACCEPTED", RSVP="FALSE"))
    head = [line("VERSION", "2.0"), line("PRODID", _PRODUCT), line("CALSCALE", "GREGORIAN"), line("METHOD", method)]
    return component("VCALENDAR", [*head, time_zone(ZONE.key), component("VEVENT", parts)])
