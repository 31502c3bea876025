"""A visit as an iCalendar entry (RFC 5545, RFC 5546): stable UID, rising SEQUENCE, one time zone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

ZONE = ZoneInfo("Asia/Shanghai")
REQUEST = "REQUEST"
CANCEL = "CANCEL"
# For a file that the visitor downloads: nobody is invited, so no answer is expected.
PUBLISH = "PUBLISH"


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
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Lab open day portal//Registrations//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    event = icalendar.Event()
    event.add("uid", visit.uid)
    event.add("sequence", visit.sequence)
    event.add("dtstamp", now.astimezone(ZoneInfo("UTC")))
    event.add("dtstart", visit.starts_at.astimezone(ZONE))
    event.add("dtend", visit.ends_at.astimezone(ZONE))
    event.add("summary", visit.summary)
    event.add("location", visit.location)
    event.add("description", visit.description)
    event.add("url", visit.url)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method == CANCEL else "OPAQUE")
    organizer = icalendar.vCalAddress(f"mailto:{visit.organizer}")
    organizer.params["CN"] = icalendar.vText(visit.organizer_name)
    event.add("organizer", organizer)
    if visit.attendee and method != PUBLISH:
        attendee = icalendar.vCalAddress(f"mailto:{visit.attendee}")
        attendee.params["PARTSTAT"] = icalendar.vText("ACCEPTED")
        attendee.params["RSVP"] = icalendar.vText("FALSE")
        event.add("attendee", attendee)
    calendar.add_component(event)
    return calendar.to_ical().decode().replace("BEGIN:VEVENT", f"{_time_zone()}BEGIN:VEVENT", 1)


@lru_cache(maxsize=1)
def _time_zone() -> str:
    # Working the rules of a zone out takes 12 ms, forty times the rest of a letter, and writing them twice as long
    # as the rest; China has had one rule since 1991, so that one text serves all entries.
    zone = icalendar.Timezone.from_tzid("Asia/Shanghai", first_date=date(2020, 1, 1), last_date=date(2037, 12, 31))
    return zone.to_ical().decode()
