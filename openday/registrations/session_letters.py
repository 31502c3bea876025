"""What we write when a session moves or does not take place: the news, why, and where else there are places."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from openday.events import listing
from openday.events import queries as event_queries
from openday.events.models import Session
from openday.events.states import PlacesState
from openday.language import formats
from openday.registrations import emails, ical
from openday.registrations.models import Registration

# More would be a list to study on a phone.
_MOST_OFFERS = 3


@dataclass(frozen=True)
class Other:
    """Another session of the same open day, with the places that are left at this moment."""

    session_id: int
    starts_at: datetime
    ends_at: datetime
    left: int


def others(session: Session, *, now: datetime) -> list[Other]:
    """Sessions of the same open day in which individuals find places, those nearest in time first (1 query)."""
    found = event_queries.sessions_with_places(now=now, open_day_ids=[session.open_day_id], limit=40)
    free = [
        Other(one.session.pk, one.session.starts_at, one.session.ends_at, one.left)
        for one in found
        if one.session.pk != session.pk and one.state == PlacesState.OPEN
    ]
    return sorted(free, key=lambda one: abs(one.starts_at - session.starts_at))


def offers(found: list[Other], *, places: int, language: str) -> list[list[str]]:
    """When, and the address of the form, of sessions with places for the whole party; three at most."""
    fitting = sorted([one for one in found if one.left >= places][:_MOST_OFFERS], key=lambda one: one.starts_at)
    with translation.override(language):
        return [
            [
                formats.day_and_times(one.starts_at, one.ends_at, language=language),
                settings.BASE_URL + listing.register_address(one.session_id),
            ]
            for one in fitting
        ]


def cancelled(registration: Registration, *, was_in_calendar: bool, others: list[Other], now: datetime) -> None:
    """The session does not take place: with CANCEL for the calendar."""
    extra = {"why": registration.reason, "others": offers(others, places=registration.places, language=registration.language)}
    emails.session_cancelled(registration, was_in_calendar=was_in_calendar, now=now, extra=extra)


def moved(registration: Registration, *, announced_at: datetime, why: str, part: str, others: list[Other], now: datetime) -> None:
    """The session takes place at another time: with a new REQUEST for the calendar of who has places."""
    extra: dict[str, Any] = {
        "old_when": formats.moment(announced_at, language=registration.language),
        "why": why,
        "others": offers(others, places=registration.places, language=registration.language),
    }
    method = ical.REQUEST if registration.is_confirmed else None
    emails.session_moved(registration, method=method, extra=extra, part=part, now=now)
