"""An open day as search engines read it: schema.org Event with its sessions as subEvent."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from openday.events.listing import Listing, Row
from openday.events.models import OpenDay, OpenDayPage
from openday.events.states import PlacesState
from openday.language.formats import machine_time

_SCHEMA = "https://schema.org"
# Inside <script> no text may end the element or open a comment.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def of_page(page: OpenDayPage, listing: Listing, *, picture: str = "") -> SafeString:
    """Return the JSON text for `<script type="application/ld+json">`, safe to put into HTML as it is."""
    event = _event(page, listing, picture=picture)
    return mark_safe(json.dumps(event, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def _event(page: OpenDayPage, listing: Listing, *, picture: str) -> dict[str, Any]:
    open_day = page.open_day
    rows = listing.rows
    event = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": page.title,
        "url": settings.BASE_URL + (page.url or ""),
        "isAccessibleForFree": True,
        "eventAttendanceMode": f"{_SCHEMA}/OfflineEventAttendanceMode",
        "location": _place(open_day),
        "organizer": {"@type": "GovernmentOrganization", "name": open_day.unit.name},
    }
    if page.description:
        event["description"] = page.description
    if picture:
        event["image"] = picture
    if rows:
        # Only coming sessions are listed: an event without one has no dates to announce.
        event["startDate"] = rows[0].words.starts
        event["endDate"] = machine_time(max(row.session.ends_at for row in rows))
        event["subEvent"] = [_session(row, name=page.title, place=event["location"]) for row in rows]
    return event


def _place(open_day: OpenDay) -> dict[str, str]:
    return {"@type": "Place", "name": open_day.unit.name, "address": open_day.place}


def _session(row: Row, *, name: str, place: dict[str, str]) -> dict[str, Any]:
    seen = row.places
    cancelled = seen.state == PlacesState.CANCELLED
    offer = {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "CNY",
        "url": settings.BASE_URL + row.words.register_address,
        "availability": f"{_SCHEMA}/InStock" if seen.state == PlacesState.OPEN else f"{_SCHEMA}/SoldOut",
        "validThrough": machine_time(seen.closes_at),
    }
    if seen.opens_at:
        offer["validFrom"] = machine_time(seen.opens_at)
        if not seen.is_released:
            offer["availability"] = f"{_SCHEMA}/PreOrder"
    return {
        "@type": "Event",
        "name": name,
        "startDate": row.words.starts,
        "endDate": row.words.ends,
        "eventStatus": f"{_SCHEMA}/EventCancelled" if cancelled else f"{_SCHEMA}/EventScheduled",
        "location": place,
        "inLanguage": row.session.languages,
        "maximumAttendeeCapacity": seen.capacity,
        "remainingAttendeeCapacity": 0 if cancelled else seen.left,
        "offers": offer,
    }
